// Session: the keys of a keyboard, a headset and a lock screen, and what they show.

/** A square picture with the guide's initials: nobody has drawn a cover yet. */
function artwork({ title }) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 512;
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#0b5c63";
  pen.fillRect(0, 0, 512, 512);
  pen.fillStyle = "#fbf9f4";
  pen.font = "600 200px Georgia, serif";
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText([...title.matchAll(/(?<![\p{L}\p{N}’'])[\p{L}\p{N}]/gu)].slice(0, 2).join("").toUpperCase() || "C", 256, 268);
  return canvas.toDataURL("image/png");
}

export function createSession(player) {
  const { mediaSession } = navigator;
  if (!mediaSession || !window.MediaMetadata) return { began() {}, changed() {}, stop() {} };
  const { reading, actions } = player;
  const picture = [{ src: artwork(reading.guide), sizes: "512x512", type: "image/png" }];
  const by = (seconds) => {
    const { section, time } = player.place;
    actions.seek(Math.max(0, section.offset + time + seconds));
  };
  const handlers = {
    play: () => { if (!player.clock.wanted) actions.toggle(); },
    pause: () => { if (player.clock.wanted) actions.toggle(); },
    stop: () => { if (player.clock.wanted) actions.toggle(); },
    previoustrack: () => actions.passage(-1),
    nexttrack: () => actions.passage(1),
    seekbackward: ({ seekOffset }) => by(-(seekOffset || 10)),
    seekforward: ({ seekOffset }) => by(seekOffset || 10),
    seekto: ({ seekTime }) => actions.seek(seekTime),
  };
  const handle = (on) => {
    for (const [name, act] of Object.entries(handlers)) {
      try {
        mediaSession.setActionHandler(name, on ? act : null);
      } catch {
        // This browser does not know that key.
      }
    }
  };
  let shown = null;
  function changed() {
    const { clock } = player;
    const { section, time } = player.place;
    if (shown !== section) {
      shown = section;
      const { guide } = reading;
      mediaSession.metadata = new MediaMetadata({ title: section.title || guide.title, artist: guide.author, album: guide.title, artwork: picture });
    }
    mediaSession.playbackState = clock.wanted ? "playing" : "paused";
    const position = Math.min(reading.total, Math.max(0, (section.offset ?? 0) + time));
    mediaSession.setPositionState?.({ duration: reading.total, playbackRate: clock.normal, position });
  }
  return {
    changed,
    began() {
      handle(true);
      changed();
    },
    stop: () => handle(false),
  };
}
