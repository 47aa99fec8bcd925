// Elements: how the page's parts are made.

/** An element. `on` holds its listeners; attributes that are null, undefined or false are left out; strings become text. */
export function make(name, { on = {}, ...attributes } = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  for (const [event, listener] of Object.entries(on)) element.addEventListener(event, listener);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const ICONS = {
  play: "M8 5.1v13.8L19 12z",
  pause: "M6.5 5h4v14h-4zm7 0h4v14h-4z",
  previous: "M15.5 6 9 12l6.5 6z",
  next: "M8.5 6 15 12l-6.5 6z",
  back: "M12.5 6 6.5 12l6 6zM19 6l-6 6 6 6z",
  forth: "M5 6l6 6-6 6zM11.5 6l6 6-6 6z",
  cross: "M6.4 5 5 6.4l5.6 5.6L5 17.6 6.4 19l5.6-5.6 5.6 5.6 1.4-1.4-5.6-5.6L19 6.4 17.6 5 12 10.6z",
  list: "M4 6.2h16v1.8H4zm0 5h16V13H4zm0 5h10V18H4z",
  loud: "M4 9.5v5h3.5L12 19V5L7.5 9.5zM14.5 8a5 5 0 0 1 0 8zm0-3.3v1.9a6 6 0 0 1 0 10.8v1.9a7.7 7.7 0 0 0 0-14.6z",
  mute: "M4 9.5v5h3.5L12 19V5L7.5 9.5zM21 9.6 19.6 8.2 17.3 10.6 15 8.2l-1.4 1.4L15.9 12l-2.3 2.4L15 15.8l2.3-2.4 2.3 2.4 1.4-1.4L18.7 12z",
};

/** A drawing by its name in ICONS, or by its path (in a square of 24). */
export function icon(name) {
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" })) drawing.setAttribute(key, value);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name] ?? name);
  drawing.append(path);
  return drawing;
}

/** A button that shows an icon and is called `label`. */
export function iconButton(name, label, act, extra = {}) {
  return make("button", { type: "button", class: "cp-button", "aria-label": label, title: label, on: { click: act }, ...extra }, icon(name));
}

export function setIcon(button, name, label) {
  if (button.getAttribute("aria-label") === label) return;
  button.setAttribute("aria-label", label);
  button.title = label;
  button.replaceChildren(icon(name));
}

export const hidden = (text) => make("span", { class: "cp-hidden" }, text); // read by screen readers only
export const heading = (level, text, name) => make("div", { role: "heading", "aria-level": level, class: name, dir: "auto" }, text);
export const language = (guide) => (/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(guide.language) ? guide.language : null);

export function excerpt(text, length = 64) {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= length ? line : `${line.slice(0, length).replace(/\s+\S*$/, "")}…`;
}
