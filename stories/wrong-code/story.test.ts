import assert from "node:assert/strict";
import { test } from "node:test";
import { askToSignIn, heading, isTold } from "../support/computer.ts";
import { answerWith, code, enrol, scan, wrongCode } from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

test("a wrong personal code is said with the tries left, opens nothing, and the right one then opens", async () => {
  const world = await startWorld("wrong-code");
  const [, , nurse] = await world.people();
  assert(nurse);
  const phone = await world.openPhone();
  await enrol(phone, world.server.authenticator, nurse);
  const computer = await world.openComputer();
  await askToSignIn(computer.page, world.server.register);
  await scan(phone, computer.page);

  await answerWith(phone.page, wrongCode);
  await isTold(phone.page, "Code incorrect. Il reste 9 essais.");
  await phone.screen("phone-wrong-code");
  assert.equal(
    await phone.page.getByLabel("Votre code personnel").inputValue(),
    "",
    "a wrong code is not left on the screen",
  );
  await heading(computer.page, "Continuez sur votre téléphone");

  await answerWith(phone.page, code);
  await heading(phone.page, "C'est accepté");
  await heading(computer.page, new RegExp(`${nurse.name}$`));

  // The right code gave the tries back.
  const next = await world.openComputer();
  await askToSignIn(next.page, world.server.register);
  await phone.page.getByRole("button", { name: "Revenir à l'accueil" }).click();
  await scan(phone, next.page);
  await answerWith(phone.page, wrongCode);
  await isTold(phone.page, "Code incorrect. Il reste 9 essais.");
});
