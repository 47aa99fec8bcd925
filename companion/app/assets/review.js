// What was just done on the review page, for eye and ear, and the clip that is to be heard.

const PAGES = ".st-key-review, .st-key-adding, .st-key-publishing";
const bars = new WeakMap(); // parent -> {show(data)}
const told = {}; // by guide: the turn that was heard last, so that coming back to the page plays nothing again

// Streamlit gives screen readers a field's label as Markdown, backslashes and all.
const MARKDOWN = /\\([!-/:-@[-`{-~])|:gray\[((?:\\.|[^\]\\])*)\]|\u2060/g;
const plain = (text) => text.replace(MARKDOWN, (_, escaped, inner) => escaped ?? (inner === undefined ? "" : plain(inner)));
const relabel = (element) => {
  const label = element.getAttribute("aria-label");
  if (label === null || !element.closest(PAGES)) return;
  const said = plain(label);
  if (said !== label) element.setAttribute("aria-label", said);
  if (element.matches('section[role="presentation"]')) element.setAttribute("role", "group"); // where files are dropped
};
const relabelWithin = (element) => [element, ...element.querySelectorAll("[aria-label]")].forEach(relabel);
new MutationObserver((changes) => {
  for (const { type, target, addedNodes, attributeName } of changes) {
    if (type === "childList") [...addedNodes].filter((node) => node.nodeType === Node.ELEMENT_NODE).forEach(relabelWithin);
    else if (attributeName === "aria-label") relabel(target);
    else if (target.matches(PAGES)) relabelWithin(target); // on the way from another page, what stood there becomes one of these
  }
}).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-label", "class"] });
relabelWithin(document.body);

export default function ({ data, parentElement }) {
  if (!bars.has(parentElement)) bars.set(parentElement, createBar(parentElement));
  bars.get(parentElement).show(data);
  paint(parentElement);
}

/** Let the whole page know the theme's colours, which only components are told. */
function paint(parent) {
  const theme = getComputedStyle(parent);
  for (const name of ["background-color", "secondary-background-color", "primary-color"])
    document.documentElement.style.setProperty(`--review-${name}`, theme.getPropertyValue(`--st-${name}`));
}

// Who works with the keyboard stays in the row: its button goes when the work is done.
let row = null;
document.addEventListener("focusin", ({ target }) => {
  row = target.closest('[class*="st-key-row-"]')?.className.match(/st-key-row-[^ ]+/)[0] ?? null;
});
const stay = (instead) => {
  if (document.activeElement !== document.body) return;
  const place = row && document.getElementsByClassName(row)[0];
  (place?.querySelector("input, button") ?? instead).focus({ preventScroll: true });
};

function createBar(parent) {
  const [status, sound] = [document.createElement("div"), document.createElement("audio")];
  status.className = "review-status";
  status.setAttribute("role", "status");
  status.tabIndex = -1;
  sound.className = "review-sound";
  sound.controls = true;
  sound.hidden = true;
  parent.append(status, sound);

  function show({ guide, turn, said, wrong, clip, name }) {
    if (status.textContent !== said) status.textContent = said;
    status.classList.toggle("review-wrong", wrong);
    sound.hidden = !clip;
    if (told[guide] === turn) return;
    const first = !(guide in told) && turn > 1; // another tab's session was here
    told[guide] = turn;
    if (turn) [300, 900].forEach((wait) => setTimeout(stay, wait, status));
    if (!clip || first) return;
    sound.setAttribute("aria-label", name);
    sound.src = clip;
    sound.play().catch(() => {}); // a browser that wants a click first has the controls
  }

  return { show };
}
