import { h, render } from "preact";
import { Page, titleOf } from "../../../apps/login/src/screens/page.tsx";
import { hang } from "../hang.ts";
import { loginStates, ordinary } from "./states.ts";

/** Draws the sign-in page's own screens, one state at a time, in the page's own frame; a tap is counted and moves nothing. */
const house = { brand: "Aval", isSandbox: true };
const root = document.getElementById("page") as HTMLElement;
// What stands there before any script has run.
root.replaceChildren();

hang(loginStates, (state, lang, tapped) => {
  const model = ordinary(state, lang);
  document.documentElement.lang = lang;
  document.title = titleOf(model, house);
  render(null, root);
  render(h(Page, { model, dispatch: tapped, house }), root);
});
