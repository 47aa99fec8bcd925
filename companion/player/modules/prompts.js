// Prompts: questions to discuss, once their passage has been played.

export function createPrompts(player) {
  return {};
}
