import { test } from "node:test";
import { askToSignIn, heading, sees, tap } from "../support/computer.ts";
import { answerWith, code, enrol, nobodyAsks, scan } from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

test("somebody saw the code: it is changed in one minute with the old one, and the new one signs in", async () => {
  const world = await startWorld("phone-code-change");
  const [nurse] = await world.people();
  const phone = await world.openPhone();
  await enrol(phone, world.server.authenticator, nurse as NonNullable<typeof nurse>);
  const { page } = phone;
  const fresh = "862409";

  await tap(page, "Réglages");
  await tap(page, "Quelqu'un a vu mon code");
  await phone.screen("call");
  await nobodyAsks(page);
  await heading(page, "Choisissez un autre code");
  await tap(page, "Je ne sais plus mon code");
  await heading(page, "Un code oublié ne se retrouve pas");
  await phone.screen("forgotten");
  await tap(page, "Essayer encore mon code");
  await nobodyAsks(page);
  const type = async (before: string, after: string) => {
    await page.getByLabel("Votre code d'aujourd'hui").fill(before);
    await page.getByLabel("Le nouveau code", { exact: true }).fill(after);
    await page.getByLabel("Le nouveau code, encore").fill(after);
    await tap(page, "Changer mon code");
  };
  await type(code, "123456");
  await page.getByText("Trop facile à deviner.").first().waitFor();
  await phone.screen("common");
  await type("975318", fresh);
  await page.getByText("Code incorrect").first().waitFor();
  await phone.screen("wrong");
  await type(code, fresh);
  await heading(page, "Votre code est changé");
  await phone.screen("changed");
  await tap(page, "Revenir à l'accueil");

  const computer = await world.openComputer();
  await askToSignIn(computer.page, world.server.register);
  await scan(phone, computer.page);
  await answerWith(page, fresh);
  await heading(computer.page, /^Bonjour, /);
  await tap(page, "Revenir à l'accueil");
  await tap(page, "Réglages");
  await tap(page, "Mes avis");
  await sees(page, "Le code d'un téléphone a changé");
});
