import { test } from "node:test";
import { heading, sees, tap } from "../support/computer.ts";
import { code, enrol, nobodyAsks } from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

test("a phone that its holder never had is disowned with an older one: everything freezes, and the screen says who reopens", async () => {
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
});
