import assert from "node:assert/strict";
import { test } from "node:test";
import { plugIn } from "../support/authenticator.ts";
import { heading, sees, tap } from "../support/computer.ts";
import { startWorld } from "../support/world.ts";

/*
 * The browser is real; its security key is Chromium's. Not tried here: a key in the hand, its own code or finger.
 */
test("an operator adds a key by the link made on the host, once its words are confirmed there, enters with it, and stops a colleague", async () => {
  const world = await startWorld("console-sign-in");
  const invited = await world.server.avalJson<{ id: string; link: string }>(
    ...["staff", "add", "Noé ESSAI", "--role", "operator", "--scope", "national"],
  );
  const { page, screen } = await world.openComputer();
  await plugIn(page, "usb");

  await page.goto(invited.link);
  await heading(page, "Ajoutez votre clé de sécurité");
  await screen("link");
  await page.getByLabel("Comment l'appeler").fill("Clé du bureau");
  await tap(page, "Ajouter ma clé");
  await heading(page, "Lisez vos quatre mots");
  await screen("words");
  const words = await page.locator(".words li").allTextContents();
  assert.equal(words.length, 4);
  await world.server.avalJson("staff", "confirm", "Noé ESSAI", ...words);
  await heading(page, "Votre clé est ajoutée");
  await screen("added");
  await tap(page, "Signer avec ma clé");
  await heading(page, "Noé ESSAI");
  await screen("home");

  await page.getByRole("link", { name: "Mes clés" }).first().click();
  await sees(page, "A ouvert cette session");
  await screen("keys");

  // By the keyboard alone: the section, the question, the answer.
  await page.getByRole("link", { name: "Équipe" }).first().focus();
  await page.keyboard.press("Enter");
  await heading(page, "Équipe");
  await screen("team");
  await page.getByRole("button", { name: "Suspendre" }).first().focus();
  await page.keyboard.press("Enter");
  await page.locator(".asked:focus").waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await screen("team-question");
  await page.keyboard.press("Enter");
  await sees(page, "C'est fait.");
  await screen("team-done");

  // The link is over, and an idle session is locked; signing again leads back to where one was.
  await world.advance("16m");
  await page.getByRole("link", { name: "Mes clés" }).first().click();
  await heading(page, "Session verrouillée ou terminée");
  await screen("locked");
  await tap(page, "English");
  await tap(page, "Sign with my key");
  await heading(page, "My keys");
  await tap(page, "Sign out");
  await heading(page, "You are signed out");
  await page.goto(invited.link);
  await heading(page, "Add your security key");
  await tap(page, "Add my key");
  await sees(page, "This link is no longer valid. Ask operations for another one.");

  // Another link, and a caller who asks for its words: the page gives the key up.
  const other = await world.server.avalJson<{ link: string }>("staff", "invite", invited.id);
  const { page: asked, screen: shot } = await world.openComputer({ width: 390, height: 844 });
  await plugIn(asked, "usb");
  await asked.goto(other.link);
  await tap(asked, "Ajouter ma clé");
  await heading(asked, "Lisez vos quatre mots");
  await shot("words-phone");
  await tap(asked, "On me les demande à distance");
  await heading(asked, "Votre clé n'est pas ajoutée");
  await shot("not-added");
});
