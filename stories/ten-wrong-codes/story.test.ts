import assert from "node:assert/strict";
import { test } from "node:test";
import { askToSignIn, heading, isTold, sees, tap } from "../support/computer.ts";
import { answerWith, code, enrol, question, scan, wrongCode } from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

/** What the rules make a holder wait before each try from the fourth on, and a second. */
const waits = ["31s", "61s", "301s", "901s", "3601s", "3601s", "3601s"];

test("ten wrong codes, however long they are waited for, disable the phone for good", async () => {
  const world = await startWorld("ten-wrong-codes");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  const phone = await world.openPhone();
  await enrol(phone, world.server.authenticator, pharmacist);
  const computer = await world.openComputer();
  await askToSignIn(computer.page, world.server.register);
  await scan(phone, computer.page);
  await tap(computer.page, "J'ai besoin de plus de temps");

  for (const left of [9, 8, 7]) {
    await answerWith(phone.page, wrongCode);
    await isTold(phone.page, `Code incorrect. Il reste ${left} essais.`);
  }
  await answerWith(phone.page, code);
  await sees(phone.page, "Trop de codes faux à la suite. Attendez 30 secondes");
  await phone.screen("phone-wait");

  for (const [index, wait] of waits.entries()) {
    await world.advance(wait);
    await phone.page.reload();
    // The first two waits end within the request; later ones outlive it, and another is scanned.
    if (index < 2) await question(phone.page);
    else await scanAgain();
    await answerWith(phone.page, wrongCode);
    const left = waits.length - 1 - index;
    if (left > 1) await isTold(phone.page, `Code incorrect. Il reste ${left} essais.`);
    if (left === 1) await isTold(phone.page, "Code incorrect. Il reste 1 essai.");
  }
  await heading(phone.page, "Ce téléphone n'est plus actif");
  await phone.screen("phone-disabled");
  await world.advance("9d");
  await phone.page.reload();
  await heading(phone.page, "Ce téléphone n'est plus actif");

  async function scanAgain(): Promise<void> {
    await askToSignIn(computer.page, world.server.register);
    await heading(phone.page, "Votre accès est protégé.");
    await scan(phone, computer.page);
  }
});
