// Excerpts: from a sentence to a sentence, as a link and as a pack.

import { createDialog } from "./controls.js";
import { excerpt, hidden, language, make } from "./elements.js";
import { clockFace } from "./reading.js";

const EXCERPT_SIGN = "M9 4H4v16h5v-2H6V6h3zm6 0v2h3v12h-3v2h5V4zM8.5 9h7v2h-7zm0 4h7v2h-7z";
const NOTES_IN_PACK = { none: "Without the notes", passage: "Notes at the end of each passage", section: "Notes at the end of each section" };

export function createExcerpts(player) {
  const { reading, root } = player;
  const { title, notice } = reading.guide;
  let chosen = { from: null, to: null }; // lines
  let hearing = false; // whether it is all that is heard
  let over = false; // whether it has stopped at its end
  let selected = null; // {from, to}: what is selected with the mouse
  const place = (line) => reading.sections[line.section].offset + line.start; // seconds into it all
  const linesOf = (section) => section.lines.filter((line) => line.id);
  const length = () => place(chosen.to) + chosen.to.end - chosen.to.start - place(chosen.from);
  const inside = (line) => chosen.to && place(chosen.from) <= place(line) && place(line) <= place(chosen.to);
  const words = (line) => line.block.text.slice(line.from, line.to);
  const lastWords = (text) => (text.length <= 48 ? text : `…${text.slice(-48).replace(/^\S*\s+/, "")}`);

  /** The sentence of the straight reading with this id. */
  function known(id) {
    const line = reading.lines.get(id);
    return line && reading.straight.includes(reading.sections[line.section]) ? line : null;
  }

  // Choosing

  function choose(from, to) {
    chosen = from && to && place(from) > place(to) ? { from: to, to: from } : { from, to };
    if (hearing && !to) hearing = false;
    changedChoice();
  }

  function setBegin() {
    const line = player.sentence;
    if (!line) return;
    choose(line, chosen.to && place(line) <= place(chosen.to) ? chosen.to : null);
    tell(chosen.to ? `The excerpt begins here: ${clockFace(length())}.` : "The excerpt begins here. ] sets its end.");
  }

  function setEnd() {
    const line = player.sentence;
    if (!line) return;
    choose(chosen.from ?? line, line);
    tell(`The excerpt ends here: ${clockFace(length())}.${dialog.open ? "" : " X plays it or makes a link."}`);
  }

  const tell = (text) => (dialog.open ? (told.textContent = text) : player.show(text));

  const choosePart = (lines) => choose(lines[0], lines.at(-1));

  /** The sentences that the mouse has selected, or null. */
  function selection() {
    const now = getSelection();
    if (now.isCollapsed || !player.text.element.contains(now.anchorNode)) return null;
    const range = now.getRangeAt(0);
    const lines = reading.straight.flatMap(linesOf).filter((line) => line.elements[0] && range.intersectsNode(line.elements[0]));
    return lines.length ? { from: lines[0], to: lines.at(-1) } : null;
  }

  const looked = () => {
    clearTimeout(looking);
    looking = setTimeout(() => {
      selected = selection();
      offer.hidden = !selected;
      if (!selected) return;
      const [box, around] = [getSelection().getRangeAt(0).getBoundingClientRect(), offer.parentElement.getBoundingClientRect()];
      offer.style.insetBlockStart = `${Math.max(8, Math.min(box.bottom - around.top + 8, around.height - 52))}px`;
      offer.style.insetInlineStart = `${Math.max(8, Math.min(box.left - around.left, around.width - offer.offsetWidth - 8))}px`;
    }, 120);
  };
  let looking = 0;
  const offer = make("button", { type: "button", class: "cp-action cp-excerpt-offer", hidden: true, on: { click: () => {
    choose(selected.from, selected.to);
    getSelection().removeAllRanges();
    open();
  } } }, "Excerpt of this");

  // Hearing

  /** Lets nothing but the excerpt be heard, from its first word on. */
  function hear(wanted) {
    hearing = true;
    changedChoice();
    player.actions.go(reading.sections[chosen.from.section], chosen.from.start, wanted);
  }

  function leave() {
    hearing = false;
    problem.hidden = true;
    choose(null, null);
    player.show("The whole guide is heard.");
    player.text.element.focus({ preventScroll: true });
  }

  function changedChoice() {
    over = false;
    const { from, to } = chosen;
    if (player.clock) player.clock.excerpt = { asked: asked(), from: from?.id, to: to?.id, hearing };
    player.fence = hearing ? { section: reading.sections[from.section], time: from.start } : null;
    paint();
    player.rethink();
  }

  function ended() {
    player.clock.pause(chosen.to.end);
    over = true;
    player.show("The excerpt has ended. Play plays it again.");
    return true;
  }

  // Showing

  const edges = ["begins", "ends"].map((what, index) => make("span", { class: "cp-edge" }, make("span", { "aria-hidden": "true" }, "[]"[index]), hidden(` Excerpt ${what}. `)));
  let painted = [];

  function paint() {
    for (const element of painted) element.classList.remove("cp-excerpt");
    for (const edge of edges) edge.remove();
    painted = chosen.to ? reading.straight.flatMap(linesOf).filter(inside).flatMap((line) => line.elements[0] ?? []) : [];
    for (const element of painted) element.classList.add("cp-excerpt");
    chosen.from?.elements[0]?.before(edges[0]);
    chosen.to?.elements[0]?.after(edges[1]);
    root.classList.toggle("cp-hears-excerpt", hearing);
    strip.hidden = !hearing;
    if (hearing) said.textContent = `Excerpt: ${clockFace(length())} of ${clockFace(reading.total)}, “${title}”`;
    const { from, to } = chosen;
    summary.hidden = !from;
    beginning.textContent = from ? excerpt(words(from), 48) : "";
    ending.textContent = to ? lastWords(words(to)) : "not set yet";
    long.textContent = to ? `${clockFace(length())} of ${clockFace(reading.total)}` : "";
    for (const control of doing) control.hidden = !to;
    address.value = to ? link() : "";
    if (to && pack) pack.href = packAddress();
    told.textContent = "";
  }

  // The link and the pack

  function link() {
    const url = new URL(location.href);
    [url.hash, url.search] = ["", ""];
    if (root.closest(".stApp")) url.searchParams.set("guide", player.guide);
    url.searchParams.set("from", chosen.from.id);
    url.searchParams.set("to", chosen.to.id);
    return url.href;
  }

  function packAddress() {
    const url = new URL(`${encodeURIComponent(reading.voice)}.zip`, new URL(player.options.excerpt, location.href)); // of the voice that is heard
    url.search = new URLSearchParams({ from: chosen.from.id, to: chosen.to.id, notes: notes.value });
    return url.href;
  }

  async function copy() {
    try {
      await navigator.clipboard.writeText(link());
    } catch {
      address.select(); // a page that may not write there, such as one on plain http
      document.execCommand("copy");
    }
    told.textContent = "The link is copied.";
  }

  // The dialog

  const button = (text, act) => make("button", { type: "button", class: "cp-action", on: { click: act } }, text);
  const [beginning, ending, long] = [1, 2, 3].map(() => make("dd", { dir: "auto" }));
  const summary = make("dl", { class: "cp-excerpt-summary" },
    ...[["Begins", beginning], ["Ends", ending], ["Length", long]].flatMap(([name, value]) => [make("dt", {}, name), value]));
  for (const value of [beginning, ending]) value.lang = language(reading.guide) ?? "";
  const told = make("div", { class: "cp-excerpt-told", role: "status" });
  const address = make("input", { class: "cp-excerpt-link", type: "text", readonly: true, on: { focus: () => address.select() } });
  const notes = make("select", { on: { change: () => { pack.href = packAddress(); } } },
    ...Object.entries(NOTES_IN_PACK).map(([value, name]) => make("option", { value }, name)));
  const pack = player.options.excerpt ? make("a", { class: "cp-action", download: true }, "Download the pack") : null;
  const ways = (...children) => make("div", { class: "cp-excerpt-ways" }, ...children);
  const bySelection = button("What is selected", () => choose(selected.from, selected.to));
  const byLetter = button("", () => choosePart(linesOf(reading.sections[player.sentence.section]).filter((line) => line.block.passage === player.sentence.block.passage)));
  const first = button("Begin with this sentence", setBegin);
  const doing = [
    ways(button("Play it", () => { dialog.close(); hear(true); }), button("Copy the link", copy), button("Clear", () => { hearing = false; choose(null, null); first.focus(); })),
    make("label", { class: "cp-field" }, "Link", address),
    pack && make("div", { class: "cp-excerpt-pack" }, make("label", { class: "cp-field" }, "Pack: sound, captions, a page to print", notes), pack),
  ].filter(Boolean);
  const dialog = createDialog("Excerpt", "cp-excerpts",
    summary, ...doing, told,
    make("fieldset", { class: "cp-excerpt-choice" }, make("legend", {}, "Choose"),
      ways(first, button("End with this sentence", setEnd)),
      ways(button("This passage", () => choosePart(linesOf(reading.sections[player.sentence.section]).filter((line) => line.block === player.sentence.block))),
        byLetter, button("This section", () => choosePart(linesOf(reading.sections[player.sentence.section]))), bySelection)),
    make("p", { class: "cp-excerpt-help" }, "“This” is the sentence being said, or said last. With the mouse: select words of the text."),
    notice ? make("p", { class: "cp-excerpt-help", dir: "auto", lang: language(reading.guide) }, notice) : null);

  function open() {
    selected = selection() ?? null;
    bySelection.hidden = !selected;
    const letter = reading.passages.get(player.sentence?.block.passage)?.title;
    byLetter.hidden = !letter;
    byLetter.textContent = letter ?? "";
    paint();
    dialog.showModal();
  }

  // What is above the text while an excerpt is heard

  const said = make("span", { class: "cp-excerpt-said", dir: "auto" });
  const strip = make("div", { class: "cp-excerpt-strip", role: "region", "aria-label": "Excerpt", hidden: true },
    make("div", {}, said, notice ? make("div", { class: "cp-excerpt-notice", dir: "auto", lang: language(reading.guide), title: notice }, notice) : null),
    button("Hear it all", leave));
  const problem = make("div", { class: "cp-excerpt-strip", role: "alert", hidden: true },
    make("span", {}, "This link asks for sentences that are not in the guide. Here is the whole guide."), button("Close", () => { problem.hidden = true; }));

  // What the address asks for

  const asked = () => JSON.stringify([player.options.from ?? null, player.options.to ?? null]);

  function answer() {
    const { from, to } = player.options;
    const kept = player.clock.excerpt;
    problem.hidden = true;
    if (kept?.asked === asked()) { // the page around the player was built anew
      hearing = kept.hearing && Boolean(known(kept.from) && known(kept.to));
      choose(known(kept.from), known(kept.to));
    } else if (from || to) {
      choose(known(from ?? to), known(to ?? from));
      if (chosen.from && chosen.to) return hear(player.clock.wanted);
      choose(null, null);
      problem.hidden = false;
    }
  }

  root.addEventListener("companion-excerpt", answer); // the address has changed
  document.addEventListener("selectionchange", looked);
  return {
    commands: [
      { name: "excerpt", keys: ["x"], what: "Excerpt: choose, play, link", act: open },
      { name: "excerpt-begin", keys: ["["], what: "The excerpt begins with this sentence", act: setBegin },
      { name: "excerpt-end", keys: ["]"], what: "The excerpt ends with this sentence", act: setEnd },
    ],
    tools: [{ name: "excerpt", drawing: EXCERPT_SIGN, label: "Excerpt", act: open }],
    above: [strip, problem],
    over: [offer],
    dialogs: [dialog],
    began: answer,
    changed() {
      const { clock } = player;
      if (!over || !clock.wanted) return;
      over = false;
      if (clock.section.index === chosen.to.section && Math.abs(clock.time - chosen.to.end) < 0.05) hear(true); // once more
    },
    boundary(section, time) {
      const { to } = chosen;
      return hearing && !player.clock.note && section.index === to.section && time < to.end - 1e-3 ? { time: to.end, act: ended } : null;
    },
    stop() {
      clearTimeout(looking);
      root.removeEventListener("companion-excerpt", answer);
      document.removeEventListener("selectionchange", looked);
    },
  };
}
