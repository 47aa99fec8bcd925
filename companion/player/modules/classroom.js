// Classroom: one passage at a time, for a class.

import { iconButton, make, setIcon } from "./elements.js";
import { pauseMarks } from "./marks.js";
import { recall, remember } from "./memory.js";

const CLASS_SIGN = "M3 4h18v12H3zm2 2v8h14V6zm6 10h2l3 5h-2l-2-3.4L10 21H8z";
const SMALLEST_TYPE = 2.2; // rem: read from the back row
const LARGEST_TYPE = 5.5;

export function createClassroom(player) {
  const { reading, root, actions } = player;
  const blocks = reading.straight.flatMap((section) => section.blocks.filter((block) => block.segments.length).map((block) => ({ section, block })));
  let on = false;
  let now = null; // the block that is shown
  let shown = []; // its elements, and its notes' cards
  let before = null; // what had the focus
  let pauses = []; // lines after which the teacher wants a pause

  const cards = player.notes.element.querySelector(".cp-cards");
  const lineOf = ({ segments: [[id]] }) => reading.lines.get(id);
  const cardOf = (note) => player.notes.element.querySelector(`[data-note="${CSS.escape(note.id)}"]`);

  // What is shown

  /** The block of the line, of what it announces, or of where one is. */
  function blockOf(line) {
    if (line?.id) return line.block;
    const section = line && reading.sections[line.section];
    return (line?.passage && section.lines.find((one) => one.id && one.start >= line.end)?.block) || now || player.sentence?.block;
  }

  /** The notes about the passage, in their order; those that it is part of itself are left out. */
  function notesAbout({ segments }) {
    const about = new Set(segments.flatMap(([id]) => (reading.notesAbout.get(id) ?? []).filter((note) => !note.segments.includes(id))));
    return reading.notes.filter((note) => about.has(note));
  }

  function present(block) {
    if (!block || block === now || !blocks.some((one) => one.block === block)) return; // the last one: of a footnote
    now = block;
    for (const element of shown) element.classList.remove("cp-class-now");
    const about = notesAbout(block);
    shown = [lineOf(block).elements[0].closest(".cp-block"), ...about.map(cardOf).filter(Boolean)];
    for (const element of shown) element.classList.add("cp-class-now");
    const { section } = blocks.find((one) => one.block === block);
    const here = blocks.filter((one) => one.section === section);
    where.textContent = `${section.title} · ${here.findIndex((one) => one.block === block) + 1} of ${here.length}`;
    notes.textContent = about.length === 1 ? "1 note" : `${about.length || "No"} notes`;
    notes.disabled = !about.length;
    player.text.element.scrollTop = 0;
    showNotes(false);
  }

  function showNotes(wanted) {
    root.classList.toggle("cp-class-notes", wanted && !notes.disabled);
    const asked = root.classList.contains("cp-class-notes");
    notes.setAttribute("aria-pressed", String(asked));
    const view = asked ? cards : player.text.element; // whichever is seen scrolls by the arrows
    if (!controls.contains(document.activeElement)) view.focus({ preventScroll: true });
    fit();
  }

  /** Makes what is shown as large as fits. What does not fit even when it is smallest scrolls with the voice. */
  function fit() {
    if (!on) return;
    const asked = root.classList.contains("cp-class-notes");
    const view = asked ? cards : player.text.element;
    let [low, high] = [SMALLEST_TYPE, LARGEST_TYPE];
    const fits = (size) => {
      root.style.setProperty("--cp-class-size", `${size}rem`);
      return view.scrollHeight <= view.clientHeight + 1;
    };
    if (fits(high)) low = high;
    while (high - low > 0.1) {
      const middle = (low + high) / 2;
      if (fits(middle)) low = middle;
      else high = middle;
    }
    fits(low);
    if (!asked && player.line?.block === now) actions.follow();
  }
  const size = new ResizeObserver(() => fit());

  // Coming and going

  function enter() {
    before = document.activeElement;
    on = true;
    look();
    root.classList.add("cp-class");
    cards.tabIndex = -1;
    controls.hidden = false;
    size.observe(player.text.element.parentElement.parentElement);
    player.only = ONLY;
    root.requestFullscreen?.().catch(() => {}); // else it fills the window
    now = null;
    present(blockOf(player.line));
    player.text.element.focus({ preventScroll: true });
    player.rethink();
    player.show("Class mode. Page Up and Page Down go by passage, Esc leaves.");
  }

  function leave() {
    if (!on) return;
    on = false;
    size.disconnect();
    player.only = null;
    root.classList.remove("cp-class", "cp-class-notes");
    cards.removeAttribute("tabindex");
    root.style.removeProperty("--cp-class-size");
    for (const element of shown) element.classList.remove("cp-class-now");
    controls.hidden = true;
    if (document.fullscreenElement === root) document.exitFullscreen();
    player.rethink();
    (before?.isConnected && root.contains(before) ? before : player.text.element).focus({ preventScroll: true });
    player.follower.top(); // the text has another height now: from its top, straight to the sentence
    player.text.element.querySelector(".cp-line-now")?.scrollIntoView({ block: "center" });
    actions.follow();
    player.say("Class mode is off.");
  }

  const left = () => { if (document.fullscreenElement !== root) leave(); }; // Escape leaves the full screen by itself
  const look = () => { pauses = pauseMarks(player); player.rethink(); };

  /** By passage; to the one before also from the middle of a sentence. */
  function page(step) {
    const to = blocks[blocks.findIndex(({ block }) => block === now) + step];
    if (!to) return;
    root.dispatchEvent(new CustomEvent("companion-page")); // a question about what is left has been talked about
    const { stops } = reading;
    const start = stops.findLast(({ section, time }) => section === to.section && time <= lineOf(to.block).start + 1e-4)?.time; // its announcement
    actions.go(to.section, start ?? lineOf(to.block).start);
    present(to.block);
  }

  // What stops the sound: the teacher's marks, each passage where that is chosen, and where the analysis would begin

  function boundary(section, time) {
    if (!on || player.clock.note) return null;
    const lines = section.lines.filter((line) => line.id);
    const next = reading.straight[reading.straight.indexOf(section) + 1];
    const stops = (line, index) => pauses.includes(line) || (each.checked && lines[index + 1]?.block !== line.block)
      || (index + 1 === lines.length && section.role === "text" && next?.role === "notes");
    const line = lines.find((one, index) => one.end > time + 1e-3 && stops(one, index));
    return line ? { time: line.end, act: () => pause(line) } : null;
  }

  function pause(line) {
    player.clock.pause(line.end);
    player.say(pauses.includes(line) ? "Pause." : "End of the passage.");
    return true;
  }

  // Its own bar

  const play = iconButton("play", "Play", actions.toggle, { class: "cp-button cp-class-play" });
  const where = make("div", { class: "cp-class-where", dir: "auto" });
  const notes = make("button", { type: "button", class: "cp-action", "aria-pressed": "false", on: { click: () => showNotes(!root.classList.contains("cp-class-notes")) } });
  const each = make("input", { type: "checkbox", on: { change: () => { remember("classroom", { each: each.checked }); player.rethink(); } } });
  each.checked = recall("classroom").each ?? false;
  const controls = make("div", { class: "cp-classroom", role: "region", "aria-label": "Class mode", hidden: true },
    make("div", { class: "cp-class-moves" },
      iconButton("back", "Previous passage", () => page(-1)), play, iconButton("forth", "Next passage", () => page(1))),
    where, notes,
    make("label", { class: "cp-class-each" }, each, "Stop after each passage"),
    iconButton("cross", "Leave class mode", leave));

  // Of the keys, those that show nothing personal.
  const ONLY = new Map([
    ...["toggle", "previous", "next", "again", "follow", "slower", "faster", "quieter", "louder", "mute", "class-previous", "class-next"].map((name) => [name, null]),
    ["previous-passage", () => page(-1)], ["next-passage", () => page(1)],
    ["note", () => showNotes(!root.classList.contains("cp-class-notes"))],
    ["back", () => (player.clock.trail ? actions.back() : root.classList.contains("cp-class-notes") ? showNotes(false) : leave())],
    ["class", leave],
  ]);

  document.addEventListener("fullscreenchange", left);
  root.addEventListener("companion-marks", look);
  return {
    commands: [
      { name: "class", keys: ["c"], what: "Class mode: full screen, a passage at a time", act: enter },
      { name: "class-previous", keys: ["PageUp"], what: "In class mode: previous passage", act: () => (on ? page(-1) : false) },
      { name: "class-next", keys: ["PageDown"], what: "In class mode: next passage", act: () => (on ? page(1) : false) },
    ],
    tools: [{ name: "class", drawing: CLASS_SIGN, label: "Class mode", act: enter }],
    below: [controls],
    boundary,
    line: (line) => { if (on && line && !player.clock.note) present(blockOf(line)); },
    changed: () => setIcon(play, player.clock.wanted ? "pause" : "play", player.clock.wanted ? "Pause" : "Play"),
    stop() {
      size.disconnect();
      document.removeEventListener("fullscreenchange", left);
      root.removeEventListener("companion-marks", look);
    },
  };
}
