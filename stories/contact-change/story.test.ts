import assert from "node:assert/strict";
import { test } from "node:test";
import { askedAgain, heading, sees, tap } from "../support/computer.ts";
import { enterConsole } from "../support/staff.ts";
import { startWorld } from "../support/world.ts";

/* The browsers are real; the two security keys are Chromium's. Not tried here: the paper that the second person compares with. */
test("one of an Order's staff asks for a new address, another confirms it; the old and the new one are told", async () => {
  const world = await startWorld("contact-change");
  const [holder] = await world.people();
  assert(holder);
  const first = await enterConsole(world, "Odile ESSAI", "Coordonnées");
  const second = await enterConsole(world, "Paul ESSAI", "Coordonnées");

  const desk = first.page;
  await desk.getByLabel("Identifiant national (RPPS)").fill(holder.nationalId);
  await desk.keyboard.press("Enter");
  await desk.getByRole("heading", { name: holder.name }).waitFor();
  await first.screen("person");
  await desk.getByRole("radio", { name: "Adresse de messagerie" }).check();
  await desk.getByLabel("Nouvelle valeur").fill("nouvelle.adresse@example.org");
  await desk.getByRole("radio", { name: "La personne en a une autre" }).check();
  await desk.getByRole("radio", { name: "La personne sur place, pièce en main" }).check();
  await first.screen("ask");
  await tap(desk, "Demander, avec ma clé");
  await heading(desk, "Un collègue doit confirmer");
  await sees(desk, "Rien n'a changé : la demande n'a aucun effet avant cela.");
  await first.screen("waiting");

  const beside = second.page;
  await beside.reload();
  await beside.getByRole("link", { name: "Ouvrir" }).click();
  await heading(beside, "Confirmez ce changement");
  await sees(beside, "nouvelle.adresse@example.org");
  await beside.getByRole("checkbox").check();
  await second.screen("confirm");
  await tap(beside, "Confirmer, avec ma clé");
  await heading(beside, "Ce changement est fait");
  await second.screen("confirmed");
  await beside.getByRole("link", { name: "Toutes les coordonnées" }).click();
  await tap(beside, "Voir les coordonnées à vérifier");
  await beside.getByText("Télécharger la liste (CSV)").waitFor();
  await beside.locator("summary").first().click();
  await second.screen("quality");

  const letters = await world.openComputer();
  const told = letters.page.getByRole("link", { name: "Vos coordonnées ont changé", exact: true });
  await askedAgain(letters.page, world.server.mail, async () => (await told.count()) >= 2);
  await sees(letters.page, "nouvelle.adresse@example.org");
  assert.equal(await told.count(), 2, "the old address and the new one");
});
