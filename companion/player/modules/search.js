// Search: words found in the text and the notes.

export function createSearch(player) {
  return {};
}
