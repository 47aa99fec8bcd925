// Whole: what stands where in the straight reading, and who speaks when. Times are seconds into that reading.

import { indexAt } from "./reading.js";

const VOICES = new Map([["narrator", "Narrator"], ["notes", "Voice of the notes"]]);
const surveys = new WeakMap(); // reading -> its survey

/** Seconds into the straight reading; null in a section that is no part of it. */
export const straightTime = (section, time) => (section?.offset === undefined ? null : section.offset + time);

/** When the word that holds place `at` of its block's text, or the next one, begins in its section. */
export function momentAt(reading, line, at) {
  const { to, starts } = reading.sections[line.section];
  for (let word = line.first; word < line.last; word++) if (to[word] > at) return starts[word];
  return line.start;
}

/** Everything that the strip shows, and that is told in words. */
export function survey(reading) {
  if (!surveys.has(reading)) surveys.set(reading, newSurvey(reading));
  return surveys.get(reading);
}

function newSurvey(reading) {
  const speakers = new Map(); // name -> {name, turns, seconds}, the one who speaks most first
  const turns = []; // {start, end, section, speaker}
  const passages = new Map(); // id -> {id, kind, title, section, start, end}
  for (const section of reading.straight) {
    for (const { start, end, speaker: name } of section.turns) {
      if (!speakers.has(name)) speakers.set(name, { name: VOICES.get(name) ?? name, turns: [], seconds: 0 });
      const speaker = speakers.get(name);
      const turn = { start: section.offset + start, end: section.offset + end, section, speaker };
      speaker.turns.push(turn);
      speaker.seconds += end - start;
      turns.push(turn);
    }
    for (const { block, passage, start, end } of section.lines) {
      const around = new Set();
      for (let id = block ? block.passage : passage; reading.passages.has(id) && !around.has(id); id = reading.passages.get(id).parent) {
        around.add(id);
        if (!passages.has(id)) passages.set(id, { ...reading.passages.get(id), section, start: Infinity, end: 0 });
        const known = passages.get(id);
        known.start = Math.min(known.start, section.offset + start);
        known.end = Math.max(known.end, section.offset + end);
      }
    }
  }
  turns.sort((a, b) => a.start - b.start);
  const notes = reading.notes.flatMap((note) => note.places.flatMap((place) => {
    const line = place.segments.map((id) => reading.lines.get(id)).find(Boolean);
    const section = reading.sections[line?.section];
    return section?.offset === undefined ? [] : { note, section, start: section.offset + momentAt(reading, line, place.at[0]) };
  }));
  return {
    turns, notes,
    starts: turns.map(({ start }) => start),
    speakers: [...speakers.values()].sort((a, b) => b.seconds - a.seconds),
    passages: [...passages.values()].sort((a, b) => a.start - b.start),
  };
}

/** What stands at a moment: {section, passage, speaker, note}, what there is of it; notes from up to `near` seconds away. */
export function placeAt(reading, time, near = 0) {
  const { turns, starts, passages, notes } = survey(reading);
  const section = reading.straight.findLast(({ offset }) => offset <= time) ?? reading.straight[0];
  const turn = turns[indexAt(starts, time, 0)];
  return {
    section,
    passage: passages.findLast(({ start, end }) => start <= time && time < end), // the innermost begins last
    speaker: turn?.section === section ? turn.speaker : null,
    note: notes.filter(({ start }) => Math.abs(start - time) <= near).sort((a, b) => Math.abs(a.start - time) - Math.abs(b.start - time))[0]?.note,
  };
}
