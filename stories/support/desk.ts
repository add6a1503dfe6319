import type { Page } from "playwright-core";
import { heading, tap } from "./computer.ts";
import type { Person, Window } from "./world.ts";

/** Opens a visit for this person, every check ticked, up to the code that their new phone is to scan. */
export async function opensVisit(desk: Page, holder: Person): Promise<void> {
  await desk.getByLabel("Identifiant national (RPPS)").fill(holder.nationalId);
  await desk.keyboard.press("Enter");
  await desk.getByRole("heading", { name: holder.name }).waitFor();
  for (const check of await desk.getByRole("checkbox").all()) await check.check();
  await tap(desk, "Montrer le code à scanner");
  await heading(desk, "Son nouveau téléphone scanne ce code");
}

/** What the code says now. Once a second it is another: good for a minute, for one phone. */
export async function addressOn(desk: Page): Promise<string> {
  const shown = desk.locator("#aval-enrol");
  return (await shown.getAttribute("data-aval-address")) ?? "";
}

/** The four words that the registrar compares. */
export async function wordsOn(desk: Page): Promise<readonly string[]> {
  await heading(desk, "Comparez les quatre mots");
  return desk.locator(".words li").allTextContents();
}

/** Both registrars in the room, from the words to their two signatures. */
export async function bothSign(desk: Page, beside: Page): Promise<void> {
  await heading(desk, "Comparez les quatre mots");
  await desk.getByRole("checkbox").check();
  await tap(desk, "Signer avec ma clé");
  await heading(desk, "Un collègue doit contresigner");
  await beside.getByRole("link", { name: "Ouvrir" }).click();
  await heading(beside, "Contresignez ce téléphone");
  await beside.getByRole("radio", { name: "Dans la pièce, avec la personne" }).check();
  for (const check of await beside.getByRole("checkbox").all()) await check.check();
  await tap(beside, "Signer avec ma clé");
  await heading(beside, "Ce téléphone est prouvé");
  await heading(desk, "Ce téléphone est prouvé");
}

/** The whole of it: the phone's own camera opens the address, as the story does. */
export async function proveAtDesk(
  [desk, beside]: readonly [Page, Page],
  holder: Person,
  phone: Pick<Window, "page">,
): Promise<void> {
  await opensVisit(desk, holder);
  await phone.page.goto(await addressOn(desk));
  await bothSign(desk, beside);
}
