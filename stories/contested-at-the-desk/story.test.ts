import assert from "node:assert/strict";
import { test } from "node:test";
import { askedAgain, heading, sees, tap } from "../support/computer.ts";
import { addressOn, bothSign, opensVisit, proveAtDesk } from "../support/desk.ts";
import { chooseCode, signInFirst } from "../support/enrolling.ts";
import { code, enrol } from "../support/phone.ts";
import { enterConsole } from "../support/staff.ts";
import { startWorld } from "../support/world.ts";

test("a phone proven at a desk is held from the message's page, shown there again, and opens its first session", async () => {
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
  await sees(phone.page, "C'est bien votre téléphone ? Revenez au guichet avec lui.");
  await phone.screen("held");

  // It was the holder's own: they come back, and its camera reads the desk's new code.
  for (const { page } of [first, second])
    await page.getByRole("link", { name: "Guichet" }).first().click();
  await opensVisit(first.page, pharmacist);
  await phone.page.goto("about:blank");
  await phone.page.goto(await addressOn(first.page));
  await heading(first.page, "Comparez les quatre mots");
  await sees(first.page, `Ce téléphone de ${pharmacist.name} a été arrêté.`);
  await first.screen("desk-held");
  for (const word of await first.page.locator(".words li").allTextContents())
    await phone.page.getByText(word, { exact: true }).waitFor();
  await bothSign(first.page, second.page);
  await tap(phone.page, "Regarder de nouveau");
  await sees(phone.page, "Vous pourrez l'activer");
  await phone.screen("waits-again");
  await world.advance("25h");
  await phone.page.reload();
  await chooseCode(phone.page, code);
  await phone.screen("active");
  await signInFirst(world, phone, code);
});
