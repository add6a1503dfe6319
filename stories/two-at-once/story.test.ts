import assert from "node:assert/strict";
import { test } from "node:test";
import { askToSignIn, heading, tap } from "../support/computer.ts";
import { answerWith, code, enrol, lookAt, scan } from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

test("two computers read by one holder's phones at once are both cancelled and say so; starting again on one's own works", async () => {
  const world = await startWorld("two-at-once");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  const phone = await world.openPhone();
  await enrol(phone, world.server.authenticator, pharmacist);
  const own = await world.openComputer();
  const strange = await world.openComputer();
  await askToSignIn(own.page, world.server.register);
  await askToSignIn(strange.page, world.server.register);

  await scan(phone, own.page);
  await tap(phone.page, "Retour");
  await lookAt(phone, strange.page);
  await heading(phone.page, "La demande est annulée. Personne n'est entré.");
  await phone.camera.lookAway();
  await phone.screen("phone-two-at-once");
  for (const { page } of [own, strange])
    await heading(page, "La connexion est annulée. Personne n'est entré.");
  await own.screen("computer-two-at-once");

  await tap(own.page, "Recommencer avec un nouveau code");
  await own.page.getByRole("img", { name: /^Code à scanner/ }).waitFor();
  await tap(phone.page, "Revenir à l'accueil");
  await scan(phone, own.page);
  await answerWith(phone.page, code);
  await heading(own.page, new RegExp(`${pharmacist.name}$`));
  await heading(strange.page, "La connexion est annulée. Personne n'est entré.");
});
