// Reading: the payload unpacked, its times in seconds and every reference resolved.

const FORMAT = "companion-player/1";

/** A payload with its times in seconds, its words in typed arrays, and every reference resolved. */
export function unpack(payload) {
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
    course: payload.course.map(([section, start, end, layer, when, note]) => (
      { section: sections[section], start: start / payload.rate, end: end / payload.rate, layer, when, note })),
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
    turns: section.turns.map(([start, end, speaker]) => ({ start: start / rate, end: end / rate, speaker })),
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
export function indexAt(starts, time, guess) {
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
export function sentenceAt(section, time) {
  const before = section.lines.slice(0, indexAt(section.lineStarts, time, 0) + 1).findLast((line) => line.id);
  return before ?? section.lines.find((line) => line.id) ?? null;
}

/** "1:02:07"; minutes and seconds when there is no hour. */
export function clockFace(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = `${String(minutes).padStart(hours ? 2 : 1, "0")}:${String(rest).padStart(2, "0")}`;
  return hours ? `${hours}:${tail}` : tail;
}
