import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { heading, sees, tap } from "../support/computer.ts";
import { code, enrol, nobodyAsks } from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

/* As in the sign-in by card, the card is a file that Playwright presents in the TLS handshake. */
test("a holder who blocked everything reopens within the hour: two agents who see them, their card, and their phone's code", async () => {
  const world = await startWorld("reopening-at-the-desk");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  const file = join(world.server.folder, "card.p12");
  const { passphrase } = await world.server.avalJson<{ passphrase: string }>(
    ...["sandbox", "card", "--for", pharmacist.nationalId, "--out", file],
  );
  const phone = await world.openPhone();
  await enrol(phone, world.server.authenticator, pharmacist);
  await tap(phone.page, "Bloquer mon accès");
  await tap(phone.page, "Bloquer maintenant");
  await heading(phone.page, "Votre accès est bloqué");
  assert.equal(await phone.page.getByRole("button", { name: "Rouvrir au guichet" }).count(), 0);

  await world.advance("20m");
  await phone.page.reload();
  await tap(phone.page, "Voir qui peut rouvrir");
  await tap(phone.page, "Rouvrir au guichet");
  await sees(phone.page, "Les deux agents du guichet");
  await phone.screen("begun");

  const { page, screen } = await world.openComputer({ card: { file, passphrase } });
  await page.goto(`${world.server.card}/rouvrir`);
  await tap(page, "Continuer avec ma carte");
  await heading(page, "Votre carte ne rouvre pas encore");
  await screen("card-at-the-desk");
  await tap(page, "Je suis au guichet : montrer ma carte");
  await heading(page, "Votre carte est lue");
  await sees(page, "les deux agents du guichet");
  await screen("card-shown");

  // The phone's screen follows by itself; one of the two is not enough.
  await sees(phone.page, "Fait, compte jusqu'à");
  assert.equal(await phone.page.getByRole("button", { name: "Rouvrir mon accès" }).count(), 0);
  await tap(phone.page, "Les deux agents signent");
  await sees(phone.page, "Tout y est.");
  await phone.screen("ready");
  await tap(phone.page, "Rouvrir mon accès");
  await nobodyAsks(phone.page);
  await phone.page.getByLabel("Votre code personnel").fill(code);
  await tap(phone.page, "Rouvrir");
  await heading(phone.page, "C'est rouvert");
  await tap(phone.page, "Revenir à l'accueil");
  await heading(phone.page, "Votre accès est protégé.");
});
