import assert from "node:assert/strict";
import { test } from "node:test";
import { heading, sees, tap } from "../support/computer.ts";
import { answerWith, code, enrol, scan } from "../support/phone.ts";
import { answerWho, confirmPlace, skipTheWait, workHere } from "../support/places.ts";
import { addService } from "../support/service.ts";
import { startWorld } from "../support/world.ts";

test("on a shared counter the page says whose it is, and the next person ends the last one's session before anything else", async () => {
  const world = await startWorld("places-shared");
  const [pharmacist, assistant] = await world.people();
  assert(pharmacist && assistant);
  const tests = await addService(world, { name: "Registre des tests", sensitivity: "open" });
  const records = await addService(world, { name: "Dossier de soins", sensitivity: "sensitive" });
  const phone = await world.openPhone();
  await enrol(phone, world.server.authenticator, pharmacist);
  const { page, screen } = await world.openComputer();

  const signIn = async () => {
    await tests.ask(page);
    await scan(phone, page);
    await answerWith(phone.page, code);
    await heading(phone.page, "C'est accepté");
    await tests.entered(page);
  };

  await signIn();
  await workHere(phone.page);
  await skipTheWait(world, phone.page);
  await answerWho(phone.page, "Plusieurs personnes");
  await sees(phone.page, "touchez « Changer de personne »");
  await tap(phone.page, "Revenir à l'accueil");
  await world.advance("25h");
  await phone.page.reload();
  await signIn();
  await tap(phone.page, "Revenir à l'accueil");
  await confirmPlace(phone.page);
  await tap(phone.page, "Revenir à l'accueil");

  // The page of a counter that several people share names them, by their first names alone.
  await records.ask(page);
  await page.getByText(/^Poste partagé\s: \p{L}[\p{L}' -]*\. Chacun scanne/u).waitFor();
  assert.equal(await page.getByText(pharmacist.name).count(), 0, "a first name and no more");
  await screen("computer-names");
  await scan(phone, page);
  await sees(phone.page, "Votre poste, depuis le");
  await answerWith(phone.page, code);
  await records.entered(page);

  // The next person sits down within ten minutes: whose session it is stands there, and waits.
  await tests.ask(page);
  await heading(page, "Une session est ouverte sur ce poste partagé");
  await sees(page, pharmacist.name);
  await screen("computer-whose-session");
  await tap(page, "Changer de personne");
  await heading(page, "Ouvrez Aval sur votre téléphone et scannez");
  await records.ask(page);
  await heading(page, "Ouvrez Aval sur votre téléphone et scannez");

  const other = world.virtualPhone();
  await other.enrol(assistant.nationalId, code);
  await tests.ask(page);
  await other.scan(page);
  await other.ask("approve", "--pin", code);
  await tests.entered(page);

  // After ten minutes nobody is offered somebody else's session any more.
  await tap(phone.page, "Revenir à l'accueil");
  await records.ask(page);
  await scan(phone, page);
  await answerWith(phone.page, code);
  await records.entered(page);
  await world.advance("11m");
  await tests.ask(page);
  await heading(page, "Ouvrez Aval sur votre téléphone et scannez");
});
