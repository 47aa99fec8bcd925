// Homes: the app, and a page opened from disk.

import { make } from "./elements.js";
import { Player, createProblem } from "./player.js";

const mounts = new WeakMap(); // parent -> {signature, cleanup, ...}

/**
 * Shows the player in `parent`. `payload` is a payload or its URL; `voices`, all narrations: [{label, payload}];
 * `from` and `to`, the first and the last sentence (ids) of an excerpt; `excerpt`, where its pack can be downloaded.
 * Called again with the same options it changes nothing; another excerpt is shown in the same player. Returns what ends it.
 */
export function mount(parent, options) {
  const { payload, voices = [] } = options;
  const { from, to } = options;
  const signature = JSON.stringify({ ...options, from: null, to: null });
  const known = mounts.get(parent);
  if (known?.signature === signature) {
    known.excerpt({ from, to });
    return known.cleanup;
  }
  const focus = parent.contains(document.activeElement) ? document.activeElement.dataset.name : null;
  known?.cleanup();

  const sources = voices.length ? voices : [{ label: "", payload }];
  const root = make("div", { class: "companion", role: "region", "aria-label": "Player", lang: "en" });
  if (!parent.closest(".stApp")) root.classList.add("cp-alone"); // nobody else sets the colours of the page
  let [player, ended, asked] = [null, false, -1];

  async function open(index) {
    asked = index;
    if (!player) root.replaceChildren(make("div", { class: "cp-loading", role: "status" }, "Loading the narration…"));
    try {
      const source = sources[index].payload;
      const found = typeof source === "string" ? await load(source) : structuredClone(source);
      if (ended || asked !== index) return; // somebody went on in the meantime
      player?.destroy();
      player = new Player(root, found, { voices: sources, voice: index, choose: open, failed: () => lookAgain(index), options });
      if (focus) root.querySelector(`[data-name="${CSS.escape(focus)}"]`)?.focus();
    } catch (error) {
      if (ended) return;
      const problem = createProblem(() => open(index));
      problem.show(`The narration cannot be loaded. ${error.message}`);
      if (player) player.controls.element.before(problem.element);
      else root.replaceChildren(problem.element);
    }
  }

  /** Sound that is gone may be there under a new address: the guide has been narrated anew since it was loaded. */
  async function lookAgain(index) {
    const [source, old] = [sources[index].payload, player];
    if (typeof source !== "string") return;
    const found = await load(source).catch(() => null); // then the problem stays as it is shown
    if (!found || !old || old !== player || sameSound(found, old.reading)) return;
    old.problem.show("This guide has been narrated anew.", "Load the new narration", () => {
      old.clock.wanted = old.clock.meant;
      open(index);
    });
  }

  function cleanup() {
    if (ended) return;
    ended = true;
    player?.destroy();
    root.remove();
    if (mounts.get(parent)?.cleanup === cleanup) mounts.delete(parent);
  }

  /** The address asks for another excerpt. */
  function excerpt(asked) {
    if (options.from === asked.from && options.to === asked.to) return;
    options = { ...options, ...asked };
    if (!player) return;
    player.options = options;
    root.dispatchEvent(new CustomEvent("companion-excerpt"));
  }

  mounts.set(parent, { signature, cleanup, excerpt });
  parent.append(root);
  open(Math.max(0, sources.findIndex((source) => source.payload === payload)));
  return cleanup;
}

/** Whether both name the same audio files. */
function sameSound(one, other) {
  const files = ({ sections }) => sections.map(({ audio }) => audio).join(" ");
  return files(one) === files(other);
}

async function load(url) {
  const answer = await fetch(url).catch(() => { throw new Error("The server does not answer."); });
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
  return answer.json();
}

/** Streamlit calls this on every run, with the element that is the player's. */
export default function ({ data, parentElement }) {
  return mount(parentElement, data);
}

// A page without Streamlit holds its options as JSON in a script element with data-companion; its address names an excerpt.
for (const place of document.querySelectorAll('script[type="application/json"][data-companion]')) {
  const host = make("div", { class: "cp-host" });
  place.before(host);
  const asked = new URLSearchParams(location.search);
  mount(host, { ...JSON.parse(place.textContent), from: asked.get("from"), to: asked.get("to") });
}
