// Text: the guide's own words, each known to its sentence.

import { heading, language, make } from "./elements.js";

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
export function renderBlock(reading, section, block, mark = null) {
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
export function putBlock(place, block, element) {
  const before = place.lastElementChild;
  if (block.kind !== "item") place.append(element);
  else if (before?.classList.contains("cp-list")) before.append(element);
  else place.append(make("div", { role: "list", class: "cp-list" }, element));
}

/** The whole text, for reading: title, sections, passages set apart. Footnotes are left to the notes. */
export function createText(reading, actions) {
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
export function targetElements(reading, note) {
  return note.targets.flatMap(({ at: [from, to], segments }) =>
    segments.map((id) => reading.lines.get(id)).filter(Boolean).flatMap((line) => {
      if (from <= line.from && line.to <= to) return line.elements[0] ?? [];
      const { from: starts, to: ends, elements } = reading.sections[line.section];
      const words = Array.from({ length: line.last - line.first }, (_, index) => line.first + index);
      return words.filter((word) => starts[word] < to && from < ends[word]).flatMap((word) => elements[word][0] ?? []);
    }));
}
