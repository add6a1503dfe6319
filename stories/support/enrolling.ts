import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { heading, tap } from "./computer.ts";
import { answerWith, scan } from "./phone.ts";
import { addService } from "./service.ts";
import type { Window, World } from "./world.ts";

/** What the animated code says just now: the address that a phone's own camera opens. */
export async function bindingOn(page: Page): Promise<string> {
  const shown = page.locator("[data-aval-binding]");
  const address = await shown.getAttribute("data-aval-binding");
  assert(address);
  return address;
}

/** The four words that a new phone shows, for the other screen. */
export async function wordsOn(page: Page): Promise<string> {
  await heading(page, "Ces quatre mots doivent être tapés sur l'autre écran");
  const words = page.getByRole("list", { name: "Les quatre mots de ce téléphone" });
  await words.waitFor();
  return (await words.getByRole("listitem").allTextContents()).join(" ");
}

/** Chooses the code on a phone whose wait is over, which makes it its holder's. */
export async function chooseCode(page: Page, code: string): Promise<void> {
  await page.getByLabel("Code personnel", { exact: true }).fill(code);
  await page.getByLabel(/^Le même code, /).fill(code);
  await tap(page, "Choisir ce code");
  await heading(page, "Ce téléphone est prêt");
  await tap(page, "Aller à l'accueil");
}

/** The first sign-in with a phone, to an open service, on a computer nobody knows. */
export async function signInFirst(
  world: World,
  phone: Awaited<ReturnType<World["openPhone"]>>,
  code: string,
): Promise<Window> {
  const service = await addService(world, { name: "Annuaire d'essai", sensitivity: "open" });
  const computer = await world.openComputer();
  await service.ask(computer.page);
  await scan(phone, computer.page);
  await answerWith(phone.page, code);
  await service.entered(computer.page);
  return computer;
}
