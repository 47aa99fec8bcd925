// Keys: what each key does, and when the player leaves it alone.

import { createDialog } from "./controls.js";
import { make } from "./elements.js";
import { recall, remember } from "./memory.js";

/** Every key: what `event.key` says, how it is shown, what it does. With Shift where the name begins so. */
const KEYS = [
  [[" ", "k"], "Space or K", "Play or pause", (actions) => actions.toggle()],
  [["ArrowLeft"], "←", "Previous sentence", (actions) => actions.sentence(-1)],
  [["ArrowRight"], "→", "Next sentence", (actions) => actions.sentence(1)],
  [["r"], "R", "This sentence again", (actions) => actions.sentence(0)],
  [["Shift+ArrowLeft"], "Shift ←", "Previous passage", (actions) => actions.passage(-1)],
  [["Shift+ArrowRight"], "Shift →", "Next passage", (actions) => actions.passage(1)],
  [["n"], "N", "Hear the note about this", (actions) => actions.hearCurrent()],
  [["b", "Escape"], "B or Esc", "From a note back to the very word", (actions) => actions.back()],
  [["g"], "G", "Go to the note", (actions) => actions.goToNote()],
  [["t"], "T", "Show what the note is about", (actions) => actions.goToPassage()],
  [["f"], "F", "Back to the voice: follow it again", (actions) => actions.follow()],
  [[","], ",", "Slower", (actions) => actions.faster(-1)],
  [["."], ".", "Faster", (actions) => actions.faster(1)],
  [["-"], "−", "Quieter", (actions) => actions.louder(-1)],
  [["+", "="], "+", "Louder", (actions) => actions.louder(1)],
  [["m"], "M", "Sound off or on", (actions) => actions.mute()],
  [["s"], "S", "Contents: sections and voices", (actions) => actions.contents()],
  [["?"], "?", "These keys", (actions) => actions.keys()],
];
const single = (key) => key.length === 1 && key !== " "; // a character, which speech input may type by accident (WCAG 2.1.4)

export function createKeys(root, actions) {
  const bound = new Map(KEYS.flatMap(([keys, , , act]) => keys.map((key) => [key, act])));
  let singles = recall("keys").singles ?? true;
  const box = make("input", { type: "checkbox", on: { change: () => { singles = box.checked; remember("keys", { singles }); } } });
  box.checked = singles;
  const dialog = createDialog("Keys", "cp-keys",
    make("label", { class: "cp-field" }, box, "Use letters and signs as keys. Space, arrows and Esc always work."),
    make("table", {}, make("tbody", {}, ...KEYS.map(([, shown, what]) => make("tr", {},
      make("th", { scope: "row" }, ...shown.split(" ").map((part) => (part === "or" ? " or " : make("kbd", {}, part)))),
      make("td", {}, what))))));

  function heard(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    if (root.querySelector("dialog[open]") || !root.isConnected || ownKey(event.target, event.key)) return;
    if (!root.contains(event.target) && busy(event.target, event.key)) return;
    const character = event.key.length === 1;
    const key = event.shiftKey && !character ? `Shift+${event.key}` : character ? event.key.toLowerCase() : event.key;
    if (key.startsWith("Shift+") && !getSelection().isCollapsed) return; // a selection is being stretched
    const act = singles || !single(key) ? bound.get(key) : null;
    if (!act || act(actions) === false) return;
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
