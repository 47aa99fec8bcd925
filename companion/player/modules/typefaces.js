// Typefaces: those that the home has, those of the device, and those that the reader has added.

const STACKS = {
  serif: null, // as the stylesheet says
  sans: "var(--cp-sans)",
  system: "system-ui, sans-serif",
  mono: 'ui-monospace, "Source Code Pro", Consolas, monospace',
};
const brought = new Map(); // address, or family of an added one -> FontFace: the page keeps it, whatever is mounted
const bare = (name) => name.replace(/["\\\s\p{Cc}]+/gu, " ").trim().slice(0, 80);

/** Makes the home's fonts known to the page: [{name, url, weight, style, range}]. None is fetched before it is used. */
export function offerFonts(fonts) {
  for (const { name, url, weight, style, range } of fonts) {
    if (brought.has(url)) continue;
    const face = new FontFace(name, `url(${JSON.stringify(url)})`, { weight, style, unicodeRange: range, display: "swap" });
    brought.set(url, face);
    document.fonts.add(face);
  }
  return [...new Set(fonts.map(({ name }) => name))];
}

/** What font-family is to be for a choice: one of STACKS, "font:" or "file:" and a name, "device"; null: as the stylesheet says. */
export function familyOf(face, device) {
  const [kind, ...name] = face.split(":");
  if (kind === "font") return `"${bare(name.join(":"))}", var(--cp-sans)`;
  if (kind === "file") return `"${addedFamily(name.join(":"))}", var(--cp-sans)`;
  if (kind === "device") return bare(device) && `"${bare(device)}", var(--cp-sans)`;
  return STACKS[face] ?? null;
}

/** Whether the device has a font of that name: then it draws otherwise than at least one of two others. */
export function deviceHas(name) {
  const pen = document.createElement("canvas").getContext("2d");
  const width = (family) => {
    pen.font = `40px ${family}`;
    return pen.measureText("mmmmiiiiWWlw0&Qy").width;
  };
  return ["monospace", "serif"].some((other) => width(`"${bare(name)}", ${other}`) !== width(other));
}

// Added by the reader: kept in this browser, sent nowhere.

const addedFamily = (name) => `Added ${bare(name)}`;

function fontShelf(mode, use) {
  return new Promise((done, fail) => {
    const opening = indexedDB.open("companion-typefaces", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("files");
    opening.onerror = () => fail(opening.error);
    opening.onsuccess = () => {
      const work = opening.result.transaction("files", mode);
      const asked = use(work.objectStore("files"));
      const end = (act) => () => { opening.result.close(); act(); };
      work.oncomplete = end(() => done(asked.result));
      work.onabort = end(() => fail(work.error));
    };
  });
}

async function bringFile({ name, data }) {
  const family = addedFamily(name);
  const face = await new FontFace(family, data).load();
  if (brought.has(family)) document.fonts.delete(brought.get(family));
  brought.set(family, face);
  document.fonts.add(face);
  return name;
}

/** The names of the fonts added before, each ready to be used. */
export async function addedFonts() {
  const files = await fontShelf("readonly", (all) => all.getAll()).catch(() => []);
  return (await Promise.allSettled(files.map(bringFile))).flatMap(({ value }) => value ?? []);
}

/** Takes a file in: its name, and whether the browser keeps it. Rejects where it is not a font. */
export async function addFont(file) {
  const font = { name: bare(file.name.replace(/\.\w+$/, "")) || "Font", data: await file.arrayBuffer() };
  await bringFile(font);
  const kept = await fontShelf("readwrite", (all) => all.put(font, font.name)).then(() => true, () => false);
  return { name: font.name, kept };
}

export async function dropFont(name) {
  const family = addedFamily(name);
  document.fonts.delete(brought.get(family));
  brought.delete(family);
  await fontShelf("readwrite", (all) => all.delete(name)).catch(() => {}); // then it was not kept either
}
