import assert from "node:assert/strict";
import { test } from "node:test";
import { heading, sees, tap } from "../support/computer.ts";
import { answerWith, code, enrol, scan } from "../support/phone.ts";
import { answerWho, skipTheWait, workHere } from "../support/places.ts";
import { addService } from "../support/service.ts";
import { startWorld } from "../support/world.ts";

test("a hospital desktop that forgets everything each evening is unknown each morning: one scan, one hour, and nobody left outside", async () => {
  const world = await startWorld("places-hospital");
  const [doctor] = await world.people();
  assert(doctor);
  const tests = await addService(world, { name: "Registre des tests", sensitivity: "open" });
  const records = await addService(world, { name: "Dossier de soins", sensitivity: "sensitive" });
  const phone = await world.openPhone();
  await enrol(phone, world.server.authenticator, doctor);

  /** A window of the same machine with nothing left of the day before: no cookie, no key. */
  const morning = async () => {
    const desktop = await world.openComputer();
    await tests.ask(desktop.page);
    await sees(desktop.page, "Session réduite : une heure, pour ce service seulement.");
    await scan(phone, desktop.page);
    await sees(phone.page, "Ordinateur inconnu d'Aval");
    await sees(phone.page, "Accès réduit");
    await answerWith(phone.page, code);
    await heading(phone.page, "C'est accepté");
    await tests.entered(desktop.page);
    return desktop;
  };

  const first = await morning();
  await workHere(phone.page);
  await skipTheWait(world, phone.page);
  await answerWho(phone.page, "Plusieurs personnes");
  await tap(phone.page, "Revenir à l'accueil");
  await first.context.close();

  await world.advance("25h");
  await phone.page.reload();
  const second = await morning();
  // Adding yesterday's desktop gave nothing away, and costs nothing: it is offered anew, and may be left unanswered.
  await sees(phone.page, "Vous travaillez souvent sur cet ordinateur ?");
  await tap(phone.page, "Revenir à l'accueil");
  await heading(phone.page, "Votre accès est protégé.");
  assert.equal(
    await phone.page.getByText("Un nouveau poste attend votre réponse.").count(),
    0,
    "a place nobody signs in on is never asked about, and never ages",
  );

  // What a reduced session does not open is told with what does.
  await records.ask(second.page);
  await sees(second.page, "Ce qui ouvre ce service");
  await sees(second.page, "Un poste où deux collègues de votre structure travaillent déjà.");
  await second.screen("computer-doors");

  await tap(phone.page, "Réglages");
  await tap(phone.page, "Mes postes");
  await sees(phone.page, "Nouveau : une heure à la fois");
  await phone.screen("phone-places");
  await tap(phone.page, /^Retirer/);
  await sees(phone.page, "est retiré.");
});
