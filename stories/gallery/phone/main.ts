import "@aval/design/aval.css";
import "../../../apps/authenticator/src/authenticator.css";
import "../../../apps/authenticator/src/screens.css";
import "../../../apps/authenticator/src/listed.css";
import "../../../apps/authenticator/src/places/places.css";
import "../../../apps/authenticator/src/sessions/sessions.css";
import "../../../apps/authenticator/src/bells/bells.css";
import "../../../apps/authenticator/src/phones/phones.css";
import { h, render } from "preact";
import { App } from "../../../apps/authenticator/src/app.tsx";
import { hang } from "../hang.ts";
import { ordinary, phoneStates } from "./states.ts";

/** Draws the phone's own screens, one state at a time, with the phone's own styles; a tap is counted and moves nothing. */
const root = document.getElementById("app") as HTMLElement;
const video = document.createElement("video");
// What stands there before any script has run.
root.replaceChildren();

hang(phoneStates, (state, lang, tapped) => {
  document.documentElement.lang = lang;
  // From nothing, so that each screen arrives as it does in the application: focus, title.
  render(null, root);
  render(h(App, { model: ordinary(state, lang), dispatch: tapped, video }), root);
});
