import assert from "node:assert/strict";
import { test } from "node:test";
import { askedAgain, askToSignIn, heading, isClosed, sees, tap } from "../support/computer.ts";
import { proveAtDesk } from "../support/desk.ts";
import { answerWith, code, enrol, lookAt, scan } from "../support/phone.ts";
import { answerWho, confirmPlace, skipTheWait, workHere } from "../support/places.ts";
import { enterConsole } from "../support/staff.ts";
import { startWorld } from "../support/world.ts";

const second = "975318";

test("a phone that waits for what a desk showed opens its holder's own computer, nothing elsewhere, and nothing once it is stopped", async () => {
  const world = await startWorld("desk-wait");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  const old = await world.openPhone();
  await enrol(old, world.server.authenticator, pharmacist);
  const counter = await world.openComputer();
  const inside = () => heading(counter.page, new RegExp(`${pharmacist.name}$`));
  const ask = async () => {
    // What the register remembers, not what Aval does: the browser's key stays.
    await counter.context.clearCookies({ domain: new URL(world.server.register).hostname });
    await askToSignIn(counter.page, world.server.register);
  };
  const enterWithOld = async () => {
    await ask();
    await scan(old, counter.page);
    await answerWith(old.page, code);
    await heading(old.page, "C'est accepté");
    await inside();
  };
  await enterWithOld();
  await workHere(old.page);
  await skipTheWait(world, old.page);
  await answerWho(old.page, "Moi seul");
  await tap(old.page, "Revenir à l'accueil");
  await world.advance("25h");
  await old.page.reload();
  await enterWithOld();
  await tap(old.page, "Revenir à l'accueil");
  await confirmPlace(old.page);
  await tap(old.page, "Revenir à l'accueil");

  // The phone of every day is younger than a week: what the desk showed waits, although both registrars are in the room.
  const first = await enterConsole(world, "Odile ESSAI", "Guichet");
  const beside = await enterConsole(world, "Paul ESSAI", "Guichet");
  const phone = await world.openPhone();
  await proveAtDesk([first.page, beside.page], pharmacist, phone);
  await heading(phone.page, "Votre téléphone attend");
  await sees(phone.page, "Sur vos postes confirmés, il peut déjà servir");
  await phone.screen("phone-offered");
  await tap(phone.page, "Choisir mon code");
  await phone.screen("phone-code");
  await phone.page.getByLabel("Code personnel", { exact: true }).fill(second);
  await phone.page.getByLabel(/^Le même code, /).fill(second);
  await tap(phone.page, "Choisir ce code");
  await sees(phone.page, "Il ouvre déjà vos postes confirmés");
  await phone.screen("phone-given");

  await ask();
  await scan(phone, counter.page);
  await phone.screen("phone-question");
  await answerWith(phone.page, second);
  await heading(phone.page, "C'est accepté");
  await inside();
  await tap(phone.page, "Revenir à l'accueil");
  await sees(phone.page, "Il ouvre déjà vos postes confirmés");

  const elsewhere = await world.openComputer();
  await askToSignIn(elsewhere.page, world.server.register);
  await lookAt(phone, elsewhere.page);
  await heading(phone.page, "La demande s'arrête ici. Personne n'est entré.");
  await phone.camera.lookAway();
  await phone.screen("phone-elsewhere");
  await tap(phone.page, "Revenir à l'accueil");
  await heading(phone.page, "Votre téléphone attend");

  // Whoever reads the mail stops it: it is held, and what it opened is closed.
  const tray = await world.openComputer();
  const message = tray.page.getByRole("link", {
    name: "Un nouveau téléphone attend de servir à votre nom",
  });
  await askedAgain(tray.page, world.server.mail, async () => (await message.count()) > 0);
  await message.first().click();
  const links = tray.page.getByRole("link", { name: /\/arreter\// });
  const link = await links.first().getAttribute("href");
  assert(link);
  await tray.page.goto(link);
  await tap(tray.page, "Arrêter");
  await heading(tray.page, "C'est noté");
  await isClosed(counter.page, world.server.register);
  await tap(phone.page, "Regarder de nouveau");
  await sees(phone.page, "C'est bien votre téléphone ? Revenez au guichet avec lui.");
  assert.equal(
    await phone.page.getByRole("button", { name: "Scanner pour me connecter" }).count(),
    0,
  );
});
