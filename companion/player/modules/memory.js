// Memory: what is kept on this device.

const unsaved = new Map(); // stands in where the browser forbids storage

export function recall(key) {
  try {
    return JSON.parse(localStorage.getItem(`companion:${key}`)) ?? unsaved.get(key) ?? {};
  } catch {
    return unsaved.get(key) ?? {};
  }
}

export function remember(key, changes) {
  const value = { ...recall(key), ...changes };
  unsaved.set(key, value);
  try {
    localStorage.setItem(`companion:${key}`, JSON.stringify(value));
  } catch {
    // Storage is forbidden or full: it lasts as long as the page.
  }
}
