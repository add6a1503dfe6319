import { h, render } from "preact";
import type { Engine } from "../../../apps/account/src/effects.ts";
import { titleOf } from "../../../apps/account/src/messages.ts";
import { Page } from "../../../apps/account/src/screens/page.tsx";
import { hang } from "../hang.ts";
import { accountStates, ordinary } from "./states.ts";

/** Draws the screens of *Mon accès*, one state at a time, in the page's own frame; a press is counted and moves nothing. */
const house = {
  brand: "Aval",
  isSandbox: true,
  cardPhone: "https://card.localhost/telephone",
  cardTest: "https://card.localhost/essayer",
  cardRead: "https://card.localhost/rouvrir",
  phone: "http://phone.localhost",
};
const root = document.getElementById("page") as HTMLElement;
root.replaceChildren();

hang(accountStates, (state, lang, tapped) => {
  const model = ordinary(state, lang);
  const engine: Engine = { dispatch: tapped, go: tapped, act: tapped, more: tapped, start: tapped };
  document.documentElement.lang = lang;
  document.title = titleOf(model, house.brand);
  render(null, root);
  render(h(Page, { model, engine, house }), root);
});
