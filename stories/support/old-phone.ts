import type { Page } from "playwright-core";
import { heading, tap } from "./computer.ts";
import { bindingOn } from "./enrolling.ts";
import { askedOfCalls, nobodyAsks } from "./phone.ts";
import type { World } from "./world.ts";

/** From an old phone's settings to the page that another phone scans. Gives what its QR says. `old`'s clock is the story's. */
export async function opensPage(
  world: World,
  old: Page,
  code: string,
  see: (name: string) => Promise<void> = async () => undefined,
): Promise<string> {
  await tap(old, "Réglages");
  await tap(old, "Ajouter un autre téléphone");
  await heading(old, askedOfCalls);
  await see("old-call");
  await nobodyAsks(old);
  await heading(old, "Ajouter un autre téléphone ?");
  await see("old-wait");
  await world.advance("33s");
  await old.clock.fastForward(33_000);
  await old.getByLabel("Votre code personnel").fill(code);
  await tap(old, "J'ouvre la page d'ajout");
  await heading(old, "Scannez ce code avec l'autre téléphone");
  await see("old-page");
  return bindingOn(old);
}
