// Overview: the whole guide in one strip below the slider, and the same in words.

import { createDialog } from "./controls.js";
import { excerpt, heading, hidden, language, make } from "./elements.js";
import { marksOf } from "./marks.js";
import { clockFace } from "./reading.js";
import { placeAt, straightTime, survey } from "./whole.js";

const LANES = 6; // who speaks less than the first five shares the last one
const MARKED = { bookmark: "Bookmark", note: "Your note", pause: "Pause in class" };

const counted = (number, name) => `${number} ${name}${number === 1 ? "" : "s"}`;

/** A clip over all of `spans` ({start, end}) of `total` seconds; none is thinner than `least` pixels. */
function clipOf(spans, total, least) {
  const percent = (time) => `${Number(((100 * time) / total).toFixed(3))}%`;
  return `polygon(${spans.map(({ start, end }) => {
    const [left, right] = [percent(start), `max(${percent(end)}, ${percent(start)} + ${least}px)`];
    return `${left} 100%, ${left} 0, ${right} 0, ${right} 100%`;
  }).join()})`;
}

/** Where the sentence of a mark stands in the straight reading; one of a note, where the note's mark stands. Or null. */
function straightOf(reading, line) {
  const own = straightTime(reading.sections[line.section], line.start);
  return own ?? survey(reading).notes.find(({ note }) => note.segments.includes(line.id))?.start ?? null;
}

export function createOverview(player) {
  const { reading, root, course } = player;
  const { total } = reading;
  const { speakers, passages, notes } = survey(reading);
  const { track } = player.controls;
  const seek = track.querySelector("input");
  const lanes = Math.min(LANES, speakers.length);
  const laneOf = (speaker) => Math.min(LANES - 1, speakers.indexOf(speaker));

  /** An element of the strip: over all of `spans`, or from `start` to `end`. */
  const layer = (name, spans, least = 2, extra = {}) => {
    const element = make("div", { class: name, ...extra });
    if (spans.length) element.style.clipPath = clipOf(spans, total, least);
    else element.hidden = true;
    return element;
  };
  const span = (name, start, end, extra, ...children) => {
    const element = make("div", { class: name, ...extra }, ...children);
    element.style.left = `${(100 * start) / total}%`;
    element.style.width = `${(100 * (end - start)) / total}%`;
    return element;
  };

  function voiceLane(lane) {
    const turns = speakers.filter((speaker) => laneOf(speaker) === lane).flatMap((speaker) => speaker.turns);
    const element = layer("cp-strip-voice", turns, 2, { "data-voice": lane + 1 });
    element.style.setProperty("--cp-lane", lane / Math.max(1, lanes - 1));
    return element;
  }

  const voices = make("div", { class: "cp-strip-voices" }, ...Array.from({ length: lanes }, (_, lane) => voiceLane(lane)));
  voices.style.setProperty("--cp-lanes", lanes);
  const off = make("div", { class: "cp-strip-off" });
  const marked = make("div", { class: "cp-strip-marks" });
  const ticks = notes.map(({ start }) => ({ start, end: start }));
  const strip = make("div", { class: "cp-strip", "aria-hidden": "true", lang: language(reading.guide) },
    ...reading.straight.map((section) => span("cp-strip-section", section.offset, section.offset + section.duration, {},
      make("span", { class: "cp-strip-title", dir: "auto" }, section.title))),
    ...passages.map(({ start, end, kind }) => span("cp-strip-passage", start, end, { "data-kind": kind })),
    make("div", { class: "cp-strip-done" }), voices, off, layer("cp-strip-notes", ticks), marked);
  track.prepend(strip);

  function drawMarks() {
    marked.replaceChildren(...marksOf(player).flatMap(({ kind, line }) => {
      const time = line && straightOf(reading, line);
      return time === null ? [] : span("cp-strip-mark", time, time, { "data-kind": kind });
    }));
  }

  /** What is not heard in its place. */
  function drawOff() {
    const silent = course.stretches.filter(({ note, section }, index) => !note && !course.heard[index] && section.offset !== undefined);
    const spans = silent.map(({ section, start, end }) => ({ start: section.offset + start, end: section.offset + end }));
    off.hidden = !spans.length;
    if (spans.length) off.style.clipPath = clipOf(spans, total, 0);
  }

  // The tip: what stands under the pointer. It stays while the pointer is on it, and goes at Escape.

  const tip = make("div", { class: "cp-tip", "aria-hidden": "true", hidden: true, on: { pointerleave: (event) => left(event) } });
  const left = ({ relatedTarget }) => { if (!(relatedTarget instanceof Node && (track.contains(relatedTarget) || tip.contains(relatedTarget)))) tip.hidden = true; };

  function point(event) {
    const box = track.getBoundingClientRect();
    const time = total * Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
    const { section, passage, speaker, note } = placeAt(reading, time, (4 * total) / box.width);
    tip.replaceChildren(make("b", {}, clockFace(time)), ...[section.title, passage?.title, speaker?.name, note && `Note ${note.number}`]
      .filter(Boolean).map((text) => make("span", { dir: "auto", class: text === speaker?.name ? "cp-tip-voice" : null, "data-voice": speaker ? laneOf(speaker) + 1 : null }, text)));
    tip.hidden = false;
    const page = root.getBoundingClientRect();
    const half = tip.offsetWidth / 2;
    tip.style.left = `${Math.max(half + 4, Math.min(page.width - half - 4, event.clientX - page.left)) - half}px`;
    tip.style.bottom = `${page.bottom - box.top}px`;
  }
  track.addEventListener("pointermove", point);
  track.addEventListener("pointerdown", point);
  track.addEventListener("pointerleave", left);
  seek.addEventListener("change", () => { if (!track.matches(":hover")) tip.hidden = true; }); // a finger is lifted
  const dismiss = (event) => { if (event.key === "Escape") tip.hidden = true; };
  addEventListener("keydown", dismiss, true);

  // The same in words

  const content = make("div", {});
  const dialog = createDialog("The whole", "cp-whole", content);

  const written = (text) => make("span", { dir: "auto", lang: language(reading.guide) }, text);

  function entry(name, detail, time, voice = null) {
    return make("div", { role: "listitem" }, make("button", {
      type: "button", class: "cp-entry", "data-voice": voice,
      on: { click: () => { dialog.close(); player.actions.seek(time + 1e-3); } },
    }, make("span", { class: "cp-whole-name" }, name), make("span", { class: "cp-whole-detail" }, detail),
    make("span", { class: "cp-time" }, hidden("at "), clockFace(time))));
  }

  const share = (part, whole) => `${clockFace(part)}, ${part && part < 0.005 * whole ? "under 1" : Math.round((100 * part) / whole)} %`;
  const list = (label, entries) => (entries.length ? make("div", { role: "list", "aria-label": label, class: "cp-entries" }, ...entries) : null);

  /** Who speaks from `turns`: how long, how much of it, and where first. */
  const shares = (within) => speakers.flatMap((speaker) => {
    const turns = speaker.turns.filter(({ section }) => within.includes(section));
    const sum = (all) => all.reduce((seconds, { start, end }) => seconds + end - start, 0);
    const whole = sum(speakers.flatMap((one) => one.turns.filter(({ section }) => within.includes(section))));
    return turns.length ? entry(speaker.name, `${share(sum(turns), whole)}, ${counted(turns.length, "turn")}`, turns[0].start, laneOf(speaker) + 1) : [];
  });

  function tellSection(section, marks) {
    const inside = ({ section: own }) => own === section;
    const lines = section.lines.filter(({ id }) => id);
    const about = notes.filter(inside);
    const set = passages.filter(inside).map(({ title, kind, start, end }) =>
      entry(written(title), `${kind[0].toUpperCase()}${kind.slice(1)}, ${clockFace(end - start)} long`, start));
    const parts = section.blocks.filter(({ kind, segments, text }) => kind === "heading" && segments.length && text.trim() !== section.title.trim())
      .map(({ text, segments: [[id]] }) => entry(written(excerpt(text)), "Heading", section.offset + reading.lines.get(id).start));
    const mine = marks.filter(({ time }) => time >= section.offset && time < section.offset + section.duration);
    return [
      heading(3, section.title, "cp-whole-section"),
      list(section.title, [
        entry("From its beginning", `${clockFace(section.duration)} long, ${counted(lines.length, "sentence")}`, section.offset),
        ...parts, ...set,
        ...(reading.straight.length > 1 ? shares([section]) : []),
        ...(about.length ? [entry(counted(new Set(about.map(({ note }) => note)).size, "note"), "the first of them", Math.min(...about.map(({ start }) => start)))] : []),
        ...mine.map(({ kind, line, text, time }) => entry(written(excerpt(text || line.block.text.slice(line.from, line.to))), MARKED[kind], time)),
      ]),
    ];
  }

  function open() {
    const marks = marksOf(player).filter(({ line }) => line).map((mark) => ({ ...mark, time: straightOf(reading, mark.line) })).filter(({ time }) => time !== null);
    content.replaceChildren(
      make("div", { role: "paragraph" }, `${clockFace(total)} in ${[
        counted(reading.straight.length, "section"), speakers.length && counted(speakers.length, "voice"),
        reading.notes.length && counted(reading.notes.length, "note"), marks.length && counted(marks.length, "mark"),
      ].filter(Boolean).join(", ")}. You are at ${clockFace(straightTime(player.place.section, player.place.time) ?? 0)}.`),
      ...(speakers.length ? [heading(3, "Who speaks", "cp-whole-section"), list("Who speaks", shares(reading.straight))] : []),
      ...reading.straight.flatMap((section) => tellSection(section, marks)).filter(Boolean));
    dialog.showModal();
  }

  root.addEventListener("companion-marks", drawMarks);
  root.addEventListener("companion-course", drawOff);
  return {
    tools: [{ name: "overview", drawing: "M3 5h11v3H3zm13 0h5v3h-5zM3 10.5h5v3H3zm7 0h7v3h-7zm9 0h2v3h-2zM3 16h14v3H3z", label: "The whole", act: open }],
    below: [tip],
    dialogs: [dialog],
    began() {
      drawMarks();
      drawOff();
    },
    stop() {
      removeEventListener("keydown", dismiss, true);
      root.removeEventListener("companion-marks", drawMarks);
      root.removeEventListener("companion-course", drawOff);
    },
  };
}
