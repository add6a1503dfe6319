import assert from "node:assert/strict";
import { test } from "node:test";
import { heading, sees, tap } from "../support/computer.ts";
import { answerWith, code, enrol, nobodyAsks, scan } from "../support/phone.ts";
import { answerWho, confirmPlace, skipTheWait, workHere } from "../support/places.ts";
import { addService } from "../support/service.ts";
import { startWorld } from "../support/world.ts";

test("a practitioner on their own announces a locum on the phone: the locum works on that counter until it is stopped", async () => {
  const world = await startWorld("locum-announced");
  const [host, locum] = await world.people();
  assert(host && locum);
  const records = await addService(world, { name: "Dossier de soins", sensitivity: "sensitive" });
  const tests = await addService(world, { name: "Registre des tests", sensitivity: "open" });
  const phone = await world.openPhone();
  await enrol(phone, world.server.authenticator, host);
  const { page } = await world.openComputer();
  const signIn = async () => {
    await tests.ask(page);
    await scan(phone, page);
    await answerWith(phone.page, code);
    await heading(phone.page, "C'est accepté");
    await tests.entered(page);
  };

  // The counter becomes its holder's, through the day that it takes.
  await signIn();
  await workHere(phone.page);
  await skipTheWait(world, phone.page);
  await answerWho(phone.page, "Moi seul");
  await tap(phone.page, "Revenir à l'accueil");
  await world.advance("25h");
  await phone.page.reload();
  await signIn();
  await tap(phone.page, "Revenir à l'accueil");
  await confirmPlace(phone.page);
  await tap(phone.page, "Revenir à l'accueil");

  // Who, when, and the code.
  await tap(phone.page, "Réglages");
  await tap(phone.page, "Mes postes");
  await tap(phone.page, /^Annoncer un remplaçant/u);
  await nobodyAsks(phone.page);
  await phone.page.getByLabel("Son identifiant national").fill(locum.nationalId);
  await phone.screen("phone-who");
  await tap(phone.page, "Chercher cette personne");
  await heading(phone.page, "Est-ce la bonne personne ?");
  await sees(phone.page, locum.nationalId);
  await phone.screen("phone-check");
  await phone.page.getByLabel("Votre code personnel").fill(code);
  await tap(phone.page, "Annoncer");
  await heading(phone.page, /peut travailler ici\.$/u);
  await tap(phone.page, "Revenir à mes postes");
  await phone.screen("phone-announced");

  // The locum never set foot there before.
  const visitor = world.virtualPhone();
  await visitor.enrol(locum.nationalId, code);
  await records.ask(page);
  await visitor.scan(page);
  type Waiting = { readonly context: { browser: { standing: string }; rights: string } };
  const [asked] = await visitor.ask<Waiting[]>("pending");
  assert.equal(asked?.context.browser.standing, "known_workstation");
  assert.equal(asked.context.rights, "full");
  await visitor.ask("approve", "--pin", code);
  await records.entered(page);

  // One tap, and it is over.
  await tap(phone.page, /^Ne plus l'annoncer/u);
  await sees(phone.page, "Ce qui lui était ouvert sur ce poste est fermé.");
  await records.ask(page);
  await visitor.scan(page).catch(() => undefined);
  assert.deepEqual(await visitor.ask<Waiting[]>("pending"), []);
});
