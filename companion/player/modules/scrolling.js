// Scrolling: what is heard is kept in view.

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const SCROLLING = new Set(["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"]);

/** Keeps what is heard in view, until the reader scrolls by hand: then it calls `letGo`. */
export function createFollower(scroller, letGo) {
  let own = 0; // scroll events before this moment are our own doing
  let shifting = 0; // changes of the layout that are not seen yet
  const ours = (milliseconds) => { own = performance.now() + milliseconds; };
  const listen = (name, listener) => scroller.addEventListener(name, listener, { passive: true });
  listen("wheel", letGo);
  listen("touchmove", letGo);
  listen("keydown", (event) => { if (event.target === scroller && SCROLLING.has(event.key)) letGo(); });
  listen("pointerdown", (event) => { if (event.target === scroller && event.offsetX >= scroller.clientWidth) letGo(); });
  listen("scroll", () => { if (performance.now() > own && !shifting) letGo(); else ours(Math.max(300, own - performance.now())); });
  const size = new ResizeObserver(() => ours(300));
  size.observe(scroller);
  return {
    stop: () => size.disconnect(),
    /** To be called before the text is laid out anew: what scrolls by that is not the reader's doing. */
    shifted() {
      shifting++;
      const frames = (count) => requestAnimationFrame(() => {
        if (count) return frames(count - 1);
        shifting--;
        ours(300);
      });
      frames(3);
    },
    top() {
      ours(200);
      scroller.scrollTo({ top: 0, behavior: "instant" });
    },
    /** Scrolls so that `element` stands in the upper half; only when it is outside the comfortable middle, unless `always`. */
    keep(element, always = false) {
      const [view, mine] = [scroller.getBoundingClientRect(), element.getBoundingClientRect()];
      const [top, bottom] = [(mine.top - view.top) / view.height, (mine.bottom - view.top) / view.height];
      if (!always && top >= 0.1 && bottom <= 0.72) return;
      const way = mine.top - view.top - 0.3 * view.height;
      const near = Math.abs(way) < 1.5 * view.height && !calm();
      ours(near ? 1000 : 200);
      scroller.scrollBy({ top: way, behavior: near ? "smooth" : "instant" });
    },
  };
}
