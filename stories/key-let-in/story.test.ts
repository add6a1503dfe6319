import { test } from "node:test";
import { heading, sees, tap } from "../support/computer.ts";
import { enterConsole, proposeKey } from "../support/staff.ts";
import { startWorld } from "../support/world.ts";

/*
 * Three browsers are real; their security keys are Chromium's. Not tried here: three people in two rooms.
 */
test("a registrar's key is let in by an operator who was read its words, and by another from their own console", async () => {
  const world = await startWorld("key-let-in");
  const first = await enterConsole(world, "Odile ESSAI", "Équipe", "operator");
  const second = await enterConsole(world, "Paul ESSAI", "Équipe", "operator");
  const invited = await world.server.avalJson<{ link: string }>(
    ...["staff", "add", "Sacha ESSAI", "--role", "registrar", "--scope", "order:medecins"],
  );
  const { page, screen } = await world.openComputer();
  const words = await proposeKey(page, invited.link);

  await first.page.reload();
  await sees(first.page, "Clés qui attendent");
  await first.page.getByLabel("La personne rejoint l'équipe").check();
  await first.page.getByLabel("Ses quatre mots").fill(words.join(" "));
  await first.screen("words");
  await tap(first.page, "Signer, avec ma clé");
  await sees(first.page, "C'est signé. Une autre personne doit signer aussi.");
  await heading(page, "Une seconde signature manque");
  await screen("vouched");

  await second.page.reload();
  await sees(second.page, "Ses mots ont été lus à Odile ESSAI");
  await second.page.getByLabel("Je sais qui est cette personne").check();
  await second.screen("second");
  await tap(second.page, "Faire entrer, avec ma clé");
  await sees(second.page, "La clé est entrée : elle ouvre la console.");
  await heading(page, "Votre clé est ajoutée");
  await tap(page, "Signer avec ma clé");
  await heading(page, "Sacha ESSAI");
  await screen("in");
});
