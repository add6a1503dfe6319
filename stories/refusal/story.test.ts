import assert from "node:assert/strict";
import { test } from "node:test";
import { askToSignIn, heading, sees, tap } from "../support/computer.ts";
import { enrol, scan } from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

test("a request is refused with its reason and without the code; nobody gets in, and the register says so", async () => {
  const world = await startWorld("refusal");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  const phone = await world.openPhone();
  await enrol(phone, world.server.authenticator, pharmacist);
  const computer = await world.openComputer();
  await askToSignIn(computer.page, world.server.register);
  await scan(phone, computer.page);

  const refuse = phone.page.getByRole("button", { name: "Ce n'est pas moi" });
  const goOn = phone.page.getByRole("button", { name: /^Continuer$/ });
  const [refusing, going] = [await refuse.boundingBox(), await goOn.boundingBox()];
  assert(refusing && going && refusing.y < going.y, "refusing comes first");
  assert.deepEqual(
    [refusing.width, refusing.height],
    [going.width, going.height],
    "and is as large",
  );

  await refuse.click();
  await phone.screen("phone-why");
  await tap(phone.page, "Quelqu'un me l'a demandé au téléphone");
  await tap(phone.page, "J'ai raccroché");
  await heading(computer.page, "C'est refusé. Personne n'est entré.");
  await computer.screen("computer-refused");
  await sees(phone.page, "Refusée : quelqu'un le demandait au téléphone");
  await phone.screen("phone-home-after-refusal");

  await tap(computer.page, "Revenir au service");
  await heading(computer.page, "Vous n'êtes pas connecté");
  await computer.screen("register-denied");
});
