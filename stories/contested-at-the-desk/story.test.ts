import assert from "node:assert/strict";
import { test } from "node:test";
import { askedAgain, heading, sees, tap } from "../support/computer.ts";
import { proveAtDesk } from "../support/desk.ts";
import { enrol } from "../support/phone.ts";
import { enterConsole } from "../support/staff.ts";
import { startWorld } from "../support/world.ts";

test("a phone proven at a desk is held from the message's page, and says on its screen until when", async () => {
  const world = await startWorld("contested-at-the-desk");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  const old = await world.openPhone();
  await enrol(old, world.server.authenticator, pharmacist);
  await world.advance("8d");
  const first = await enterConsole(world, "Odile ESSAI", "Guichet");
  const second = await enterConsole(world, "Paul ESSAI", "Guichet");
  const phone = await world.openPhone();
  await proveAtDesk([first.page, second.page], pharmacist, phone);
  await heading(phone.page, "Votre téléphone attend");

  // Whoever reads the mail stops it, by one press on the page that its link opens.
  const tray = await world.openComputer();
  const message = tray.page.getByRole("link", {
    name: "Un nouveau téléphone attend de servir à votre nom",
  });
  await askedAgain(tray.page, world.server.mail, async () => (await message.count()) > 0);
  await message.first().click();
  const link = await tray.page
    .getByRole("link", { name: /\/arreter\// })
    .first()
    .getAttribute("href");
  assert(link);
  await tray.page.goto(link);
  await heading(tray.page, "Ce n'était pas vous ?");
  await tap(tray.page, "Arrêter");
  await heading(tray.page, "C'est noté");
  await phone.page.reload();
  await sees(phone.page, "Il est arrêté, jusqu'à ce que le guichet ou la carte le confirme.");
  await phone.screen("held");
});
