import { render } from "preact";
import { start } from "./effects.ts";
import { Page, titleOf } from "./screens/page.tsx";

const root = document.getElementById("page") as HTMLElement;

void start((model, dispatch) => {
  document.documentElement.lang = model.lang;
  document.title = titleOf(model);
  render(<Page model={model} dispatch={dispatch} />, root);
});
