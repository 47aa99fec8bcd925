// Overview: the whole guide in one strip.

export function createOverview(player) {
  return {};
}
