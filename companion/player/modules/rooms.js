// Rooms: every part of the player that stands beside its core. `create…(player)` returns a Room, all of it optional:
//
//   commands   [{ name, keys, what, act(event) }]      what a person can ask for; `keys` as event.key says, "Shift+" before long names
//   tools      [{ name, drawing, label, act }]         buttons of the tool row; `drawing` is a path in a square of 24
//   above, below, over                                 elements: above the text, between the text and the bar, over the text
//   dialogs    [element]                               made by createDialog
//   began()                                            the player stands, and its clock has a place
//   line(line, before)                                 another sentence is lit, or none (null)
//   changed()                                          played, paused, sought, crossed into another section
//   boundary(section, time)                            { time, act } or null: the next moment (seconds, > time) at which it
//                                                      has a say; act() returns true when it moved or stopped the sound
//   ended()                                            the course has come to its end; true: it has gone on elsewhere
//   stop()                                             the player ends
//
// Where two have a say at the same moment, the first of the list is asked first.

import { createListening } from "./listening.js";
import { createOverview } from "./overview.js";
import { createSearch } from "./search.js";
import { createMarks } from "./marks.js";
import { createSettings } from "./settings.js";
import { createExcerpts } from "./excerpts.js";
import { createClassroom } from "./classroom.js";
import { createPrompts } from "./prompts.js";

export const ROOMS = [createExcerpts, createClassroom, createPrompts, createListening, createOverview, createSearch, createMarks, createSettings];
