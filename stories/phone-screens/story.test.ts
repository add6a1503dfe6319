import assert from "node:assert/strict";
import { test } from "node:test";
import { heading, sees, tap } from "../support/computer.ts";
import { code } from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

test("each screen of the phone, from its first to the removal of the access, is accessible and fits a narrow phone", async () => {
  const world = await startWorld("phone-screens");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  const { page, screen, camera } = await world.openPhone();
  await page.goto(world.server.authenticator);
  await screen("welcome");
  await tap(page, "Ajouter ce téléphone");
  await screen("install");
  await tap(page, "Continuer sans installer");
  await page.getByRole("searchbox").fill("zzz");
  await sees(page, "Personne ne correspond. Effacez un mot.");
  await page.getByRole("searchbox").fill(pharmacist.nationalId);
  await screen("desk-search");
  await tap(page, new RegExp(pharmacist.nationalId));
  await screen("desk-chosen");
  await tap(page, "Me présenter au guichet");

  const choose = async (first: string, second: string) => {
    await page.getByLabel("Code personnel", { exact: true }).fill(first);
    await page.getByLabel("Le même code, une seconde fois").fill(second);
    await tap(page, "Choisir ce code");
  };
  await choose("123456", "123456");
  await sees(page, "Ce code est parmi les plus choisis");
  await screen("code-too-common");
  await choose(code, "975318");
  await sees(page, "Les deux codes sont différents.");
  await choose(code, code);
  await heading(page, "Ce téléphone est prêt");
  await screen("enrolled");
  await tap(page, "Aller à l'accueil");

  await tap(page, "Scanner pour me connecter");
  await sees(page, "L'appareil photo cherche un code.");
  await screen("scan");
  await tap(page, "Ce code m'a été envoyé");
  await screen("sent-code");
  await tap(page, "J'ai fermé ce message");
  await camera.lookAway();

  await tap(page, "Réglages");
  await screen("settings");
  await tap(page, "Ce que ce téléphone garde");
  await screen("stored");
  await tap(page, "Retour");
  await tap(page, "Retirer mon accès de ce téléphone");
  await screen("remove");
  await tap(page, "Retirer maintenant");
  await heading(page, "Entrez dans vos services avec ce téléphone");
  await page.reload();
  await heading(page, "Entrez dans vos services avec ce téléphone");
});
