// Tapping: how late the sound is heard, found by tapping along with clicks.

import { make } from "./elements.js";

const BEATS = 16;
const GAP = 1; // seconds from click to click
const EARLIEST = -0.3; // seconds; a tap from here up to one gap later belongs to the click
const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

/** What the taps (seconds, the first click is at 0) say: seconds that they are late, or null where they are few or uneven. */
export function latenessOf(taps) {
  const late = taps.filter((tap) => tap > EARLIEST).map((tap) => ((((tap - EARLIEST) % GAP) + GAP) % GAP) + EARLIEST);
  if (late.length < BEATS / 2) return null;
  const middle = median(late);
  return median(late.map((one) => Math.abs(one - middle))) > 0.12 ? null : middle;
}

/** The test's element; `use(milliseconds)` is called when its outcome is accepted. */
export function createTapping(player, use) {
  let [context, first, taps, timer] = [null, 0, [], 0];
  const button = (text, act) => make("button", { type: "button", class: "cp-action", on: { click: act } }, text);
  const told = make("div", { class: "cp-told", role: "status" });
  const pad = make("button", { type: "button", class: "cp-pad", hidden: true, on: { pointerdown: tapped, keydown: keyed } }, "Tap here, or press any key, with each click");
  const row = make("div", { class: "cp-buttons" });
  const begin = button("Find it by tapping", start);
  row.append(begin);

  function start() {
    stop();
    player.clock.pause();
    context = new AudioContext();
    first = context.currentTime + GAP;
    for (let beat = 0; beat < BEATS; beat++) click(first + GAP * beat);
    taps = [];
    timer = setTimeout(finish, 1000 * GAP * (BEATS + 1.7));
    told.textContent = "";
    pad.hidden = false;
    row.replaceChildren(button("Stop", () => { stop(); begin.focus(); }));
    pad.focus();
  }

  function click(at) {
    const [tone, gain] = [context.createOscillator(), context.createGain()];
    tone.frequency.value = 1000;
    gain.gain.setValueAtTime(0.2, at);
    gain.gain.exponentialRampToValueAtTime(0.0005, at + 0.04);
    tone.connect(gain).connect(context.destination);
    tone.start(at);
    tone.stop(at + 0.05);
  }

  function keyed(event) {
    if (event.key === "Tab" || event.key === "Escape" || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (!event.repeat) tapped(event);
  }

  /** A tap is placed on the clock of the sound by when it happened, not by when it is heard of here. */
  function tapped({ timeStamp }) {
    if (!context) return;
    const told = context.getOutputTimestamp?.();
    const { contextTime, performanceTime } = told?.performanceTime ? told
      : { contextTime: context.currentTime - (context.outputLatency || 0), performanceTime: performance.now() };
    taps.push(contextTime + (timeStamp - performanceTime) / 1000 - first);
    if (taps.length >= BEATS) finish();
  }

  function finish() {
    const late = latenessOf(taps);
    stop();
    if (late === null) {
      told.textContent = "The taps were too few or too uneven to tell. Tap along from the second or third click on.";
      return begin.focus();
    }
    const found = Math.round(100 * late) * 10;
    told.textContent = found < 0 ? `You tapped ${-found} milliseconds before the clicks.` : `You tapped ${found} milliseconds after the clicks.`;
    const accept = button(`Use ${found} ms`, () => { use(found); stop(); begin.focus(); });
    row.prepend(accept);
    begin.textContent = "Try again";
    accept.focus();
  }

  function stop() {
    clearTimeout(timer);
    context?.close();
    context = null;
    pad.hidden = true;
    told.textContent = "";
    begin.textContent = "Find it by tapping";
    row.replaceChildren(begin);
  }

  return { element: make("div", { class: "cp-tapping" }, row, pad, told), stop };
}
