import assert from "node:assert/strict";
import { test } from "node:test";
import { askToSignIn, heading, sees, tap } from "../support/computer.ts";
import { answerWith, code, enrol, lookAt, scan } from "../support/phone.ts";
import { answerWho, confirmPlace, workHere } from "../support/places.ts";
import { addService } from "../support/service.ts";
import { startWorld } from "../support/world.ts";

test("a counter becomes its pharmacist's place, ages the next day, and then opens a service that takes no reduced session", async () => {
  const world = await startWorld("places-counter");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  const records = await addService(world, { name: "Dossier de soins", sensitivity: "sensitive" });
  const phone = await world.openPhone();
  await enrol(phone, world.server.authenticator, pharmacist);
  const { page, screen, context } = await world.openComputer();

  const signIn = async (standing: string) => {
    // What the register remembers, not what Aval does: the browser's key stays.
    await context.clearCookies({ domain: new URL(world.server.register).hostname });
    await askToSignIn(page, world.server.register);
    await scan(phone, page);
    await sees(phone.page, standing);
    await answerWith(phone.page, code);
    await heading(phone.page, "C'est accepté");
    await heading(page, new RegExp(`${pharmacist.name}$`));
  };

  // The first day: one hour, and a door that is named.
  await askToSignIn(page, world.server.register);
  await sees(page, "Session réduite : une heure, pour ce service seulement.");
  await sees(page, "Cet ordinateur n'est pas un de vos postes confirmés.");
  await screen("computer-reduced");
  await records.ask(page);
  await sees(page, "Ce service ne s'ouvre pas en scannant depuis cet ordinateur.");
  await sees(page, "Ce qui ouvre ce service");
  await screen("computer-named-door");
  await signIn("Ordinateur inconnu d'Aval");
  await phone.screen("phone-offer");
  await workHere(phone.page);
  await phone.screen("phone-wait");
  for (const name of ["Moi seul", "Plusieurs personnes"])
    assert.equal(await phone.page.getByRole("button", { name, disabled: true }).count(), 1);

  // Closed in the middle of the wait: nothing is lost.
  await phone.page.reload();
  await sees(phone.page, "Vous ajoutez un poste");
  await phone.screen("phone-resume");
  await tap(phone.page, "Continuer l'ajout");
  await answerWho(phone.page, "Moi seul");
  await phone.screen("phone-made");
  await tap(phone.page, "Revenir à l'accueil");

  // The same day: still an unknown computer, and no second offer.
  await signIn("Votre poste nouveau, ajouté le");
  assert.equal(await phone.page.getByRole("button", { name: "Je travaille ici" }).count(), 0);
  await tap(phone.page, "Revenir à l'accueil");
  assert.equal(await phone.page.getByRole("button", { name: "Répondre" }).count(), 0);

  // The next day: a sign-in on it, and only then the question, which only the code answers.
  await world.advance("25h");
  await phone.page.reload();
  await signIn("Votre poste nouveau, ajouté le");
  await tap(phone.page, "Revenir à l'accueil");
  await sees(phone.page, "Un nouveau poste attend votre réponse.");
  await phone.screen("phone-asks");
  await confirmPlace(phone.page);
  await phone.screen("phone-aged");
  await tap(phone.page, "Revenir à l'accueil");

  // What it opens now.
  await records.ask(page);
  await lookAt(phone, page);
  await sees(phone.page, "Votre poste, depuis le");
  await sees(phone.page, "Accès complet");
  await phone.camera.lookAway();
  await phone.screen("phone-own-place");
  await answerWith(phone.page, code);
  await records.entered(page);

  // It goes in one tap, and what it opened is closed again.
  await tap(phone.page, "Revenir à l'accueil");
  await tap(phone.page, "Réglages");
  await tap(phone.page, "Mes postes");
  await sees(phone.page, "Confirmé");
  await phone.screen("phone-places");
  await tap(phone.page, /^Retirer/);
  await sees(phone.page, "est retiré.");
  await sees(phone.page, "Aucun poste pour l'instant.");
  await phone.screen("phone-removed");
  await records.ask(page);
  await sees(page, "Ce service ne s'ouvre pas en scannant depuis cet ordinateur.");
});
