import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { askToSignIn, heading, sees, tap } from "../support/computer.ts";
import { answerWith, askedOfCalls, code, enrol, nobodyAsks, scan } from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

/** All that somebody could read aloud from a screen. */
const heard = (page: Page) => page.locator("body").innerText();

/** What was read out in 2025: a code, by SMS and by mail. */
const aCode = /\b\d[\d ]{2,}\d\b/u;

test("the call of 2025: a holder who reads everything out, says what they are told and sends a photograph gives nobody a phone", async () => {
  const world = await startWorld("call-of-2025");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  const mine = await world.openPhone();
  await enrol(mine, world.server.authenticator, pharmacist);
  await world.advance("8d");
  await mine.page.clock.install();
  await mine.page.goto(world.server.authenticator);
  const tray = await world.openComputer();
  const messages = async () => {
    await tray.page.goto(`${world.server.mail}/messages.json`);
    return (JSON.parse(await heard(tray.page)) as readonly unknown[]).length;
  };
  const before = await messages();

  // "Customer service" begins on a phone of their own: no screen there takes anything that could be read to them.
  const theirs = await world.openPhone();
  await theirs.page.goto(world.server.authenticator);
  await heading(theirs.page, "Entrez dans vos services avec ce téléphone");
  assert.equal(await theirs.page.locator("input, textarea").count(), 0);
  await sees(theirs.page, "de lire des chiffres ou des mots à voix haute");
  assert.equal(await messages(), before, "an identifier brings nobody a code");

  // They have the holder open the one page that adds a phone, and say no to each question.
  await tap(mine.page, "Réglages");
  await tap(mine.page, "Ajouter un autre téléphone");
  await heading(mine.page, askedOfCalls);
  await mine.screen("mine-question");
  await nobodyAsks(mine.page);
  await heading(mine.page, "Ajouter un autre téléphone ?");
  assert.doesNotMatch(await heard(mine.page), aCode);
  await world.advance("33s");
  await mine.page.clock.fastForward(33_000);
  await mine.page.getByLabel("Votre code personnel").fill(code);
  await tap(mine.page, "J'ouvre la page d'ajout");
  await heading(mine.page, "Scannez ce code avec l'autre téléphone");
  assert.doesNotMatch(await heard(mine.page), aCode);
  await sees(mine.page, "Ce code ne se photographie pas et ne s'envoie pas.");
  const photograph = await mine.page
    .locator("[data-aval-binding]")
    .getAttribute("data-aval-binding");
  assert(photograph);

  // The photograph takes a minute by mail.
  await world.advance("61s");
  await theirs.page.goto(photograph);
  await heading(theirs.page, "Ce code n'est plus valable");
  await theirs.screen("theirs-photograph");

  await tap(mine.page, "On me demande de le montrer");
  await mine.screen("mine-asked-to-show");
  await mine.page.goto(world.server.authenticator);
  await heading(mine.page, "Votre accès est protégé.");

  // The patient at the counter waits no longer for all that.
  const counter = await world.openComputer();
  await askToSignIn(counter.page, world.server.register);
  await scan(mine, counter.page);
  await answerWith(mine.page, code);
  await counter.page.waitForURL(({ origin }) => origin === world.server.register);
});
