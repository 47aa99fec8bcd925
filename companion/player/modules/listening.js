// Listening: layers and the notes' place, and the ways of going through them.

import { choice } from "./course.js";
import { createDialog } from "./controls.js";
import { make } from "./elements.js";
import { recall, remember } from "./memory.js";
import { clockFace } from "./reading.js";
import { createSession } from "./session.js";

const WAYS = { straight: "Straight through", pause: "Stop after each sentence, until a key", shadow: "Pause after each sentence, to say it oneself",
  repeat: "Say each sentence several times", slow: "Each sentence slowly, then as it is" };
const NOTE_MODES = { silent: "Not heard", sound: "A soft sound where there is one; N plays it", passage: "Read at the end of their passage", section: "Read at the end of their section" };
const HABITS = { way: "straight", times: 2, share: 1, pace: 0.7, stop: false, rewind: 2 };

/** How this person listens. */
const habits = () => ({ ...HABITS, ...recall("listening") });

/** "2 minutes 5 seconds", as it is said. */
function spokenLength(seconds) {
  const [minutes, rest] = [Math.floor(seconds / 60), Math.floor(seconds % 60)];
  const count = (number, name) => (number ? [`${number} ${name}${number === 1 ? "" : "s"}`] : []);
  return [...count(Math.floor(minutes / 60), "hour"), ...count(minutes % 60, "minute"), ...(minutes < 60 ? count(rest, "second") : [])].join(" ") || "nothing";
}

/** A soft sound of two notes, as loud as the listener's volume lets it be. */
function createChime() {
  let context = null;
  return (volume) => {
    context ??= new AudioContext();
    const gain = context.createGain();
    gain.connect(context.destination);
    [660, 880].forEach((pitch, index) => {
      const start = context.currentTime + 0.09 * index;
      const tone = context.createOscillator();
      tone.frequency.value = pitch;
      tone.connect(gain);
      tone.start(start);
      tone.stop(start + 0.16);
    });
    gain.gain.setValueAtTime(0.07 * volume, context.currentTime);
    gain.gain.exponentialRampToValueAtTime(0.0005, context.currentTime + 0.28);
  };
}

export function createListening(player) {
  const { reading, course } = player;
  const chime = createChime();
  let now = habits();
  let [said, slowly] = [{ line: null, times: 0 }, null]; // how often a sentence has been said; the one being said slowly
  let [loop, asleep, gap] = [{ from: null, to: null }, Infinity, 0];

  const save = (changes) => {
    remember("listening", changes);
    now = habits();
    if (now.way !== "slow") player.clock.slow(1);
    slowly = null;
    player.rethink();
    showFields();
  };

  // Boundaries

  /** The sentence that ends next, and when it may be cut: in the pause behind it. */
  function nextEnd(section, time) {
    const index = section.lines.findIndex((line) => line.id && cutOf(section, line) > time + 1e-3);
    return index < 0 ? null : section.lines[index];
  }

  function cutOf(section, line) {
    const next = section.lines[section.lines.indexOf(line) + 1];
    return line.end + Math.min(0.12, ((next?.start ?? section.duration - 0.06) - line.end) / 2);
  }

  function boundary(section, time) {
    const line = nextEnd(section, time);
    const moments = [];
    if (line) moments.push({ time: cutOf(section, line), act: () => sentenceEnded(section, line) });
    if (loop.to?.section === section && loop.to.time > time + 1e-3) moments.push({ time: loop.to.time, act: backToA });
    return moments.sort((a, b) => a.time - b.time)[0] ?? null;
  }

  function backToA() {
    player.clock.go(loop.from.section, loop.from.time, true);
    return true;
  }

  function sentenceEnded(section, line) {
    const { clock } = player;
    const end = cutOf(section, line);
    if (performance.now() >= asleep) {
      asleep = Infinity;
      showFields();
      clock.pause(end);
      player.show("The sleep timer has stopped the reading.");
      return true;
    }
    if (again(section, line)) return true;
    if (loop.to && loop.to.section === section && loop.to.time <= end + 1e-3 && loop.to.time > line.start) return backToA();
    if (!clock.note && ringsAt(line)) chime(clock.audio.muted ? 0 : clock.audio.volume);
    const passageEnds = now.stop && !clock.note && section.lines.findLast((one) => one.id && one.block === line.block) === line;
    if (passageEnds || now.way === "pause") {
      clock.pause(end);
      if (passageEnds) player.say("End of the passage.");
      return true;
    }
    if (now.way === "shadow") {
      clock.pause(end);
      gap = setTimeout(() => clock.play(), (1000 * now.share * (line.end - line.start)) / clock.normal);
      return true;
    }
    return false;
  }

  /** Says the sentence again where the way asks for it. */
  function again(section, line) {
    if (now.way === "slow" && slowly === line) {
      slowly = null;
      said = { line, times: 1 };
      player.clock.slow(1);
    } else if (now.way === "repeat") {
      said = said.line === line ? { line, times: said.times + 1 } : { line, times: 1 };
      if (said.times >= now.times) {
        said = { line: null, times: 0 };
        return false;
      }
    } else return false;
    player.clock.go(section, line.start, true);
    return true;
  }

  /** Whether a note is about this sentence that was not about the one before it. */
  function ringsAt(line) {
    if (course.chosen.notes !== "sound") return false;
    const about = (one) => (reading.notesAbout.get(one?.id) ?? []).filter((note) => !note.segments.includes(one.id));
    const { lines } = reading.sections[line.section];
    const before = about(lines.slice(0, lines.indexOf(line)).findLast((one) => one.id));
    return about(line).some((note) => !before.includes(note));
  }

  /** Another sentence is lit. */
  function lineLit(line, before) {
    if (now.way === "slow" && line?.id && said.line !== line && slowly !== line) {
      [slowly, said] = [line, { line: null, times: 0 }];
      player.clock.slow(now.pace);
    }
    const [passage, left] = [line, before].map((one) => one?.block?.passage ?? one?.passage);
    if (passage && passage !== left && !player.clock.wanted) player.say(reading.passages.get(passage)?.title ?? "");
  }

  // What a person can ask for

  function whereAmI() {
    const { section, time } = player.place;
    const line = player.sentence;
    const lines = section.lines.filter((one) => one.id);
    const blocks = [...new Set(lines.map((one) => one.block))];
    const passage = reading.passages.get(line?.block.passage)?.title;
    const left = spokenLength(course.left(section, time) / player.clock.normal);
    player.show([
      section.title, passage,
      line && `passage ${blocks.indexOf(line.block) + 1} of ${blocks.length}`,
      line && `sentence ${lines.indexOf(line) + 1} of ${lines.length}`,
      `${left} left${player.clock.normal === 1 ? "" : " at this speed"}`,
    ].filter(Boolean).join(", ") + ".");
  }

  const placeName = ({ section, time }) => `${section.title} ${clockFace(time)}`;

  function setA() {
    const line = player.sentence;
    if (!line) return;
    setLoop({ section: reading.sections[line.section], time: line.start }, null);
    player.show("A is set: the loop begins with this sentence. A again sets its end.");
  }

  function setB() {
    const line = player.sentence;
    if (!line || !loop.from) return setA();
    const section = reading.sections[line.section];
    if (section.offset + line.end <= loop.from.section.offset + loop.from.time) return player.show("The end lies before the beginning; go further and press again.");
    const { clock } = player;
    setLoop(loop.from, { section, time: cutOf(section, line) });
    player.show("B is set: what lies between is repeated. A ends the loop.");
    // Set in the pause behind it, which the voice has reached already: nothing else would lead back.
    if (clock.section === section && clock.time >= loop.to.time - 1e-3) clock.go(loop.from.section, loop.from.time);
    return null;
  }

  function setLoop(from, to) {
    loop = { from, to };
    player.rethink();
    showFields();
  }

  function stepLoop() {
    if (!loop.from) setA();
    else if (!loop.to) setB();
    else {
      setLoop(null, null);
      player.show("The loop is off.");
    }
  }

  function loopPassage() {
    const line = player.sentence;
    const section = reading.sections[line.section];
    const lines = section.lines.filter((one) => one.id && one.block === line.block);
    setLoop({ section, time: lines[0].start }, { section, time: cutOf(section, lines.at(-1)) });
  }

  function chooseLayers() {
    remember("listening", { layers: { text: text.checked, letter: letter.checked }, notes: notes.value });
    course.choose(choice());
    if (!course.heard.includes(true)) player.show("Everything is switched off: nothing would be heard.");
    const { clock } = player;
    const here = course.at(clock.section, clock.time);
    if (clock.wanted && !clock.note && here >= 0 && !course.heard[here]) player.onward(here);
    player.rethink();
    player.root.dispatchEvent(new CustomEvent("companion-course"));
  }

  // The dialog

  const option = (list, chosen) => Object.entries(list).map(([value, name]) => make("option", { value, selected: String(chosen) === value }, name));
  const field = (name, input, ...more) => make("label", { class: "cp-field" }, make("span", { class: "cp-field-name" }, name), input, ...more);
  const check = (act, checked) => {
    const box = make("input", { type: "checkbox", on: { change: act } });
    box.checked = checked;
    return box;
  };
  const select = (list, chosen, act) => make("select", { on: { change: act } }, ...option(list, chosen));
  const number = (name, min, max, step, act) => make("input", { type: "number", class: "cp-number-field", min, max, step, value: now[name], on: {
    change: (event) => { event.target.value = Math.min(max, Math.max(min, Number(event.target.value) || HABITS[name])); act(Number(event.target.value)); },
  } });
  const group = (name, ...children) => make("fieldset", { class: "cp-group" }, make("legend", {}, name), ...children);
  const button = (name, act) => make("button", { type: "button", class: "cp-action", on: { click: act } }, name);
  const counted = (list, one) => Object.fromEntries(list.map((value) => [value, one(value)]));

  const { chosen } = course;
  const [text, letter] = [check(chooseLayers, chosen.layers.text), check(chooseLayers, chosen.layers.letter)];
  const notes = select(NOTE_MODES, chosen.notes, chooseLayers);
  const way = select(WAYS, now.way, () => save({ way: way.value }));
  const extras = {
    repeat: field("How often", number("times", 2, 10, 1, (times) => save({ times }))),
    shadow: field("Pause, in lengths of the sentence", number("share", 0.5, 4, 0.25, (share) => save({ share }))),
    slow: field("The slow speed, of the usual one", number("pace", 0.4, 0.9, 0.1, (pace) => save({ pace }))),
  };
  const stop = check(() => save({ stop: stop.checked }), now.stop);
  const rewind = select(counted([0, 1, 2, 3, 5, 10, 15], (seconds) => (seconds ? `${seconds} s` : "Not at all")), now.rewind, () => save({ rewind: Number(rewind.value) }));
  const sleep = select({ 0: "Off", ...counted([1, 5, 10, 15, 20, 30, 45, 60, 90], (minutes) => `${minutes} min`) }, 0, () => {
    const minutes = Number(sleep.value);
    asleep = minutes ? performance.now() + 60000 * minutes : Infinity;
    player.rethink();
  });
  const looped = make("div", { class: "cp-loop", role: "status" });
  const dialog = createDialog("Listening", "cp-listening",
    group("What is heard",
      field("Text", text),
      reading.course.some(({ layer }) => layer === "letter") ? field("Letters", letter) : null,
      reading.notes.length ? field("Notes", notes) : null),
    group("How",
      field("Way", way), ...Object.values(extras),
      field("Stop at the end of each passage", stop),
      field("After a pause, go back", rewind),
      field("Sleep timer (ends with a sentence)", sleep)),
    group("Loop from A to B", looped, make("div", { class: "cp-buttons" },
      button("A: begin here", setA), button("B: end here", setB), button("Loop this passage", loopPassage),
      button("No loop", () => setLoop(null, null)))));

  function showFields() {
    for (const [name, element] of Object.entries(extras)) element.hidden = now.way !== name;
    looped.textContent = loop.from ? `From ${placeName(loop.from)}${loop.to ? ` to ${placeName(loop.to)}` : "; the end is not set"}` : "No loop is set.";
    if (asleep === Infinity) sleep.value = "0";
  }

  const session = createSession(player);
  return {
    commands: [
      { name: "where", keys: ["w"], what: "Where am I?", act: whereAmI },
      { name: "listening", keys: ["l"], what: "Listening: layers, ways, sleep timer", act: () => { showFields(); dialog.showModal(); } },
      { name: "loop", keys: ["a"], what: "Loop: set A, set B, end", act: stepLoop },
    ],
    tools: [{ name: "listening", drawing: "M12 3a9 9 0 0 0-9 9v6a2 2 0 0 0 2 2h3v-8H5a7 7 0 0 1 14 0h-3v8h3a2 2 0 0 0 2-2v-6a9 9 0 0 0-9-9z", label: "Listening", act: () => { showFields(); dialog.showModal(); } }],
    dialogs: [dialog],
    boundary,
    began() {
      player.clock.slow(1);
      lineLit(player.line, null);
      session.began();
    },
    changed() {
      if (player.clock.wanted) clearTimeout(gap);
      session.changed();
    },
    line: lineLit,
    stop() {
      clearTimeout(gap);
      session.stop();
    },
  };
}
