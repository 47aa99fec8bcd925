// A guide in the library: how far one has listened, which only this browser knows, and how far a narration is.

const cards = new WeakMap(); // parent -> {show()}
const open = new Set();

// Another tab is listening: its place is this one's too.
addEventListener("storage", () => open.forEach((card) => card.show()));

export default function ({ data, parentElement }) {
  if (!cards.has(parentElement)) cards.set(parentElement, createCard(parentElement));
  const card = cards.get(parentElement);
  card.show(data);
  open.add(card);
  return () => { open.delete(card); };
}

function createCard(parent) {
  const status = make("div", "library-status");
  status.setAttribute("role", "status");
  const [heard, narrated] = [createBar(), createBar()];
  narrated.bar.setAttribute("role", "progressbar");
  parent.append(status, narrated.element, heard.element);
  let [data, within] = [null, false]; // within: whether the card had the focus while its guide was narrated

  function show(given = data) {
    const card = parent.closest('[class*="st-key-guide-"]');
    if (within && given.way === null) setTimeout(() => { if (document.activeElement === document.body) card?.querySelector("a")?.focus(); }, 300);
    within = Boolean(given.way && card?.contains(document.activeElement)); // its button goes when the work is done
    data = given;
    const { guide, seconds, name, part, way } = data;
    if (status.textContent !== data.said) status.textContent = data.said;

    const kept = recall(guide);
    const at = Number.isFinite(kept.at) ? Math.min(kept.at, seconds) : 0;
    const ended = at > seconds - 1.5;
    heard.element.hidden = !seconds;
    heard.show(ended ? 1 : at / seconds, ended ? "Heard to the end" : at < 1 ? "Not begun" : `${clock(at)} of ${clock(seconds)} heard`);

    narrated.element.hidden = !way;
    if (!way) return;
    narrated.show(part, way);
    narrated.bar.setAttribute("aria-label", name);
    narrated.bar.setAttribute("aria-valuenow", Math.floor(100 * part));
    narrated.bar.setAttribute("aria-valuetext", way);
  }

  return { show };
}

function createBar() {
  const [element, bar, part, text] = [make("div", "library-line"), make("div", "library-bar"), make("div", "library-part"), make("div", "library-text")];
  bar.append(part);
  element.append(bar, text);
  return {
    element,
    bar,
    show(share, words) {
      part.style.inlineSize = `${100 * Math.max(0, Math.min(1, share))}%`;
      if (text.textContent !== words) text.textContent = words;
    },
  };
}

function make(tag, name) {
  const element = document.createElement(tag);
  element.className = name;
  return element;
}

/** The player's own memory of the guide. */
function recall(guide) {
  try {
    return JSON.parse(localStorage.getItem(`companion:${guide}`)) ?? {};
  } catch {
    return {}; // storage is forbidden, or holds what nobody here wrote
  }
}

/** A length as the page writes it elsewhere. */
function clock(seconds) {
  const [minutes, rest] = [Math.floor(Math.round(seconds) / 60), Math.round(seconds) % 60];
  if (minutes >= 60) return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
  return minutes ? `${minutes} min` : `${rest} s`;
}
