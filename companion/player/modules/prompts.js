// Prompts: questions to discuss, once their passage has been played.

import { hidden, iconButton, language, make } from "./elements.js";

const BEFORE_END = 0.03; // seconds: shown in time, also where another room stops the sound with the last word
const HUSH = 1200; // ms of silence before it is said

export function createPrompts(player) {
  const { reading } = player;
  const last = new Map(); // the sentence that ends what a prompt is about -> its notes
  const shown = new Set(); // ids of notes; each once until the reading has ended
  let unsaid = "";
  let hush = 0;

  for (const note of reading.notes) {
    if (!note.prompt) continue;
    const place = (line) => (reading.sections[line.section].offset ?? -1) + line.end;
    const lines = note.targets.flatMap(({ segments }) => segments.map((id) => reading.lines.get(id)).filter(Boolean));
    const end = lines.reduce((one, other) => (!one || place(other) > place(one) ? other : one), null);
    if (end) last.set(end, [...(last.get(end) ?? []), note]);
  }

  const list = make("div", { class: "cp-prompt-list", lang: language(reading.guide), tabindex: "0", role: "group", "aria-label": "Questions" });
  const card = make("div", { class: "cp-prompts", role: "region", "aria-label": "To discuss", hidden: true },
    make("div", { class: "cp-prompt-name", "aria-hidden": "true" }, "To discuss"), list, iconButton("cross", "Close the question", close));

  function close() {
    const focused = card.contains(document.activeElement);
    card.hidden = true;
    unsaid = "";
    if (focused) player.text.element.focus({ preventScroll: true });
  }

  function show(notes) {
    const fresh = notes.filter((note) => !shown.has(note.id));
    if (!fresh.length) return;
    for (const note of fresh) shown.add(note.id);
    list.replaceChildren(...fresh.map((note) => make("div", { class: "cp-prompt", dir: "auto" },
      note.prompt, " ", make("button", { type: "button", class: "cp-mark", lang: "en", on: { click: () => player.actions.showNote(note) } }, hidden("Note "), String(note.number)))));
    card.hidden = false;
    unsaid = `To discuss: ${fresh.map(({ prompt }) => prompt).join(" ")}`;
  }

  /** Said when it is quiet, and for a moment after whatever stopped the sound has said so. */
  function sayWhenQuiet() {
    clearTimeout(hush);
    if (!unsaid || player.clock.wanted) return;
    hush = setTimeout(() => { player.say(unsaid); unsaid = ""; }, HUSH);
  }

  player.root.addEventListener("companion-page", close);
  return {
    below: [card],
    changed: sayWhenQuiet,
    boundary(section, time) {
      if (player.clock.note) return null;
      const ends = [...last.keys()].filter((line) => line.section === section.index && line.end - BEFORE_END > time + 1e-3);
      if (!ends.length) return null;
      const line = ends.reduce((one, other) => (other.end < one.end ? other : one));
      return { time: line.end - BEFORE_END, act: () => { show(last.get(line)); return false; } };
    },
    ended() {
      shown.clear();
      return false;
    },
    stop() {
      clearTimeout(hush);
      player.root.removeEventListener("companion-page", close);
    },
  };
}
