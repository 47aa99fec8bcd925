// Anchors: from a mark's words back to their sentence, also when the guide has been edited since.

import { indexAt } from "./reading.js";

const CONTEXT = 32; // characters on each side of the words: they tell them from the same words elsewhere,
const WIDEST = 256; // and are more where the same stands around those too
const SHORT = 20; // characters; a quote below it may stand anywhere, and needs something around it that agrees
const NEARBY = 30; // sentences on each side of where it stood
const RARE = 200; // sentences; a word in more of them leads nowhere

/** Lower case, without signs; scripts that write without spaces by the character. */
const anchorWords = (text) => text.toLowerCase().match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{M}\p{N}]+/gu) ?? [];

/** Unicode code points, which selectors count. */
const codePoints = (text) => text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);

/** How much of two lists of words is the same, whatever the order: 0 to 1. */
function likeness(one, other) {
  const left = new Map();
  for (const word of one) left.set(word, (left.get(word) ?? 0) + 1);
  let same = 0;
  for (const word of other) {
    if (!left.get(word)) continue;
    left.set(word, left.get(word) - 1);
    same++;
  }
  return (2 * same) / (one.length + other.length || 1);
}

function addTo(lists, key, value) {
  if (lists.has(key)) lists.get(key).push(value);
  else lists.set(key, [value]);
}

/** The guide as one text, its blocks joined by line breaks, and each of its sentences in it. */
export class Anchors {
  #words = null; // word -> the places of the sentences that have it

  constructor(reading) {
    this.sentences = []; // {line, text, at, end (places in this.text), point (the same as `at`, in code points)}
    this.twins = new Map(); // words -> the sentences made of just these words
    this.byId = new Map();
    const texts = [];
    let [at, point] = [0, 0]; // where the block begins
    for (const block of reading.sections.flatMap((section) => section.blocks)) {
      let [read, points] = [0, point];
      for (const [id, from, to] of block.segments) {
        points += codePoints(block.text.slice(read, from));
        read = from;
        const sentence = { line: reading.lines.get(id), text: block.text.slice(from, to), at: at + from, end: at + to, point: points };
        this.sentences.push(sentence);
        this.byId.set(id, sentence);
        addTo(this.twins, sentence.text, sentence);
      }
      texts.push(block.text);
      at += block.text.length + 1;
      point += codePoints(block.text) + 1;
    }
    this.text = texts.join("\n");
    this.length = point;
    this.starts = this.sentences.map((sentence) => sentence.at);
    this.points = this.sentences.map((sentence) => sentence.point);
  }

  /** What a mark holds of a sentence, to find it again. */
  describe(id) {
    const { text, at, end, point } = this.byId.get(id);
    const around = (one, width) => [
      this.text.slice(Math.max(0, one.at - width), one.at).replace(/^[\udc00-\udfff]/, ""),
      this.text.slice(one.end, one.end + width).replace(/[\ud800-\udbff]$/, ""),
    ];
    let width = CONTEXT;
    const alike = (other) => other.at !== at && around(other, width).join("\0") === around({ at, end }, width).join("\0");
    while (width < WIDEST && this.twins.get(text).slice(0, 50).some(alike)) width *= 2;
    const [prefix, suffix] = around({ at, end }, width);
    return { exact: text, prefix, suffix, start: point, end: point + codePoints(text), segment: id };
  }

  /** The sentence of a mark: {line, same}, `same` when its words are still there; null when it cannot be found. */
  find(mark) {
    const twins = this.twins.get(mark.exact) ?? [];
    const own = twins.find(({ line }) => line.id === mark.segment);
    if (own && twins.length === 1) return { line: own.line, same: true };
    const places = twins.length ? twins.map((sentence) => ({ sentence, ...sentence })) : this.#within(mark.exact);
    const best = places.map((place) => ({ ...place, ...this.#context(mark, place) }))
      .map((place) => ({ ...place, worth: place.left + place.right + (place.sentence.line.id === mark.segment ? 0.5 : 0) - 0.1 * this.#distance(mark, place.sentence) }))
      .reduce((one, other) => (one && one.worth >= other.worth ? one : other), null);
    if (best && (own || mark.exact.length >= SHORT || best.left + best.right >= 0.25)) return { line: best.sentence.line, same: true };
    return this.#edited(mark);
  }

  /** Where the words stand as a part of a sentence, or across two of them. */
  #within(exact) {
    const inner = anchorWords(exact).slice(1, -1); // the first and the last may be cut
    const places = inner.map((word) => this.#having(word) ?? []);
    const rarest = places.reduce((one, other) => (other.length < one.length ? other : one), places[0] ?? null);
    const reach = rarest?.slice(0, 50).map((place) => this.sentences[place]).map(({ at, end }) => [at - exact.length, end + exact.length]);
    const found = new Set((reach ?? [[0, this.text.length]]).flatMap(([from, to]) => this.#occurrences(exact, Math.max(0, from), to)));
    return [...found].map((at) => ({ sentence: this.#at(at), at, end: at + exact.length })).filter(({ sentence }) => sentence);
  }

  #occurrences(words, from = 0, to = this.text.length) {
    const within = this.text.slice(from, to);
    const found = [];
    for (let at = within.indexOf(words); words && at >= 0 && found.length < 50; at = within.indexOf(words, at + 1)) found.push(from + at);
    return found;
  }

  #at(place) {
    return this.sentences[Math.max(0, indexAt(this.starts, place, 0))];
  }

  /** How much of the mark's surroundings is found on each side: 0 to 1. */
  #context({ prefix, suffix }, { at, end }) {
    let [left, right] = [0, 0];
    while (left < prefix.length && this.text[at - 1 - left] === prefix.at(-1 - left)) left++;
    while (right < suffix.length && this.text[end + right] === suffix[right]) right++;
    const edge = (agrees) => (agrees ? 1 : 0); // nothing around it: at the very beginning or end
    return {
      left: prefix ? left / prefix.length : edge(at === 0 && suffix),
      right: suffix ? right / suffix.length : edge(end === this.text.length && prefix),
    };
  }

  #distance(mark, sentence) {
    return mark.start === null ? 0 : Math.abs(sentence.point - mark.start) / this.length;
  }

  /** The places of the sentences that have a word. */
  #having(word) {
    if (!this.#words) {
      this.#words = new Map();
      this.sentences.forEach((sentence, place) => {
        sentence.words = anchorWords(sentence.text);
        for (const one of new Set(sentence.words)) addTo(this.#words, one, place);
      });
    }
    return this.#words.get(word);
  }

  /** The sentence that the mark's own has become: between the same neighbours, or of mostly the same words. */
  #edited(mark) {
    const words = anchorWords(mark.exact);
    if (!words.length) return null;
    const shared = new Map(); // sentence -> how many rare words it has in common
    const rare = [...new Set(words)].map((word) => this.#having(word) ?? []).filter((places) => places.length && places.length <= RARE);
    for (const place of rare.sort((a, b) => a.length - b.length).slice(0, 6).flat()) shared.set(this.sentences[place], (shared.get(this.sentences[place]) ?? 0) + 1);
    const most = Math.max(...shared.values());
    const likely = new Set([...shared.keys()].filter((sentence) => shared.get(sentence) === most).slice(0, 40));
    if (mark.start !== null) {
      const near = indexAt(this.points, mark.start, 0);
      for (const sentence of this.sentences.slice(Math.max(0, near - NEARBY), near + NEARBY)) likely.add(sentence);
    }
    const found = this.#likeliest(mark, words, likely);
    if (found) return found;
    const [tail, head] = [mark.prefix.slice(-20), mark.suffix.slice(0, 20)];
    const neighbours = [...this.#occurrences(tail).map((at) => at + tail.length), ...this.#occurrences(head).map((at) => at - 1)];
    return this.#likeliest(mark, words, neighbours.map((place) => this.#at(place)));
  }

  #likeliest(mark, words, sentences) {
    let best = null;
    for (const sentence of sentences) {
      if (!sentence) continue;
      const same = likeness(words, sentence.words);
      if (same < 0.3) continue;
      const { left, right } = this.#context(mark, sentence);
      const enough = (share, side) => (share && share * side.length >= Math.min(CONTEXT, side.length) / 2 ? 0.25 : 0);
      const near = mark.start !== null && Math.abs(sentence.point - mark.start) < 1000 ? 0.15 : 0;
      const worth = same + Math.max(enough(left, mark.prefix) + enough(right, mark.suffix), near);
      if (worth >= 0.8 && !(best?.worth >= worth)) best = { worth, line: sentence.line };
    }
    return best && { line: best.line, same: false };
  }
}
