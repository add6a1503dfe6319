import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { heading, sees, tap } from "../support/computer.ts";
import { addressOn, opensVisit } from "../support/desk.ts";
import { chooseCode, wordsOn } from "../support/enrolling.ts";
import { opensPage } from "../support/old-phone.ts";
import { code, enrol } from "../support/phone.ts";
import { enterConsole } from "../support/staff.ts";
import { startWorld } from "../support/world.ts";

/* A phone that came by the old one's page is to be confirmed. Its holder takes it to a desk; then it opens everything. */
const second = "975318";

async function compares(page: Page, words: readonly string[]) {
  for (const word of words) await page.getByText(word, { exact: true }).waitFor();
  for (const check of await page.getByRole("checkbox").all()) await check.check();
}

test("a phone to be confirmed is shown at a desk, waits, and opens everything by the code that it has", async () => {
  const world = await startWorld("raise-at-the-desk");
  const [holder] = await world.people();
  assert(holder);
  const old = await world.openPhone();
  await enrol(old, world.server.authenticator, holder);
  await world.advance("8d");
  await old.page.clock.install();
  await old.page.goto(world.server.authenticator);
  const phone = await world.openPhone();
  const { page } = phone;
  await page.goto(await opensPage(world, old.page, code));
  await old.page.getByLabel("Les quatre mots").fill(await wordsOn(page));
  await tap(old.page, "Ce sont ses mots");
  await heading(page, "Votre téléphone attend");
  await world.advance("25h");
  await page.reload();
  await chooseCode(page, second);

  await tap(page, "Réglages");
  await tap(page, "Mes téléphones");
  await tap(page, "Confirmer ce téléphone");
  await heading(page, "Téléphone à confirmer");
  await sees(page, "À un guichet");
  await phone.screen("phone-how");

  const first = await enterConsole(world, "Odile ESSAI", "Guichet");
  const beside = await enterConsole(world, "Paul ESSAI", "Guichet");
  const desk = first.page;
  await opensVisit(desk, holder);
  await page.goto("about:blank");
  await page.goto(await addressOn(desk));
  await heading(page, "Ces quatre mots sont comparés sur l'autre écran");
  await phone.screen("phone-words");
  await heading(desk, "Comparez les quatre mots");
  await sees(desk, `C'est déjà un téléphone de ${holder.name}, à confirmer.`);
  await compares(desk, await desk.locator(".words li").allTextContents());
  await first.screen("desk-words");
  await tap(desk, "Signer avec ma clé");
  await heading(desk, "Un collègue doit contresigner");
  await beside.page.getByRole("link", { name: "Ouvrir" }).click();
  await heading(beside.page, "Contresignez ce téléphone");
  await beside.page.getByRole("radio", { name: "Dans la pièce, avec la personne" }).check();
  await compares(beside.page, []);
  await tap(beside.page, "Signer avec ma clé");
  await heading(beside.page, "Ce téléphone est prouvé");
  await beside.screen("desk-proven");

  await tap(page, "Regarder de nouveau");
  await heading(page, "Ce téléphone attend");
  await phone.screen("phone-waits");
  await old.page.goto(world.server.authenticator);
  await sees(old.page, "Un de vos téléphones, à confirmer, demande à tout ouvrir");
  await world.advance("25h");
  await tap(page, "Regarder de nouveau");
  await heading(page, "Vous pouvez le confirmer");
  await tap(page, "Confirmer ce téléphone");
  await page.getByLabel("Votre code personnel").fill(second);
  await tap(page, "Confirmer");
  await heading(page, "Ce téléphone ouvre tout");
  await phone.screen("phone-full");
});
