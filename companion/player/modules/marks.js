// Marks: a person's own bookmarks, notes and pauses.

import { Anchors } from "./anchors.js";
import { cleanMark, kindOf, newMarkId, readMarks, toJsonLd, toMarkdown } from "./annotations.js";
import { createDialog } from "./controls.js";
import { excerpt, hidden, icon, iconButton, make, setIcon } from "./elements.js";
import { recall, remember } from "./memory.js";
import { clockFace, sentenceAt } from "./reading.js";

const KINDS = {
  bookmark: { name: "Bookmark", drawing: "M6.5 3h11v18L12 16.6 6.5 21z" },
  note: { name: "Your note", drawing: "M3 20.9 4.2 16 15.6 4.6l3.8 3.8L8 19.8zM16.7 3.5l1-1a1.6 1.6 0 0 1 2.3 0l1.5 1.5a1.6 1.6 0 0 1 0 2.3l-1 1z" },
  pause: { name: "Pause", drawing: "M3 3h18v18H3zm5 4.5v9h3v-9zm5 0v9h3v-9z" },
};
const LARGEST_FILE = 2e7; // bytes: more than ten thousand marks take
const TOAST = 8000; // ms
const FULL = "This browser cannot store any more: what you have just changed lasts until the page is closed.";
const books = new WeakMap(); // player -> its MarkBook

const bookOf = (player) => books.get(player) ?? books.set(player, new MarkBook(player)).get(player);

/** Every mark of this guide: {id, kind: "bookmark" | "note" | "pause", line (null where it is no longer in the guide), text (its note), exact (its words)}. */
export function marksOf(player) {
  const book = bookOf(player);
  return book.marks.map((mark) => ({ id: mark.id, kind: kindOf(mark), line: book.lineOf(mark), text: mark.note, exact: mark.exact }));
}

/** The sentences after which a class is to pause. */
export const pauseMarks = (player) => marksOf(player).filter(({ kind, line }) => kind === "pause" && line).map(({ line }) => line);

/** The marks of one guide, kept on this device; what changes them tells the player's root by "companion-marks". */
class MarkBook {
  #anchors = null;

  constructor(player) {
    this.player = player;
    this.key = `marks:${player.guide}`;
    this.read();
  }

  get anchors() {
    return (this.#anchors ??= new Anchors(this.player.reading));
  }

  read() {
    const { list } = recall(this.key);
    this.places = new Map(); // id -> {line, same}, or null: no longer in the guide
    this.marks = [];
    for (const mark of (Array.isArray(list) ? list : []).map(cleanMark)) if (mark) this.#put(mark);
    this.#sort();
    if (this.marks.length && JSON.stringify(list) !== JSON.stringify(this.marks)) remember(this.key, { list: this.marks });
  }

  #put(mark) {
    const place = this.anchors.find(mark);
    // Where the very words are found, what is around them is learnt anew; words that were edited stay as they were marked.
    if (place?.same && this.anchors.byId.get(place.line.id).text === mark.exact) Object.assign(mark, this.anchors.describe(place.line.id));
    this.places.set(mark.id, place);
    this.marks.push(mark);
  }

  #sort() {
    const at = (mark) => {
      const line = this.lineOf(mark);
      return line ? this.anchors.byId.get(line.id).at : Infinity;
    };
    this.marks = this.marks.map((mark) => [at(mark), mark]).sort(([a, one], [b, other]) => (a === b ? (one.made < other.made ? -1 : 1) : a - b)).map(([, mark]) => mark);
  }

  lineOf(mark) {
    return this.places.get(mark.id)?.line ?? null;
  }

  at(line, pause) {
    return this.marks.find((mark) => mark.pause === pause && this.lineOf(mark) === line);
  }

  add(line, pause) {
    const now = new Date().toISOString();
    const mark = { id: newMarkId(), pause, note: "", made: now, changed: now, ...this.anchors.describe(line.id) };
    this.put(mark);
    return mark;
  }

  put(mark) {
    this.#put(mark);
    this.#keep();
  }

  write(mark, note) {
    Object.assign(mark, { note: note.replace(/\r\n?/g, "\n").trim(), changed: new Date().toISOString() });
    this.#keep();
  }

  remove(mark) {
    this.marks = this.marks.filter((one) => one !== mark);
    this.#keep();
  }

  /** Takes in the marks of a file: {added, known, unusable}. */
  merge({ marks, unusable }) {
    const same = (mark) => JSON.stringify([mark.exact, mark.pause, mark.note, this.lineOf(mark)?.id ?? mark.prefix]);
    const seen = new Map(this.marks.map((mark) => [same(mark), mark]));
    const ids = new Map(this.marks.map((mark) => [mark.id, mark]));
    const count = { added: 0, known: 0, unusable };
    for (const { mark, own } of marks) {
      const known = ids.get(mark.id);
      if (known) {
        if (known.changed < mark.changed) Object.assign(known, { note: mark.note, pause: mark.pause, changed: mark.changed });
        count.known++;
        continue;
      }
      this.#put(mark);
      const twin = seen.get(same(mark));
      const stranger = !own && !this.places.get(mark.id); // of another guide, and its words are not in this one
      if (twin || stranger) {
        this.marks.pop();
        count[twin ? "known" : "unusable"]++;
        continue;
      }
      seen.set(same(mark), mark);
      ids.set(mark.id, mark);
      count.added++;
    }
    this.#keep();
    return count;
  }

  #keep() {
    this.#sort();
    this.full = !remember(this.key, { list: this.marks });
    if (this.full) this.player.show(FULL);
    this.tell();
  }

  tell() {
    this.player.root.dispatchEvent(new CustomEvent("companion-marks"));
  }
}

/** The signs in the text, the key that sets them, and the list of them. */
export function createMarks(player) {
  const { reading, root } = player;
  const book = bookOf(player);
  const flags = new Map(); // "mark line" -> its signs in the text
  const toast = createToast();
  const editor = createMarkEditor(book, deleted, unsaved, toast.hide);
  const list = createMarkList(player, book, editor, play);

  function play(line) {
    const { clock, actions } = player;
    const section = reading.sections[line.section];
    if (section.offset !== undefined) return actions.go(section, line.start, true);
    const note = reading.notes.find(({ segments }) => segments.includes(line.id));
    if (note && clock.note !== note.id) actions.hearOrReturn(note);
    clock.go(section, line.start, true);
  }

  function draw() {
    const wanted = new Map();
    for (const mark of book.marks) {
      const line = book.lineOf(mark);
      if (line) wanted.set(`${mark.id} ${line.id}`, { mark, line });
    }
    for (const [key, signs] of flags) {
      if (wanted.has(key)) continue;
      for (const sign of signs) sign.parentElement.remove();
      flags.delete(key);
    }
    for (const [key, { mark, line }] of wanted) {
      if (!flags.has(key)) flags.set(key, line.elements.map((element) => {
        const sign = iconButton("", "", () => editor.open(mark), { class: "cp-flag", lang: "en", "data-flag": mark.id });
        element.before(make("span", { class: "cp-flagged" }, sign)); // no line ends between it and the first word
        return sign;
      }));
      const { name, drawing } = KINDS[kindOf(mark)];
      for (const sign of flags.get(key)) {
        setIcon(sign, drawing, mark.note ? `${name}: ${excerpt(mark.note, 80)}` : name);
        sign.dataset.kind = kindOf(mark);
      }
    }
  }

  const tell = (text) => { if (!book.full) player.say(text); }; // else that has been said
  const heard = () => sentenceAt(player.clock.section, player.clock.time); // also in a note

  /** Marks the sentence; where it has its bookmark, opens the note. */
  function bookmark() {
    const line = heard();
    const known = book.at(line, false);
    if (known) return editor.open(known);
    const mark = book.add(line, false);
    toast.show(`Bookmark: “${excerpt(mark.exact, 32)}”`, ["Add a note", () => editor.open(mark)], ["Undo", () => book.remove(mark)]);
    tell("Bookmark set. D again writes a note.");
  }

  function pause() {
    const line = heard();
    const known = book.at(line, true);
    if (known) return deleted(known);
    const mark = book.add(line, true);
    toast.show(`Pause in class after “${excerpt(mark.exact, 28)}”`, ["Undo", () => book.remove(mark)]);
    tell("Pause set, for class mode.");
  }

  function deleted(mark) {
    book.remove(mark);
    toast.show(`${KINDS[kindOf(mark)].name} deleted.`, ["Undo", () => book.put(mark)]);
    tell(`${KINDS[kindOf(mark)].name} deleted.`);
    // A sign that had the focus is gone with it.
    setTimeout(() => { if (document.activeElement.matches("body, dialog:not([open]) *")) player.text.element.focus({ preventScroll: true }); });
  }

  function unsaved(mark, text) {
    const way = ["Save it", () => book.write(mark, text)];
    if (list.dialog.open) return list.offer("The note was not saved.", way);
    toast.show("The note was not saved.", way);
    player.say("The note was not saved.");
  }

  const elsewhere = ({ key }) => {
    if (key !== null && key !== `companion:${book.key}`) return;
    book.read(); // another page has changed them
    book.tell();
  };
  root.addEventListener("companion-marks", draw);
  addEventListener("storage", elsewhere);

  return {
    commands: [
      { name: "bookmark", keys: ["d"], what: "Bookmark this sentence; again: write a note", act: bookmark },
      { name: "marks", keys: ["e"], what: "Your bookmarks and notes", act: list.open },
      { name: "pause-mark", keys: ["p"], what: "A pause after this sentence, for class mode; again: none", act: pause },
    ],
    tools: [
      { name: "bookmark", drawing: KINDS.bookmark.drawing, label: "Bookmark", act: bookmark },
      { name: "marks", drawing: "M3 3.5h6.5V14l-3.2-2.6L3 14zM12 5h9v2h-9zm0 6h9v2h-9zm-9 6h18v2H3z", label: "Bookmarks and notes", act: list.open },
    ],
    over: [toast.element],
    dialogs: [list.dialog, editor.dialog],
    began: draw,
    stop() {
      toast.hide();
      root.removeEventListener("companion-marks", draw);
      removeEventListener("storage", elsewhere);
    },
  };
}

/** A line over the text with something to do about it; it stays while one points at it or has the focus in it. */
function createToast() {
  const element = make("div", { class: "cp-toast", role: "group", "aria-label": "Just now", hidden: true });
  let timer;
  const hide = () => {
    clearTimeout(timer);
    element.hidden = true;
  };
  const leave = () => {
    if (!element.matches(":hover, :focus-within")) return hide();
    timer = setTimeout(leave, TOAST / 4);
  };
  return {
    element, hide,
    show(text, ...ways) {
      clearTimeout(timer);
      element.replaceChildren(make("span", { dir: "auto" }, text), ...ways.map(([label, act]) =>
        make("button", { type: "button", class: "cp-action", on: { click: () => { hide(); act(); } } }, label)));
      element.hidden = false;
      timer = setTimeout(leave, TOAST);
    },
  };
}

/** Where one writes a note; the sound goes on. `unsaved` hears of what was written and not saved. */
function createMarkEditor(book, remove, unsaved, opened) {
  let [mark, then, settled] = [null, null, false];
  const words = make("div", { class: "cp-marked", role: "blockquote", dir: "auto" });
  const field = make("textarea", {
    class: "cp-writing", rows: 4, maxlength: 20000, dir: "auto",
    on: { keydown: (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save(); } },
  });
  const button = (text, act, kind = "") => make("button", { type: "button", class: `cp-action ${kind}`, on: { click: act } }, text);
  const away = button("Delete", () => finish(() => remove(mark)));
  const dialog = createDialog("Bookmark and note", "cp-marking", words,
    make("label", { class: "cp-writing-label" }, "Your note (it may stay empty)", field),
    make("div", { class: "cp-ways" }, button("Save", () => save(), "cp-main-way"), away));

  function finish(act) {
    settled = true;
    act();
    dialog.close();
    then?.();
  }
  function save() {
    const text = field.value;
    finish(() => book.write(mark, text));
  }
  dialog.addEventListener("close", () => { if (!settled && field.value.trim() !== mark.note) unsaved(mark, field.value); });
  return {
    dialog,
    open(chosen, after = null) {
      [mark, then, settled] = [chosen, after, false];
      away.hidden = after !== null; // the list has its own
      words.textContent = mark.exact;
      field.value = mark.note;
      opened();
      dialog.showModal();
      field.focus();
    },
  };
}

/** All marks: to play, to edit, to delete, to take away in a file and to bring back. */
function createMarkList(player, book, editor, play) {
  const { guide, sections } = player.reading;
  const status = make("div", { class: "cp-marks-status", role: "status" });
  const entries = make("div", {});
  const button = (text, act, extra = {}) => make("button", { type: "button", class: "cp-action", on: { click: act }, ...extra }, text);
  const file = make("input", {
    type: "file", hidden: true, accept: ".jsonld,.json,.md,.markdown,.txt,application/ld+json,application/json,text/markdown",
    on: { change: () => bringIn(file.files[0]) },
  });
  const takeAway = [
    button("Save as Web Annotation", () => download("jsonld", "application/ld+json", toJsonLd(guide, book.marks))),
    button("Save as Markdown", () => download("md", "text/markdown", toMarkdown(guide, groups().map(({ title, marks }) => (
      { title, marks: marks.map((mark) => ({ mark, where: timeOf(book.lineOf(mark)) })) }))))),
  ];
  const dialog = createDialog("Bookmarks and notes", "cp-marks", status, entries,
    make("div", { class: "cp-ways", role: "group", "aria-label": "Files" }, ...takeAway, button("Bring in a file…", () => file.click()), file));

  const timeOf = (line) => (line && sections[line.section].offset !== undefined ? clockFace(sections[line.section].offset + line.start) : "");

  /** The marks by section, and those that are lost at the end: [{title, marks}]. */
  function groups() {
    const found = new Map();
    for (const mark of book.marks) {
      const line = book.lineOf(mark);
      const key = line ? line.section : -1;
      if (!found.has(key)) found.set(key, { title: line ? sections[key].title : "No longer in the guide", marks: [] });
      found.get(key).marks.push(mark);
    }
    return [...found.values()];
  }

  function render() {
    for (const way of takeAway) way.disabled = !book.marks.length;
    entries.replaceChildren(...(book.marks.length ? groups().map(({ title, marks }) => make("div", {},
      make("div", { role: "heading", "aria-level": 3, class: "cp-marks-section", dir: "auto" }, title),
      make("div", { role: "list" }, ...marks.map(entryOf)))) : [make("div", { role: "paragraph" }, "Nothing is marked yet. D marks the sentence that is heard.")]));
  }

  function entryOf(mark) {
    const place = book.places.get(mark.id);
    const { name, drawing } = KINDS[kindOf(mark)];
    const short = excerpt(mark.exact, 40);
    const way = (label, act) => button(label, act, { "aria-label": `${label}: ${short}` });
    const entry = make("div", { role: "listitem", class: "cp-marks-entry", "data-kind": kindOf(mark) },
      make("div", { class: "cp-marks-kind" }, icon(drawing), make("span", {}, name), make("span", { class: "cp-time" }, timeOf(place?.line))),
      make("div", { class: "cp-marked", role: "blockquote", dir: "auto" }, place && !place.same ? book.anchors.byId.get(place.line.id).text : mark.exact),
      place && !place.same ? make("div", { class: "cp-marks-was", dir: "auto" }, `Edited since. You marked: “${mark.exact}”`) : null,
      mark.note ? make("div", { class: "cp-marks-note", dir: "auto" }, hidden("Your note: "), mark.note) : null,
      make("div", { class: "cp-ways" },
        place ? way("Play from here", () => { dialog.close(); play(place.line); }) : null,
        way("Edit", () => editor.open(mark, () => { render(); focusOn(mark); })),
        way("Delete", () => {
          book.remove(mark);
          const undo = way("Undo", () => { book.put(mark); render(); focusOn(mark); });
          entry.replaceChildren(make("div", { class: "cp-ways" }, make("span", { dir: "auto" }, `Deleted: “${short}”`), undo));
          undo.focus();
        })));
    entry.mark = mark;
    return entry;
  }

  /** The focus goes back to where it was: the entry's middle button edits it. */
  function focusOn(mark) {
    const entry = [...entries.querySelectorAll("[role=listitem]")].find((one) => one.mark === mark);
    (entry?.querySelector("[aria-label^=Edit]") ?? dialog.querySelector("button")).focus();
  }

  function download(ending, type, text) {
    const url = URL.createObjectURL(new Blob([text], { type }));
    make("a", { href: url, download: `${guide.id}-marks.${ending}` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  }

  async function bringIn(chosen) {
    if (!chosen) return;
    file.value = ""; // the same file may be chosen again
    try {
      if (chosen.size > LARGEST_FILE) throw new Error("It is larger than 20 MB.");
      const { added, known, unusable } = book.merge(readMarks(await chosen.text(), guide));
      if (!added && !known) throw new Error("None of its marks is about this guide.");
      status.textContent = [
        `${added} ${added === 1 ? "mark" : "marks"} came in.`,
        known ? `${known} ${known === 1 ? "was" : "were"} already here.` : "",
        unusable ? `${unusable} could not be used: no words of this guide.` : "",
        book.full ? FULL : "",
      ].filter(Boolean).join(" ");
      render();
    } catch (error) {
      status.textContent = `“${excerpt(chosen.name, 40)}” was not brought in. ${error.message}`;
    }
  }

  return {
    dialog,
    offer(text, [label, act]) {
      status.replaceChildren(text, button(label, () => { act(); status.textContent = ""; render(); dialog.querySelector("button").focus(); }));
    },
    open() {
      status.textContent = "";
      render();
      dialog.showModal();
    },
  };
}
