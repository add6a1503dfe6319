import { render } from "preact";
import { start } from "./effects.ts";
import { readHouse } from "./house.ts";
import { KeyPage, keyTitleOf } from "./passkeys/screens.tsx";
import { Page, titleOf } from "./screens/page.tsx";
import { WipedPage, wipedTitleOf } from "./wiped/screens.tsx";
import { WorkstationPage, workstationTitleOf } from "./workstation/screens.tsx";

/**
 * The sign-in page. It asks for no identifier: it shows a code, the phone says who its holder is, and the page leaves with a
 * proof that it is the browser that began.
 *
 * `state.ts` says what is shown and asked next, `effects.ts` does it, `screens/` draw it, `messages.ts` holds the words. In
 * this browser it keeps the key `BK` (IndexedDB `aval-browser`) and, for the tab, the chosen language; nothing else.
 */
const root = document.getElementById("page") as HTMLElement;
const house = readHouse(document.documentElement.dataset);

const isForKeys = document.documentElement.dataset["avalPasskeys"] !== undefined;
if (isForKeys) {
  void import("./passkeys/effects.ts").then(({ startKeys }) =>
    startKeys((model, dispatch) => {
      document.documentElement.lang = model.lang;
      document.title = keyTitleOf(model, house);
      render(<KeyPage model={model} dispatch={dispatch} house={house} />, root);
    }),
  );
} else if (document.documentElement.dataset["avalWorkstation"] !== undefined) {
  void import("./workstation/effects.ts").then(({ startWorkstation }) =>
    startWorkstation((model, dispatch) => {
      document.documentElement.lang = model.lang;
      document.title = workstationTitleOf(model, house);
      render(<WorkstationPage model={model} dispatch={dispatch} house={house} />, root);
    }),
  );
} else if (document.documentElement.dataset["avalWiped"] !== undefined) {
  void import("./wiped/effects.ts").then(({ startWiped }) =>
    startWiped((model, dispatch) => {
      document.documentElement.lang = model.lang;
      document.title = wipedTitleOf(model, house);
      render(<WipedPage model={model} dispatch={dispatch} house={house} />, root);
    }),
  );
} else {
  void start((model, dispatch) => {
    document.documentElement.lang = model.lang;
    document.title = titleOf(model, house);
    render(<Page model={model} dispatch={dispatch} house={house} />, root);
  });
}
