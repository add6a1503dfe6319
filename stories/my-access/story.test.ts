import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import type { Page } from "playwright-core";
import {
  askToSignIn,
  heading,
  isClosed,
  isTold,
  readDigits,
  sees,
  tap,
} from "../support/computer.ts";
import { code } from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

test("a holder reads their own access, closes a session elsewhere, changes a setting by a stronger sign-in, and blocks", async () => {
  const world = await startWorld("my-access");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  const phone = world.virtualPhone();
  await phone.enrol(pharmacist.nationalId, code);

  // Somewhere else, the register is left open.
  const elsewhere = await world.openComputer();
  await askToSignIn(elsewhere.page, world.server.register);
  await phone.ask("digits", await readDigits(elsewhere.page));
  await phone.ask("approve", "--pin", code);
  await heading(elsewhere.page, new RegExp(`${pharmacist.name}$`));

  const file = join(world.server.folder, "card.p12");
  const { passphrase } = await world.server.avalJson<{ passphrase: string }>(
    ...["sandbox", "card", "--for", pharmacist.nationalId, "--out", file],
  );
  const { page, screen } = await world.openComputer({
    card: { file, passphrase },
    width: 1440,
    height: 900,
  });
  const byCard = async () => {
    await heading(page, "Ouvrez Aval sur votre téléphone et scannez");
    await tap(page, "Prendre ma carte");
    await tap(page, "Continuer avec ma carte");
    await heading(page, "Entrer avec votre carte ?");
    await tap(page, "C'est moi, j'entre");
  };

  await page.goto(`${world.server.loginOrigin}/mon-acces/sessions`);
  await heading(page, "Entrez dans Mon accès");
  await page.getByRole("link", { name: "Me connecter avec Aval" }).click();
  await byCard();

  // The card's session is good for two services, one of which takes full sessions only; the end will close both.
  const [results, register] = [await page.context().newPage(), await page.context().newPage()];
  for (const [tab, address] of [
    [results, world.server.results],
    [register, world.server.register],
  ] as const) {
    await tab.goto(address);
    await tab.getByRole("link", { name: "Me connecter avec Aval" }).click();
    await heading(tab, new RegExp(`${pharmacist.name}$`));
    await sees(tab, "Session complète");
  }
  await tap(results, "Lire ce résultat : Mésange FICTIVE");
  await sees(results, "Résultat : Positif");

  // Back at the section that was asked for.
  await heading(page, "Sessions");
  await sees(page, "Registre de vaccination (démonstration)");
  // The one of before, on the other computer, stands last.
  await page
    .getByRole("button", { name: /^Fermer Registre de vaccination/ })
    .last()
    .click();
  await isTold(page, "C'est fait. Cette session n'ouvre plus rien.");
  await isClosed(elsewhere.page, world.server.register);
  await page.reload();
  await page.getByText(/^Fermé\s: le service l'a confirmé\.$/).waitFor();
  await screen("sessions-closed");

  await to(page, "Accueil", "Mon accès");
  await sees(page, pharmacist.name);
  await screen("home");
  await to(page, "Historique", "Historique");
  await sees(page, "Connexion à accès réduit");
  await screen("history");
  await to(page, "Téléphones", "Téléphones");
  await sees(page, "En service");
  await to(page, "Postes", "Postes");
  await sees(page, "Aucun poste");
  await to(page, "Alertes", "Alertes");
  await sees(page, "Un téléphone a été ajouté");
  await to(page, "Coordonnées", "Coordonnées");
  await sees(page, "s•••@example.org");
  await page.goBack();
  await heading(page, "Alertes");

  await to(page, "Réglages", "Réglages");
  await sees(page, "Pour changer cela, connectez-vous de nouveau, plus fortement.");
  await page.getByRole("link", { name: "Me connecter pour changer" }).click();
  await byCard();
  await heading(page, "Réglages");
  await tap(page, "Me donner 3 minutes");
  await isTold(page, "C'est fait. Cela vaut dès la prochaine demande.");
  await page.getByRole("banner").getByRole("button", { name: "English" }).click();
  await heading(page, "Settings");
  await screen("settings-open");
  await page.getByRole("banner").getByRole("button", { name: "Français" }).click();

  await to(page, "Bloquer mon accès", "Bloquer mon accès partout ?");
  await tap(page, "Bloquer maintenant");
  await heading(page, "Votre accès est bloqué");
  await screen("blocked");
  await isClosed(results, world.server.results);
  await isClosed(register, world.server.register);
  await results.goto(`${world.server.results}/surveillance`);
  await sees(results, "L'accès est arrêté : tout est fermé ici.");
  await page.reload();
  await heading(page, "Entrez dans Mon accès");
});

const to = async (page: Page, link: string, title: string | RegExp) => {
  await page.getByRole("navigation").getByRole("link", { name: link }).click();
  await heading(page, title);
};
