import { h, render } from "preact";
import { Page, titleOf } from "../../../apps/login/src/screens/page.tsx";
import { WipedPage, wipedTitleOf } from "../../../apps/login/src/wiped/screens.tsx";
import { hang } from "../hang.ts";
import { KeyPage, keyTitleOf } from "../../../apps/login/src/passkeys/screens.tsx";
import {
  WorkstationPage,
  workstationTitleOf,
} from "../../../apps/login/src/workstation/screens.tsx";
import { type Drawn, ofKeys, ofSignIn, ofWiped, ofWorkstations } from "./drawn.ts";
import { keyStates, ordinaryKey } from "./passkeys.ts";
import { loginStates, ordinary } from "./states.ts";
import { ordinaryWiped, wipedStates } from "./wiped.ts";
import { ordinaryWorkstation, workstationStates } from "./workstation.ts";

/** Draws the sign-in page's own screens, one state at a time, in the page's own frame; a tap is counted and moves nothing. */
const house = { brand: "Aval", isSandbox: true };
const root = document.getElementById("page") as HTMLElement;
// What stands there before any script has run.
root.replaceChildren();

const wall = {
  ...ofSignIn(loginStates),
  ...ofKeys(keyStates),
  ...ofWorkstations(workstationStates),
  ...ofWiped(wipedStates),
};
hang(wall, ({ model, key, workstation, wiped }: Drawn, lang, tapped) => {
  document.documentElement.lang = lang;
  render(null, root);
  if (key) {
    const shown = ordinaryKey(key, lang);
    document.title = keyTitleOf(shown, house);
    return render(h(KeyPage, { model: shown, dispatch: tapped, house }), root);
  }
  if (workstation) {
    const shown = ordinaryWorkstation(workstation, lang);
    document.title = workstationTitleOf(shown, house);
    return render(h(WorkstationPage, { model: shown, dispatch: tapped, house }), root);
  }
  if (wiped) {
    const shown = ordinaryWiped(wiped, lang);
    document.title = wipedTitleOf(shown, house);
    return render(h(WipedPage, { model: shown, dispatch: tapped, house }), root);
  }
  const shown = ordinary(model ?? {}, lang);
  document.title = titleOf(shown, house);
  render(h(Page, { model: shown, dispatch: tapped, house }), root);
});
