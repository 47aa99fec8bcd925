// Clock: the sound of one guide, and the time in it.

import { remember } from "./memory.js";
import { sentenceAt } from "./reading.js";

const GRACE = 4000; // ms that sound goes on while the page is being rebuilt around it
const clocks = new Map(); // by guide: outside the page, so that nothing done to the page interrupts the sound

/** One guide's sound, and the time in it. Crosses from section to section by itself. */
class Clock {
  constructor() {
    this.audio = new Audio();
    this.audio.preload = "metadata";
    this.audio.preservesPitch = true;
    this.normal = this.factor = 1;
    this.reading = null;
    this.section = null;
    this.wanted = false; // whether the listener wants sound; stays true across the gap between two files
    this.opening = null; // seconds to go to as soon as the file is open
    this.begun = 0; // seconds, where this run of sound began: nothing before it is being heard
    this.failed = false;
    this.note = null; // the id of the note being heard
    this.until = Infinity; // seconds at which that note ends
    this.stretch = null; // of the course, where the course has come to the note by itself
    this.trail = null; // the way back from it: {section, time, wanted}
    this.kept = -Infinity; // seconds, when the place was last written down
    this.view = null; // {changed(), failed(), ended()}
    const { audio } = this;
    const on = (name, heard) => audio.addEventListener(name, () => { heard(); this.view?.changed(); });
    on("loadedmetadata", () => this.#opened());
    on("play", () => { this.wanted = true; });
    on("pause", () => {
      this.begun = this.time;
      if (!audio.ended && this.opening === null) this.wanted = false;
    });
    on("ended", () => this.#ended());
    on("seeked", () => {}); // the picture follows also while it is paused
    on("ratechange", () => {}); // what comes next comes sooner, or later
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
    if (!this.section || this.excerpt?.hearing) return; // whoever follows a link to an excerpt keeps their own place
    this.kept = this.time;
    const { section, time } = this.trail ?? this;
    const line = sentenceAt(section, time);
    const place = line && { segment: line.id, offset: Math.max(0, time - line.start), at: section.offset + time };
    if (place) remember(this.reading.guide.id, place);
  }

  go(section, time, wanted = this.wanted) {
    this.view?.moved();
    this.wanted = wanted;
    // Browsers keep microseconds and may round down: a hair later, so that the word before is not lit.
    const aim = Math.ceil(Math.max(0, Math.min(time, section.duration - 0.02)) * 1e5) / 1e5;
    const same = this.section?.audio === section.audio && !this.failed;
    this.section = section;
    this.begun = aim;
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

  /** Stops the sound; at exactly `time` (seconds), where it is given. */
  pause(time = null) {
    this.wanted = false;
    this.#settle();
    if (time !== null && this.opening === null) this.audio.currentTime = Math.ceil(time * 1e5) / 1e5;
    this.view?.changed();
  }

  /** The listener's speed, 1 as narrated. */
  set speed(value) {
    this.normal = value;
    this.slow(this.factor);
  }

  /** Plays at `factor` times the listener's speed. */
  slow(factor) {
    this.factor = factor;
    this.audio.defaultPlaybackRate = this.audio.playbackRate = Math.max(0.25, this.normal * factor); // opening a file goes back to the default
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
    if (this.wanted && this.view) this.view.ended();
    else this.wanted = false;
  }
}

/** The clock of a guide; whatever other guide was still sounding falls silent. */
export function acquireClock(guide) {
  for (const other of clocks.keys()) if (other !== guide && !clocks.get(other).view) silence(other);
  if (!clocks.has(guide)) clocks.set(guide, new Clock());
  const clock = clocks.get(guide);
  clearTimeout(clock.grace);
  return clock;
}

/** Takes `view` away from the guide's clock, unless another has it by now. */
export function releaseClock(guide, view) {
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
