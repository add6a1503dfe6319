import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { askedAgain, askToSignIn, heading, tap } from "../support/computer.ts";
import { proveAtDesk } from "../support/desk.ts";
import { chooseCode, signInFirst } from "../support/enrolling.ts";
import { code, enrol } from "../support/phone.ts";
import { enterConsole } from "../support/staff.ts";
import { startWorld } from "../support/world.ts";

/** How long until this hour strikes next in Paris. */
function minutesUntil(hour: number, now: number): number {
  const parts = { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Paris" } as const;
  const [hours = 0, minutes = 0] = new Intl.DateTimeFormat("en-GB", parts)
    .format(now)
    .split(":")
    .map(Number);
  return (hour * 60 - (hours * 60 + minutes) + 24 * 60) % (24 * 60);
}

test("who lost every phone enters by card at once, and has a new phone the same day from two registrars (P-61)", async () => {
  const world = await startWorld("every-phone-lost");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  const lost = await world.openPhone();
  await enrol(lost, world.server.authenticator, pharmacist);
  // It is half past nine on another day: an hour's wait counts by day.
  await world.advance("8d");
  await world.advance(`${minutesUntil(9, Date.now()) + 30}m`);

  const file = join(world.server.folder, "card.p12");
  const { passphrase } = await world.server.avalJson<{ passphrase: string }>(
    ...["sandbox", "card", "--for", pharmacist.nationalId, "--out", file],
  );
  const counter = await world.openComputer({ card: { file, passphrase } });
  await askToSignIn(counter.page, world.server.register);
  await tap(counter.page, "Prendre ma carte");
  await tap(counter.page, "Continuer avec ma carte");
  await tap(counter.page, "C'est moi, j'entre");
  await heading(counter.page, new RegExp(`${pharmacist.name}$`));

  const first = await enterConsole(world, "Odile ESSAI", "Guichet");
  const second = await enterConsole(world, "Paul ESSAI", "Guichet");
  const phone = await world.openPhone();
  await proveAtDesk([first.page, second.page], pharmacist, phone);
  await heading(phone.page, "Votre téléphone attend");
  await phone.screen("waits");

  // Its hour begins once somebody was told: the notice has arrived.
  const tray = await world.openComputer();
  const told = tray.page.getByText("Un nouveau téléphone attend de servir à votre nom");
  await askedAgain(tray.page, world.server.mail, async () => (await told.count()) > 0);
  await world.advance("65m");
  await phone.page.reload();
  await chooseCode(phone.page, code);
  await signInFirst(world, phone, code);
});
