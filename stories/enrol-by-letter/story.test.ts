import assert from "node:assert/strict";
import { test } from "node:test";
import { attend } from "../effort/attention.ts";
import { askedAgain, heading, sees, tap } from "../support/computer.ts";
import { chooseCode, signInFirst } from "../support/enrolling.ts";
import { code } from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

test("a remote eID brings a letter; scanned by another phone it does nothing, by the one that asked it brings a phone to confirm", async () => {
  const world = await startWorld("enrol-by-letter");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  const phone = await world.openPhone();
  const { page, screen } = phone;
  const attention = await attend("remote eID and letter", "holder", phone.context);
  await page.goto(world.server.authenticator);
  await tap(page, "Ajouter ce téléphone");
  await tap(page, "Continuer sans installer");
  await tap(page, "Avec mon identité numérique et une lettre");
  await heading(page, "Votre identité numérique");
  await screen("phone-who");
  await page.getByLabel("Votre identifiant national").fill(pharmacist.nationalId);
  await tap(page, "M'identifier");

  // The provider's own page, at its own origin.
  await heading(page, "Qui êtes-vous ?");
  await screen("provider");
  await page.getByLabel("Personne").selectOption(pharmacist.nationalId);
  await tap(page, "S'identifier");
  await heading(page, "Attendez votre lettre");
  await screen("phone-waits");

  // The post: the letter is on the page of caught mail.
  const mail = world.server.authenticator
    .replace("phone.", "mail.")
    .replace(/\d+$/, (port) => String(Number(port) + 5));
  const { page: tray, screen: seen } = await world.openComputer();
  const letter = tray.getByRole("link", { name: /^Ouvrir ce que dit son code/ });
  await askedAgain(tray, mail, async () => (await letter.count()) > 0);
  await seen("tray");
  const address = await letter.first().getAttribute("href");
  assert(address);

  const other = await world.openPhone();
  await other.page.goto(address);
  await heading(other.page, "Cette lettre n'est pas pour ce téléphone");
  await other.screen("another-phone");

  await page.goto(address);
  await heading(page, "Votre téléphone attend");
  await sees(page, "Téléphone à confirmer");
  await screen("phone-cools");
  await world.advance("73h");
  await page.reload();
  await chooseCode(page, code);
  await attention.done();
  await screen("phone-active");
  await signInFirst(world, phone, code);
});
