import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { askToSignIn, heading, isClosed, isTold, sees, tap } from "../support/computer.ts";
import { answerWith, code, enrol, scan } from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

test("a holder sees where they are signed in, closes one session and then all, and the register says so on each computer", async () => {
  const world = await startWorld("sessions-closed");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  const phone = await world.openPhone();
  await enrol(phone, world.server.authenticator, pharmacist);
  const [counter, back] = [await world.openComputer(), await world.openComputer()];
  const inside = new RegExp(`^Bonjour, .*${pharmacist.name}$`);

  const enter = async (computer: Page) => {
    await askToSignIn(computer, world.server.register);
    await scan(phone, computer);
    await answerWith(phone.page, code);
    await heading(phone.page, "C'est accepté");
    await heading(computer, inside);
    await tap(phone.page, "Revenir à l'accueil");
  };
  const openList = async () => {
    await tap(phone.page, "Réglages");
    await tap(phone.page, "Sessions ouvertes");
    await heading(phone.page, "Sessions ouvertes");
  };
  const closeButtons = phone.page.getByRole("button", { name: /^Fermer Registre de vaccination/ });
  const isToldOn = async (computer: Page) => {
    await isClosed(computer, world.server.register);
    await sees(computer, "Aval a prévenu ce registre");
  };

  await enter(counter.page);
  await enter(back.page);
  await openList();
  await closeButtons.nth(1).waitFor();
  assert.equal(await closeButtons.count(), 2);
  await phone.screen("sessions-two");

  // The newest stands first: the back office's.
  await closeButtons.first().click();
  await isTold(phone.page, "C'est fait. Cette session n'ouvre plus rien.");
  await phone.page.getByText(/^Fermé\s: le service l'a confirmé\.$/).waitFor();
  await phone.screen("sessions-one-closed");
  await isToldOn(back.page);
  await back.screen("register-told");
  await counter.page.goto(world.server.register);
  await heading(counter.page, inside);

  await tap(phone.page, "Retour");
  await enter(back.page);
  await openList();
  await tap(phone.page, "Fermer les 2 sessions");
  await isTold(phone.page, "C'est fait. 2 sessions fermées.");
  await sees(phone.page, "Aucune session ouverte.");
  await phone.page
    .getByText(/^Fermé\s: le service l'a confirmé\.$/)
    .nth(2)
    .waitFor();
  await phone.screen("sessions-all-closed");
  await isToldOn(counter.page);
  await isToldOn(back.page);
});
