import assert from "node:assert/strict";
import { test } from "node:test";
import { attend } from "../effort/attention.ts";
import { heading, sees, tap } from "../support/computer.ts";
import { addressOn } from "../support/desk.ts";
import { chooseCode, signInFirst } from "../support/enrolling.ts";
import { code } from "../support/phone.ts";
import { enterConsole } from "../support/staff.ts";
import { startWorld } from "../support/world.ts";

/*
 * The browsers are real; the two security keys are Chromium's. Not tried here: a document in the hand, and a phone's own camera, which
 * opens the address that the code says: the story opens it, as the camera would.
 */

test("two registrars enrol a phone at a desk, from the first screen to its holder's code", async () => {
  const world = await startWorld("desk-enrolment");
  const [holder] = await world.people();
  assert(holder);
  const first = await enterConsole(world, "Odile ESSAI", "Guichet");
  const second = await enterConsole(world, "Paul ESSAI", "Guichet");
  const desk = first.page;
  const phone = await world.openPhone();
  const registrars = await attend("desk", "two registrars", first.context, second.context);
  const attention = await attend("desk", "holder", phone.context);
  await Promise.all([desk.reload(), second.page.reload()]);

  await desk.getByLabel("Identifiant national (RPPS)").fill(holder.nationalId);
  await desk.keyboard.press("Enter");
  await desk.getByRole("heading", { name: holder.name }).waitFor();
  await first.screen("person");
  for (const check of await desk.getByRole("checkbox").all()) await check.check();
  await tap(desk, "Montrer le code à scanner");
  await heading(desk, "Son nouveau téléphone scanne ce code");
  await first.screen("scan");

  // Whatever reads the code, it leads to our own address; what an app of elsewhere gets is told in `look-alike`.
  assert.equal(new URL(await addressOn(desk)).origin, world.server.authenticator);

  await phone.page.goto(await addressOn(desk));
  await heading(desk, "Comparez les quatre mots");
  const words = await desk.locator(".words li").allTextContents();
  assert.equal(words.length, 4);
  for (const word of words) await phone.page.getByText(word, { exact: true }).waitFor();
  await first.screen("words");
  await phone.screen("phone-words");

  await desk.getByRole("checkbox").check();
  await tap(desk, "Signer avec ma clé");
  await heading(desk, "Un collègue doit contresigner");
  await first.screen("waiting");

  const beside = second.page;
  await beside.getByRole("link", { name: "Ouvrir" }).click();
  await heading(beside, "Contresignez ce téléphone");
  await beside.getByRole("radio", { name: "Dans la pièce, avec la personne" }).check();
  for (const check of await beside.getByRole("checkbox").all()) await check.check();
  await second.screen("countersign");
  await tap(beside, "Signer avec ma clé");
  await heading(beside, "Ce téléphone est prouvé");
  await sees(beside, "La personne l'active maintenant, avec le code qu'elle choisit.");
  await second.screen("proven");
  await heading(desk, "Ce téléphone est prouvé");

  await registrars.done();
  await chooseCode(phone.page, code);
  await attention.done();
  await phone.screen("phone-ready");
  await signInFirst(world, phone, code);
});
