import assert from "node:assert/strict";
import { test } from "node:test";
import { sees, tap } from "../support/computer.ts";
import { enterConsole } from "../support/staff.ts";
import { startWorld } from "../support/world.ts";

/** The browsers are real; the list is a file, as an insurer's spreadsheet writes it. */
test("an insurer's list is checked line by line, sent, and becomes one case, which its sender follows and never reads", async () => {
  const world = await startWorld("insurer-list");
  const people = (await world.people()).slice(0, 4);
  const desk = await enterConsole(world, "Odile ESSAI", "Dossiers", "analyst");
  const insurer = await enterConsole(world, "Rémi ESSAI", "Signalements", "insurer");
  const { page } = insurer;
  await sees(page, "Rien n'a encore été signalé.");
  await tap(page, "Vérifier le fichier");
  await sees(page, "Choisissez d'abord un fichier.");

  const lines = people.map(({ nationalId }) => `${nationalId};volume;05/01/2026`);
  const file = ["identifiant;motif;jour", ...lines, "899799999999;volume;", "899700000013;"];
  await page.getByLabel("Le fichier").setInputFiles({
    ...{ name: "demandes-atypiques.csv", mimeType: "text/csv" },
    buffer: Buffer.from(file.join("\r\n")),
  });
  await tap(page, "Vérifier le fichier");
  await sees(page, "4 lignes sur 6 peuvent être envoyées.");
  await sees(page, "Personne de votre ressort ne porte cet identifiant.");
  await sees(page, "Le motif n'est pas dans la liste.");
  await insurer.screen("checked");
  await tap(page, "Envoyer 4 lignes");
  await sees(page, "La liste est envoyée.");

  // The analysts' page comes by it alone.
  await desk.page.getByRole("link", { name: /^Dossier / }).waitFor({ timeout: 20_000 });
  assert.equal(await desk.page.getByRole("link", { name: /^Dossier / }).count(), 1);
  await desk.page.getByRole("link", { name: /^Dossier / }).click();
  for (const { name } of people)
    await desk.page.getByRole("heading", { name }).waitFor({ timeout: 10_000 });
  await sees(desk.page, "Liste d'un partenaire");
  await desk.screen("case");
  await tap(desk.page, "Prendre ce dossier");
  await sees(desk.page, "Ce dossier est à vous.");

  await page.reload();
  await sees(page, "Dans un dossier : 4");
  await insurer.screen("followed");
  assert.equal(await page.getByRole("link", { name: "Dossiers" }).count(), 0);
});
