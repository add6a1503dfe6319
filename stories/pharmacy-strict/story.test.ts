import assert from "node:assert/strict";
import { test } from "node:test";
import { heading, sees, tap } from "../support/computer.ts";
import {
  answerWith,
  code,
  enrol,
  lookAt,
  nobodyAsks,
  question,
  scan,
  typeDigits,
} from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

test("a pharmacy's desk is linked by scanning it, asks by digits and by its code, opens more and may ring from the next day, and goes in one tap", async () => {
  const world = await startWorld("pharmacy-strict");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  const phone = await world.openPhone();
  await enrol(phone, world.server.authenticator, pharmacist);
  const { page, screen } = await world.openComputer();

  // Its code, read by the phone's one scanner; then what adding a place takes: the question, half a minute, the code.
  await page.goto(world.server.pharmacy);
  await screen("computer-out");
  await tap(page, "Relier ce poste");
  await heading(page, "Reliez ce poste à votre téléphone");
  await screen("computer-linking");
  await lookAt(phone, page);
  await sees(phone.page, "Comptoir 2");
  await phone.camera.lookAway();
  await phone.screen("phone-call");
  await heading(page, "Continuez sur votre téléphone");
  await screen("computer-seen");
  await nobodyAsks(phone.page);
  await heading(phone.page, "Ajouter ce logiciel ?");
  const add = phone.page.getByRole("button", { name: "J'ajoute ce logiciel" });
  assert.ok(await add.isDisabled());
  await phone.screen("phone-wait");
  // The same half minute here and there.
  await world.advance("33s");
  await phone.page.clock.install();
  await phone.page.clock.fastForward(33_000);
  await phone.page.getByLabel("Votre code personnel").fill(code);
  await add.click();
  await heading(phone.page, "C'est fait. Ce logiciel est nouveau.");
  await phone.screen("phone-linked");
  await tap(phone.page, "Revenir à l'accueil");
  await heading(page, "C'est fait : ce poste est relié");
  await screen("computer-linked");

  // The same day: by the provider's six digits, an hour.
  await tap(page, /^Me connecter \(relié à/);
  await heading(page, "Scannez ce code avec votre téléphone");
  await screen("computer-asking");
  await typeDigits(phone.page, (await page.locator("#digits").getAttribute("data-digits")) ?? "");
  await question(phone.page);
  await sees(phone.page, "Votre logiciel Officine reliée");
  await sees(phone.page, "Nouveau : vous ne l'avez pas encore confirmé");
  await sees(phone.page, "Accès réduit");
  await phone.screen("phone-question-new");
  await answerWith(phone.page, code);
  await heading(page, new RegExp(`^Bonjour, .*${pharmacist.name}$`));
  await sees(page, "Session réduite");
  await screen("computer-reduced");
  await tap(page, "Fermer ma session");
  await tap(page, "Ouvrir une session");

  // The next day, by the code it shows: then the phone asks whether its holder works there.
  await world.advance("25h");
  await phone.page.reload();
  const byName = new RegExp(`^Me connecter : .*${pharmacist.name}$`);
  await tap(page, byName);
  await scan(phone, page);
  await answerWith(phone.page, code);
  await heading(page, /^Bonjour, /);
  await tap(phone.page, "Revenir à l'accueil");
  await sees(phone.page, "Un nouveau logiciel attend votre réponse.");
  await tap(phone.page, "Répondre");
  await heading(phone.page, "Travaillez-vous avec ce logiciel ?");
  await phone.screen("phone-asks");
  await phone.page.getByLabel("Votre code personnel").fill(code);
  await tap(phone.page, "Oui, j'y travaille");
  await heading(phone.page, "C'est confirmé. Ce logiciel est le vôtre.");
  await tap(phone.page, "Revenir à l'accueil");
  await tap(page, "Fermer ma session");
  await tap(page, "Ouvrir une session");

  await tap(page, byName);
  await scan(phone, page);
  await sees(phone.page, "Confirmé par vous");
  await sees(phone.page, "Accès complet");
  await phone.screen("phone-question-aged");
  await answerWith(phone.page, code);
  await heading(page, /^Bonjour, /);
  await sees(page, "Session complète.");
  await screen("computer-full");

  // It may ring once its holder has said so; what rings still has to be scanned.
  await tap(phone.page, /^Faire sonner mon téléphone depuis ce poste/);
  await sees(phone.page, "C'est fait. Ce poste peut faire sonner votre téléphone.");
  await tap(phone.page, "Revenir à l'accueil");
  await tap(page, "Fermer ma session");
  await tap(page, "Ouvrir une session");
  await tap(page, byName);
  await heading(phone.page, /^Une demande de Officine reliée/);
  await phone.screen("phone-ring");
  phone.camera.pointAt(page.getByRole("img", { name: /^Code à scanner/ }));
  await tap(phone.page, "Scanner l'écran");
  await question(phone.page);
  await phone.camera.lookAway();
  await answerWith(phone.page, code);
  await heading(page, /^Bonjour, /);

  // Taken away on the phone, what it opened is closed, and it asks for nobody any more.
  await tap(phone.page, "Revenir à l'accueil");
  await tap(phone.page, "Réglages");
  await tap(phone.page, "Mes logiciels");
  await sees(phone.page, "Confirmé");
  await phone.screen("phone-list");
  await tap(phone.page, /^Retirer/);
  await sees(phone.page, "est retiré.");
  await heading(page, "Votre session est fermée");
  await screen("computer-closed");
});
