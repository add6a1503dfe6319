import { render } from "preact";
import { start } from "./effects.ts";
import { Page, titleOf } from "./screens/page.tsx";

/**
 * The sign-in page. It asks for no identifier: it shows a code, the phone says who its holder is, and the page leaves with a
 * proof that it is the browser that began.
 *
 * `state.ts` says what is shown and asked next, `effects.ts` does it, `screens/` draw it, `messages.ts` holds the words. In
 * this browser it keeps the key `BK` (IndexedDB `aval-browser`) and the chosen language (`localStorage`), nothing else.
 */
const root = document.getElementById("page") as HTMLElement;

void start((model, dispatch) => {
  document.documentElement.lang = model.lang;
  document.title = titleOf(model);
  render(<Page model={model} dispatch={dispatch} />, root);
});
