import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { heading, sees, tap } from "../support/computer.ts";
import { answerWith, code, enrol, nobodyAsks, question } from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

test("a pharmacist's program, added the day before, signs them in by two digits they look for, and never rings", async () => {
  const world = await startWorld("pharmacy-program");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  const phone = await world.openPhone();
  await enrol(phone, world.server.authenticator, pharmacist);
  const { page, screen } = await world.openComputer();

  const ask = async (): Promise<string> => {
    await page.getByLabel("Votre identifiant national").fill(pharmacist.nationalId);
    await tap(page, "Me connecter");
    await heading(page, "Tapez ces deux chiffres sur votre téléphone");
    const shown = (await page.locator(".shown-number").textContent()) ?? "";
    return shown.slice(-2);
  };
  const search = async (number: string, where: "Chercher" | "Autre lieu") => {
    await tap(phone.page, "Chercher une demande");
    await phone.page.getByLabel("Les deux chiffres").fill(number);
    await tap(phone.page, where);
  };

  // Nobody has added it: the program is answered, and no phone hears of it.
  await page.goto(world.server.pharmacy);
  await screen("computer-out");
  await ask();
  await tap(page, "Annuler la demande");
  assert.equal(await offered(phone.page), 0);

  await tap(phone.page, "Réglages");
  await tap(phone.page, "Mes logiciels");
  await sees(phone.page, "Aucun logiciel pour l'instant.");
  await tap(phone.page, "Ajouter mon logiciel");
  await heading(phone.page, "Quel logiciel utilisez-vous ?");
  await phone.screen("phone-choice");
  await tap(phone.page, /^Officine Fictive/);
  await sees(phone.page, "Il ne fera jamais sonner votre téléphone.");
  await phone.screen("phone-call");
  await nobodyAsks(phone.page);
  await phone.page.getByLabel("Votre code personnel").fill(code);
  await tap(phone.page, "J'ajoute ce logiciel");
  await heading(phone.page, "C'est fait. Utilisable à partir de demain.");
  await phone.screen("phone-added");

  // The day it was added it opens nothing: a caller gains nothing by it.
  await tap(phone.page, "Revenir à l'accueil");
  assert.equal(await offered(phone.page), 0);
  await ask();
  await screen("computer-waiting");
  await tap(page, "Annuler la demande");

  await world.advance("24h");
  await phone.page.reload();
  const first = await ask();
  await search(first, "Chercher");
  await sees(phone.page, "Aucune demande ne montre ces chiffres.");
  await phone.screen("phone-nothing-here");
  await tap(phone.page, "Autre lieu");
  await question(phone.page);
  await sees(phone.page, "Votre logiciel");
  await sees(phone.page, "Accès réduit");
  await phone.screen("phone-question");
  await answerWith(phone.page, code);
  await heading(page, new RegExp(`^Bonjour, .*${pharmacist.name}$`));
  await sees(page, "Session réduite : une heure, ici et aux services qui l'acceptent.");
  // What another service keeps of theirs, by a token of that service's.
  await tap(page, "Lire mes enregistrements");
  await sees(page, "Le registre ne garde rien de vous pour l'instant.");
  await screen("computer-open");

  // Closed on the phone, it is closed in the program, which is told.
  await tap(phone.page, "Revenir à l'accueil");
  await tap(phone.page, "Réglages");
  await tap(phone.page, "Sessions ouvertes");
  await tap(phone.page, /^Fermer Officine Fictive/);
  await heading(page, "Votre session est fermée");
  await sees(page, "Elle a été fermée depuis votre téléphone");
  await screen("computer-closed");

  // Refused, the program says so; and where it was approved once, its requests are found without *Autre lieu*.
  await tap(page, "Ouvrir une session");
  const second = await ask();
  await phone.page.goto(world.server.authenticator);
  await search(second, "Chercher");
  await question(phone.page);
  await tap(phone.page, "Ce n'est pas moi");
  await heading(page, "La demande a été refusée");
  await screen("computer-refused");

  // One wrong entry, and nothing is looked for from there for an hour.
  await tap(page, "Recommencer");
  const third = await ask();
  await phone.page.goto(world.server.authenticator);
  await search(third === "00" ? "11" : "00", "Chercher");
  await sees(phone.page, "Des chiffres étaient faux");
  await phone.screen("phone-silenced");

  await phone.page.goto(world.server.authenticator);
  await tap(phone.page, "Réglages");
  await tap(phone.page, "Mes logiciels");
  await phone.screen("phone-list");
  await tap(phone.page, /^Retirer/);
  await sees(phone.page, "est retiré.");
  await sees(phone.page, "Aucun logiciel pour l'instant.");
});

/** Whether the phone offers to look for a request. */
const offered = (phone: Page) =>
  phone.getByRole("button", { name: "Chercher une demande" }).count();
