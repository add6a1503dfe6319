import { join } from "node:path";
import { test } from "node:test";
import { heading, sees, tap } from "../support/computer.ts";
import { code, enrol, nobodyAsks } from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

test("a phone that its holder never had is disowned with an older one: everything freezes, the screen says who reopens, and the card reads on", async () => {
  const world = await startWorld("phone-disowned");
  const [doctor] = await world.people();
  const holder = doctor as NonNullable<typeof doctor>;
  const phone = await world.openPhone();
  await enrol(phone, world.server.authenticator, holder);
  const { page } = phone;
  await world.advance("8d");
  const theirs = world.virtualPhone();
  await theirs.enrol(holder.nationalId, "862409");

  await tap(page, "Réglages");
  await tap(page, "Mes téléphones");
  await sees(page, "Ce téléphone");
  await phone.screen("phones");
  await tap(page, /^Changer son nom .*Téléphone virtuel/);
  await page.getByLabel("Son nom").fill("Celui que je ne connais pas");
  await tap(page, "Continuer");
  await page.getByLabel("Votre code personnel").fill(code);
  await tap(page, "Changer son nom");
  await page.getByRole("heading", { name: "Celui que je ne connais pas" }).waitFor();
  await phone.screen("renamed");
  await tap(page, /^Ce téléphone n'est pas le mien .*Celui que je ne connais pas/);
  await phone.screen("call");
  await nobodyAsks(page);
  await heading(page, "Votre code gèle votre accès");
  await page.getByLabel("Votre code personnel").fill(code);
  await phone.screen("code");
  await tap(page, "Geler mon accès");
  await heading(page, "Votre accès est gelé");
  await sees(page, "deux personnes habilitées, pas une seule");
  await phone.screen("frozen");

  // Nobody enters any more, and the holder sees what happened: with their card, on its own host, to read only.
  const file = join(world.server.folder, "card.p12");
  const { passphrase } = await world.server.avalJson<{ passphrase: string }>(
    ...["sandbox", "card", "--for", holder.nationalId, "--out", file],
  );
  const computer = await world.openComputer({ card: { file, passphrase }, height: 900 });
  await computer.page.goto(`${world.server.loginOrigin}/mon-acces`);
  await computer.page.getByRole("link", { name: /^Votre accès est gelé ou bloqué/ }).click();
  await tap(computer.page, "Continuer avec ma carte");
  await sees(computer.page, "Votre accès est gelé");
  await computer.screen("card");
  await tap(computer.page, "Lire avec ma carte");
  await heading(computer.page, "Mon accès");
  await sees(computer.page, "Deux analystes le lèvent ensemble");
  await sees(computer.page, "Lecture seule, avec votre carte.");
  await computer.screen("reads");
  await computer.page.getByRole("link", { name: /^Voir ce qui s'est passé/ }).click();
  await sees(computer.page, "Mon accès lu avec la carte, pendant l'arrêt");
  await computer.screen("history");
});
