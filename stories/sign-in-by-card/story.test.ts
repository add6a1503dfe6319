import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { askToSignIn, askToSignInInEnglish, heading, sees, tap } from "../support/computer.ts";
import { startWorld, type Window } from "../support/world.ts";

/*
 * The browser is real; the card is a file, which Playwright presents in the TLS handshake with the card's host from a proxy of its
 * own between the two. What is not tried here: a reader, its driver, a card's own code, the browser's question which card.
 */
test("a professional enters the register with a card; cards that must not open say why, and lead to the other doors", async () => {
  const world = await startWorld("sign-in-by-card");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  const made = async (name: string, ...words: readonly string[]) => {
    const file = join(world.server.folder, `${name}.p12`);
    const { passphrase } = await world.server.avalJson<{ passphrase: string }>(
      ...["sandbox", "card", "--for", pharmacist.nationalId, "--out", file, ...words],
    );
    return { file, passphrase };
  };

  const toCardPage = async ({ page }: Window) => {
    await askToSignIn(page, world.server.register);
    await tap(page, "Prendre ma carte");
    await heading(page, "Insérez votre carte dans le lecteur");
  };

  const computer = await world.openComputer({ card: await made("good") });
  await askToSignIn(computer.page, world.server.register);
  await computer.screen("computer-scan-with-card");
  await tap(computer.page, "Prendre ma carte");
  await heading(computer.page, "Insérez votre carte dans le lecteur");
  await computer.screen("computer-card");
  await tap(computer.page, "Continuer avec ma carte");
  await heading(computer.page, "Entrer avec votre carte ?");
  await sees(computer.page, `au nom de ${pharmacist.name}`);
  await computer.screen("card-confirm");
  await tap(computer.page, "C'est moi, j'entre");
  await heading(computer.page, new RegExp(`${pharmacist.name}$`));
  await computer.screen("register-inside");
  assert.equal(new URL(computer.page.url()).hash, "");

  const refused = [
    ["revoked", await made("revoked", "--revoked"), "Cette carte n'est plus valable"],
    ["expired", await made("expired", "--expired"), "Cette carte a expiré"],
    ["foreign", await made("foreign", "--foreign"), "Prenez votre carte de professionnel"],
    ["none", "none", "Insérez votre carte, puis recommencez"],
  ] as const;
  for (const [name, card, title] of refused) {
    const window = await world.openComputer({ card });
    await toCardPage(window);
    await tap(window.page, "Continuer avec ma carte");
    await heading(window.page, title);
    assert.equal(await window.page.getByText(pharmacist.name).count(), 0);
    await window.screen(`card-${name}`);
    await window.page.getByRole("link", { name: "Me connecter autrement" }).click();
    await heading(window.page, "Ouvrez Aval sur votre téléphone et scannez");
  }

  const english = await world.openComputer({ card: await made("english"), lang: "en" });
  await askToSignInInEnglish(english.page, world.server.register);
  await tap(english.page, "Use my card");
  await tap(english.page, "Continue with my card");
  await heading(english.page, "Enter with your card?");
  await english.screen("card-confirm-english");
  await english.page.getByRole("link", { name: "It is not me" }).click();
  await heading(english.page, "Open Aval on your phone and scan");
});
