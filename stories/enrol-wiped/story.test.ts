import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { carry, plugIn } from "../support/authenticator.ts";
import { heading, sees, tap } from "../support/computer.ts";
import { answerWith, code, enrol, nobodyAsks, scan } from "../support/phone.ts";
import { addService } from "../support/service.ts";
import { startWorld, type World } from "../support/world.ts";

const second = "975318";
const forgot = "Mon téléphone a tout oublié";

/** The place of somebody, made and confirmed by another phone of theirs, as on any two days. */
async function makePlace(world: World, nationalId: string, page: Page) {
  const tests = await addService(world, { name: "Registre des tests", sensitivity: "open" });
  const other = world.virtualPhone();
  await other.enrol(nationalId, code);
  const signIn = async () => {
    await tests.ask(page);
    await other.scan(page);
    const { approval } = await other.ask<{ approval: string }>("approve", "--pin", code);
    await tests.entered(page);
    return approval;
  };
  const say = ["place-make", "--approval", await signIn(), "--people", "alone"];
  await other.ask(...say);
  await world.advance("31s");
  const { place } = await other.ask<{ place: { id: string } }>(...say);
  await world.advance("25h");
  await signIn();
  await other.ask("place-confirm", "--place", place.id, "--pin", code);
  return tests;
}

async function addOwnKey(phone: Page) {
  await tap(phone, "Réglages");
  await tap(phone, "Un deuxième moyen");
  await tap(phone, "Ajouter la clé de ce téléphone");
  await nobodyAsks(phone);
  await tap(phone, "Créer la clé");
  await heading(phone, "Tapez votre code pour garder cette clé");
  await phone.getByLabel("Votre code personnel").fill(code);
  await tap(phone, "Garder cette clé");
  await heading(phone, "La clé est ajoutée. Elle attend un jour.");
}

/** What the page of the place says to scan. */
async function pageOf(computer: Page): Promise<string> {
  await tap(computer, "Afficher le code");
  await heading(computer, "Scannez ce code avec ce téléphone");
  const address = await computer.locator("[data-aval-binding]").getAttribute("data-aval-binding");
  assert(address);
  return address;
}

/*
 * The browsers are real, and the phone's storage is really cleared; its passkey is Chromium's, which keeps it as a phone's own
 * hardware does. Not tried here: a phone's question for a finger.
 */
test("a phone whose storage was cleared comes back by its own passkey, on its holder's place; whoever copied the passkey is stopped by the phone itself", async () => {
  const world = await startWorld("enrol-wiped");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  const { authenticator, loginOrigin } = world.server;
  const phone = await world.openPhone();
  await enrol(phone, authenticator, pharmacist);
  const key = await plugIn(phone.page, "internal", false);
  await phone.page.goto(authenticator);
  await addOwnKey(phone.page);
  const { page: computer, screen } = await world.openComputer();
  const tests = await makePlace(world, pharmacist.nationalId, computer);

  // The phone forgets: its installation, its code, everything but what its hardware keeps.
  const wiping = await phone.context.newCDPSession(phone.page);
  await phone.page.goto("about:blank");
  await wiping.send("Storage.clearDataForOrigin", {
    origin: new URL(authenticator).origin,
    storageTypes: "all",
  });
  await phone.page.goto(authenticator);
  await heading(phone.page, "Entrez dans vos services avec ce téléphone");

  await tests.ask(computer);
  const [opened] = await Promise.all([
    computer.context().waitForEvent("page"),
    computer.getByRole("link", { name: forgot }).click(),
  ]);
  await heading(opened, forgot);
  await opened.close();
  await computer.goto(`${loginOrigin}/telephone`);
  await heading(computer, forgot);
  await screen("computer-before");
  const address = await pageOf(computer);
  await screen("computer-scan");
  await phone.page.goto(address);
  await heading(phone.page, "Ce téléphone était déjà le mien");
  await phone.screen("phone-same");
  await heading(computer, "Un téléphone a lu le code");
  await screen("computer-bound");
  await tap(phone.page, "Montrer ma clé");
  await heading(phone.page, "Votre téléphone attend");
  await phone.screen("phone-waits");
  await heading(computer, "Votre téléphone attend son délai");
  await sees(computer, "Il aura les droits qu'il avait avant.");
  await screen("computer-proven");

  await world.advance("25h");
  await phone.page.reload();
  await phone.page.getByLabel("Code personnel").fill(second);
  await phone.page.getByLabel(/^Le même code/).fill(second);
  await tap(phone.page, "Choisir ce code");
  await heading(phone.page, "Ce téléphone est prêt");
  await tap(phone.page, "Aller à l'accueil");
  await tests.ask(computer);
  await scan(phone, computer);
  await answerWith(phone.page, second);
  await tests.entered(computer);

  // Somebody has the account that the passkey was copied into, and is shown the page.
  const thief = await world.openPhone();
  await carry(key, thief.page, "internal", false);
  await computer.goto(`${loginOrigin}/telephone`);
  await thief.page.goto(await pageOf(computer));
  await tap(thief.page, "Montrer ma clé");
  await heading(thief.page, "Votre téléphone attend");
  await phone.page.goto(authenticator);
  await heading(computer, "C'est arrêté : votre téléphone sert encore");
  await screen("computer-still-used");
  await tap(thief.page, "Regarder de nouveau");
  await heading(thief.page, "Cet ajout a été arrêté : l'autre application sert encore");
  await thief.screen("thief-over");
});
