import assert from "node:assert/strict";
import { test } from "node:test";
import { computer } from "../gallery/walk.ts";
import { faultsOn } from "../gallery/walk-through.ts";
import { askToSignIn, heading, readDigits } from "../support/computer.ts";
import { code } from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

test("the simulator can be read, reached and told apart, in both languages, also while a phone is being removed", async () => {
  const world = await startWorld("simulator-read");
  const { page } = await world.openComputer();
  await page.goto(`${world.server.authenticator}/simulator`);
  await page.getByRole("button", { name: "Ajouter un téléphone" }).click();
  await page.locator("iframe").nth(1).contentFrame().getByRole("heading", { level: 1 }).waitFor();
  assert.deepEqual(await faultsOn(page, computer, "fr"), []);
  await page
    .getByRole("button", { name: /^Retirer le téléphone/ })
    .first()
    .click();
  assert.deepEqual(await faultsOn(page, computer, "fr"), []);
  await page.getByRole("button", { name: "English", exact: true }).first().click();
  assert.deepEqual(await faultsOn(page, computer, "en"), []);
});

test("with one computer and no phone, a simulated one signs in, and a second one beside it is somebody else's", async () => {
  const world = await startWorld("simulator");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  const { page, screen, context } = await world.openComputer();
  await page.goto(`${world.server.authenticator}/simulator`);
  await page.getByRole("button", { name: "Ajouter un téléphone" }).click();
  await page.getByRole("button", { name: "Ajouter un téléphone" }).click();
  const [first, second] = [0, 1].map((index) => page.locator("iframe").nth(index).contentFrame());
  assert(first && second);

  await first.getByRole("button", { name: "Ajouter ce téléphone" }).click();
  await first.getByRole("searchbox").fill(pharmacist.nationalId);
  await first.getByRole("button", { name: new RegExp(pharmacist.nationalId) }).click();
  await first.getByRole("button", { name: "Me présenter au guichet" }).click();
  await first.getByLabel("Code personnel", { exact: true }).fill(code);
  await first.getByLabel("Le même code, une seconde fois").fill(code);
  await first.getByRole("button", { name: "Choisir ce code" }).click();
  await first.getByRole("button", { name: "Aller à l'accueil" }).click();
  await screen("simulator");

  const login = await context.newPage();
  await askToSignIn(login, world.server.register);
  const digits = await readDigits(login);
  await first.getByRole("button", { name: "Je ne peux pas scanner" }).click();
  await first.getByLabel("Chiffres affichés").fill(digits);
  await first.getByRole("button", { name: "Voir la demande" }).click();
  await first.getByLabel("Votre code personnel").fill(code);
  await first.getByRole("button", { name: /^Continuer$/ }).click();
  await first.getByRole("heading", { name: "C'est accepté" }).waitFor();
  await heading(login, new RegExp(`${pharmacist.name}$`));

  await second.getByRole("button", { name: "Ajouter ce téléphone" }).waitFor();
});
