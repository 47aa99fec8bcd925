// Excerpts: from a sentence to a sentence, as a link and as a pack.

export function createExcerpts(player) {
  return {};
}
