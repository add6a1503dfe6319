import { render } from "preact";
import { start } from "./effects.ts";
import { titleOf } from "./messages.ts";
import { Page } from "./screens/page.tsx";

/**
 * The console: what the staff see and do, each by their role, on an origin of their own.
 *
 * `state.ts` says what is shown, `effects.ts` asks the server, the keys and the address bar, `screens/` draw, `messages.ts` holds the
 * words. It keeps nothing in this browser but the chosen language: whoever is signed in is the server's cookie to know.
 */
const root = document.getElementById("page") as HTMLElement;
const { avalBrand, avalSandbox } = document.documentElement.dataset;
const house = { brand: avalBrand || "Aval", isSandbox: avalSandbox !== undefined };

start((model, engine) => {
  document.documentElement.lang = model.lang;
  document.title = titleOf(model, house.brand);
  render(<Page model={model} engine={engine} house={house} />, root);
});
