// Controls: the bar, and the dialogs that it opens.

import { heading, iconButton, language, make, setIcon } from "./elements.js";
import { clockFace } from "./reading.js";
import { placeAt } from "./whole.js";

export const SPEEDS = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.75, 2, 2.25, 2.5, 2.75, 3];

/** The bar: where one is, and everything that moves it. */
export function createControls(reading, actions) {
  const button = (name, drawing, label, act, extra) => iconButton(drawing, label, act, { "data-name": name, ...extra });
  const stride = reading.total > 600 ? 5 : 1; // seconds that an arrow moves it
  const seek = make("input", {
    type: "range", class: "cp-seek", "data-name": "seek", "aria-label": "Place in the reading",
    min: 0, max: reading.total, step: "any", value: 0,
    on: {
      input: () => { scrubbing = true; showTime(Number(seek.value)); tell(); },
      change: () => { scrubbing = false; actions.seek(Number(seek.value)); },
      focus: () => tell(),
      keydown: (event) => {
        const way = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
        if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        if (event.shiftKey) actions.passage(way);
        else actions.seek(Math.max(0, Math.min(reading.total, Number(seek.value) + way * stride)));
        tell();
      },
    },
  });
  const track = make("div", { class: "cp-track" }, seek); // the strip lies in it, below the slider
  const [elapsed, total] = [make("span", { class: "cp-time" }, "0:00"), make("span", { class: "cp-time" }, clockFace(reading.total))];
  const now = make("div", { class: "cp-where", dir: "auto" });
  const play = button("play", "play", "Play", actions.toggle, { class: "cp-button cp-play" });
  const speed = make("select", {
    class: "cp-speed", "data-name": "speed", "aria-label": "Speed", title: "Speed",
    on: { change: () => actions.speed(Number(speed.value)) },
  }, ...SPEEDS.map((value) => make("option", { value }, `${value}×`)));
  const mute = button("mute", "loud", "Mute", actions.mute);
  const volume = make("input", {
    type: "range", class: "cp-volume", "data-name": "volume", "aria-label": "Volume", title: "Volume",
    min: 0, max: 100, step: 5, value: 100,
    on: { input: () => actions.volume(volume.value / 100) },
  });
  const keys = make("button", {
    type: "button", class: "cp-button", "data-name": "keys", "aria-label": "Keys", title: "Keys",
    on: { click: actions.keys },
  }, "?");
  const element = make("div", { class: "cp-bar", role: "region", "aria-label": "Playback" },
    make("div", { class: "cp-row cp-progress" }, elapsed, track, total),
    make("div", { class: "cp-row cp-transport" },
      make("div", { class: "cp-side" }, button("contents", "list", "Contents", actions.contents), now),
      make("div", { class: "cp-moves" },
        button("previous-passage", "back", "Previous passage", () => actions.passage(-1)),
        button("previous", "previous", "Previous sentence", () => actions.sentence(-1)),
        play,
        button("next", "next", "Next sentence", () => actions.sentence(1)),
        button("next-passage", "forth", "Next passage", () => actions.passage(1))),
      make("div", { class: "cp-side cp-settings" }, speed, mute, volume, keys)));
  let [scrubbing, sounding, shown] = [false, false, -1];

  function showTime(time) {
    elapsed.textContent = clockFace(time);
    track.style.setProperty("--cp-done", `${Math.min(100, (100 * time) / reading.total)}%`);
    if (!sounding || document.activeElement !== seek) tell(time); // else a screen reader would tell it over the voice
  }

  function tell(time = Number(seek.value)) {
    const { section, passage, speaker } = placeAt(reading, time);
    const words = [`${clockFace(time)} of ${clockFace(reading.total)}`, section.title, passage?.title, speaker && `voice: ${speaker.name}`];
    seek.setAttribute("aria-valuetext", words.filter(Boolean).join(", "));
  }

  return {
    element, track,
    /** Seconds into the straight reading. */
    time(time) {
      if (scrubbing || Math.floor(4 * time) === shown) return; // four times a second is enough for the eye
      shown = Math.floor(4 * time);
      seek.value = time;
      showTime(time);
    },
    where: (text) => { now.textContent = text; },
    playing(is) {
      setIcon(play, is ? "pause" : "play", is ? "Pause" : "Play");
      if (sounding !== is) tell();
      sounding = is;
    },
    speed: (value) => { speed.value = String(value); },
    volume(value, muted) {
      volume.value = Math.round(100 * value);
      setIcon(mute, muted ? "mute" : "loud", muted ? "Unmute" : "Mute");
    },
  };
}

export function createDialog(title, name, ...children) {
  const close = make("button", { type: "button", class: "cp-action", on: { click: () => dialog.close() } }, "Close");
  const dialog = make("dialog", { class: `cp-dialog ${name}`, "aria-label": title },
    make("div", { class: "cp-dialog-head" }, heading(2, title, "cp-dialog-title"), close), ...children);
  return dialog;
}

/** Sections, and voices where there are several. */
export function createContents(reading, voices, voice, actions) {
  const buttons = reading.straight.map((section) =>
    make("button", { type: "button", class: "cp-entry", on: { click: () => { dialog.close(); actions.go(section, 0); } } },
      make("span", { dir: "auto" }, section.title), make("span", { class: "cp-time" }, clockFace(section.duration))));
  const list = make("div", { role: "list", class: "cp-entries", lang: language(reading.guide) },
    ...buttons.map((button) => make("div", { role: "listitem" }, button)));
  const choice = make("select", { class: "cp-voice", on: { change: () => actions.voice(Number(choice.value)) } },
    ...voices.map(({ label }, index) => make("option", { value: index, selected: index === voice }, label)));
  const dialog = createDialog("Contents", "cp-contents", voices.length > 1 ? make("label", { class: "cp-field" }, "Voice", choice) : null, list);
  return {
    dialog,
    show(section) {
      buttons.forEach((button, index) => button.setAttribute("aria-current", String(reading.straight[index] === section)));
      dialog.showModal();
      buttons[reading.straight.indexOf(section)]?.focus();
    },
  };
}
