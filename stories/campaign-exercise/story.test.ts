import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { heading, sees, tap } from "../support/computer.ts";
import { enrol } from "../support/phone.ts";
import { enterConsole } from "../support/staff.ts";
import { startWorld } from "../support/world.ts";

/** Hours until two in the morning in Paris: what goes by telephone waits for the day, so that it can be stopped before. */
function untilNight(): number {
  const hour = new Intl.DateTimeFormat("en-GB", {
    ...{ timeZone: "Europe/Paris", hour: "2-digit", hourCycle: "h23" },
  });
  return (26 - Number(hour.format(Date.now()))) % 24;
}

const write = async (page: Page, title: string) => {
  await page.locator("summary", { hasText: "Écrire une campagne" }).click();
  await page.getByRole("radio", { name: "Avec un téléphone actif" }).check();
  await page.getByLabel("Titre en français").fill(title);
  await page.getByLabel("Texte en français").fill("Ce que vous n'avez pas demandé se refuse.");
  await page.getByLabel("Titre en anglais").fill("What you did not ask for");
  await page.getByLabel("Texte en anglais").fill("What you did not ask for is refused.");
};
const ask = async (page: Page) => {
  await tap(page, "Voir l'aperçu");
  await tap(page, "Demander la seconde signature");
  await sees(page, "La campagne attend une seconde signature.");
};

test("a campaign with an exercise: written by one, signed by another's key, drawn by a phone at its opening, answered by nobody in particular; another campaign is stopped", async () => {
  const world = await startWorld("campaign-exercise");
  await world.advance(`${untilNight()}h`);
  const [holder] = await world.people();
  assert(holder);
  const phone = await world.openPhone();
  await enrol(phone, world.server.authenticator, holder);

  const maker = await enterConsole(world, "Odile ESSAI", "Campagnes", "operator");
  const second = await enterConsole(world, "Noé ESSAI", "Campagnes", "operator");
  await write(maker.page, "Refuser une demande");
  await maker.page.getByRole("radio", { name: "Fausse demande : Résultats Capucine" }).check();
  await ask(maker.page);
  await maker.screen("asked");

  await second.page.reload();
  const article = second.page.getByRole("article", { name: "Refuser une demande" });
  await article.getByText("Fausse demande : Résultats Capucine").waitFor();
  await article.getByRole("checkbox", { name: /^J'ai lu les deux textes, l'exercice, / }).check();
  await second.screen("to-sign");
  await tap(second.page, "Signer avec ma clé");
  await sees(second.page, "La campagne commence.");

  // The phone rings for nothing of it: it draws it when its holder opens it.
  const asked = phone.page.getByRole("heading", { name: /Résultats Capucine/ });
  for (let opened = 0; opened < 20 && !(await asked.isVisible()); opened++) {
    await phone.page.reload();
    await asked.waitFor({ timeout: 3000 }).catch(() => undefined);
  }
  await phone.screen("exercise");
  assert.equal(await phone.page.getByRole("textbox").count(), 0, "no code is asked");
  await tap(phone.page, "Continuer");
  await heading(phone.page, "C'était un exercice.");
  await sees(phone.page, "Personne ne saura ce que vous avez choisi.");
  await phone.screen("told");
  await tap(phone.page, "Plus d'exercices");
  await sees(phone.page, "Vous ne recevrez plus d'exercices.");

  await maker.page.reload();
  await sees(maker.page, "Envoyée");
  await sees(maker.page, "1 sur 1 prévenus");
  await sees(maker.page, "1 déposés");
  await sees(maker.page, "Moins de cinq réponses par profession : rien n'est montré.");
  assert.equal(await maker.page.getByText(holder.name).count(), 0, "nobody is named");
  await maker.screen("results");

  await write(maker.page, "Un message de jour");
  await maker.page.getByRole("checkbox", { name: /^Par SMS/ }).check();
  await ask(maker.page);
  await second.page.reload();
  await second.page.getByRole("checkbox", { name: /^J'ai lu les deux textes, le / }).check();
  await tap(second.page, "Signer avec ma clé");
  await tap(second.page, "Arrêter la campagne");
  await tap(second.page, "Arrêter maintenant");
  await sees(second.page, "La campagne est arrêtée.");
});
