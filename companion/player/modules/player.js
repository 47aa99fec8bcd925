// Player: all of it together, in one element.

import { acquireClock, releaseClock } from "./clock.js";
import { SPEEDS, createContents, createControls } from "./controls.js";
import { Course } from "./course.js";
import { icon, make } from "./elements.js";
import { CORE, createKeys } from "./keys.js";
import { recall, remember } from "./memory.js";
import { createNotes } from "./notes.js";
import { indexAt, sentenceAt, unpack } from "./reading.js";
import { createFollower } from "./scrolling.js";
import { ROOMS } from "./rooms.js";
import { createText, targetElements } from "./text.js";

/** Everything together, in `root`. `place` is where to begin; `choose(index)` changes the voice; `failed()` hears of sound that cannot be played. */
export class Player {
  constructor(root, payload, { voices, voice, choose, failed, options }) {
    this.root = root;
    this.options = options; // what its home gave: mount() lists them
    this.reading = unpack(payload);
    this.course = new Course(this.reading.course);
    this.guide = this.reading.guide.id;
    this.following = true;
    this.line = undefined; // the one that is lit
    this.lit = []; // elements
    this.only = null; // of the commands, those that a room lets through: name -> what it does instead, or null
    this.fence = null; // {section, time}: going on after a pause goes no further back
    this.word = -1;
    this.notesNow = [];
    this.delay = 0;
    const { reading } = this;
    const actions = this.actions = this.#actions(choose);
    this.text = createText(reading, actions);
    this.notes = createNotes(reading, actions);
    this.controls = createControls(reading, actions);
    this.contents = createContents(reading, voices, voice, actions);
    this.status = make("div", { class: "cp-status cp-hidden", role: "status", dir: "auto" });
    this.rooms = ROOMS.map((create) => create(this));
    const commands = [...CORE.map((command) => ({ ...command, act: () => command.act(actions) })), ...this.#all("commands")];
    this.keys = createKeys(root, commands.map((command) => ({ ...command, act: (event) => this.#command(command, event) })));
    const tools = this.#all("tools").map(({ name, drawing, label, act }) => make("button", {
      type: "button", class: "cp-tool", "data-name": name, "aria-label": label, title: label, on: { click: act },
    }, icon(drawing), make("span", { class: "cp-tool-name", "aria-hidden": "true" }, label)));
    this.returning = make("button", {
      type: "button", class: "cp-action cp-return", hidden: true,
      on: { click: () => (this.clock.trail ? this.#back() : this.#follow(true)) },
    });
    this.failed = failed;
    this.problem = createProblem(() => this.clock.play());
    this.follower = createFollower(this.text.element, () => this.#follow(false));
    root.setAttribute("aria-label", `Player: ${reading.guide.title}`);
    root.replaceChildren(
      this.controls.element, this.problem.element, // first for the keyboard; seen below the text
      make("div", { class: "cp-tools", role: "toolbar", "aria-label": "Tools", hidden: !tools.length }, ...tools),
      ...this.#all("above"),
      make("div", { class: "cp-main" },
        make("div", { class: "cp-reader" }, this.text.element, ...this.#all("over"), this.returning),
        reading.notes.length ? this.notes.element : null),
      ...this.#all("below"),
      this.status, this.contents.dialog, this.keys.dialog, ...this.#all("dialogs"));
    root.addEventListener("click", this.clicked = (event) => this.#clicked(event));
    document.addEventListener("visibilitychange", this.saved = () => { this.clock.keep(); this.#changed(); });
    addEventListener("pagehide", this.saved);
    this.#attach();
    this.stands = true;
    this.#tell("began");
    this.rethink();
  }

  /** What the rooms have of a kind, in one list. */
  #all(kind) {
    return this.rooms.flatMap((room) => room[kind] ?? []);
  }

  /** Does what a key asks for; while a room lets only some commands through, only those, its own way. */
  #command({ name, act }, event) {
    if (!this.only) return act(event);
    return this.only.has(name) ? (this.only.get(name) ?? act)(event) : undefined;
  }

  /** Tells every room; true when one of them answered true, and then the others are not asked. */
  #tell(event, ...about) {
    return this.stands && this.rooms.some((room) => room[event]?.(...about) === true);
  }

  /** Where one is in the text, also while a note is heard: {section, time}. */
  get place() {
    return this.clock.trail ?? this.clock;
  }

  /** Seconds into the section of what reaches the ear by now: some devices delay the sound by `delay` seconds. */
  get heard() {
    const { clock } = this;
    const late = this.delay * clock.audio.playbackRate;
    if (!late || !clock.wanted || clock.opening !== null) return clock.time;
    return Math.max(clock.begun, Math.min(clock.time - late, clock.note ? clock.until - 1e-3 : Infinity));
  }

  /** The sentence one is at in the text, also between two of them. */
  get sentence() {
    return sentenceAt(this.place.section, this.place.time);
  }

  /** Ends it; the sound goes on for a moment, for whoever mounts the guide again. */
  destroy() {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.soon);
    clearTimeout(this.hint);
    clearTimeout(this.alarm);
    this.#tell("stop");
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
    clock.view = this.view = { moved: () => { this.due = undefined; }, changed: () => this.#changed(), failed: () => this.#failed(), ended: () => this.#ended() };
    if (same) {
      clock.section = same;
      if (clock.trail) clock.trail.section = this.reading.sections[clock.trail.section.index];
      if (clock.failed) this.#failed();
    } else {
      const line = this.reading.lines.get(kept.segment);
      Object.assign(clock, { note: null, trail: null, until: Infinity, stretch: null });
      if (line) clock.go(this.reading.sections[line.section], line.start + Math.min(kept.offset ?? 0, line.end - line.start));
      else if (kept.at) this.actions.seek(Math.min(kept.at, this.reading.total)); // the sentence is no more
      else this.#begin(false);
      if (line) this.rested = clock.time;
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
        if (clock.wanted) {
          clock.pause();
          this.rested = clock.time; // stopped by the listener: going on goes back a little
        } else if (clock.note && clock.time >= clock.until - 0.05) this.#back(true);
        else if (this.over) this.#begin(true);
        else if (this.rested === clock.time) {
          const { section } = clock;
          const note = this.reading.notes.find(({ id }) => id === clock.note);
          const first = this.fence?.section === section && this.fence.time <= clock.time ? this.fence.time : 0;
          clock.go(section, Math.max(note?.start ?? first, clock.time - (recall("listening").rewind ?? 2)), true);
        } else clock.play();
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
        const at = SPEEDS.indexOf(this.clock.normal);
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
      contents: () => this.contents.show(this.place.section),
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

  /** Goes to the beginning of what is heard. */
  #begin(wanted) {
    const first = this.course.stretches[this.course.after(-1, ({ note }) => !note)];
    this.#leaveNote();
    this.clock.go(first?.section ?? this.reading.straight[0], first?.start ?? 0, wanted);
    this.#follow(true);
  }

  /** Goes on in the course behind its stretch `index`. */
  onward(index) {
    const next = this.course.after(index);
    const stretch = this.course.stretches[next];
    if (!stretch) {
      this.#leaveNote();
      this.clock.pause();
      if (this.#tell("ended")) return;
      this.over = true;
      return this.#show("The reading has ended.");
    }
    if (!stretch.note) {
      this.#leaveNote();
      return this.clock.go(stretch.section, stretch.start, true);
    }
    const resume = this.course.stretches[this.course.after(next, ({ note }) => !note)] ?? null;
    const here = this.place;
    this.clock.trail = resume ? { section: resume.section, time: resume.start, wanted: true } : { section: here.section, time: here.time, wanted: true };
    this.clock.stretch = next;
    this.#hear(this.reading.notes.find(({ id }) => id === stretch.note));
  }

  /** The next moment at which somebody has a say about what is heard: {section, time, act}. */
  #boundary() {
    const { clock, course } = this;
    const { section, time } = clock;
    const found = this.rooms.map((room) => room.boundary?.(section, time)).filter(Boolean);
    if (clock.note) found.push({ time: clock.until, act: () => this.#noteEnded() });
    else {
      const here = course.at(section, time);
      const last = here < 0 ? null : course.stretches[course.run(here)];
      // Early in the pause before the next sound. Where the file ends, it says so by itself.
      const said = last && section.lines[indexAt(section.lineStarts, last.end - 1e-3, 0)];
      if (said && last.end < section.duration - 0.05) found.push({ time: last.end - 0.8 * Math.max(0, last.end - said.end), act: () => { this.onward(course.run(here)); return true; } });
    }
    const first = Math.min(...found.map((one) => one.time));
    if (first === Infinity) return null;
    const due = found.filter((one) => one.time <= first + 1e-3);
    return { section, from: time, time: first, act: () => due.some((one) => one.act() === true) };
  }

  /** Looks again for the next boundary; to be called when what a room would say has changed. */
  rethink() {
    this.due = undefined;
    this.#watch();
  }

  /** Acts when the boundary is reached, and sets the alarm for it. */
  #watch() {
    const { clock } = this;
    clearTimeout(this.alarm);
    if (!clock.wanted || clock.opening !== null) return;
    for (let turn = 0; turn < 8; turn++) {
      const { section, time } = clock;
      if (!this.due || this.due.section !== section || time < this.due.from) this.due = this.#boundary() ?? { section, from: time, time: Infinity };
      const left = this.due.time - time; // of the sound: at less than a millisecond, no room names that moment again
      if (left > 0.0005) {
        if (left < Infinity) this.alarm = setTimeout(() => this.#watch(), 1000 * Math.min(left / clock.audio.playbackRate, 60));
        return;
      }
      const { act } = this.due;
      this.due = undefined;
      if (act()) return;
    }
  }

  #noteEnded() {
    const { clock } = this;
    const { stretch } = clock;
    if (stretch !== null) this.onward(stretch);
    else {
      this.#show("Note ended. Space or B leads back.");
      clock.pause(); // its end stays lit
    }
    return true;
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
    Object.assign(this.clock, { note: null, trail: null, until: Infinity, stretch: null });
    this.over = false;
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
    if (clock.wanted) this.over = false;
    else clock.keep();
    if (this.due && clock.time < this.due.from) this.due = undefined;
    this.#watch();
    this.#tell("changed");
  }

  #loop() {
    if (this.moved) this.#keepInView(); // measured before anything changes, while the browser has its layout at hand
    this.#paint();
    if (!this.clock.wanted) return;
    this.frame = requestAnimationFrame(() => this.#loop());
    // A word that begins before the next frame is lit at its time, so that even a late frame shows it.
    const { section, audio } = this.clock;
    const wait = (section.starts[this.word + 1] - this.heard) / audio.playbackRate;
    clearTimeout(this.soon);
    if (wait < 0.02) this.soon = setTimeout(() => { if (this.clock.wanted) this.#paint(); }, 1000 * wait + 1);
  }

  #paint() {
    const { clock, heard: time } = this;
    const { section } = clock;
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
    const crossed = this.line && line && this.line.section !== line.section && !clock.note && !this.inNote;
    this.inNote = clock.note !== null;
    if (crossed && !(clock.wanted && line === clock.section.lines[0])) this.#say(`Section: ${clock.section.title}`); // else the sound says it
    const before = this.line ?? null;
    this.line = line;
    this.moved = true;
    const passage = reading.passages.get(line?.passage ?? line?.block?.passage);
    const speaker = line?.block?.quotations?.find(([from, to]) => from <= line.from && line.to <= to)?.[2];
    this.controls.where([clock.section.title, passage?.title, speaker].filter(Boolean).join(" · "));
    const notes = reading.notesAbout.get(line?.id) ?? [];
    if (line?.id && !clock.note) this.#bringNotes(notes);
    this.#tell("line", line, before);
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

  /** Tells those who listen with a screen reader. */
  say(text) {
    this.#say(text);
  }

  /** Tells everybody. */
  show(text) {
    this.#show(text);
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

  /** A file has come to its end. */
  #ended() {
    const { clock, course } = this;
    if (clock.note) return this.#noteEnded();
    if (this.due?.act && this.due.section === clock.section && this.due.time > clock.time - 0.1 && this.due.act()) return; // its alarm comes too late
    this.onward(course.run(course.at(clock.section, clock.section.duration)));
  }

  #failed() {
    const { title } = this.clock.section;
    const way = "its file is missing, damaged or out of reach. Choose another section, or narrate the guide again.";
    this.problem.show(`The sound of “${title}” cannot be played: ${way}`);
    this.failed();
  }
}

/** One line that says what is wrong, and a button with the way out: at first, trying again. */
export function createProblem(retry) {
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
