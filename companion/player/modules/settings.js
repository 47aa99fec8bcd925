// Settings: how the text looks, kept for each person.

export function createSettings(player) {
  return {};
}
