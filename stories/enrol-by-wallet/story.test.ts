import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { Page } from "playwright-core";
import { startAval } from "../../apps/server/src/testing/programs.ts";
import { attend } from "../effort/attention.ts";
import { heading, sees, tap } from "../support/computer.ts";
import { chooseCode, signInFirst } from "../support/enrolling.ts";
import { code } from "../support/phone.ts";
import type { Server } from "../support/server.ts";
import { startWorld } from "../support/world.ts";

/** The sandbox's wallet, by the command that people type: a process of its own, beside the server. */
async function openWallet(server: Server): Promise<void> {
  const wallet = startAval(["sandbox", "wallet", "--json"], server.env);
  after(() => wallet.end());
  while (!wallet.out().includes("url")) await new Promise((resolve) => setTimeout(resolve, 50));
}

const asks = "AVAL BAC A SABLE demande votre identité";

async function goToWallet(page: Page, nationalId: string): Promise<void> {
  await page.getByLabel("Votre identifiant national").fill(nationalId);
  await tap(page, "Ouvrir mon portefeuille");
  await heading(page, asks);
}

test("an identity wallet on a new phone makes it its holder's a day later; what is refused or relayed does not", async () => {
  const world = await startWorld("enrol-by-wallet");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  await openWallet(world.server);
  const phone = await world.openPhone();
  const { page } = phone;
  const attention = await attend("identity wallet", "holder", phone.context);
  await page.goto(world.server.authenticator);
  await tap(page, "Ajouter ce téléphone");
  await tap(page, "Continuer sans installer");
  await tap(page, "Avec mon portefeuille d'identité");
  await heading(page, "Votre portefeuille d'identité");
  await phone.screen("who");

  await attention.aside(async () => {
    await goToWallet(page, pharmacist.nationalId);
    await phone.screen("wallet");
    await tap(page, "Refuser");
    await heading(page, "Le portefeuille n'a pas suffi");
    await sees(page, "Rien n'a été partagé");
    await phone.screen("refused");
    await tap(page, "Recommencer");
  });
  await goToWallet(page, pharmacist.nationalId);
  await page.getByLabel("Ce portefeuille est celui de").selectOption(pharmacist.nationalId);
  await tap(page, "Partager mon identité");
  await heading(page, "Votre téléphone attend");
  await phone.screen("waits");

  // A browser that asked for nothing: somebody else's request was opened there.
  const other = await world.openComputer({ width: 390, height: 844 });
  const sent = `wlr_${"0".repeat(26)}.${"A".repeat(22)}`;
  await other.page.goto(`${world.server.authenticator}/enrol#w=${sent}`);
  await heading(other.page, "Cette réponse n'est pas pour ce navigateur");
  assert.ok(!other.page.url().includes(sent), "what was sent stands in no address");
  await other.screen("foreign");

  await world.advance("25h");
  await page.reload();
  await chooseCode(page, code);
  await attention.done();
  await signInFirst(world, phone, code);
});
