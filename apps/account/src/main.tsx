import { render } from "preact";
import { start } from "./effects.ts";
import { titleOf } from "./messages.ts";
import { Page } from "./screens/page.tsx";

/**
 * *Mon accès*: what a holder sees of themselves in a browser, and may stop or change there.
 *
 * `state.ts` says what is shown, `effects.ts` asks the server and moves between addresses, `screens/` draw, `messages.ts` holds the
 * words. It keeps nothing in this browser but the chosen language: whoever is signed in is the server's cookie to know.
 */
const root = document.getElementById("page") as HTMLElement;
const {
  avalBrand,
  avalSandbox,
  avalCardPhone: cardPhone,
  avalCardTest: cardTest,
  avalCardRead: cardRead,
  avalPhone: phone,
} = document.documentElement.dataset;
const isSandbox = avalSandbox !== undefined;
const house = { brand: avalBrand || "Aval", isSandbox, cardPhone, cardTest, cardRead, phone };

start((model, engine) => {
  document.documentElement.lang = model.lang;
  document.title = titleOf(model, house.brand);
  render(<Page model={model} engine={engine} house={house} />, root);
});
