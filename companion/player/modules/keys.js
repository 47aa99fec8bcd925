// Keys: what each key does, and when the player leaves it alone.

import { createDialog } from "./controls.js";
import { iconButton, make } from "./elements.js";
import { recall, remember } from "./memory.js";

/** What a person can ask for: its keys as `event.key` says, with "Shift+" before a longer name; and what it does. */
export const CORE = [
  { name: "toggle", keys: [" ", "k"], what: "Play or pause", act: (actions) => actions.toggle() },
  { name: "previous", keys: ["ArrowLeft"], what: "Previous sentence", act: (actions) => actions.sentence(-1) },
  { name: "next", keys: ["ArrowRight"], what: "Next sentence", act: (actions) => actions.sentence(1) },
  { name: "again", keys: ["r"], what: "This sentence again", act: (actions) => actions.sentence(0) },
  { name: "previous-passage", keys: ["Shift+ArrowLeft"], what: "Previous passage", act: (actions) => actions.passage(-1) },
  { name: "next-passage", keys: ["Shift+ArrowRight"], what: "Next passage", act: (actions) => actions.passage(1) },
  { name: "note", keys: ["n"], what: "Hear the note about this", act: (actions) => actions.hearCurrent() },
  { name: "back", keys: ["b", "Escape"], what: "From a note back to the very word", act: (actions) => actions.back() },
  { name: "go-to-note", keys: ["g"], what: "Go to the note", act: (actions) => actions.goToNote() },
  { name: "go-to-passage", keys: ["t"], what: "Show what the note is about", act: (actions) => actions.goToPassage() },
  { name: "follow", keys: ["f"], what: "Back to the voice: follow it again", act: (actions) => actions.follow() },
  { name: "slower", keys: [","], what: "Slower", act: (actions) => actions.faster(-1) },
  { name: "faster", keys: ["."], what: "Faster", act: (actions) => actions.faster(1) },
  { name: "quieter", keys: ["-"], what: "Quieter", act: (actions) => actions.louder(-1) },
  { name: "louder", keys: ["+", "="], what: "Louder", act: (actions) => actions.louder(1) },
  { name: "mute", keys: ["m"], what: "Sound off or on", act: (actions) => actions.mute() },
  { name: "contents", keys: ["s"], what: "Contents: sections and voices", act: (actions) => actions.contents() },
  { name: "keys", keys: ["?"], what: "These keys", act: (actions) => actions.keys() },
];
const single = (key) => key.length === 1 && key !== " "; // a character, which speech input may type by accident (WCAG 2.1.4)
const UNFIT = new Set(["Enter", "Shift+Enter", "Tab", "Shift+Tab", "Shift+Escape"]); // without them nobody gets out
const IDLE = new Set(["Shift", "Control", "Alt", "Meta", "AltGraph", "CapsLock", "NumLock", "Dead", "Process", "Unidentified", "Fn"]);
const SIGNS = { " ": "Space", ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc", "-": "−", PageUp: "Page Up", PageDown: "Page Down" };
const PENCIL = "M4 16.6V20h3.4L17.6 9.8l-3.4-3.4zM20.3 7.1a1 1 0 0 0 0-1.4l-2-2a1 1 0 0 0-1.4 0l-1.5 1.5 3.4 3.4z";

/** A key as people know it: the names of what is pressed together. */
function keyNames(key) {
  return key.split(/\+(?=.)/).map((part) => SIGNS[part] ?? (part.length === 1 ? part.toUpperCase() : part));
}

/** The key of an event as commands name it. */
function keyOf({ key, shiftKey }) {
  if (key.length === 1) return key.toLowerCase();
  return shiftKey ? `Shift+${key}` : key;
}

export function createKeys(root, given) {
  const commands = given.map((command) => ({ ...command }));
  let singles, bound;
  const box = make("input", { type: "checkbox", on: { change: () => { remember("keys", { singles: box.checked }); bind(); } } });
  const told = make("div", { class: "cp-told", role: "status" });
  const rows = new Map(commands.map((command) => [command, make("tr", {})]));
  const half = Math.ceil(commands.length / 2);
  const table = (part) => make("table", {}, make("tbody", {}, ...part.map((command) => rows.get(command))));
  const reset = make("button", { type: "button", class: "cp-action", on: { click: () => { remember("keys", { own: {} }); bind(); tell("All keys are as they were at first."); } } }, "All keys as at first");
  const dialog = createDialog("Keys", "cp-keys",
    make("div", { class: "cp-key-head" },
      make("label", { class: "cp-field" }, box, "Use letters and signs as keys. Space, arrows and Esc always work."), reset),
    told,
    make("div", { class: "cp-key-tables" }, table(commands.slice(0, half)), table(commands.slice(half))));
  const tell = (text) => { told.textContent = text; };
  const caps = (keys) => keys.flatMap((key, index) => [index ? " or " : "", ...keyNames(key).map((name) => make("kbd", {}, name))]);
  dialog.addEventListener("close", () => { bind(); tell(""); });
  bind();

  /** What this person has chosen, over what the commands bring: a key that was given away is not there twice. */
  function bind() {
    const { own = {}, singles: on = true } = recall("keys");
    const chosen = ({ name }) => (Array.isArray(own[name]) ? own[name].filter((key) => typeof key === "string") : null);
    const taken = new Set(commands.flatMap((command) => chosen(command) ?? []));
    for (const command of commands) command.now = chosen(command) ?? command.keys.filter((key) => !taken.has(key));
    bound = new Map(commands.flatMap(({ now, act }) => now.map((key) => [key, act])));
    box.checked = singles = on;
    commands.forEach(showRow);
  }

  function showRow(command) {
    const { now, what } = command;
    rows.get(command).replaceChildren(
      make("th", { scope: "row" }, ...(now.length ? caps(now) : ["no key"])),
      make("td", {}, make("div", { class: "cp-key-what" }, what,
        iconButton(PENCIL, `Change the key: ${what}`, () => askFor(command), { class: "cp-button cp-key-change" }))));
  }

  const changer = (command) => rows.get(command).querySelector("button");
  const button = (text, act, extra) => make("button", { type: "button", class: "cp-action", ...extra, on: { click: act, ...extra?.on } }, text);

  /** In place of the command's name: `children`, until one of them is used. */
  function ask(command, ...children) {
    commands.forEach(showRow); // one question at a time
    rows.get(command).lastElementChild.append(make("div", { class: "cp-buttons cp-rekey" }, ...children));
    children.find((child) => child.matches?.("button")).focus();
  }

  function done(command, text) {
    bind();
    tell(text);
    changer(command).focus();
  }

  function askFor(command) {
    tell("");
    const cancel = () => done(command, "");
    ask(command,
      button("Press the new key…", () => {}, { class: "cp-action cp-catch", on: { keydown: (event) => caught(command, event, cancel) } }),
      button("No key", () => give(command, [])), button("Cancel", cancel));
  }

  function caught(command, event, cancel) {
    const key = keyOf(event);
    if (IDLE.has(event.key) || event.key === "Tab" || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (key === "Escape") return cancel();
    if (UNFIT.has(key)) return tell(`${keyNames(key).join(" ")} keeps its work. Press another key.`);
    const other = commands.find((one) => one !== command && one.now.includes(key));
    if (!other) return give(command, [key]);
    tell(`${keyNames(key).join(" ")} is the key for: ${other.what}.`);
    ask(command,
      button("Use it here instead", () => give(command, [key], other)),
      button("Leave it there", cancel));
  }

  /** Gives the command these keys, and takes them from `other`; Esc stays where it leads back. */
  function give(command, keys, other = null) {
    const own = { ...recall("keys").own };
    own[command.name] = [...keys, ...command.now.filter((key) => key === "Escape")];
    if (other) own[other.name] = other.now.filter((key) => !keys.includes(key));
    remember("keys", { own });
    const named = keys.length ? keyNames(keys[0]).join(" ") : "no key";
    const off = keys.some(single) && !singles ? " Letters and signs are switched off now." : "";
    done(command, `${command.what}: ${named}.${other && !own[other.name].length ? ` ${other.what}: no key.` : ""}${off}`);
  }

  function heard(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    if (root.querySelector("dialog[open]") || !root.isConnected || ownKey(event.target, event.key)) return;
    if (!root.contains(event.target) && busy(event.target, event.key)) return;
    const key = keyOf(event);
    if (key.startsWith("Shift+") && !getSelection().isCollapsed) return; // a selection is being stretched
    const act = singles || !single(key) ? bound.get(key) : null;
    if (!act || act(event) === false) return;
    event.preventDefault();
    event.stopPropagation();
  }

  // Before anyone else on the page, but only for the player's own keys; the page's shortcuts never hear its other keys.
  const shield = (event) => { if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation(); };
  addEventListener("keydown", heard, true);
  root.addEventListener("keydown", shield);
  return { dialog, stop: () => { removeEventListener("keydown", heard, true); root.removeEventListener("keydown", shield); } };
}

/** Whether the element with the focus needs this key for itself. */
function ownKey(target, key) {
  if (target.closest("dialog:not([open])")) return false; // closed this very moment: the focus has not left it yet
  if (target.isContentEditable || target.matches("select, textarea")) return true;
  if (target.matches("input[type=range]")) return !single(key) && key !== " " && key !== "Escape";
  if (target.matches("input[type=radio], input[type=checkbox]")) return !single(key);
  if (target.matches("input")) return true;
  return target.matches("button, summary, [role=button]") && key === " ";
}

/** Whether an element of the page around the player needs it: a menu or dialog that is open, or a part that arrows move. */
function busy(target, key) {
  if (target.closest("[role=menu], [role=listbox], [role=dialog], [data-baseweb=popover]")) return true;
  if (target.matches("[aria-expanded=true], [role=textbox], [role=searchbox], [role=combobox]")) return true;
  return target.matches("[aria-haspopup], [aria-expanded], [role]") && !single(key);
}
