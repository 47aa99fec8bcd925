// Keys: what each key does, and when the player leaves it alone.

import { createDialog } from "./controls.js";
import { make } from "./elements.js";
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

const SIGNS = { " ": "Space", ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc", "-": "−", PageUp: "Page Up", PageDown: "Page Down" };

/** A key as people know it: the names of what is pressed together. */
function keyNames(key) {
  return key.split(/\+(?=.)/).map((part) => SIGNS[part] ?? (part.length === 1 ? part.toUpperCase() : part));
}

export function createKeys(root, commands) {
  const bound = new Map(commands.flatMap(({ keys, act }) => keys.map((key) => [key, act])));
  let singles = recall("keys").singles ?? true;
  const box = make("input", { type: "checkbox", on: { change: () => { singles = box.checked; remember("keys", { singles }); } } });
  box.checked = singles;
  const dialog = createDialog("Keys", "cp-keys",
    make("label", { class: "cp-field" }, box, "Use letters and signs as keys. Space, arrows and Esc always work."),
    make("table", {}, make("tbody", {}, ...commands.filter(({ keys }) => keys.length).map(({ keys, what }) => make("tr", {},
      make("th", { scope: "row" }, ...keys.flatMap((key, index) => [index ? " or " : "", ...keyNames(key).map((name) => make("kbd", {}, name))])),
      make("td", {}, what))))));

  function heard(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    if (root.querySelector("dialog[open]") || !root.isConnected || ownKey(event.target, event.key)) return;
    if (!root.contains(event.target) && busy(event.target, event.key)) return;
    const character = event.key.length === 1;
    const key = event.shiftKey && !character ? `Shift+${event.key}` : character ? event.key.toLowerCase() : event.key;
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
