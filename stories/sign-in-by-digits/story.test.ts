import assert from "node:assert/strict";
import { test } from "node:test";
import { askToSignIn, heading, isTold, readDigits, sees, tap } from "../support/computer.ts";
import { answerWith, code, enrol, question, typeDigits } from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

test("without a camera the digits of the screen are typed; a slip costs no try, and dictated digits are a fraud", async () => {
  const world = await startWorld("sign-in-by-digits");
  const [, locum] = await world.people();
  assert(locum);
  const phone = await world.openPhone();
  await enrol(phone, world.server.authenticator, locum);

  const computer = await world.openComputer();
  await askToSignIn(computer.page, world.server.register);
  assert.equal(
    await computer.page.getByText(/Chiffres à taper/).count(),
    0,
    "digits show only once asked for",
  );
  const digits = await readDigits(computer.page);
  assert.match(digits, /^(\d{6}|\d{8})$/);
  await computer.screen("computer-digits");

  await typeDigits(phone.page, withSlip(digits));
  await isTold(phone.page, "Un chiffre ne va pas avec les autres");
  await phone.screen("phone-digits-slip");
  await phone.page.getByLabel("Chiffres affichés").fill(digits.replace(/^(...)/, "$1 "));
  await tap(phone.page, "Voir la demande");
  await question(phone.page);
  await answerWith(phone.page, code);
  await heading(phone.page, "C'est accepté");
  await heading(computer.page, new RegExp(`${locum.name}$`));

  await tap(phone.page, "Revenir à l'accueil");
  await tap(phone.page, "Je ne peux pas scanner");
  await tap(phone.page, "On me les a dictés");
  await sees(phone.page, "Si l'on vous dit d'ignorer ce message, c'est la fraude.");
  await phone.screen("phone-dictated");
});

/** One wrong figure, which the check digit tells. */
function withSlip(digits: string): string {
  return `${(Number(digits[0]) + 1) % 10}${digits.slice(1)}`;
}
