import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { carry, plugIn, unplug } from "../support/authenticator.ts";
import { askToSignIn, heading, sees, tap } from "../support/computer.ts";
import {
  answerWith,
  askedOfCalls,
  code,
  enrol,
  lookAt,
  nobodyAsks,
  scan,
} from "../support/phone.ts";
import { answerWho, skipTheWait, workHere } from "../support/places.ts";
import { addService } from "../support/service.ts";
import { startWorld, type Window } from "../support/world.ts";

/*
 * The browser is real; its security key and its own authenticator are Chromium's. Not tried here: a key in the hand, its own code
 * or finger, the browser's question which key.
 */
test("a security key opens a critical service from an unknown computer; a copied passkey opens with the phone beside it", async () => {
  const world = await startWorld("passkeys");
  const [holder] = await world.people();
  assert(holder);
  const register = await addService(world, { name: "Dossier critique", sensitivity: "critical" });
  const records = await addService(world, { name: "Dossier de soins", sensitivity: "sensitive" });
  const phone = await world.openPhone();
  await enrol(phone, world.server.authenticator, holder);
  const card = join(world.server.folder, "card.p12");
  const { passphrase } = await world.server.avalJson<{ passphrase: string }>(
    ...["sandbox", "card", "--for", holder.nationalId, "--out", card],
  );
  const home = await world.openComputer({ card: { file: card, passphrase } });

  // Nobody adds a key from a computer that is not theirs: a caller's page is one.
  await home.page.goto(`${world.server.loginOrigin}/passkeys`);
  await tap(home.page, "Ajouter une clé de sécurité");
  await heading(home.page, "Scannez avec Aval pour autoriser la clé");
  await lookAt(phone, home.page);
  await heading(home.page, "Cette clé ne peut pas être ajoutée ainsi");
  await phone.camera.lookAway();
  await home.screen("computer-denied");
  await phone.screen("phone-denied");
  await tap(phone.page, "Revenir à l'accueil");

  // Their own: a scan makes it a place, and their card proves it.
  await askToSignIn(home.page, world.server.register);
  await scan(phone, home.page);
  await answerWith(phone.page, code);
  await home.page.waitForURL(({ origin }) => origin === world.server.register);
  await workHere(phone.page);
  await skipTheWait(world, phone.page);
  await answerWho(phone.page, "Moi seul");
  await tap(phone.page, "Revenir à l'accueil");
  await register.ask(home.page);
  await tap(home.page, "Prendre ma carte");
  await tap(home.page, "Continuer avec ma carte");
  await tap(home.page, "C'est moi, j'entre");
  await register.entered(home.page);

  const addKey = async ({ page, screen }: Window, choice: string, name: string) => {
    await page.goto(`${world.server.loginOrigin}/passkeys`);
    await heading(page, "Ajouter une clé à votre accès");
    await page.getByLabel("Nom de la clé, pour la reconnaître").fill(name);
    await screen(`computer-choose-${name}`);
    await tap(page, choice);
    await heading(page, "Scannez avec Aval pour autoriser la clé");
    await lookAt(phone, page);
    await heading(phone.page, askedOfCalls);
    await phone.camera.lookAway();
    await phone.screen(`phone-call-${name}`);
    await screen(`computer-claimed-${name}`);
    await nobodyAsks(phone.page);
    await heading(phone.page, /^Ajouter une clé/);
    await phone.screen(`phone-question-${name}`);
    await answerWith(phone.page, code);
    await heading(phone.page, "C'est accepté. Créez la clé sur l'ordinateur.");
    await tap(phone.page, "Revenir à l'accueil");
    await heading(page, "Créez maintenant la clé");
    await screen(`computer-make-${name}`);
    await tap(page, "Créer la clé");
    await heading(page, "La clé est ajoutée. Elle attend un jour.");
    await screen(`computer-made-${name}`);
  };

  const carried = await plugIn(home.page, "usb");
  await addKey(home, "Ajouter une clé de sécurité", "cle");
  await sees(home.page, "Cette clé est tenue par du matériel reconnu : elle ouvrira partout.");
  const elsewhere = await world.openComputer();
  const key = await carry(carried, elsewhere.page, "usb");
  const own = await plugIn(home.page, "internal");
  await addKey(home, "Ajouter une clé d'accès à cet ordinateur", "poste");
  await sees(home.page, "Cette clé peut être copiée dans un compte.");

  // The same day neither opens anything; what is told is one sentence.
  await register.ask(elsewhere.page);
  await tap(elsewhere.page, "Prendre ma clé");
  await heading(elsewhere.page, "Cette clé n'ouvre rien ici");
  await elsewhere.screen("computer-refused");

  await world.advance("25h");
  await phone.page.reload();
  await register.ask(elsewhere.page);
  await sees(elsewhere.page, "Ce service ne s'ouvre pas en scannant depuis cet ordinateur.");
  await elsewhere.screen("computer-scan");
  await tap(elsewhere.page, "Prendre ma clé");
  await heading(elsewhere.page, "C'est accepté");
  await sees(elsewhere.page, holder.name);
  await elsewhere.screen("computer-by-key");
  await register.entered(elsewhere.page);
  await unplug(key);

  // The account copied it to a computer that is nobody's place: the phone beside it opens what it would not alone.
  const third = await world.openComputer();
  await carry(own, third.page, "internal");
  await records.ask(third.page);
  await tap(third.page, "Prendre ma clé");
  await sees(third.page, "Votre clé est reconnue. Scannez maintenant avec votre téléphone.");
  await third.screen("computer-and-phone");
  await lookAt(phone, third.page);
  await sees(phone.page, "Accès complet");
  await phone.camera.lookAway();
  await answerWith(phone.page, code);
  await records.entered(third.page);

  // Both are listed, and go in one tap.
  await tap(phone.page, "Revenir à l'accueil");
  await tap(phone.page, "Réglages");
  await tap(phone.page, "Mes clés");
  await sees(phone.page, "Clé d'accès d'un ordinateur, qui peut être copiée dans un compte");
  await phone.screen("phone-keys");
  await tap(phone.page, /^Retirer\s+cle/);
  await sees(phone.page, "La clé « cle » est retirée.");
  await phone.screen("phone-removed");
});
