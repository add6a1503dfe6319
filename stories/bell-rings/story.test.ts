import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { Page } from "playwright-core";
import { startPushService } from "../../apps/server/src/testing/push-sink.ts";
import { askToSignIn, heading, sees, tap } from "../support/computer.ts";
import { answerWith, code, enrol, question, scan } from "../support/phone.ts";
import { answerWho, confirmPlace, skipTheWait, workHere } from "../support/places.ts";
import { startWorld, type World } from "../support/world.ts";
import { pushesTo, standIn } from "./pushes.ts";

test("on night duty the pharmacy's own counter rings the telephone, the notification opens the request, and only scanning goes on", async () => {
  const service = await startPushService();
  after(() => service.close());
  const world = await startWorld("bell-rings");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  const phone = await world.openPhone();
  await standIn(phone.context, service);
  await enrol(phone, world.server.authenticator, pharmacist);
  const pushes = await pushesTo(phone.page, service);
  const { page, screen, context } = await world.openComputer();
  const ask = async () => {
    await context.clearCookies();
    await askToSignIn(page, world.server.register);
  };
  const signIn = async () => {
    await ask();
    await scan(phone, page);
    await answerWith(phone.page, code);
    await heading(phone.page, "C'est accepté");
    await heading(page, new RegExp(`${pharmacist.name}$`));
  };

  // A place of her own: made one day, confirmed the next, at six in the evening.
  await signIn();
  await workHere(phone.page);
  await skipTheWait(world, phone.page);
  await answerWho(phone.page, "Moi seul");
  await later(world, phone.page, "18:00", 25);
  await phone.page.reload();
  await signIn();
  await tap(phone.page, "Revenir à l'accueil");
  await confirmPlace(phone.page);
  await tap(phone.page, "Revenir à l'accueil");

  // It offers to ring, for this service; the telephone says whether it can.
  await signIn();
  assert.equal(service.carried.length, 0, "nothing was set, nothing was sent");
  await sees(phone.page, "Vous devrez toujours scanner l'écran.");
  await tap(phone.page, /^Faire sonner mon téléphone depuis ce poste pour/);
  await sees(phone.page, "C'est fait. Ce poste peut faire sonner votre téléphone.");
  await tap(phone.page, "Essai de la sonnerie");
  await sees(phone.page, "Les notifications ne sont pas encore autorisées.");
  await tap(phone.page, "Autoriser les notifications");
  await sees(phone.page, "Aval sait où faire sonner ce téléphone.");
  await tap(phone.page, "Essayer la sonnerie");
  assert.match(await pushes.deliver(1), /^\{"v":1,"id":"tst_[^"]+"\}$/);
  await sees(phone.page, "L'essai est arrivé.");
  await phone.screen("phone-trial");
  await tap(phone.page, "Retour");
  await heading(phone.page, "Mes sonneries");
  await tap(phone.page, "Heures calmes");
  await sees(phone.page, "Pendant ces heures, une demande de connexion ne sonne pas.");
  assert.equal(await phone.page.getByLabel("De", { exact: true }).inputValue(), "22:00");
  await phone.page.goto(world.server.authenticator);

  // Half past eleven at night, within twelve hours of the last scan: it rings, and says nothing of who or what.
  await later(world, phone.page, "23:30");
  await phone.page.reload();
  await ask();
  await tap(page, "Faire sonner mon téléphone");
  await sees(page, "Votre téléphone sonne. Ouvrez Aval et scannez cet écran.");
  await sees(page, "Il ne sonne pas ?");
  assert.equal(await page.getByRole("button", { name: "Faire sonner" }).count(), 0);
  await screen("computer-rung");
  assert.match(await pushes.deliver(2), /^\{"v":1,"id":"rng_[^"]+"\}$/);
  assert.deepEqual((await pushes.shown()).at(-1), {
    title: "Une demande attend sur Aval",
    body: "Ouvrez Aval pour la lire. Rien ne s'accepte d'ici.",
    actions: 0,
  });
  await pushes.tap();
  await heading(phone.page, /^Une demande de .*, depuis .*Est-ce vous\s\?$/);
  await phone.screen("phone-ring");
  const buttons = phone.page.getByRole("main").getByRole("button");
  assert.deepEqual(await buttons.allInnerTexts(), [
    "Ce n'est pas moi",
    "Scanner l'écran",
    "Je ne peux pas scanner",
  ]);
  phone.camera.pointAt(page.getByRole("img", { name: /^Code à scanner/ }));
  await tap(phone.page, "Scanner l'écran");
  await question(phone.page);
  await phone.camera.lookAway();
  await answerWith(phone.page, code);
  await heading(page, new RegExp(`${pharmacist.name}$`));

  // The next night, a day after the last scan: the page says the same, the telephone sleeps, and scanning works.
  await later(world, phone.page, "23:30", 23);
  await phone.page.reload();
  await ask();
  await tap(page, "Faire sonner mon téléphone");
  await sees(page, "Votre téléphone sonne. Ouvrez Aval et scannez cet écran.");
  await scan(phone, page);
  await answerWith(phone.page, code);
  await heading(page, new RegExp(`${pharmacist.name}$`));
  assert.equal(service.carried.length, 2);

  // It goes in one tap, and the counter offers no ring any more.
  await tap(phone.page, "Revenir à l'accueil");
  await tap(phone.page, "Réglages");
  await tap(phone.page, "Mes sonneries");
  await tap(phone.page, /^Retirer/);
  await sees(phone.page, "Rien ne fait sonner ce téléphone.");
  await ask();
  assert.equal(await page.getByRole("button", { name: "Faire sonner mon téléphone" }).count(), 0);
});

/** Moves the sandbox's clock to the next time that clocks in Paris say this, so many hours from now at the earliest. */
async function later(world: World, phone: Page, hour: string, hours = 0): Promise<void> {
  const { now } = await phone.evaluate<{ now: number }>(async () =>
    (await fetch("/api/time")).json(),
  );
  const clock = new Intl.DateTimeFormat("fr-FR", {
    timeZone: "Europe/Paris",
    hour: "2-digit",
    minute: "2-digit",
  });
  let minutes = hours * 60;
  while (clock.format(new Date((now + minutes * 60) * 1000)) !== hour) minutes++;
  await world.advance(`${minutes * 60}s`);
}
