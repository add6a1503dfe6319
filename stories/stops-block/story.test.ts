import assert from "node:assert/strict";
import { test } from "node:test";
import { askToSignIn, heading, isClosed, sees, tap } from "../support/computer.ts";
import { answerWith, code, enrol, lookAt, nobodyAsks, scan, wrongCode } from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

test("a holder blocks everything in one press, nobody gets in, and the same phone reopens it with the code", async () => {
  const world = await startWorld("stops-block");
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

  await tap(phone.page, "Bloquer mon accès");
  await heading(phone.page, "Bloquer votre accès partout ?");
  await phone.screen("block");
  const keep = phone.page.getByRole("button", { name: "Garder mon accès" });
  const go = phone.page.getByRole("button", { name: "Bloquer maintenant" });
  const [keeping, going] = [await keep.boundingBox(), await go.boundingBox()];
  assert(keeping && going && keeping.y < going.y, "keeping comes first");
  assert.deepEqual([keeping.width, keeping.height], [going.width, going.height], "and is as large");
  await go.click();
  await heading(phone.page, "Votre accès est bloqué");
  await sees(phone.page, "Ce téléphone, avec votre code, encore 15 minutes.");
  await phone.screen("stopped");

  // The service that was open knows; the next sign-in looks refused, as anybody's may.
  await isClosed(computer.page, world.server.register);
  await tap(phone.page, "Revenir à l'accueil");
  await heading(phone.page, "Votre accès est bloqué");
  await phone.screen("home-blocked");
  const other = await world.openComputer();
  await askToSignIn(other.page, world.server.register);
  await lookAt(phone, other.page);
  await heading(other.page, "C'est refusé. Personne n'est entré.");
  await other.screen("computer-refused");
  await phone.camera.lookAway();
  await tap(phone.page, "Retour");

  await tap(phone.page, "Voir qui peut rouvrir");
  await tap(phone.page, "Rouvrir mon accès");
  await phone.screen("lift-call");
  await nobodyAsks(phone.page);
  await phone.page.getByLabel("Votre code personnel").fill(wrongCode);
  await tap(phone.page, "Rouvrir");
  await phone.page.getByText("Code incorrect").first().waitFor();
  await phone.screen("lift-wrong");
  await phone.page.getByLabel("Votre code personnel").fill(code);
  await tap(phone.page, "Rouvrir");
  await heading(phone.page, "C'est rouvert");
  await phone.screen("reopened");
  await tap(phone.page, "Revenir à l'accueil");
  await heading(phone.page, "Votre accès est protégé.");
});
