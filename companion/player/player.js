// The player: a narration, its text lit word by word in time with it, and the notes beside what they are about.
//
// One module without imports, the same in the app and in a folder opened from disk. Its rooms, in order:
// reading (what was narrated), memory, clock (the sound), elements, text, notes, scrolling, controls, keys,
// player (all of it together), homes (where it is mounted).
//
// Whatever a guide says reaches the page as text or as an attribute's value, never as markup.

// ---- reading: the payload unpacked --------------------------------------------------------------------------------

const FORMAT = "companion-player/1";

/** A payload with its times in seconds, its words in typed arrays, and every reference resolved. */
function unpack(payload) {
  if (payload?.format !== FORMAT) throw new Error(`The narration is not of the format ${FORMAT}.`);
  const sections = payload.sections.map((section, index) => unpackSection(section, index, payload.rate));
  const straight = sections.filter((section) => section.role !== "asides" && section.samples > 0);
  if (!straight.length) throw new Error("The guide has no text to read.");
  let total = 0;
  for (const section of straight) {
    section.offset = total; // where it begins in the straight reading, in seconds
    total += section.duration;
  }
  const lines = new Map(sections.flatMap((section) => section.lines).filter((line) => line.id).map((line) => [line.id, line]));
  const blocks = new Map(sections.flatMap((section) => section.blocks).map((block) => [block.id, block]));
  const passages = new Map(payload.passages.map((passage) => [passage.id, passage]));
  const notes = unpackNotes(payload, sections, blocks);
  return {
    guide: payload.guide, voice: payload.voice, sections, straight, total, lines, blocks, passages, notes,
    stops: straight.flatMap((section) => passageStops(section)),
    notesAbout: notesByLine(notes),
  };
}

/** A line is a sentence, or an announcement (no id) that lights the title of its passage. */
function unpackSection(section, index, rate) {
  const count = section.words.length / 4;
  const [from, to] = [new Uint32Array(count), new Uint32Array(count)]; // in the block's text
  const [starts, ends] = [new Float64Array(count), new Float64Array(count)]; // seconds; lit from, lit until
  const lines = [];
  let [word, heard] = [0, 0];
  for (const block of section.blocks) {
    let read = 0;
    for (const [id, left, right, start, end, words] of block.segments) {
      const last = word + words; // one past
      lines.push({ id, section: index, block, from: left, to: right, start: start / rate, end: end / rate, first: word, last });
      for (; word < last; word++) {
        const [gap, length, pause, duration] = section.words.slice(4 * word, 4 * word + 4);
        from[word] = read + gap;
        read = to[word] = from[word] + length;
        starts[word] = (heard + pause) / rate;
        heard += pause + duration;
        ends[word] = heard / rate;
      }
      for (let i = last - words; i + 1 < last; i++) ends[i] = starts[i + 1]; // lit through the gaps inside a sentence
    }
  }
  for (const [start, end, passage, edge] of section.announcements) {
    lines.push({ id: null, section: index, passage: edge === "begin" ? passage : null, start: start / rate, end: end / rate, first: 0, last: 0 });
  }
  lines.sort((a, b) => a.start - b.start);
  for (const line of lines) line.elements = [];
  return {
    ...section, index, lines, from, to, starts, ends,
    duration: section.samples / rate,
    lineStarts: Float64Array.from(lines, (line) => line.start),
    elements: Array.from({ length: count }, () => []), // of each word: in the text, and in a note's card
  };
}

/** Notes in the order of their marks, numbered; a note that no footnote mark names gets marks where its passages end. */
function unpackNotes(payload, sections, blocks) {
  const before = new Map([...blocks.keys()].map((id, index, ids) => [id, ids[index - 1]]));
  const marked = new Set([...blocks.values()].flatMap((block) => (block.marks ??= []).map(([, note]) => note)));
  for (const note of payload.notes) {
    // Blocks that follow one another are one passage, and one way to it.
    const about = new Set(note.targets.map(({ block }) => block));
    note.places = note.targets.filter(({ block }) => !about.has(before.get(block)));
    if (marked.has(note.id)) continue;
    for (const place of note.places) blocks.get(place.block)?.marks.push([place.at[1], note.id]);
  }
  for (const block of blocks.values()) block.marks.sort((a, b) => a[0] - b[0]);
  const ranks = new Map();
  for (const [, id] of [...blocks.values()].flatMap((block) => block.marks)) if (!ranks.has(id)) ranks.set(id, ranks.size);
  const rank = (note) => ranks.get(note.id) ?? ranks.size;
  return [...payload.notes].sort((a, b) => rank(a) - rank(b)).map((note, index) => ({
    ...note, number: index + 1,
    section: sections.findIndex((section) => section.id === note.section),
    start: note.start / payload.rate,
    end: note.end / payload.rate,
    width: note.targets.reduce((sum, target) => sum + target.at[1] - target.at[0], 0),
  }));
}

/** For each sentence, the notes about it and those it is part of, the most particular first. */
function notesByLine(notes) {
  const found = new Map();
  for (const note of [...notes].sort((a, b) => a.width - b.width)) {
    const ids = new Set([...note.segments, ...note.targets.flatMap((target) => target.segments)]);
    for (const id of ids) found.set(id, [...(found.get(id) ?? []), note]);
  }
  return found;
}

/** Where passages begin: each paragraph, and the announcement in front of one that opens a letter. */
function passageStops(section) {
  const stops = [];
  let [block, announced] = [null, null];
  for (const line of section.lines) {
    if (!line.id) {
      if (line.passage) announced ??= line.start;
    } else if (line.block !== block) {
      stops.push({ section, time: announced ?? line.start });
      block = line.block;
      announced = null;
    }
  }
  return stops;
}

/** The last index whose start is not after `time`, -1 before the first; `guess` and the one after it are tried first. */
function indexAt(starts, time, guess) {
  for (const index of [guess, guess + 1]) {
    if (index >= 0 && starts[index] <= time && !(starts[index + 1] <= time)) return index;
  }
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The sentence that is being said at `time`, or the last one said before it, or the first of the section. */
function sentenceAt(section, time) {
  const before = section.lines.slice(0, indexAt(section.lineStarts, time, 0) + 1).findLast((line) => line.id);
  return before ?? section.lines.find((line) => line.id) ?? null;
}

/** "1:02:07"; minutes and seconds when there is no hour. */
function clockFace(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = `${String(minutes).padStart(hours ? 2 : 1, "0")}:${String(rest).padStart(2, "0")}`;
  return hours ? `${hours}:${tail}` : tail;
}

// ---- memory: what is kept on this device --------------------------------------------------------------------------

const unsaved = new Map(); // stands in where the browser forbids storage

function recall(key) {
  try {
    return JSON.parse(localStorage.getItem(`companion:${key}`)) ?? unsaved.get(key) ?? {};
  } catch {
    return unsaved.get(key) ?? {};
  }
}

function remember(key, changes) {
  const value = { ...recall(key), ...changes };
  unsaved.set(key, value);
  try {
    localStorage.setItem(`companion:${key}`, JSON.stringify(value));
  } catch {
    // Storage is forbidden or full: it lasts as long as the page.
  }
}

// ---- clock: the sound ---------------------------------------------------------------------------------------------

const GRACE = 4000; // ms that sound goes on while the page is being rebuilt around it
const clocks = new Map(); // by guide: outside the page, so that nothing done to the page interrupts the sound

/** One guide's sound, and the time in it. Crosses from section to section by itself. */
class Clock {
  constructor() {
    this.audio = new Audio();
    this.audio.preload = "metadata";
    this.audio.preservesPitch = true;
    this.reading = null;
    this.section = null;
    this.wanted = false; // whether the listener wants sound; stays true across the gap between two files
    this.opening = null; // seconds to go to as soon as the file is open
    this.failed = false;
    this.until = Infinity; // seconds at which it stops by itself: the end of a note
    this.note = null; // the id of the note being heard
    this.trail = null; // the way back from it: {section, time, wanted}
    this.kept = -Infinity; // seconds, when the place was last written down
    this.view = null; // {changed(), failed(), ended()}
    const { audio } = this;
    const on = (name, heard) => audio.addEventListener(name, () => { heard(); this.view?.changed(); });
    on("loadedmetadata", () => this.#opened());
    on("play", () => { this.wanted = true; });
    on("pause", () => { if (!audio.ended && this.opening === null) this.wanted = false; });
    on("ended", () => this.#ended());
    on("seeked", () => {}); // the picture follows also while it is paused
    on("error", () => { this.failed = true; this.meant = this.wanted; this.wanted = false; this.view?.failed(); });
    audio.addEventListener("timeupdate", () => {
      if (document.hidden) this.view?.changed();
      if (Math.abs(audio.currentTime - this.kept) >= 1) this.keep();
    });
  }

  /** Seconds into the section. */
  get time() {
    return this.opening ?? this.audio.currentTime;
  }

  /** Writes the place down, on this device: the sentence, and how far into it; for when it has gone, how far into it all. */
  keep() {
    if (!this.section) return;
    this.kept = this.time;
    const { section, time } = this.trail ?? this;
    const line = sentenceAt(section, time);
    const place = line && { segment: line.id, offset: Math.max(0, time - line.start), at: section.offset + time };
    if (place) remember(this.reading.guide.id, place);
  }

  go(section, time, wanted = this.wanted) {
    this.wanted = wanted;
    // Browsers keep microseconds and may round down: a hair later, so that the word before is not lit.
    const aim = Math.ceil(Math.max(0, Math.min(time, section.duration - 0.02)) * 1e5) / 1e5;
    const same = this.section?.audio === section.audio && !this.failed;
    this.section = section;
    if (same && this.opening === null) {
      this.audio.currentTime = aim;
      this.#settle();
    } else {
      this.opening = aim;
      if (!same) {
        this.failed = false;
        this.audio.src = section.audio;
      }
    }
    this.view?.changed();
  }

  play() {
    if (this.failed) return this.go(this.section, this.time, true);
    this.wanted = true;
    this.#settle();
    this.view?.changed();
  }

  pause() {
    this.wanted = false;
    this.#settle();
    this.view?.changed();
  }

  set speed(value) {
    this.audio.defaultPlaybackRate = this.audio.playbackRate = value; // opening a file goes back to the default
  }

  #opened() {
    const aim = this.opening;
    this.opening = null;
    if (aim) this.audio.currentTime = aim;
    this.#settle();
  }

  #settle() {
    if (this.opening !== null) return; // done once the file is open
    if (!this.wanted) return this.audio.pause();
    this.audio.play().catch((error) => {
      if (error.name !== "NotAllowedError") return; // a newer wish, or a file that the error event speaks of
      this.wanted = false;
      this.view?.changed();
    });
  }

  #ended() {
    const next = this.note === null ? this.reading.straight[this.reading.straight.indexOf(this.section) + 1] : null;
    if (next && this.wanted) return this.go(next, 0, true);
    if (this.wanted) this.view?.ended();
    this.wanted = false;
  }
}

/** The clock of a guide; whatever other guide was still sounding falls silent. */
function acquireClock(guide) {
  for (const other of clocks.keys()) if (other !== guide && !clocks.get(other).view) silence(other);
  if (!clocks.has(guide)) clocks.set(guide, new Clock());
  const clock = clocks.get(guide);
  clearTimeout(clock.grace);
  return clock;
}

/** Takes `view` away from the guide's clock, unless another has it by now. */
function releaseClock(guide, view) {
  const clock = clocks.get(guide);
  if (!clock || clock.view !== view) return;
  clock.keep();
  clock.view = null;
  clock.grace = setTimeout(() => silence(guide), GRACE);
}

function silence(guide) {
  const clock = clocks.get(guide);
  clearTimeout(clock.grace);
  clock.keep();
  clock.section = null; // from here on it has no place to keep
  clocks.delete(guide);
  clock.audio.pause();
  clock.audio.removeAttribute("src");
}

// ---- elements -----------------------------------------------------------------------------------------------------

/** An element. `on` holds its listeners; attributes that are null, undefined or false are left out; strings become text. */
function make(name, { on = {}, ...attributes } = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  for (const [event, listener] of Object.entries(on)) element.addEventListener(event, listener);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const ICONS = {
  play: "M8 5.1v13.8L19 12z",
  pause: "M6.5 5h4v14h-4zm7 0h4v14h-4z",
  previous: "M15.5 6 9 12l6.5 6z",
  next: "M8.5 6 15 12l-6.5 6z",
  back: "M12.5 6 6.5 12l6 6zM19 6l-6 6 6 6z",
  forth: "M5 6l6 6-6 6zM11.5 6l6 6-6 6z",
  list: "M4 6.2h16v1.8H4zm0 5h16V13H4zm0 5h10V18H4z",
  loud: "M4 9.5v5h3.5L12 19V5L7.5 9.5zM14.5 8a5 5 0 0 1 0 8zm0-3.3v1.9a6 6 0 0 1 0 10.8v1.9a7.7 7.7 0 0 0 0-14.6z",
  mute: "M4 9.5v5h3.5L12 19V5L7.5 9.5zM21 9.6 19.6 8.2 17.3 10.6 15 8.2l-1.4 1.4L15.9 12l-2.3 2.4L15 15.8l2.3-2.4 2.3 2.4 1.4-1.4L18.7 12z",
};

function icon(name) {
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" })) drawing.setAttribute(key, value);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  drawing.append(path);
  return drawing;
}

/** A button that shows an icon and is called `label`. */
function iconButton(name, label, act, extra = {}) {
  return make("button", { type: "button", class: "cp-button", "aria-label": label, title: label, on: { click: act }, ...extra }, icon(name));
}

function setIcon(button, name, label) {
  if (button.getAttribute("aria-label") === label) return;
  button.setAttribute("aria-label", label);
  button.title = label;
  button.replaceChildren(icon(name));
}

const hidden = (text) => make("span", { class: "cp-hidden" }, text); // read by screen readers only
const heading = (level, text, name) => make("div", { role: "heading", "aria-level": level, class: name, dir: "auto" }, text);
const language = (guide) => (/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(guide.language) ? guide.language : null);

function excerpt(text, length = 64) {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= length ? line : `${line.slice(0, length).replace(/\s+\S*$/, "")}…`;
}

// ---- text ---------------------------------------------------------------------------------------------------------

const STYLES = { em: "em", strong: "strong", code: "code" };
const ROLES = { heading: "heading", item: "listitem", quote: "blockquote", code: "code" };

/** What covers a part of the block's text, the widest first: styles, and who says it. */
function coverings(block) {
  const styles = (block.styles ?? []).filter(([, , style]) => Object.hasOwn(STYLES, style));
  return [
    ...styles.map(([from, to, style]) => ({ from, to, around: (nodes) => make(STYLES[style], {}, ...nodes) })),
    ...(block.quotations ?? []).map(([from, to, who]) => ({ from, to, around: (nodes) => make("span", { class: "cp-said", title: who }, ...nodes) })),
  ].sort((a, b) => b.to - b.from - (a.to - a.from));
}

/** The nodes of `parts` ({from, to, node}, in order), each covering one element around all the parts that it holds whole. */
function cover(parts, [covering, ...others]) {
  if (!covering) return parts.map(({ node }) => node);
  const { from, to, around } = covering;
  const held = (part) => from <= part.from && part.to <= to && (part.from < part.to || (from < part.from && part.to < to));
  const [first, end] = [parts.findIndex(held), parts.findLastIndex(held) + 1];
  if (first < 0) return cover(parts, others);
  const inside = cover(parts.slice(first, end), others);
  const seen = inside.some((node) => node.textContent.trim());
  return [...cover(parts.slice(0, first), others), ...(seen ? [around(inside)] : inside), ...cover(parts.slice(end), others)];
}

/** The word from `from` to `to` without the signs around it: a covering that holds its letters holds the word. */
function lettersOf(text, from, to) {
  const [letters] = text.slice(from, to).match(/[\p{L}\p{N}].*[\p{L}\p{N}]|[\p{L}\p{N}]/su) ?? [text.slice(from, to)];
  const start = text.indexOf(letters, from);
  return { from: start, to: start + letters.length };
}

/** A block: sentences made of words, each known to its line or section; `mark(note)` makes the footnote marks. */
function renderBlock(reading, section, block, mark = null) {
  const marks = mark ? [...block.marks] : [];
  const covers = coverings(block);
  const edges = covers.flatMap(({ from, to }) => [from, to]);
  const item = block.kind === "item";
  const element = make(block.kind === "paragraph" ? "p" : "div", {
    class: `cp-block cp-${block.kind}${item && /^\d+[.)]/.test(block.text) ? " cp-numbered" : ""}`, dir: "auto", role: ROLES[block.kind],
    "aria-level": block.kind === "heading" ? Math.min(6, (block.level || 1) + 1) : item && block.level > 1 ? block.level : null,
  });
  if (item && block.level > 1) element.style.setProperty("--cp-depth", block.level - 1);

  /** The text as parts, cut where a covering begins or ends and, between words, at the marks. */
  function* parts(from, to, cuts = marks.map(([at]) => at)) {
    while (from < to) {
      const cut = Math.min(to, ...[...edges, ...cuts].filter((at) => at > from));
      yield { from, to: cut, node: document.createTextNode(block.text.slice(from, cut)) };
      from = cut;
    }
  }
  function* marksUpTo(at) {
    while (marks.length && marks[0][0] <= at) {
      const [[place, note]] = marks.splice(0, 1);
      yield { from: place, to: place, node: mark(note) ?? document.createTextNode("") };
    }
  }
  function* between(from, to) {
    for (const part of parts(from, to)) yield* [...marksUpTo(part.from), part];
    yield* marksUpTo(to);
  }
  function* words({ first, last, from, to }) {
    let at = from;
    for (let word = first; word < last; word++) {
      const [start, end] = [section.from[word], section.to[word]];
      yield* between(at, start);
      const letters = lettersOf(block.text, start, end);
      const partly = covers.filter((one) => !(one.from <= letters.from && letters.to <= one.to));
      const span = make("span", { class: "cp-word", "data-section": section.index, "data-word": word }, ...cover([...parts(start, end, [])], partly));
      section.elements[word].push(span);
      yield { ...letters, node: span };
      at = end;
    }
    yield* between(at, to);
  }

  let at = 0;
  for (const [id] of block.segments) {
    const line = reading.lines.get(id);
    element.append(...cover([...between(at, line.from)], covers));
    const sentence = make("span", { class: "cp-line", "data-line": id }, ...cover([...words(line)], covers));
    line.elements.push(sentence);
    element.append(sentence);
    at = line.to;
  }
  element.append(...cover([...between(at, block.text.length), ...marksUpTo(Infinity)], covers));
  return element;
}

/** Puts the block's element into `place`; items that follow one another share a list. */
function putBlock(place, block, element) {
  const before = place.lastElementChild;
  if (block.kind !== "item") place.append(element);
  else if (before?.classList.contains("cp-list")) before.append(element);
  else place.append(make("div", { role: "list", class: "cp-list" }, element));
}

/** The whole text, for reading: title, sections, passages set apart. Footnotes are left to the notes. */
function createText(reading, actions) {
  const { guide } = reading;
  const numbers = new Map(reading.notes.map((note) => [note.id, note]));
  const titles = new Map(); // passage id -> the element that shows its title
  const mark = (id) => {
    const note = numbers.get(id);
    return note
      ? make("button", {
        type: "button", class: "cp-mark", "data-mark": id, "aria-label": `Note ${note.number}`,
        on: { click: () => actions.showNote(note) },
      }, String(note.number))
      : null;
  };
  const element = make("div", { class: "cp-text", tabindex: "0", role: "region", "aria-label": "Text. Left and right arrows move by sentence." });
  const page = make("div", { class: "cp-page", lang: language(guide) });
  const [opening] = reading.straight[0].blocks;
  const titled = opening?.kind === "heading" && !opening.passage && opening.text.trim() === guide.title.trim(); // then that is the title
  const title = titled ? renderBlock(reading, reading.straight[0], opening, mark) : heading(1, guide.title, "cp-title");
  title.classList.add("cp-title");
  title.setAttribute("aria-level", "1");
  page.append(make("div", { class: "cp-front" },
    title,
    guide.subtitle && make("div", { class: "cp-subtitle", role: "paragraph", dir: "auto" }, guide.subtitle),
    guide.author && make("div", { class: "cp-author", role: "paragraph", dir: "auto" }, guide.author),
    guide.notice && make("div", { class: "cp-notice", role: "note", dir: "auto" }, guide.notice),
  ));
  for (const section of reading.straight) page.append(renderSection(section));
  element.append(page);

  function renderSection(section) {
    const body = make("div", { class: "cp-section", "data-role": section.role });
    let open = []; // passages around the block, the outermost first: [{id, element}]
    for (const block of section.blocks) {
      if (titled && block === opening) continue;
      const around = [];
      for (let id = block.passage; reading.passages.has(id) && !around.includes(id); id = reading.passages.get(id).parent) around.unshift(id);
      const kept = open.findIndex(({ id }, depth) => id !== around[depth]);
      if (kept >= 0) open = open.slice(0, kept);
      for (const id of around.slice(open.length)) {
        const passage = renderPassage(reading.passages.get(id));
        (open.at(-1)?.element ?? body).append(passage);
        open.push({ id, element: passage });
      }
      putBlock(open.at(-1)?.element ?? body, block, renderBlock(reading, section, block, mark));
    }
    return body;
  }

  function renderPassage({ id, kind, title }) {
    const shown = make("div", { class: "cp-passage-title", dir: "auto" }, title);
    titles.set(id, shown);
    return make("div", { class: "cp-passage", "data-kind": kind, role: "group", "aria-label": title }, shown);
  }

  return {
    element,
    titleOf: (passage) => titles.get(passage) ?? null,
    markOf: (note) => element.querySelector(`[data-mark="${CSS.escape(note.id)}"]`),
  };
}

/** The elements of the text that a note is about: whole sentences, or the very words. */
function targetElements(reading, note) {
  return note.targets.flatMap(({ at: [from, to], segments }) =>
    segments.map((id) => reading.lines.get(id)).filter(Boolean).flatMap((line) => {
      if (from <= line.from && line.to <= to) return line.elements[0] ?? [];
      const { from: starts, to: ends, elements } = reading.sections[line.section];
      const words = Array.from({ length: line.last - line.first }, (_, index) => line.first + index);
      return words.filter((word) => starts[word] < to && from < ends[word]).flatMap((word) => elements[word][0] ?? []);
    }));
}

// ---- notes --------------------------------------------------------------------------------------------------------

/** The notes beside the text, one card each; on a narrow page, a sheet below it. */
function createNotes(reading, actions) {
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
      const words = excerpt(text.slice(...place.at)).replace(/^["“”]+|["“”]+$/g, "");
      return make("button", {
        type: "button", class: "cp-place", dir: "auto", lang: language(reading.guide),
        on: { click: () => actions.showPassage(note, place) },
      }, hidden("In the text: "), whole || `“${words}”`);
    });
    const card = make("div", { class: "cp-note", role: "article", tabindex: "-1", "aria-label": label, "data-note": note.id },
      make("div", { class: "cp-note-head" }, heading(3, label, "cp-number"), hear), ...places, body);
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

// ---- scrolling ----------------------------------------------------------------------------------------------------

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const SCROLLING = new Set(["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"]);

/** Keeps what is heard in view, until the reader scrolls by hand: then it calls `letGo`. */
function createFollower(scroller, letGo) {
  let own = 0; // scroll events before this moment are our own doing
  const ours = (milliseconds) => { own = performance.now() + milliseconds; };
  const listen = (name, listener) => scroller.addEventListener(name, listener, { passive: true });
  listen("wheel", letGo);
  listen("touchmove", letGo);
  listen("keydown", (event) => { if (event.target === scroller && SCROLLING.has(event.key)) letGo(); });
  listen("pointerdown", (event) => { if (event.target === scroller && event.offsetX >= scroller.clientWidth) letGo(); });
  listen("scroll", () => { if (performance.now() > own) letGo(); else ours(Math.max(150, own - performance.now())); });
  const size = new ResizeObserver(() => ours(300));
  size.observe(scroller);
  return {
    stop: () => size.disconnect(),
    top() {
      ours(200);
      scroller.scrollTo({ top: 0, behavior: "instant" });
    },
    /** Scrolls so that `element` stands in the upper half; only when it is outside the comfortable middle, unless `always`. */
    keep(element, always = false) {
      const [view, mine] = [scroller.getBoundingClientRect(), element.getBoundingClientRect()];
      const [top, bottom] = [(mine.top - view.top) / view.height, (mine.bottom - view.top) / view.height];
      if (!always && top >= 0.1 && bottom <= 0.72) return;
      const way = mine.top - view.top - 0.3 * view.height;
      const near = Math.abs(way) < 1.5 * view.height && !calm();
      ours(near ? 1000 : 200);
      scroller.scrollBy({ top: way, behavior: near ? "smooth" : "instant" });
    },
  };
}

// ---- controls -----------------------------------------------------------------------------------------------------

const SPEEDS = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.75, 2, 2.25, 2.5, 2.75, 3];

/** The bar: where one is, and everything that moves it. */
function createControls(reading, actions) {
  const button = (name, drawing, label, act, extra) => iconButton(drawing, label, act, { "data-name": name, ...extra });
  const seek = make("input", {
    type: "range", class: "cp-seek", "data-name": "seek", "aria-label": "Place in the reading",
    min: 0, max: Math.ceil(reading.total), step: reading.total > 600 ? 5 : 1, value: 0,
    on: {
      input: () => { scrubbing = true; showTime(Number(seek.value)); },
      change: () => { scrubbing = false; actions.seek(Number(seek.value)); },
    },
  });
  const [elapsed, total] = [make("span", { class: "cp-time" }, "0:00"), make("span", { class: "cp-time" }, clockFace(reading.total))];
  const now = make("div", { class: "cp-where", dir: "auto" });
  const play = button("play", "play", "Play", actions.toggle, { class: "cp-button cp-play" });
  const speed = make("select", {
    class: "cp-speed", "data-name": "speed", "aria-label": "Speed", title: "Speed",
    on: { change: () => actions.speed(Number(speed.value)) },
  }, ...SPEEDS.map((value) => make("option", { value }, `${value}×`)));
  const mute = button("mute", "loud", "Mute", actions.mute);
  const volume = make("input", {
    type: "range", class: "cp-volume", "data-name": "volume", "aria-label": "Volume", title: "Volume",
    min: 0, max: 100, step: 5, value: 100,
    on: { input: () => actions.volume(volume.value / 100) },
  });
  const keys = make("button", {
    type: "button", class: "cp-button", "data-name": "keys", "aria-label": "Keys", title: "Keys",
    on: { click: actions.keys },
  }, "?");
  const element = make("div", { class: "cp-bar", role: "region", "aria-label": "Playback" },
    make("div", { class: "cp-row cp-progress" }, elapsed, seek, total),
    make("div", { class: "cp-row cp-transport" },
      make("div", { class: "cp-side" }, button("contents", "list", "Contents", actions.contents), now),
      make("div", { class: "cp-moves" },
        button("previous-passage", "back", "Previous passage", () => actions.passage(-1)),
        button("previous", "previous", "Previous sentence", () => actions.sentence(-1)),
        play,
        button("next", "next", "Next sentence", () => actions.sentence(1)),
        button("next-passage", "forth", "Next passage", () => actions.passage(1))),
      make("div", { class: "cp-side cp-settings" }, speed, mute, volume, keys)));
  let scrubbing = false;
  let shown = -1;

  function showTime(time) {
    elapsed.textContent = clockFace(time);
    const section = reading.straight.findLast(({ offset }) => offset <= time) ?? reading.straight[0];
    seek.setAttribute("aria-valuetext", `${clockFace(time)} of ${clockFace(reading.total)}, ${section.title}`);
    seek.style.setProperty("--cp-done", `${Math.min(100, (100 * time) / reading.total)}%`);
  }

  return {
    element,
    /** Seconds into the straight reading. */
    time(time) {
      if (scrubbing || Math.floor(4 * time) === shown) return; // four times a second is enough for the eye
      shown = Math.floor(4 * time);
      seek.value = time;
      showTime(time);
    },
    where: (text) => { now.textContent = text; },
    playing: (is) => setIcon(play, is ? "pause" : "play", is ? "Pause" : "Play"),
    speed: (value) => { speed.value = String(value); },
    volume(value, muted) {
      volume.value = Math.round(100 * value);
      setIcon(mute, muted ? "mute" : "loud", muted ? "Unmute" : "Mute");
    },
  };
}

function createDialog(title, name, ...children) {
  const close = make("button", { type: "button", class: "cp-action", on: { click: () => dialog.close() } }, "Close");
  const dialog = make("dialog", { class: `cp-dialog ${name}`, "aria-label": title },
    make("div", { class: "cp-dialog-head" }, heading(2, title, "cp-dialog-title"), close), ...children);
  return dialog;
}

/** Sections, and voices where there are several. */
function createContents(reading, voices, voice, actions) {
  const buttons = reading.straight.map((section) =>
    make("button", { type: "button", class: "cp-entry", on: { click: () => { dialog.close(); actions.go(section, 0); } } },
      make("span", { dir: "auto" }, section.title), make("span", { class: "cp-time" }, clockFace(section.duration))));
  const list = make("div", { role: "list", class: "cp-entries", lang: language(reading.guide) },
    ...buttons.map((button) => make("div", { role: "listitem" }, button)));
  const choice = make("select", { class: "cp-voice", on: { change: () => actions.voice(Number(choice.value)) } },
    ...voices.map(({ label }, index) => make("option", { value: index, selected: index === voice }, label)));
  const dialog = createDialog("Contents", "cp-contents", voices.length > 1 ? make("label", { class: "cp-field" }, "Voice", choice) : null, list);
  return {
    dialog,
    show(section) {
      buttons.forEach((button, index) => button.setAttribute("aria-current", String(reading.straight[index] === section)));
      dialog.showModal();
      buttons[reading.straight.indexOf(section)]?.focus();
    },
  };
}

// ---- keys ---------------------------------------------------------------------------------------------------------

/** Every key: what `event.key` says, how it is shown, what it does. With Shift where the name begins so. */
const KEYS = [
  [[" ", "k"], "Space or K", "Play or pause", (actions) => actions.toggle()],
  [["ArrowLeft"], "←", "Previous sentence", (actions) => actions.sentence(-1)],
  [["ArrowRight"], "→", "Next sentence", (actions) => actions.sentence(1)],
  [["r"], "R", "This sentence again", (actions) => actions.sentence(0)],
  [["Shift+ArrowLeft"], "Shift ←", "Previous passage", (actions) => actions.passage(-1)],
  [["Shift+ArrowRight"], "Shift →", "Next passage", (actions) => actions.passage(1)],
  [["n"], "N", "Hear the note about this", (actions) => actions.hearCurrent()],
  [["b", "Escape"], "B or Esc", "From a note back to the very word", (actions) => actions.back()],
  [["g"], "G", "Go to the note", (actions) => actions.goToNote()],
  [["t"], "T", "Show what the note is about", (actions) => actions.goToPassage()],
  [["f"], "F", "Back to the voice: follow it again", (actions) => actions.follow()],
  [[","], ",", "Slower", (actions) => actions.faster(-1)],
  [["."], ".", "Faster", (actions) => actions.faster(1)],
  [["-"], "−", "Quieter", (actions) => actions.louder(-1)],
  [["+", "="], "+", "Louder", (actions) => actions.louder(1)],
  [["m"], "M", "Sound off or on", (actions) => actions.mute()],
  [["s"], "S", "Contents: sections and voices", (actions) => actions.contents()],
  [["?"], "?", "These keys", (actions) => actions.keys()],
];
const single = (key) => key.length === 1 && key !== " "; // a character, which speech input may type by accident (WCAG 2.1.4)

function createKeys(root, actions) {
  const bound = new Map(KEYS.flatMap(([keys, , , act]) => keys.map((key) => [key, act])));
  let singles = recall("keys").singles ?? true;
  const box = make("input", { type: "checkbox", on: { change: () => { singles = box.checked; remember("keys", { singles }); } } });
  box.checked = singles;
  const dialog = createDialog("Keys", "cp-keys",
    make("label", { class: "cp-field" }, box, "Use letters and signs as keys. Space, arrows and Esc always work."),
    make("table", {}, make("tbody", {}, ...KEYS.map(([, shown, what]) => make("tr", {},
      make("th", { scope: "row" }, ...shown.split(" ").map((part) => (part === "or" ? " or " : make("kbd", {}, part)))),
      make("td", {}, what))))));

  function heard(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    if (root.querySelector("dialog[open]") || !root.isConnected || ownKey(event.target, event.key)) return;
    if (!root.contains(event.target) && busy(event.target, event.key)) return;
    const character = event.key.length === 1;
    const key = event.shiftKey && !character ? `Shift+${event.key}` : character ? event.key.toLowerCase() : event.key;
    if (key.startsWith("Shift+") && !getSelection().isCollapsed) return; // a selection is being stretched
    const act = singles || !single(key) ? bound.get(key) : null;
    if (!act || act(actions) === false) return;
    event.preventDefault();
    event.stopPropagation();
  }

  // Before anyone else on the page, but only for the player's own keys; the page's shortcuts never hear its other keys.
  const shield = (event) => { if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation(); };
  addEventListener("keydown", heard, true);
  root.addEventListener("keydown", shield);
  return { dialog, stop: () => { removeEventListener("keydown", heard, true); root.removeEventListener("keydown", shield); } };
}

/** Whether the element with the focus needs this key for itself. */
function ownKey(target, key) {
  if (target.isContentEditable || target.matches("select, textarea")) return true;
  if (target.matches("input[type=range]")) return !single(key) && key !== " " && key !== "Escape";
  if (target.matches("input[type=radio], input[type=checkbox]")) return !single(key);
  if (target.matches("input")) return true;
  return target.matches("button, summary, [role=button]") && key === " ";
}

/** Whether an element of the page around the player needs it: a menu or dialog that is open, or a part that arrows move. */
function busy(target, key) {
  if (target.closest("[role=menu], [role=listbox], [role=dialog], [data-baseweb=popover]")) return true;
  if (target.matches("[aria-expanded=true], [role=textbox], [role=searchbox], [role=combobox]")) return true;
  return target.matches("[aria-haspopup], [aria-expanded], [role]") && !single(key);
}

// ---- player -------------------------------------------------------------------------------------------------------

/** Everything together, in `root`. `place` is where to begin; `choose(index)` changes the voice; `failed()` hears of sound that cannot be played. */
class Player {
  constructor(root, payload, { voices, voice, choose, failed }) {
    this.reading = unpack(payload);
    this.guide = this.reading.guide.id;
    this.following = true;
    this.line = undefined; // the one that is lit
    this.lit = []; // elements
    this.word = -1;
    this.notesNow = [];
    const { reading } = this;
    const actions = this.actions = this.#actions(choose);
    this.text = createText(reading, actions);
    this.notes = createNotes(reading, actions);
    this.controls = createControls(reading, actions);
    this.contents = createContents(reading, voices, voice, actions);
    this.keys = createKeys(root, actions);
    this.returning = make("button", {
      type: "button", class: "cp-action cp-return", hidden: true,
      on: { click: () => (this.clock.trail ? this.#back() : this.#follow(true)) },
    });
    this.status = make("div", { class: "cp-status cp-hidden", role: "status", dir: "auto" });
    this.failed = failed;
    this.problem = createProblem(() => this.clock.play());
    this.follower = createFollower(this.text.element, () => this.#follow(false));
    root.setAttribute("aria-label", `Player: ${reading.guide.title}`);
    root.replaceChildren(
      this.controls.element, this.problem.element, // first for the keyboard; seen below the text
      make("div", { class: "cp-main" },
        make("div", { class: "cp-reader" }, this.text.element, this.returning),
        reading.notes.length ? this.notes.element : null),
      this.status, this.contents.dialog, this.keys.dialog);
    root.addEventListener("click", this.clicked = (event) => this.#clicked(event));
    document.addEventListener("visibilitychange", this.saved = () => { this.clock.keep(); this.#changed(); });
    addEventListener("pagehide", this.saved);
    this.#attach();
  }

  /** Ends it; the sound goes on for a moment, for whoever mounts the guide again. */
  destroy() {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.soon);
    clearTimeout(this.hint);
    this.keys.stop();
    this.follower.stop();
    document.removeEventListener("visibilitychange", this.saved);
    removeEventListener("pagehide", this.saved);
    releaseClock(this.guide, this.view);
  }

  #attach() {
    const kept = recall(this.guide);
    const clock = this.clock = acquireClock(this.guide);
    const same = this.reading.sections.find((section) => section.audio === clock.section?.audio);
    clock.reading = this.reading;
    this.actions.speed(kept.speed ?? 1);
    this.actions.volume(kept.volume ?? 1);
    clock.view = this.view = { changed: () => this.#changed(), failed: () => this.#failed(), ended: () => this.#ended() };
    if (same) {
      clock.section = same;
      if (clock.trail) clock.trail.section = this.reading.sections[clock.trail.section.index];
      if (clock.failed) this.#failed();
    } else {
      const line = this.reading.lines.get(kept.segment);
      Object.assign(clock, { note: null, trail: null, until: Infinity });
      if (line) clock.go(this.reading.sections[line.section], line.start + Math.min(kept.offset ?? 0, line.end - line.start));
      else if (kept.at) this.actions.seek(Math.min(kept.at, this.reading.total)); // the sentence is no more
      else clock.go(this.reading.straight[0], 0);
    }
    this.notes.hearing(clock.note);
    this.#changed();
  }

  /** What a person can ask for; one that had nothing to do returns false. */
  #actions(choose) {
    const go = (section, time, wanted) => {
      this.#leaveNote();
      this.clock.go(section, time, wanted);
      this.#follow(true);
    };
    const actions = {
      go,
      toggle: () => {
        const { clock } = this;
        if (clock.wanted) clock.pause();
        else if (clock.note && clock.time >= clock.until - 0.05) this.#back(true);
        else if (clock.audio.ended) go(this.reading.straight[0], 0, true);
        else clock.play();
      },
      sentence: (step) => this.#sentence(step),
      passage: (step) => this.#passage(step),
      seek: (time) => {
        const section = this.reading.straight.findLast(({ offset }) => offset <= time) ?? this.reading.straight[0];
        go(section, time - section.offset);
      },
      speed: (value) => {
        this.clock.speed = value;
        this.controls.speed(value);
        remember(this.guide, { speed: value });
      },
      faster: (step) => {
        const at = SPEEDS.indexOf(this.clock.audio.defaultPlaybackRate);
        const value = SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, at + step))];
        actions.speed(value);
        this.#show(`Speed ${value}`);
      },
      volume: (value) => {
        this.clock.audio.volume = value;
        this.clock.audio.muted = false;
        this.controls.volume(value, false);
        remember(this.guide, { volume: value });
      },
      louder: (step) => {
        const value = Math.max(0, Math.min(100, Math.round(100 * this.clock.audio.volume) + 10 * step)) / 100;
        actions.volume(value);
        this.#show(`Volume ${Math.round(100 * value)} %`);
      },
      mute: () => {
        this.clock.audio.muted = !this.clock.audio.muted;
        this.controls.volume(this.clock.audio.volume, this.clock.audio.muted);
        this.#show(this.clock.audio.muted ? "Sound off." : "Sound on.");
      },
      follow: () => this.#follow(true),
      voice: choose,
      contents: () => this.contents.show((this.clock.trail ?? this.clock).section),
      keys: () => this.keys.dialog.showModal(),
      hearOrReturn: (note) => (this.clock.note === note.id ? this.#back() : this.#hear(note)),
      hearCurrent: () => {
        const list = this.notes.focused() ? [this.notes.focused()] : this.notesNow;
        if (!list.length) return this.#show("No note about this.");
        this.#hear(list[(list.findIndex((note) => note.id === this.clock.note) + 1) % list.length]); // again: the next one
      },
      back: () => (this.clock.trail ? this.#back() : false),
      showNote: (note) => {
        this.#point(note);
        this.notes.show(note);
      },
      goToNote: () => (this.notesNow.length ? actions.showNote(this.notesNow[0]) : this.#show("No note about this.")),
      showPassage: (note, place = note.places[0]) => {
        this.#follow(false);
        this.#point(note);
        const words = place && targetElements(this.reading, { targets: [place] })[0];
        if (!words) return;
        this.notes.open(false);
        this.follower.keep(words, true);
        (words.closest(".cp-block").querySelector(`[data-mark="${CSS.escape(note.id)}"]`) ?? this.text.markOf(note))?.focus({ preventScroll: true });
      },
      goToPassage: () => {
        const note = this.notes.focused() ?? this.notesNow[0];
        return note ? actions.showPassage(note) : this.#show("No note about this.");
      },
    };
    return actions;
  }

  // Moving

  #sentence(step) {
    const { clock, reading } = this;
    const line = sentenceAt(clock.section, clock.time);
    if (!line) return;
    const note = reading.notes.find(({ id }) => id === clock.note);
    const within = note ? note.segments.map((id) => reading.lines.get(id)) : this.#sentences(clock.section);
    const to = within[within.indexOf(line) + step] ?? (note ? null : this.#beyond(clock.section, step));
    if (to) clock.go(reading.sections[to.section], to.start);
    else if (step < 0) clock.go(clock.section, within[0].start);
    this.#follow(true);
  }

  #sentences(section) {
    return section.lines.filter((line) => line.id);
  }

  #beyond(section, step) {
    const next = this.reading.straight[this.reading.straight.indexOf(section) + step];
    return next ? this.#sentences(next).at(step < 0 ? -1 : 0) : null;
  }

  #passage(step) {
    const { section, time } = this.clock.trail ?? this.clock;
    const { stops } = this.reading;
    const here = stops.findLastIndex((stop) => stop.section.offset + stop.time <= section.offset + time + 1e-4);
    const stop = stops[Math.max(0, Math.min(stops.length - 1, here + step))];
    if (stop && (here + step < stops.length)) this.actions.go(stop.section, stop.time);
  }

  #hear(note, time = note.start) {
    const { clock, reading } = this;
    if (note.section < 0) return;
    clock.trail ??= { section: clock.section, time: this.#wordStart(), wanted: clock.wanted };
    clock.note = note.id;
    clock.until = note.end;
    clock.go(reading.sections[note.section], time, true);
    this.notes.hearing(note.id);
    this.#point(note);
    this.#say(`Note ${note.number} playing. B or Escape leads back.`);
  }

  /** The start of the word that is being said, or was said last. */
  #wordStart() {
    const { section, time } = this.clock;
    const line = section.lines[indexAt(section.lineStarts, time, 0)];
    const start = section.starts[indexAt(section.starts, time, 0)];
    return line && start >= line.start ? start : line?.start ?? time;
  }

  #back(wanted = this.clock.trail.wanted) {
    const { section, time } = this.clock.trail;
    this.#leaveNote();
    this.clock.go(section, time, wanted);
    this.#follow(true);
    this.#say("Back in the text.");
  }

  #leaveNote() {
    Object.assign(this.clock, { note: null, trail: null, until: Infinity });
    this.notes.hearing(null);
    this.#point(null);
  }

  #clicked(event) {
    const word = event.target.closest?.(".cp-word");
    if (!word || !getSelection().isCollapsed) return;
    const section = this.reading.sections[word.dataset.section];
    const time = section.starts[word.dataset.word];
    const card = word.closest(".cp-note");
    if (card) this.#hear(this.reading.notes.find((note) => note.id === card.dataset.note), time);
    else this.actions.go(section, time, true);
  }

  // Showing

  #changed() {
    const { clock } = this;
    cancelAnimationFrame(this.frame);
    clearTimeout(this.soon);
    this.#paint();
    this.controls.playing(clock.wanted);
    this.#offerReturn();
    if (clock.wanted && !clock.failed) this.problem.hide();
    if (clock.wanted && !document.hidden) this.frame = requestAnimationFrame(() => this.#loop());
    if (!clock.wanted) clock.keep();
  }

  #loop() {
    if (this.moved) this.#keepInView(); // measured before anything changes, while the browser has its layout at hand
    this.#paint();
    if (!this.clock.wanted) return;
    this.frame = requestAnimationFrame(() => this.#loop());
    // A word that begins before the next frame is lit at its time, so that even a late frame shows it.
    const { section, audio } = this.clock;
    const wait = (section.starts[this.word + 1] - audio.currentTime) / audio.playbackRate;
    clearTimeout(this.soon);
    if (wait < 0.02) this.soon = setTimeout(() => { if (this.clock.wanted) this.#paint(); }, 1000 * wait + 1);
  }

  #paint() {
    const { clock } = this;
    const { section, time } = clock;
    if (time >= clock.until && clock.wanted) {
      this.#ended();
      return clock.pause(); // the note has been said; its end stays lit
    }
    const index = indexAt(section.lineStarts, time, this.index ?? 0);
    const line = section.lines[index] ?? null;
    this.index = index;
    if (line !== this.line) this.#lightLine(line);
    const at = indexAt(section.starts, time, this.word);
    const word = at >= 0 && time < section.ends[at] ? at : -1;
    const elements = word >= 0 ? section.elements[word] : [];
    this.word = at;
    if (elements !== this.lit && (elements.length || this.lit.length)) {
      for (const element of this.lit) element.classList.remove("cp-word-now");
      for (const element of elements) element.classList.add("cp-word-now");
      this.lit = elements;
      if (elements.length) this.moved = true;
    }
    if (this.moved && !clock.wanted) this.#keepInView();
    const place = clock.trail ?? clock;
    this.controls.time((place.section.offset ?? 0) + place.time);
  }

  #lightLine(line) {
    const { clock, reading } = this;
    for (const element of this.#elementsOf(this.line)) this.#light(element, false);
    for (const element of this.#elementsOf(line)) this.#light(element, true);
    if (this.line && line && this.line.section !== line.section && !clock.note) this.#say(`Section: ${clock.section.title}`);
    this.line = line;
    this.moved = true;
    const passage = reading.passages.get(line?.passage ?? line?.block?.passage);
    const speaker = line?.block?.quotations?.find(([from, to]) => from <= line.from && line.to <= to)?.[2];
    this.controls.where([clock.section.title, passage?.title, speaker].filter(Boolean).join(" · "));
    const notes = reading.notesAbout.get(line?.id) ?? [];
    if (line?.id && !clock.note) this.#bringNotes(notes);
  }

  #bringNotes(notes) {
    const waiting = notes.find((note) => !this.notesNow.includes(note) && !note.segments.includes(this.line.id));
    const same = notes.length === this.notesNow.length && notes.every((note, index) => note === this.notesNow[index]);
    this.notesNow = notes;
    if (!same) this.notes.forward(notes);
    if (waiting && this.clock.wanted) this.#say(`Note ${waiting.number} is about this.`);
  }

  #elementsOf(line) {
    if (!line) return [];
    return line.id ? line.elements : [this.text.titleOf(line.passage)].filter(Boolean);
  }

  #light(element, is) {
    element.classList.toggle("cp-line-now", is);
    element.closest(".cp-block")?.classList.toggle("cp-block-now", is);
    if (is) element.setAttribute("aria-current", "true");
    else element.removeAttribute("aria-current");
  }

  #keepInView() {
    this.moved = false;
    const element = this.lit[0] ?? this.#elementsOf(this.line)[0];
    if (!this.following || this.clock.note || !element || !this.text.element.contains(element)) return;
    const { wanted, section, time } = this.clock;
    if (!wanted && section === this.reading.straight[0] && !(time > section.lineStarts[0] + 0.001)) this.follower.top();
    else this.follower.keep(element);
  }

  #follow(is) {
    this.following = is;
    this.#offerReturn();
    if (is) this.#keepInView();
  }

  /** One button leads back: from a note to the text, or from wherever one has scrolled to the voice. */
  #offerReturn() {
    const away = this.clock.trail !== null;
    this.returning.hidden = this.following && !away;
    this.returning.textContent = away ? "Back to the text" : "Back to the voice";
  }

  /** Sets off the words in the text that `note` is about. */
  #point(note) {
    for (const element of this.pointed ?? []) element.classList.remove("cp-about");
    this.pointed = note ? targetElements(this.reading, note) : [];
    for (const element of this.pointed) element.classList.add("cp-about");
  }

  #say(text) {
    this.status.textContent = this.status.textContent === text ? `${text}\u00a0` : text; // the same again is said again
    this.status.classList.add("cp-hidden");
  }

  /** Says it, and shows it for a moment. */
  #show(text) {
    this.#say(text);
    this.status.classList.remove("cp-hidden");
    clearTimeout(this.hint);
    this.hint = setTimeout(() => this.status.classList.add("cp-hidden"), 4000);
  }

  #ended() {
    this.#show(this.clock.note ? "Note ended. Space or B leads back." : "The reading has ended.");
  }

  #failed() {
    const { title } = this.clock.section;
    const way = "its file is missing, damaged or out of reach. Choose another section, or narrate the guide again.";
    this.problem.show(`The sound of “${title}” cannot be played: ${way}`);
    this.failed();
  }
}

/** One line that says what is wrong, and a button with the way out: at first, trying again. */
function createProblem(retry) {
  let act = retry;
  const text = make("span", {});
  const button = make("button", { type: "button", class: "cp-action", on: { click: () => { hide(); act(); } } });
  const element = make("div", { class: "cp-problem", role: "alert", hidden: true }, text, button);
  const hide = () => { element.hidden = true; };
  return {
    element, hide,
    show(problem, way = "Try again", then = retry) {
      text.textContent = problem;
      button.textContent = way;
      act = then;
      element.hidden = false;
    },
  };
}

// ---- homes: the app, and a page opened from disk ------------------------------------------------------------------

const mounts = new WeakMap(); // parent -> {signature, cleanup, ...}

/**
 * Shows the player in `parent`. `payload` is a payload or its URL; `voices`, all narrations: [{label, payload}].
 * Called again with the same options it changes nothing. Returns what ends it.
 */
export function mount(parent, { payload, voices = [] }) {
  const signature = JSON.stringify([payload, voices]);
  const known = mounts.get(parent);
  if (known?.signature === signature) return known.cleanup;
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
      player = new Player(root, found, { voices: sources, voice: index, choose: open, failed: () => lookAgain(index) });
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

  mounts.set(parent, { signature, cleanup });
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

// A page without Streamlit holds its options in <script type="application/json" data-companion>.
for (const place of document.querySelectorAll('script[type="application/json"][data-companion]')) {
  const host = make("div", { class: "cp-host" });
  place.before(host);
  mount(host, JSON.parse(place.textContent));
}
