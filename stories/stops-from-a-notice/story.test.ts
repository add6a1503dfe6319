import assert from "node:assert/strict";
import { test } from "node:test";
import { askedAgain, askToSignIn, heading, isClosed, sees, tap } from "../support/computer.ts";
import { answerWith, code, enrol, nobodyAsks, scan } from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

test("who is told of a sign-in stops it from the message: opening the link changes nothing, one press does, and the phone lifts the pause", async () => {
  const world = await startWorld("stops-from-a-notice");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  const phone = await world.openPhone();
  await enrol(phone, world.server.authenticator, pharmacist);
  const computer = await world.openComputer();
  const inside = new RegExp(`^Bonjour, .*${pharmacist.name}$`);
  await askToSignIn(computer.page, world.server.register);
  await scan(phone, computer.page);
  await answerWith(phone.page, code);
  await heading(computer.page, inside);
  await tap(phone.page, "Revenir à l'accueil");

  const mail = await world.openComputer();
  const message = mail.page.getByRole("link", { name: "Connexion depuis un ordinateur inconnu" });
  await askedAgain(mail.page, world.server.mail, async () => (await message.count()) > 0);
  await mail.screen("mail-list");
  await message.first().click();
  await heading(mail.page, "Connexion depuis un ordinateur inconnu");
  await mail.screen("mail-message");
  const link = await mail.page
    .getByRole("link", { name: /\/arreter\// })
    .first()
    .getAttribute("href");
  assert(link);

  // A mail scanner: it fetches, it asks for the head only, it opens the page in a browser that runs scripts.
  for (const method of ["GET", "HEAD", "GET"])
    assert.equal((await fetch(link, { method })).status, 200);
  const scanner = await world.openComputer();
  await scanner.page.goto(link);
  await heading(scanner.page, "Ce n'était pas vous ?");
  await scanner.screen("stop-page");
  await computer.page.goto(world.server.register);
  await heading(computer.page, inside);

  await tap(scanner.page, "Arrêter");
  await heading(scanner.page, "C'est noté");
  await sees(scanner.page, "Personne ne vous appellera pour lever cette pause.");
  await scanner.screen("stop-noted");
  await isClosed(computer.page, world.server.register);

  await phone.page.reload();
  await sees(phone.page, "Les ajouts sont en pause");
  await phone.screen("home-paused");
  await tap(phone.page, "Voir qui peut rouvrir");
  await heading(phone.page, "Les ajouts sont en pause");
  await phone.screen("stopped-paused");
  await tap(phone.page, "Lever la pause");
  await nobodyAsks(phone.page);
  await phone.page.getByLabel("Votre code personnel").fill(code);
  await tap(phone.page, "Rouvrir");
  await heading(phone.page, "C'est rouvert");
});
