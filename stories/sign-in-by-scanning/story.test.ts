import assert from "node:assert/strict";
import { test } from "node:test";
import { askToSignIn, heading, sees, tap } from "../support/computer.ts";
import { answerWith, code, enrol, scan } from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

test("a phone reads the animated code off a computer's window, and its holder enters the register", async () => {
  const world = await startWorld("sign-in-by-scanning");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  const phone = await world.openPhone();
  await enrol(phone, world.server.authenticator, pharmacist);
  await phone.screen("phone-home");

  const computer = await world.openComputer();
  await askToSignIn(computer.page, world.server.register);
  await computer.screen("computer-scan");

  await scan(phone, computer.page);
  await phone.screen("phone-question");
  await heading(computer.page, "Continuez sur votre téléphone");
  await computer.screen("computer-claimed");
  assert.equal(
    await computer.page.getByText(pharmacist.name).count(),
    0,
    "nobody is named before they approve",
  );

  await answerWith(phone.page, code);
  await heading(phone.page, "C'est accepté");
  await phone.screen("phone-approved");
  await heading(computer.page, "C'est accepté");
  await computer.screen("computer-approved");
  await heading(computer.page, new RegExp(`^Bonjour, .*${pharmacist.name}$`));
  await computer.screen("register-inside");

  await tap(phone.page, "Revenir à l'accueil");
  await tap(phone.page, "Tout l'historique");
  await sees(phone.page, "Acceptée, session ouverte, accès réduit");
  await phone.screen("phone-history");
});
