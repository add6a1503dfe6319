import assert from "node:assert/strict";
import { test } from "node:test";
import { askToSignIn, heading, sees, tap } from "../support/computer.ts";
import { code } from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

test("whoever sees somebody else's name on their screen says so, and nobody gets in", async () => {
  const world = await startWorld("not-me-on-the-computer");
  const [, locum] = await world.people();
  assert(locum);
  const phone = world.virtualPhone();
  await phone.enrol(locum.nationalId, code);
  const { page, screen } = await world.openComputer();
  await askToSignIn(page, world.server.register);
  await phone.scan(page);

  await Promise.all([tap(page, "Ce n'est pas moi"), phone.ask("approve", "--pin", code)]);
  await heading(page, "La connexion est annulée. Personne n'est entré.");
  await sees(page, "Vous avez dit que ce n'était pas vous");
  await screen("computer-not-me");
  await tap(page, "Revenir au service");
  await heading(page, "Vous n'êtes pas connecté");
});
