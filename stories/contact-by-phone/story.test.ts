import { test } from "node:test";
import { heading, sees, tap } from "../support/computer.ts";
import { code, enrol, nobodyAsks } from "../support/phone.ts";
import { enterConsole } from "../support/staff.ts";
import { startWorld } from "../support/world.ts";

/* The browsers are real; the security key is Chromium's. The half minute is the sandbox's clock, moved. */
test("a holder says on their phone that an address changed: nothing changes, until one of the Order's staff has checked and signed it", async () => {
  const world = await startWorld("contact-by-phone");
  const [doctor] = await world.people();
  const holder = doctor as NonNullable<typeof doctor>;
  const phone = await world.openPhone();
  await enrol(phone, world.server.authenticator, holder);
  const { page } = phone;
  await world.advance("190d");
  await page.reload();
  await sees(page, "Toujours les bonnes ?");
  await phone.screen("due");
  await tap(page, "Elles ont changé");
  await heading(page, "Mes coordonnées");
  await tap(page, "Mon adresse a changé");
  await page.getByLabel("Nouvelle adresse").fill("nouvelle.adresse@example.org");
  await tap(page, "Continuer");
  await phone.screen("call");
  await nobodyAsks(page);
  await heading(page, "Demander ce changement ?");
  await phone.screen("wait");
  await world.advance("40s");
  await sees(page, "Vous pouvez taper votre code.");
  await page.getByLabel("Votre code personnel").fill(code);
  await tap(page, "Je le demande");
  await sees(page, "Votre demande est partie.");
  await phone.screen("asked");

  const agent = await enterConsole(world, "Odile ESSAI", "Coordonnées");
  const desk = agent.page;
  await sees(desk, "demandé par le téléphone du titulaire");
  await desk.getByRole("link", { name: "Ouvrir" }).click();
  await heading(desk, "Confirmez ce changement");
  await sees(desk, "nouvelle.adresse@example.org");
  await desk.getByRole("checkbox").check();
  await agent.screen("confirm");
  await tap(desk, "Confirmer, avec ma clé");
  await heading(desk, "Ce changement est fait");

  await page.reload();
  await tap(page, "Réglages");
  await tap(page, "Mes coordonnées");
  await sees(page, "rien ne s'y fie avant");
  await phone.screen("changed");
});
