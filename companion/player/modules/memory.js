// Memory: what is kept on this device.

const unsaved = new Map(); // what could not be kept: it lasts as long as the page

export function recall(key) {
  if (unsaved.has(key)) return unsaved.get(key);
  try {
    return JSON.parse(localStorage.getItem(`companion:${key}`)) ?? {};
  } catch {
    return {};
  }
}

/** False where the browser's storage is forbidden or full. */
export function remember(key, changes) {
  const value = { ...recall(key), ...changes };
  try {
    localStorage.setItem(`companion:${key}`, JSON.stringify(value));
    unsaved.delete(key);
    return true;
  } catch {
    unsaved.set(key, value);
    return false;
  }
}
