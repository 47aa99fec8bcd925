// Classroom: one passage at a time, for a class.

export function createClassroom(player) {
  return {};
}
