// Marks: a person's own bookmarks and notes.

export function createMarks(player) {
  return {};
}
