import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { attend } from "../effort/attention.ts";
import { heading, sees, tap } from "../support/computer.ts";
import { bindingOn, chooseCode, signInFirst, wordsOn } from "../support/enrolling.ts";
import { startWorld } from "../support/world.ts";

const code = "975318";

/*
 * The card is a file that Playwright presents in the TLS handshake, as in the sign-in by card. The page has no script: its half minute
 * is an animation, which is ended here, and the server's clock is moved.
 */
test("a professional adds a phone with a card, activates it a day later and signs in; a revoked card adds none", async () => {
  const world = await startWorld("enrol-by-card");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  const made = async (name: string, ...words: readonly string[]) => {
    const file = join(world.server.folder, `${name}.p12`);
    const { passphrase } = await world.server.avalJson<{ passphrase: string }>(
      ...["sandbox", "card", "--for", pharmacist.nationalId, "--out", file, ...words],
    );
    return { file, passphrase };
  };

  const revoked = await world.openComputer({ card: await made("revoked", "--revoked") });
  await revoked.page.goto(world.server.card);
  await revoked.page.getByRole("link", { name: "Ajouter un téléphone avec ma carte" }).click();
  await heading(revoked.page, "Ajouter un téléphone avec ma carte");
  await revoked.screen("begin");
  await tap(revoked.page, "Continuer avec ma carte");
  await heading(revoked.page, "Cette carte n'est plus valable");
  await revoked.page.getByRole("link", { name: "Ajouter un téléphone autrement" }).waitFor();
  await revoked.screen("revoked");

  const { page, context, screen } = await world.openComputer({ card: await made("good") });
  const phone = await world.openPhone();
  const attention = await attend("card", "holder", context, phone.context);
  await page.goto(`${world.server.card}/telephone`);
  await tap(page, "Continuer avec ma carte");
  await heading(page, "Scannez ce code avec le nouveau téléphone");
  await sees(page, `Il sera le téléphone de ${pharmacist.name}.`);
  await screen("scan");

  await phone.page.goto(await bindingOn(page));
  const typed = await wordsOn(phone.page);
  const field = page.getByLabel("Les quatre mots");
  await attention.aside(async () => {
    await field.fill("abeille abeille abeille abeille");
    await tap(page, "Non, personne ne me le demande");
    await sees(page, "Ce ne sont pas les quatre mots. Il reste 2 essais.");
    await screen("words-wrong");
  });
  await field.fill(typed);
  await tap(page, "Non, personne ne me le demande");
  await heading(page, "Ajouter ce téléphone ?");
  await screen("wait");
  const go = page.getByRole("button", { name: "C'est mon téléphone" });
  // Whoever asked for rest sees it at once: the server counts the half minute.
  await attention.aside(async () => {
    await go.click();
    await heading(page, "Ajouter ce téléphone ?");
  });
  await world.advance("31s");
  await go.click();
  await heading(page, "Le nouveau téléphone attend");
  await screen("proven");
  await heading(phone.page, "Votre téléphone attend");
  await phone.screen("phone-waits");

  await world.advance("25h");
  await phone.page.reload();
  await chooseCode(phone.page, code);
  await attention.done();
  await signInFirst(world, phone, code);
});
