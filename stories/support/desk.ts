import type { Page } from "playwright-core";
import { heading, tap } from "./computer.ts";
import type { Person } from "./world.ts";

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
