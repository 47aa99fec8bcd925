// Annotations: marks as files, in the W3C Web Annotation model (JSON-LD) and in Markdown.

const MOST_MARKS = 10000;
const LONGEST_QUOTE = 20000; // characters
const LONGEST_NOTE = 20000;
const GUIDE_IRI = "urn:companion:";
const HTML_FRAGMENT = "http://tools.ietf.org/rfc/rfc3236"; // what a FragmentSelector with an element's id conforms to (Web Annotation, 4.2.1)

export const kindOf = ({ pause, note }) => (pause ? "pause" : note ? "note" : "bookmark");

/** A random id (RFC 9562, version 4); randomUUID is only there over https. */
export function newMarkId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `urn:uuid:${digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")}`;
}

/** A mark of whatever is given, each field what it should be; null where there are no words to find it by. */
export function cleanMark(given) {
  const { id, pause, note, exact, prefix, suffix, start, end, segment, made, changed } = given ?? {};
  const text = (value, most) => (typeof value === "string" ? value.slice(0, most) : "");
  const count = (value) => (Number.isSafeInteger(value) && value >= 0 ? value : null);
  const date = (value, otherwise) => (typeof value === "string" && Date.parse(value) ? new Date(value).toISOString() : otherwise);
  if (typeof exact !== "string" || !exact.trim() || exact.length > LONGEST_QUOTE) return null;
  const first = date(made, new Date().toISOString());
  return {
    id: /^[\w-]+:\S{1,300}$/.test(id) ? id : newMarkId(),
    pause: pause === true,
    note: text(note, LONGEST_NOTE).replace(/\r\n?/g, "\n").trim(),
    exact, prefix: text(prefix).slice(-256), suffix: text(suffix, 256), start: count(start), end: count(end), segment: text(segment, 300),
    made: first, changed: date(changed, first),
  };
}

// The W3C Web Annotation model: https://www.w3.org/TR/annotation-model/

/** An AnnotationCollection with all marks on its one page. */
export function toJsonLd(guide, marks) {
  const source = GUIDE_IRI + encodeURIComponent(guide.id);
  const collection = `${source}:marks`;
  const items = marks.map((mark) => {
    const bodies = [
      ...(mark.pause ? [{ type: "TextualBody", value: "pause", purpose: "tagging" }] : []),
      ...(mark.note ? [{ type: "TextualBody", value: mark.note, format: "text/plain", purpose: "commenting" }] : []),
    ];
    return {
      id: mark.id, type: "Annotation", motivation: mark.note ? "commenting" : "bookmarking", created: mark.made, modified: mark.changed,
      ...(bodies.length && { body: bodies }),
      target: {
        source,
        selector: [
          { type: "TextQuoteSelector", exact: mark.exact, prefix: mark.prefix, suffix: mark.suffix },
          ...(mark.start === null || mark.end === null ? [] : [{ type: "TextPositionSelector", start: mark.start, end: mark.end }]),
          ...(mark.segment ? [{ type: "FragmentSelector", value: mark.segment, conformsTo: HTML_FRAGMENT }] : []),
        ],
      },
    };
  });
  return JSON.stringify({
    "@context": "http://www.w3.org/ns/anno.jsonld", id: collection, type: "AnnotationCollection", label: `Marks: ${guide.title}`, total: marks.length,
    first: { id: `${collection}:1`, type: "AnnotationPage", partOf: collection, startIndex: 0, items },
  }, null, 2);
}

const listOf = (value) => (Array.isArray(value) ? value : [value]).filter((one) => one !== null && one !== undefined);

/** What an annotation of any maker says, as far as a mark can hold it. */
function fromAnnotation(annotation) {
  const [target] = listOf(annotation?.target);
  const selectors = listOf(target?.selector).flatMap((one) => [one, ...listOf(one.refinedBy)]);
  const of = (type) => selectors.findLast((one) => one.type === type) ?? {};
  const [{ exact, prefix, suffix }, { start, end }] = [of("TextQuoteSelector"), of("TextPositionSelector")];
  const bodies = [...listOf(annotation?.body), ...listOf(annotation?.bodyValue)].map((body) => (typeof body === "string" ? { value: body } : body));
  return {
    id: annotation?.id, made: annotation?.created, changed: annotation?.modified, source: target?.source,
    pause: bodies.some(({ purpose, value }) => purpose === "tagging" && value === "pause"),
    note: bodies.filter(({ purpose, value }) => purpose !== "tagging" && typeof value === "string").map(({ value }) => value).join("\n\n"),
    exact, prefix, suffix, start, end, segment: of("FragmentSelector").value,
  };
}

function fromJsonLd(text) {
  const data = JSON.parse(text);
  const items = Array.isArray(data) ? data : data.items ?? data.first?.items ?? (data.target ? [data] : null);
  return Array.isArray(items) ? items.map(fromAnnotation) : [];
}

// Markdown: a list for people; what only a program needs stands in a comment behind each mark.

const BOLD = { bookmark: "Bookmark", note: "Note", pause: "Pause" };
const escaped = (line) => line.replace(/[\\`*_[\]<>&~|$]/g, "\\$&").replace(/^(\s*\d*)([-#+=.):])/, "$1\\$2");
const unescaped = (line) => line.replace(/\\([!-/:-@[-`{-~])/g, "$1");
const commented = (value) => JSON.stringify(value).replace(/[<>-]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`); // no comment ends in it

/** `groups`: [{title, marks: [{mark, where}]}]. */
export function toMarkdown(guide, groups) {
  const item = ({ mark, where }) => {
    const { id, made, changed, prefix, suffix, start, end, segment } = mark;
    const indented = (text, before) => text.split("\n").map((line) => (line || before ? `  ${before}${escaped(line)}` : ""));
    return [
      `- **${BOLD[kindOf(mark)]}**${where ? ` · ${where}` : ""}`, ...indented(mark.exact, "> "), "",
      ...(mark.note ? [...indented(mark.note, ""), ""] : []),
      `  <!-- mark ${commented({ id, made, changed, prefix, suffix, start, end, segment })} -->`, "",
    ];
  };
  return [
    `# Marks: ${escaped(guide.title)}`, "", `<!-- marks of ${commented(guide.id)} -->`, "",
    ...groups.flatMap(({ title, marks }) => [`## ${escaped(title)}`, "", ...marks.flatMap(item)]),
  ].join("\n");
}

function fromMarkdown(text) {
  const found = [];
  let source;
  let mark = null;
  for (const line of text.split(/\r?\n/)) {
    const kind = /^- \*\*(Bookmark|Note|Pause)\*\*/.exec(line)?.[1];
    const guide = /^<!-- marks of (".*") -->$/.exec(line)?.[1];
    const held = /^ {2}<!-- mark (\{.*\}) -->$/.exec(line)?.[1];
    if (guide) source = GUIDE_IRI + encodeURIComponent(JSON.parse(guide));
    else if (kind) found.push(mark = { pause: kind === "Pause", held: {}, quote: [], note: [] });
    else if (!mark) continue;
    else if (held) mark.held = JSON.parse(held);
    else if (!mark.note.length && /^ {2}>/.test(line)) mark.quote.push(unescaped(line.slice(3).replace(/^ /, "")));
    else if (!line || line.startsWith("  ")) mark.note.push(unescaped(line.slice(2)));
    else mark = null; // a heading, or something that somebody has written between
  }
  return found.map(({ pause, held, quote, note }) => ({ ...held, source, pause, exact: quote.join("\n"), note: note.join("\n") }));
}

/** The marks in a file: {marks, own: [whether it is a mark of this guide], unusable}. Raises an Error that a person can read. */
export function readMarks(text, guide) {
  let given = [];
  try {
    given = /^\s*[[{]/.test(text) ? fromJsonLd(text) : fromMarkdown(text);
  } catch {
    // nothing that can be read: said below
  }
  if (!given.length) throw new Error("There are no marks in it: neither Web Annotations (JSON-LD) nor this player's Markdown.");
  if (given.length > MOST_MARKS) throw new Error(`It holds ${given.length} marks; at most ${MOST_MARKS} can come in.`);
  const mine = GUIDE_IRI + encodeURIComponent(guide.id);
  const marks = given.map((one) => ({ mark: cleanMark(one), own: one.source === mine })).filter(({ mark }) => mark);
  return { marks, unusable: given.length - marks.length };
}
