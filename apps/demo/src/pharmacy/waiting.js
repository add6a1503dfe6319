// Asks the program once a second whether this is still the screen to show, and says how long is left.
const status = document.querySelector("[data-stage]");

/** Told in words, and only when the words change: a screen reader hears no seconds. */
function say(secondsLeft) {
  const step = secondsLeft > 60 ? 60 : secondsLeft > 10 ? 10 : 5;
  const rounded = Math.ceil(secondsLeft / step) * step;
  const words =
    rounded >= 120
      ? status.dataset.minutes.replace("{}", String(rounded / 60))
      : status.dataset.seconds.replace("{}", String(rounded));
  if (status.textContent !== words) status.textContent = words;
}

/** The code of this second, in the place of the last. */
function show({ frame, size, d }) {
  const drawn = document.querySelector("#frame");
  if (!drawn) return;
  drawn.dataset.frame = frame;
  drawn.setAttribute("viewBox", `0 0 ${size} ${size}`);
  drawn.querySelector("rect").setAttribute("width", size);
  drawn.querySelector("rect").setAttribute("height", size);
  drawn.querySelector("path").setAttribute("d", d);
}

async function look() {
  const answer = await fetch("/stage.json").catch(() => undefined);
  const stage = answer?.ok ? await answer.json() : undefined;
  if (stage && stage.at !== status.dataset.stage) return location.replace("/");
  if (stage && status.dataset.seconds) say(stage.secondsLeft);
  if (stage?.frame) show(stage);
  setTimeout(look, 1000);
}

if (status) void look();
