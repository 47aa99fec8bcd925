// Ruler: a band at the line that is read; the pointer moves it too.

import { make } from "./elements.js";

export function createRuler(player) {
  const scroller = player.text.element;
  const page = scroller.querySelector(".cp-page");
  const band = make("div", { class: "cp-ruler", "aria-hidden": "true", hidden: true });
  let voice = NaN; // where the voice was seen last, in pixels from the page's top
  let frame = 0;
  page.append(band);

  /** Puts its middle at `y`, in pixels of the window. */
  function put(y, height = 0) {
    band.style.setProperty("--cp-least", `${height}px`);
    band.style.top = `${y - page.getBoundingClientRect().top}px`;
  }

  /** To the voice, where that has moved on to another line. */
  function follow() {
    cancelAnimationFrame(frame);
    if (band.hidden) return;
    const now = player.lit.find((element) => page.contains(element)) ?? page.querySelector(".cp-line-now, .cp-passage-title.cp-line-now");
    const box = now?.getClientRects()[0];
    if (box) {
      const middle = (box.top + box.bottom) / 2;
      const there = middle - page.getBoundingClientRect().top;
      if (!(Math.abs(there - voice) < 2)) {
        voice = there;
        put(middle, box.height);
      }
    }
    if (player.clock?.wanted) frame = requestAnimationFrame(follow);
  }

  scroller.addEventListener("pointermove", (event) => { if (!band.hidden) put(event.clientY); }, { passive: true });
  const size = new ResizeObserver(follow);
  size.observe(page);
  return {
    follow,
    show(is) {
      band.hidden = !is;
      voice = NaN;
      follow();
    },
    stop() {
      cancelAnimationFrame(frame);
      size.disconnect();
    },
  };
}
