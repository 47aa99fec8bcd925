// Settings: how the text looks and when it is lit, kept for each person.

import { createDialog } from "./controls.js";
import { make } from "./elements.js";
import { recall, remember } from "./memory.js";
import { createRuler } from "./ruler.js";
import { createTapping } from "./tapping.js";
import { addFont, addedFonts, deviceHas, dropFont, familyOf, offerFonts } from "./typefaces.js";

const ems = (value) => `${value} em`;
// Each: its name, from, to, step, the value that the stylesheet has by itself, as it is shown, and the property that it sets.
const MEASURES = {
  size: ["Size", 100, 300, 10, 100, (value) => `${value} %`, "--cp-size", (value) => value / 100],
  leading: ["Line height", 1.2, 2.6, 0.1, 1.7, (value) => `${value} times`, "--cp-leading"],
  letters: ["Letter spacing", 0, 0.3, 0.02, 0, ems, "--cp-letters"],
  words: ["Word spacing", 0, 0.6, 0.02, 0, ems, "--cp-words"],
  paragraphs: ["Space between paragraphs", 0.5, 3, 0.1, 1, ems, "--cp-paragraphs"],
  measure: ["Line length", 25, 110, 5, 65, (value) => `about ${value} characters`, "--cp-measure"],
};
const HIGHLIGHTS = [["colour", "Colour"], ["underline", "Underline"], ["outline", "Outline"], ["off", "Off"]];
const THEMES = [["app", "Automatic"], ["light", "Light"], ["dark", "Dark"], ["sepia", "Sepia"],
  ["contrast", "High contrast, on black"], ["contrast-light", "High contrast, on white"]];
const FACES = [["serif", "Serif"], ["sans", "Sans serif"], ["system", "The device’s own"], ["mono", "Typewriter"]];
const LATENESS = ["Highlight waits", -500, 1000, 10, 0, (value) => `${value} ms`];
const LOOK = {
  face: "serif", device: "", theme: "app", word: "colour", sentence: "colour", focus: false, ruler: false, delay: 0,
  ...Object.fromEntries(Object.entries(MEASURES).map(([name, [, , , , usual]]) => [name, usual])),
};
const WIDE = { leading: 1.5, letters: 0.12, words: 0.16, paragraphs: 2 }; // WCAG 2.2, 1.4.12: all at once

export function createSettings(player) {
  const { root } = player;
  const home = offerFonts(player.options?.fonts ?? []);
  const ruler = createRuler(player);
  const fields = new Map(); // setting -> shows a value
  let added = [];
  let look = readLook();

  function readLook() {
    const kept = Object.entries(recall("reading")).filter(([name, value]) => typeof value === typeof LOOK[name]);
    return { ...LOOK, ...Object.fromEntries(kept) };
  }

  function change(changes) {
    remember("reading", changes);
    look = readLook();
    const { following } = player;
    player.follower.shifted();
    apply();
    if (following) player.actions.follow();
  }

  /** Puts it on the player: all of the looks is in the stylesheet. */
  function apply() {
    const set = (property, value) => (value === null ? root.style.removeProperty(property) : root.style.setProperty(property, value));
    for (const [name, [, least, most, , usual, , property, as]] of Object.entries(MEASURES)) {
      const value = Math.min(most, Math.max(least, look[name]));
      set(property, value === usual ? null : as?.(value) ?? value);
    }
    set("--cp-serif", familyOf(look.face, look.device) || null);
    root.dataset.theme = look.theme;
    root.dataset.litWord = look.word;
    root.dataset.litLine = look.sentence;
    root.toggleAttribute("data-focus", look.focus);
    player.delay = Math.min(LATENESS[2], Math.max(LATENESS[1], look.delay)) / 1000;
    ruler.show(look.ruler);
    for (const [name, show] of fields) show(look[name]);
    showFaces();
  }

  // The fields

  function slider(name, [label, min, max, step, , shown]) {
    const value = make("span", { class: "cp-time" });
    const input = make("input", { type: "range", "aria-label": label, min, max, step, "data-setting": name, on: { input: () => change({ [name]: Number(input.value) }) } });
    fields.set(name, (now) => {
      input.value = now;
      value.textContent = shown(now);
      input.setAttribute("aria-valuetext", shown(now));
    });
    return make("label", { class: "cp-slider" }, make("span", {}, label), value, input);
  }

  function select(name, label, choices) {
    const input = make("select", { "data-setting": name, on: { change: () => change({ [name]: input.value }) } }, ...optionsOf(choices));
    fields.set(name, (now) => { input.value = now; });
    return make("label", { class: "cp-field" }, label, input);
  }

  function checkbox(name, label) {
    const input = make("input", { type: "checkbox", "data-setting": name, on: { change: () => change({ [name]: input.checked }) } });
    fields.set(name, (now) => { input.checked = now; });
    return make("label", { class: "cp-field" }, label, input);
  }

  const optionsOf = (choices) => choices.map(([value, label]) => make("option", { value }, label));
  const button = (text, act) => make("button", { type: "button", class: "cp-action", on: { click: act } }, text);
  const group = (title, ...children) => make("fieldset", { class: "cp-group" }, make("legend", {}, title), ...children);

  // The typeface

  const face = make("select", { "data-setting": "face", on: { change: () => change({ face: face.value }) } });
  const device = make("input", {
    type: "text", class: "cp-number-field cp-font-name", "data-setting": "device", maxlength: 80, autocomplete: "off", spellcheck: "false",
    on: { input: () => change({ device: device.value }) },
  });
  const deviceField = make("label", { class: "cp-field" }, "Its name", device);
  const drop = button("Remove this font", async () => {
    const name = look.face.slice(5);
    added = added.filter((one) => one !== name);
    change({ face: "serif" });
    face.focus();
    await dropFont(name);
    tell(`${name} is removed.`);
  });
  const file = make("input", { type: "file", hidden: true, accept: ".ttf,.otf,.woff,.woff2", on: { change: () => take() } });
  const told = make("div", { class: "cp-told", role: "status" });
  const tell = (text) => { told.textContent = text; };

  function showFaces() {
    const choices = [...FACES, ...home.map((name) => [`font:${name}`, name]), ...added.map((name) => [`file:${name}`, `${name} (added by you)`]), ["device", "Another of this device…"]];
    if (face.children.length !== choices.length || face.lastElementChild.previousElementSibling.value !== choices.at(-2)[0]) face.replaceChildren(...optionsOf(choices));
    face.value = choices.some(([value]) => value === look.face) ? look.face : "serif";
    deviceField.hidden = look.face !== "device";
    drop.hidden = !look.face.startsWith("file:") || face.value !== look.face;
    if (document.activeElement !== device) device.value = look.device;
    if (look.face === "device" && look.device.trim()) tell(deviceHas(look.device) ? "" : "This device has no font of that name.");
    else if (look.face === "device") tell("");
  }

  async function take() {
    const [chosen] = file.files;
    if (!chosen) return;
    file.value = "";
    try {
      const { name, kept } = await addFont(chosen);
      added = [...added.filter((one) => one !== name), name];
      change({ face: `file:${name}` });
      tell(kept ? `${name} is in use. It stays in this browser.` : `${name} is in use until the page is closed: this browser keeps no files.`);
    } catch {
      tell("That file is not a font that this browser can read.");
    }
  }

  const tapping = createTapping(player, (delay) => change({ delay }));
  const dialog = createDialog("Reading settings", "cp-look",
    group("Typeface",
      make("label", { class: "cp-field" }, "Typeface", face), deviceField,
      make("div", { class: "cp-buttons" }, button("Add a font file", () => file.click()), drop, file), told),
    group("Size and space",
      ...Object.entries(MEASURES).map(([name, measure]) => slider(name, measure)),
      make("div", { class: "cp-buttons" }, button("Wide spacing", () => change(WIDE)))),
    group("Colours", select("theme", "Theme", THEMES)),
    group("What is being read",
      select("word", "Word", HIGHLIGHTS), select("sentence", "Sentence", HIGHLIGHTS),
      checkbox("focus", "One sentence at a time: the others step back"), checkbox("ruler", "Reading ruler")),
    group("Sound that comes late",
      make("div", { class: "cp-hint" }, "Bluetooth delays the sound. The highlight can wait for it."),
      slider("delay", LATENESS), tapping.element),
    make("div", { class: "cp-buttons" }, button("All as it was at first", () => {
      tapping.stop();
      change(LOOK);
      tell("");
    })));
  dialog.addEventListener("close", () => { tapping.stop(); tell(""); });
  apply();

  const fontsCame = () => { if (player.following) { player.follower.shifted(); player.actions.follow(); } };
  return {
    commands: [{ name: "settings", keys: ["o"], what: "Reading settings", act: () => dialog.showModal() }],
    tools: [{
      name: "settings", label: "Reading settings", act: () => dialog.showModal(),
      drawing: "M1 18.5 6.2 5h2.2l5.2 13.5h-2.3L9 15H4.6l-1.3 3.5zm4.3-5.5h3L6.8 8.2zM22.5 18.5h-2v-1.100c-.6.900-1.500 1.300-2.500 1.300-2.100 0-3.700-1.700-3.700-4.100s1.600-4.100 3.700-4.100c1 0 1.900.4 2.500 1.300v-1.100h2zM18.400 12.300c-1.200 0-2 .9-2 2.300s.8 2.300 2 2.300 2.100-.9 2.100-2.300-.9-2.300-2.100-2.300z",
    }],
    dialogs: [dialog],
    began() {
      document.fonts.addEventListener("loadingdone", fontsCame);
      ruler.follow();
      addedFonts().then((names) => {
        added = names;
        if (names.length) apply();
      });
    },
    line: () => ruler.follow(),
    changed: () => ruler.follow(),
    stop() {
      document.fonts.removeEventListener("loadingdone", fontsCame);
      tapping.stop();
      ruler.stop();
    },
  };
}
