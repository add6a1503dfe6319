import assert from "node:assert/strict";
import { test } from "node:test";
import { askToSignIn, heading, sees, tap } from "../support/computer.ts";
import { enrol, scan } from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

test("a code left alone is renewed, then expires without anything lost; a request read and forgotten expires on both screens", async () => {
  const world = await startWorld("expiry");
  const [, , , hospitalDoctor] = await world.people();
  assert(hospitalDoctor);
  const phone = await world.openPhone();
  await enrol(phone, world.server.authenticator, hospitalDoctor);
  const computer = await world.openComputer();
  await askToSignIn(computer.page, world.server.register);

  await world.advance("90s");
  await computer.page.getByRole("img", { name: /^Code à scanner/ }).waitFor();
  await world.advance("4m");
  await heading(computer.page, "Le code a expiré. Rien n'est perdu.");
  await computer.screen("computer-expired");
  await tap(computer.page, "Afficher un nouveau code");

  await scan(phone, computer.page);
  await tap(computer.page, "J'ai besoin de plus de temps");
  await sees(computer.page, "C'est fait : vous avez trois minutes en tout.");
  await world.advance("130s");
  await world.advance("60s");
  await heading(computer.page, "Le code a expiré. Rien n'est perdu.");
  await heading(phone.page, "La demande a expiré. Rien n'est perdu.");
  await phone.screen("phone-expired");
  await tap(computer.page, "Afficher un nouveau code");
  await computer.page.getByRole("img", { name: /^Code à scanner/ }).waitFor();
});
