import assert from "node:assert/strict";
import { test } from "node:test";
import { heading, sees, tap } from "../support/computer.ts";
import { enrol } from "../support/phone.ts";
import { enterConsole } from "../support/staff.ts";
import { startWorld } from "../support/world.ts";

test("a caller who says they are support is not: the phone says so, the holder reports them, an agent calls back, announced, and can open nothing", async () => {
  const world = await startWorld("fake-support");
  const [, pharmacist] = await world.people();
  assert(pharmacist);
  // A telephone is trusted once it has stood for thirty days.
  await world.advance("31d");
  const phone = await world.openPhone();
  await enrol(phone, world.server.authenticator, pharmacist);
  await sees(phone.page, "Personne du support ne vous appelle.");

  await tap(phone.page, "On m'appelle");
  await heading(phone.page, "Raccrochez. Aval ne vous appelle pas.");
  await tap(phone.page, "Signaler cet appel");
  await heading(phone.page, "C'est signalé. Raccrochez.");
  await phone.screen("reported");
  await tap(phone.page, "Mon code personnel");
  await tap(phone.page, "Le support d'Aval");
  await tap(phone.page, "Non, j'ai raccroché");
  await tap(phone.page, "Non, rien");
  await sees(phone.page, "Un analyste regarde votre dossier.");
  await tap(phone.page, "Revenir à l'accueil");

  const desk = await enterConsole(world, "Alix MARTEL", "Dossiers", "agent");
  const { page } = desk;
  await page.getByRole("link", { name: /^Dossier / }).click({ timeout: 20_000 });
  await page.getByRole("heading", { name: pharmacist.name }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Prendre ce dossier" }).count(), 0);
  await tap(page, /^Annoncer un appel/);
  await sees(page, "Annoncé : son téléphone le dit");
  await desk.screen("announced");
  await sees(phone.page, "Alix M., support d'Aval, vous appelle pour le dossier");
  await phone.screen("called");

  // A persuasive caller gets no further: there is nothing here that opens.
  const offered = await page.getByRole("button").allTextContents();
  for (const word of ["Ouvrir", "Lever", "Ajouter", "Rouvrir"])
    assert.ok(!offered.some((text) => text.includes(word)), `${word}: ${offered.join(", ")}`);
  await tap(page, /^Faire sonner/);
  await sees(page, "En cours");
  await tap(page, /^Terminer l'appel/);
  await sees(page, "Terminé par son agent");
  await sees(phone.page, "Personne du support ne vous appelle.");
  await sees(phone.page, "Rien ne peut être ajouté avant");
  await phone.screen("after");
});
