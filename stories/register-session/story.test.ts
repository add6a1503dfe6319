import assert from "node:assert/strict";
import { test } from "node:test";
import { askToSignIn, heading, sees, tap } from "../support/computer.ts";
import { code } from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

test("a session is extended, read, closed by its holder, and ends by itself after its hour", async () => {
  const world = await startWorld("register-session");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  const phone = world.virtualPhone();
  await phone.enrol(pharmacist.nationalId, code);
  const { page, screen } = await world.openComputer();

  const signIn = async () => {
    await askToSignIn(page, world.server.register);
    await phone.scan(page);
    await phone.ask("approve", "--pin", code);
    await heading(page, new RegExp(`${pharmacist.name}$`));
  };

  await signIn();
  await tap(page, "Prolonger ma session");
  await sees(page, "C'est fait : votre session est toujours ouverte.");
  await page.getByRole("link", { name: "Voir ce que ce registre a reçu" }).click();
  await heading(page, "Ce que ce registre a reçu de vous");
  await page.getByRole("row", { name: `SubjectNameID ${pharmacist.nationalId}` }).waitFor();
  await screen("register-received");
  await page.getByRole("link", { name: "Revenir au registre" }).click();

  await tap(page, "Me déconnecter");
  await heading(page, "Vous êtes déconnecté");
  await sees(page, "Votre session est fermée ici et chez Aval.");
  await screen("register-closed");
  await page.goto(world.server.register);
  await heading(page, "Enregistrer une vaccination");

  await signIn();
  await world.advance("61m");
  await tap(page, "Prolonger ma session");
  await sees(page, "Votre session a été fermée : sa durée est écoulée");
  await screen("register-ended");
});
