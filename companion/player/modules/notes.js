// Notes: the cards beside the text.

import { excerpt, heading, hidden, language, make } from "./elements.js";
import { calm } from "./scrolling.js";
import { putBlock, renderBlock } from "./text.js";

/** The notes beside the text, one card each; on a narrow page, a sheet below it. */
export function createNotes(reading, actions) {
  const cards = new Map(); // note id -> {card, hear}
  const list = make("div", { class: "cp-cards" });
  const peek = make("span", { class: "cp-peek", dir: "auto" });
  let lent = false; // whether it was opened by a note being heard, and closes after it
  let first = null; // the card of the note about what is heard
  const toggle = make("button", {
    type: "button", class: "cp-sheet", "aria-expanded": "false",
    on: { click: () => { open(!element.classList.contains("cp-open")); if (first) bring(first); } },
  }, make("span", { class: "cp-sheet-name" }, "Notes"), peek);
  const element = make("div", { class: "cp-notes", role: "region", "aria-label": "Notes" },
    heading(2, `Notes · ${reading.notes.length}`, "cp-notes-title"), toggle, list);
  for (const note of reading.notes) list.append(renderCard(note));

  function renderCard(note) {
    const label = `Note ${note.number}`;
    const hear = make("button", { type: "button", class: "cp-action", on: { click: () => actions.hearOrReturn(note) } }, "Hear", hidden(` ${label}`));
    const body = make("div", { class: "cp-note-body", lang: language(reading.guide) });
    const section = reading.sections[note.section];
    const own = new Set(note.segments);
    for (const block of section?.blocks ?? []) {
      if (block.segments.some(([id]) => own.has(id))) putBlock(body, block, renderBlock(reading, section, block));
    }
    const places = note.places.filter(({ block }) => reading.blocks.has(block)).map((place) => {
      const { text, passage } = reading.blocks.get(place.block);
      const whole = note.targets.length > note.places.length && reading.passages.get(passage)?.title; // all of a letter
      const words = excerpt(text.slice(...place.at)).replace(/^["“„«]([^"“”„«»]*)["”“»]$/, "$1");
      return make("button", {
        type: "button", class: "cp-place", dir: "auto", lang: language(reading.guide),
        on: { click: () => actions.showPassage(note, place) },
      }, hidden("In the text: "), whole || (/["“”„«»]/.test(words) ? words : `“${words}”`));
    });
    const card = make("div", { class: "cp-note", role: "article", tabindex: "-1", "aria-label": label, "data-note": note.id },
      make("div", { class: "cp-note-head" }, heading(3, label, "cp-number"), hear), ...places, body,
      note.prompt ? make("div", { class: "cp-note-prompt", dir: "auto", lang: language(reading.guide) }, make("span", { lang: "en" }, "To discuss"), note.prompt) : null);
    cards.set(note.id, { card, hear });
    return card;
  }

  /** `lend`: only as long as a note is heard. */
  function open(wanted, lend = false) {
    if (wanted && lend && element.classList.contains("cp-open")) return;
    lent = lend;
    element.classList.toggle("cp-open", wanted);
    toggle.setAttribute("aria-expanded", String(wanted));
  }

  function bring(card) {
    list.scrollTo({ top: card.offsetTop - list.offsetTop - 8, behavior: calm() ? "auto" : "smooth" });
  }

  return {
    element, open,
    /** Marks the notes about what is heard, and brings the first forward, unless the reader is busy among them. */
    forward(notes) {
      for (const [id, { card }] of cards) {
        const current = notes.some((note) => note.id === id);
        card.classList.toggle("cp-now", current);
        if (current) card.setAttribute("aria-current", "true");
        else card.removeAttribute("aria-current");
      }
      first = notes.length ? cards.get(notes[0].id).card : null;
      peek.textContent = first ? `${notes[0].number}. ${first.querySelector(".cp-note-body").textContent}` : "";
      if (first && !list.matches(":hover, :focus-within")) bring(first);
    },
    show(note) {
      open(true);
      const { card } = cards.get(note.id);
      card.focus({ preventScroll: true });
      bring(card);
    },
    /** Which note is being heard, by its id: it is brought into view, and its button leads back. */
    hearing(id) {
      if (id !== null || lent) open(id !== null, id !== null);
      if (id !== null) bring(cards.get(id).card);
      for (const [key, { card, hear }] of cards) {
        card.classList.toggle("cp-heard", key === id);
        hear.firstChild.data = key === id ? "Back to the text" : "Hear";
        hear.lastChild.textContent = key === id ? "" : ` ${card.getAttribute("aria-label")}`;
      }
    },
    /** The note that has the focus, or null. */
    focused: () => reading.notes.find((note) => cards.get(note.id).card.contains(document.activeElement)) ?? null,
  };
}
