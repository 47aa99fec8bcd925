// What was just done on the review page, for eye and ear, and the clip that is to be heard.

const bars = new WeakMap(); // parent -> {show(data)}
const told = {}; // by guide: the turn that was heard last, so that coming back to the page plays nothing again

export default function ({ data, parentElement }) {
  if (!bars.has(parentElement)) bars.set(parentElement, createBar(parentElement));
  bars.get(parentElement).show(data);
  paint(parentElement);
}

/** Let the whole page know the theme's colours, which only components are told. */
function paint(parent) {
  const theme = getComputedStyle(parent);
  for (const name of ["background-color", "secondary-background-color", "primary-color"])
    document.documentElement.style.setProperty(`--review-${name}`, theme.getPropertyValue(`--st-${name}`));
}

function createBar(parent) {
  const [status, sound] = [document.createElement("div"), document.createElement("audio")];
  status.className = "review-status";
  status.setAttribute("role", "status");
  sound.className = "review-sound";
  sound.controls = true;
  sound.hidden = true;
  parent.append(status, sound);

  function show({ guide, turn, said, wrong, clip, name }) {
    if (status.textContent !== said) status.textContent = said;
    status.classList.toggle("review-wrong", wrong);
    sound.hidden = !clip;
    if (told[guide] === turn) return;
    const first = !(guide in told) && turn > 1; // another tab's session was here
    told[guide] = turn;
    if (!clip || first) return;
    sound.setAttribute("aria-label", name);
    sound.src = clip;
    sound.play().catch(() => {}); // a browser that wants a click first has the controls
  }

  return { show };
}
