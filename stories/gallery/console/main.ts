import { h, render } from "preact";
import type { Engine } from "../../../apps/console/src/effects.ts";
import { titleOf } from "../../../apps/console/src/messages.ts";
import { Page } from "../../../apps/console/src/screens/page.tsx";
import { hang } from "../hang.ts";
import { consoleStates, ordinary } from "./states.ts";

/** Draws the console's screens, one state at a time, in the page's own frame; a press is counted and moves nothing. */
const house = { brand: "Aval", isSandbox: true };
const root = document.getElementById("page") as HTMLElement;
root.replaceChildren();

hang(consoleStates, (state, lang, tapped) => {
  const model = ordinary(state, lang);
  const engine: Engine = {
    ...{ dispatch: tapped, go: tapped, goToVisit: tapped, goToRequest: tapped, goToCases: tapped },
    goToServices: tapped,
    goToStatistics: tapped,
    goToRefusal: tapped,
    ...{ at: tapped, act: tapped, start: tapped, tick: tapped },
  };
  document.documentElement.lang = lang;
  document.title = titleOf(model, house.brand);
  render(null, root);
  render(h(Page, { model, engine, house }), root);
});
