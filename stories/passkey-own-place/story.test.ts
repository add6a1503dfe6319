import assert from "node:assert/strict";
import { test } from "node:test";
import { plugIn } from "../support/authenticator.ts";
import { heading, sees, tap } from "../support/computer.ts";
import { code } from "../support/phone.ts";
import { addService } from "../support/service.ts";
import type { VirtualPhone } from "../support/virtual-phone.ts";
import { startWorld } from "../support/world.ts";

test("a computer's own passkey, made on its holder's own place, opens a sensitive service there the next day, until the place is shared", async () => {
  const world = await startWorld("passkey-own-place");
  const [holder, colleague] = await world.people();
  assert(holder && colleague);
  const tests = await addService(world, { name: "Registre des tests", sensitivity: "open" });
  const records = await addService(world, { name: "Dossier de soins", sensitivity: "sensitive" });
  const critical = await addService(world, { name: "Dossier critique", sensitivity: "critical" });
  const [mine, theirs] = [world.virtualPhone(), world.virtualPhone()];
  await Promise.all([
    mine.enrol(holder.nationalId, code),
    theirs.enrol(colleague.nationalId, code),
  ]);
  const { page, screen } = await world.openComputer();

  const signIn = async (phone: VirtualPhone) => {
    await tests.ask(page);
    await phone.scan(page);
    const { approval } = await phone.ask<{ approval: string }>("approve", "--pin", code);
    await tests.entered(page);
    return approval;
  };
  const becomesPlaceOf = async (phone: VirtualPhone) => {
    const approval = await signIn(phone);
    const say = ["place-make", "--approval", approval, "--people", "alone"];
    await phone.ask(...say);
    await world.advance("31s");
    const { place } = await phone.ask<{ place: { id: string } }>(...say);
    await world.advance("25h");
    await signIn(phone);
    await phone.ask("place-confirm", "--place", place.id, "--pin", code);
  };

  await becomesPlaceOf(mine);
  await plugIn(page, "internal");
  await page.goto(`${world.server.loginOrigin}/passkeys`);
  await page.getByLabel("Nom de la clé, pour la reconnaître").fill("cabinet");
  await tap(page, "Ajouter une clé d'accès à cet ordinateur");
  await heading(page, "Scannez avec Aval pour autoriser la clé");
  await mine.scan(page);
  await mine.ask("approve", "--pin", code);
  await heading(page, "Créez maintenant la clé");
  await tap(page, "Créer la clé");
  await heading(page, "La clé est ajoutée. Elle attend un jour.");
  await sees(page, "Cette clé peut être copiée dans un compte.");

  // The next day: the key alone, on this place alone, and not where everything is at stake.
  await world.advance("25h");
  await records.ask(page);
  await tap(page, "Prendre ma clé");
  await records.entered(page);
  await critical.ask(page);
  await tap(page, "Prendre ma clé");
  await sees(page, "Votre clé est reconnue, mais elle ne suffit pas pour ce service.");
  await sees(page, "Ce service demande plus de preuves que les autres.");
  await screen("computer-key-not-enough");

  // A colleague makes it their place too: whatever was answered, it is shared. The key
  // opens nothing on it any more, alone or beside a phone, and none is made.
  await page.context().clearCookies();
  await becomesPlaceOf(theirs);
  await page.context().clearCookies();
  await records.ask(page);
  await page.getByText(/^Poste partagé\s:/u).waitFor();
  await tap(page, "Prendre ma clé");
  await sees(page, "Cette clé n'ouvre rien ici");
  await screen("computer-shared-key-alone");
  await page.goto(`${world.server.loginOrigin}/passkeys`);
  await tap(page, "Ajouter une clé d'accès à cet ordinateur");
  await heading(page, "Scannez avec Aval pour autoriser la clé");
  await theirs.claims(page);
  await heading(page, "Cette clé ne peut pas être ajoutée ainsi");
  await sees(page, "S'il est partagé : une clé de sécurité.");
  await screen("computer-shared-not-made");
});
