// Listening: layers, and the ways of going through them.

export function createListening(player) {
  return {};
}
