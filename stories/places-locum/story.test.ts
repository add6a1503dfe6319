import assert from "node:assert/strict";
import { test } from "node:test";
import { heading, sees, tap } from "../support/computer.ts";
import { answerWith, code, enrol, scan } from "../support/phone.ts";
import { answerWho, confirmPlace, skipTheWait, workHere } from "../support/places.ts";
import { addService } from "../support/service.ts";
import { startWorld } from "../support/world.ts";

/** Three doctors of one practice in the sandbox's directory; the first replaces colleagues. */
const practice = ["899700000021", "899700000088", "899700000120"] as const;

test("a locum works at once on the counter of two colleagues, and elsewhere is told what opens the service", async () => {
  const world = await startWorld("places-locum");
  const people = await world.people();
  const [locum, ...colleagues] = practice.map((id) => people.find((one) => one.nationalId === id));
  assert(locum && colleagues[0] && colleagues[1]);
  const tests = await addService(world, { name: "Registre des tests", sensitivity: "open" });
  const records = await addService(world, { name: "Dossier de soins", sensitivity: "sensitive" });
  const phones = [await world.openPhone(), await world.openPhone()] as const;
  for (const [index, phone] of phones.entries())
    await enrol(phone, world.server.authenticator, colleagues[index] ?? locum);
  const { page, screen } = await world.openComputer();

  const signIn = async (phone: (typeof phones)[number]) => {
    await tests.ask(page);
    await scan(phone, page);
    await answerWith(phone.page, code);
    await heading(phone.page, "C'est accepté");
    await tests.entered(page);
  };

  // The two who work there every day make the counter theirs, both waits at once.
  for (const phone of phones) {
    await signIn(phone);
    await workHere(phone.page);
  }
  await skipTheWait(world, ...phones.map(({ page: screen }) => screen));
  for (const phone of phones) {
    await answerWho(phone.page, "Plusieurs personnes");
    await tap(phone.page, "Revenir à l'accueil");
  }
  await world.advance("25h");
  for (const phone of phones) {
    await phone.page.reload();
    await signIn(phone);
    await tap(phone.page, "Revenir à l'accueil");
    await confirmPlace(phone.page);
    await tap(phone.page, "Revenir à l'accueil");
  }

  // The locum never set foot there before.
  const visitor = world.virtualPhone();
  await visitor.enrol(locum.nationalId, code);
  await records.ask(page);
  await page.getByText(/^Poste partagé\s: \p{L}+ et \p{L}+\. Chacun scanne/u).waitFor();
  await screen("computer-of-colleagues");
  await visitor.scan(page);
  type Waiting = { readonly context: { browser: { standing: string }; rights: string } };
  const [asked] = await visitor.ask<Waiting[]>("pending");
  assert.equal(asked?.context.browser.standing, "known_workstation");
  assert.equal(asked.context.rights, "full");
  await visitor.ask("approve", "--pin", code);
  await records.entered(page);

  // What a colleague's counter opened once is asked again each time.
  await records.ask(page);
  await heading(page, "Ouvrez Aval sur votre téléphone et scannez");

  // Elsewhere the door is named before anything is scanned in vain.
  const elsewhere = await world.openComputer();
  await records.ask(elsewhere.page);
  await sees(elsewhere.page, "Ce service ne s'ouvre pas en scannant depuis cet ordinateur.");
  await sees(elsewhere.page, "Un poste où deux collègues de votre structure travaillent déjà.");
});
