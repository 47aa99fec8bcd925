// Search: words found in the text and the notes, whatever their case, accents and kind of quotation mark.

import { createDialog } from "./controls.js";
import { language, make } from "./elements.js";
import { clockFace, indexAt } from "./reading.js";
import { momentAt } from "./whole.js";

const MOST_HITS = 200; // results shown
const AROUND = 60; // characters on each side of what was found
const LETTERS = { "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ς": "σ" };
const ALIKE = [[/[‘’‚‛‹›′`´]/, "'"], [/[“”„‟«»″]/, '"'], [/[\u2010-\u2015\u2212]/, "-"], [/\s/, " "]];
const DROPPED = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f]|\p{Cf}/gu; // accents, points, and what is not seen
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const folded = new Map(); // character -> what it is compared as

function foldCharacter(character) {
  if (!folded.has(character)) {
    const sign = ALIKE.find(([signs]) => signs.test(character));
    folded.set(character, sign ? sign[1] : [...character.normalize("NFKD").replace(DROPPED, "").toLowerCase()].map((one) => LETTERS[one] ?? one).join(""));
  }
  return folded.get(character);
}

/** What is compared of a text, spaces as one: {text, at}; `at` says where each of its units comes from, null: from the same place. */
function foldText(text) {
  if (/^[\x21-\x5f\x61-\x7e]*(?: [\x21-\x5f\x61-\x7e]+)*$/.test(text)) return { text: text.toLowerCase(), at: null };
  const [parts, at] = [[], []];
  let [place, before] = [0, ""];
  for (const character of text) {
    const fold = foldCharacter(character);
    if (fold !== " " || before !== " ") {
      parts.push(fold);
      for (let unit = 0; unit < fold.length; unit++) at.push(place);
      if (fold) before = fold;
    }
    place += character.length;
  }
  return { text: parts.join(""), at: Uint32Array.from([...at, text.length]) };
}

/** Every text that is searched, in the order of the guide: {written, text, at, section, lines, note}; `start` of a passage's title. */
export function searchIndex(reading) {
  const notes = new Map(reading.notes.flatMap((note) => note.segments.map((id) => [id, note])));
  const found = [];
  for (const section of reading.sections) {
    for (const { passage, start } of section.lines.filter(({ id, passage }) => !id && passage)) {
      const line = section.lines.find((one) => one.id && one.start >= start);
      const written = reading.passages.get(passage)?.title;
      if (line && written) found.push({ ...foldText(written), written, section, start, lines: [line], note: null });
    }
    for (const block of section.blocks) {
      const lines = block.segments.map(([id]) => reading.lines.get(id));
      if (lines.length) found.push({ ...foldText(block.text), written: block.text, section, start: null, lines, note: notes.get(lines[0].id) ?? null });
    }
  }
  return found;
}

/** Where `words` stand in `text`, from `from` up to `to`; those at the beginning of a word, or with `inside` those within one. */
function placesOf(text, words, inside, from = 0, to = text.length) {
  const found = [];
  for (let at = text.indexOf(words, from); at >= 0 && at + words.length <= to; at = text.indexOf(words, at + words.length)) {
    const begins = !/[\p{L}\p{N}]/u.test(words[0]) || UNSPACED.test(words) || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? " ");
    if (begins !== inside) found.push([at, at + words.length]);
  }
  return found;
}

/** From a place in what is compared to the place in what is written; `end`: behind the character that ends there. */
function writtenPlace({ at }, place, end = false) {
  if (!at) return place;
  if (end) while (at[place] === at[place - 1]) place++; // half of a ß is all of it
  return at[place];
}

/** The part of what is compared that a sentence is. */
function foldedSpan({ at, text, start }, { from, to }) {
  if (start !== null) return [0, text.length];
  return at ? [indexAt(at, from - 1, 0) + 1, indexAt(at, to - 1, 0) + 1] : [from, to];
}

/** What a query finds, one result a sentence: the phrase first, then its words in one sentence, then parts of words. */
export function searchIn(index, query) {
  const phrase = foldText(query).text.trim();
  const words = [...new Set(phrase.split(/[^\p{L}\p{N}\p{M}']+/u).filter(Boolean))];
  const results = new Map(); // line, or a passage's title -> {entry, line, spans (in the text as it is written)}
  const add = (entry, spans) => {
    const own = new Map();
    for (const [from, to] of spans.sort((a, b) => a[0] - b[0])) {
      const span = [writtenPlace(entry, from), writtenPlace(entry, to, true)];
      const line = entry.lines.findLast((one) => entry.start === null && one.from <= span[0]) ?? entry.lines[0];
      if (!own.has(line)) own.set(line, []);
      if (!(own.get(line).at(-1)?.[1] > span[0])) own.get(line).push(span);
    }
    for (const [line, found] of own) {
      const key = entry.start === null ? line : entry;
      if (!results.has(key)) results.set(key, { entry, line, spans: found });
    }
  };
  if (!phrase) return [];
  const whole = index.filter(({ text }) => text.includes(phrase));
  for (const entry of whole) add(entry, placesOf(entry.text, phrase, false));
  if (words.length && words[0] !== phrase) {
    for (const entry of index.filter(({ text }) => words.every((word) => text.includes(word)))) {
      for (const line of entry.lines) {
        const places = words.map((word) => placesOf(entry.text, word, false, ...foldedSpan(entry, line)));
        if (places.every(({ length }) => length)) add(entry, places.flat());
      }
    }
  }
  if (phrase.length > 2) for (const entry of whole) add(entry, placesOf(entry.text, phrase, true));
  return [...results.values()];
}

/** The words around what was found, which is marked. */
function inContext({ written }, spans) {
  const [[first], last] = [spans[0], spans.at(-1)[1]];
  let from = Math.max(0, first - AROUND);
  let to = Math.min(written.length, Math.min(last, first + 3 * AROUND) + AROUND);
  if (from) from += Math.max(0, written.slice(from, first).search(/(?<=\s)\S/)); // no half words
  if (to < written.length) to -= written.slice(first, to).match(/\s\S*$/)?.[0].length ?? 0;
  const parts = [from ? "… " : ""];
  for (const [start, end] of spans.filter(([start]) => start < to)) {
    parts.push(written.slice(from, start), make("mark", {}, written.slice(start, end)));
    from = end;
  }
  return [...parts, written.slice(from, Math.max(from, to)), to < written.length ? " …" : ""];
}

let searches = 0; // so that ids are their own

export function createSearch(player) {
  const { reading } = player;
  const name = `cp-search-${++searches}`;
  let index = null; // made when it is first asked for
  let [hits, at, timer, asked] = [[], 0, 0, null]; // hits: {result, option}

  const field = make("input", {
    type: "text", class: "cp-search-field", role: "combobox", inputmode: "search", enterkeyhint: "search", dir: "auto",
    "aria-expanded": "false", "aria-controls": `${name}-list`, "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false", maxlength: 200,
    on: { input: () => { clearTimeout(timer); timer = setTimeout(look, 150); }, keydown: pressed },
  });
  const status = make("div", { class: "cp-search-status", role: "status" });
  const list = make("div", { id: `${name}-list`, class: "cp-hits", role: "listbox", "aria-label": "What was found" });
  const dialog = createDialog("Search", "cp-search", make("label", { class: "cp-search-label" }, "Words in the text or the notes", field), status, list);
  dialog.addEventListener("close", () => clearTimeout(timer));

  function pressed(event) {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5 }[event.key];
    if (event.isComposing || (!step && event.key !== "Enter")) return;
    event.preventDefault();
    look();
    if (!hits.length) return;
    if (step) choose(Math.max(0, Math.min(hits.length - 1, field.hasAttribute("aria-activedescendant") || step < 0 ? at + step : at + step - 1)), true);
    else play(hits[at].result);
  }

  function look() {
    clearTimeout(timer);
    const query = field.value.trim();
    if (query === asked) return;
    asked = query;
    index ??= searchIndex(reading);
    const found = searchIn(index, query);
    const isNote = ({ entry }) => entry.section.role !== "text";
    const notes = found.filter(isNote).length;
    hits = [];
    list.replaceChildren(...[["Text", found.slice(0, MOST_HITS).filter((one) => !isNote(one))], ["Notes", found.slice(0, MOST_HITS).filter(isNote)]]
      .filter(([, results]) => results.length)
      .map(([label, results]) => make("div", { role: "group", "aria-label": label },
        make("div", { class: "cp-hits-name", "aria-hidden": "true" }, label), ...results.map(optionOf))));
    field.setAttribute("aria-expanded", String(hits.length > 0));
    if (hits.length) choose(0);
    else field.removeAttribute("aria-activedescendant");
    status.textContent = !query ? "" : !found.length ? "Nothing was found."
      : `${found.length - notes} in the text, ${notes} in the notes.${found.length > MOST_HITS ? ` The first ${MOST_HITS} are shown.` : ""}`;
  }

  function optionOf(result) {
    const { entry, line, spans } = result;
    const place = entry.note && entry.section.offset === undefined ? `Note ${entry.note.number}`
      : [entry.section.title, entry.start === null && reading.passages.get(line.block.passage)?.title, clockFace((entry.section.offset ?? 0) + timeOf(result))].filter(Boolean).join(" · ");
    const option = make("div", { role: "option", id: `${name}-${hits.length}`, class: "cp-hit", "aria-selected": "false", on: { click: () => play(result) } },
      make("div", { class: "cp-hit-words", dir: "auto", lang: language(reading.guide) }, ...inContext(entry, spans)),
      make("div", { class: "cp-time", dir: "auto" }, place));
    hits.push({ result, option });
    return option;
  }

  /** `tell`: the choice was a person's, and a screen reader reads it. */
  function choose(to, tell = false) {
    hits[at]?.option.setAttribute("aria-selected", "false");
    at = to;
    const { option } = hits[at];
    option.setAttribute("aria-selected", "true");
    if (tell) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
    if (tell) option.scrollIntoView({ block: "nearest" });
    else list.scrollTop = 0;
  }

  const timeOf = ({ entry, line, spans: [[from]] }) => entry.start ?? momentAt(reading, line, from);

  function play(result) {
    const { clock, actions } = player;
    const { section, note } = result.entry;
    dialog.close();
    if (section.offset !== undefined) return actions.go(section, timeOf(result), true);
    if (note && clock.note !== note.id) actions.hearOrReturn(note);
    clock.go(section, timeOf(result), true);
  }

  function open() {
    dialog.showModal();
    field.focus();
    field.select();
  }

  return {
    commands: [{ name: "search", keys: ["/"], what: "Search in the text and the notes", act: open }],
    tools: [{ name: "search", drawing: "M10 3a7 7 0 1 0 4.2 12.6l5 5 1.4-1.4-5-5A7 7 0 0 0 10 3zm0 2a5 5 0 1 1 0 10 5 5 0 0 1 0-10z", label: "Search", act: open }],
    dialogs: [dialog],
    stop: () => clearTimeout(timer),
  };
}
