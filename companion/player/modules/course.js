// Course: what is heard after what, of the layers that are switched on.

import { recall } from "./memory.js";

export const LAYERS = ["text", "letter", "notes"];
export const NOTES = ["silent", "sound", "passage", "section"]; // as companion.narration.course says

/** What the listener has chosen: which layers are heard, and how the notes are. */
export function choice() {
  const { layers = {}, notes = "sound" } = recall("listening");
  return { layers: { text: true, letter: true, ...layers }, notes: NOTES.includes(notes) ? notes : "sound" };
}

/** Whether a stretch of the course is heard: the same rule as `heard` in companion/narration/course.py. */
export function isHeard(stretch, { layers, notes }) {
  if (stretch.layer !== "notes") return layers[stretch.layer];
  return notes !== "silent" && (stretch.when === null || stretch.when === notes);
}

/** The way through a guide. */
export class Course {
  constructor(stretches) {
    this.stretches = stretches;
    this.choose(choice());
  }

  /** Takes another choice; what is playing goes on. */
  choose(chosen) {
    this.chosen = chosen;
    this.heard = this.stretches.map((stretch) => isHeard(stretch, chosen));
  }

  /** Where in the course a moment of a section stands; -1 where nothing of the section is in it. */
  at(section, time) {
    let found = -1;
    this.stretches.forEach((one, index) => { if (one.section === section && !one.note && (one.start <= time + 1e-3 || found < 0)) found = index; });
    return found;
  }

  /** The place of the first stretch behind `index` that is heard and passes `test`, or -1. */
  after(index, test = () => true) {
    return this.stretches.findIndex((one, place) => place > index && this.heard[place] && test(one));
  }

  /** From the stretch at `index` on, the last one that is heard without a jump. */
  run(index) {
    for (;;) {
      const next = this.after(index);
      const [one, other] = [this.stretches[index], this.stretches[next]];
      if (!other || one.note || other.note || one.section !== other.section || Math.abs(other.start - one.end) > 1e-6) return index;
      index = next;
    }
  }

  /** Seconds that are still to be heard after a moment. */
  left(section, time) {
    const here = this.at(section, time);
    const rest = here < 0 ? 0 : Math.max(0, this.stretches[here].end - time);
    return this.stretches.reduce((sum, one, index) => (index > here && this.heard[index] ? sum + one.end - one.start : sum), rest);
  }
}
