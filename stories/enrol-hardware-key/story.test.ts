import assert from "node:assert/strict";
import { test } from "node:test";
import { attend } from "../effort/attention.ts";
import { carry, plugIn } from "../support/authenticator.ts";
import { heading, sees, tap } from "../support/computer.ts";
import { bindingOn, chooseCode, signInFirst, wordsOn } from "../support/enrolling.ts";
import { code, enrol, nobodyAsks } from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

/*
 * The browsers are real; the security key is Chromium's, carried from one to the other. Not tried here: a key in the hand, its own
 * code, the phone's question which key.
 */
test("a security key is added on the old phone, and a day later gives a new one all its rights after an hour", async () => {
  const world = await startWorld("enrol-hardware-key");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  const old = await world.openPhone();
  await enrol(old, world.server.authenticator, pharmacist);
  const key = await plugIn(old.page, "usb");
  await old.page.goto(world.server.authenticator);
  await tap(old.page, "Réglages");
  await tap(old.page, "Un deuxième moyen");
  await heading(old.page, "Un deuxième moyen");
  await sees(old.page, "Vous n'avez que ce téléphone.");
  await old.screen("means");
  await tap(old.page, "Ajouter une clé de sécurité");
  await nobodyAsks(old.page);
  await heading(old.page, "Posez votre clé de sécurité");
  await old.screen("key-make");
  await tap(old.page, "Créer la clé");
  await heading(old.page, "Tapez votre code pour garder cette clé");
  await old.screen("key-code");
  await old.page.getByLabel("Votre code personnel").fill(code);
  await tap(old.page, "Garder cette clé");
  await heading(old.page, "La clé est ajoutée. Elle attend un jour.");
  await sees(old.page, "Elle est tenue par du matériel reconnu");
  await old.screen("key-added");

  await world.advance("8d");
  await old.page.clock.install();
  const fresh = await world.openPhone();
  const attention = await attend("security key", "holder", old.context, fresh.context);
  await old.page.goto(world.server.authenticator);
  await tap(old.page, "Réglages");
  await tap(old.page, "Ajouter un autre téléphone");
  await nobodyAsks(old.page);
  await heading(old.page, "Ajouter un autre téléphone ?");
  await world.advance("33s");
  await old.page.clock.fastForward(33_000);
  await old.page.getByLabel("Votre code personnel").fill(code);
  await tap(old.page, "J'ouvre la page d'ajout");
  await heading(old.page, "Scannez ce code avec l'autre téléphone");

  // The new phone's own camera opens the address; the key is held out to it.
  await carry(key, fresh.page, "usb");
  await fresh.page.goto(await bindingOn(old.page));
  const words = await wordsOn(fresh.page);
  await tap(fresh.page, "Utiliser ma clé de sécurité");
  await sees(fresh.page, "Votre clé est reconnue.");
  await fresh.screen("new-key-used");
  await heading(old.page, "Tapez les quatre mots de l'autre téléphone");
  await old.screen("old-words");
  await old.page.getByLabel("Les quatre mots").fill(words);
  await tap(old.page, "Ce sont ses mots");
  await heading(old.page, "L'autre téléphone attend une heure");
  await sees(old.page, "Il aura tous vos droits, comme celui-ci.");
  await old.screen("old-coming");
  await heading(fresh.page, "Votre téléphone attend");

  await world.advance("25h");
  await fresh.page.reload();
  await chooseCode(fresh.page, "975318");
  await attention.done();
  await signInFirst(world, fresh, "975318");
});
