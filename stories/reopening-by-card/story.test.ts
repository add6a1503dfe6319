import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { heading, sees, tap } from "../support/computer.ts";
import { code } from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

/* As in the sign-in by card, the card is a file that Playwright presents in the TLS handshake. */
test("a holder who blocked everything reopens with the card alone, a day after and not before", async () => {
  const world = await startWorld("reopening-by-card");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  const file = join(world.server.folder, "card.p12");
  const { passphrase } = await world.server.avalJson<{ passphrase: string }>(
    ...["sandbox", "card", "--for", pharmacist.nationalId, "--out", file],
  );
  const phone = world.virtualPhone();
  await phone.enrol(pharmacist.nationalId, code);
  const { stops } = await phone.ask<{ stops: readonly { cardAddress?: string }[] }>("block");
  const address = stops[0]?.cardAddress;
  assert.equal(address, `${world.server.card}/rouvrir`);
  assert(address);

  const { page, screen } = await world.openComputer({ card: { file, passphrase } });
  await page.goto(address);
  await heading(page, "Rouvrir mon accès");
  await screen("reopen");
  await tap(page, "Continuer avec ma carte");
  await heading(page, "Votre carte ne rouvre pas encore");
  await sees(page, "Votre carte le rouvre à partir du");
  await screen("too-early");

  await world.advance("25h");
  await page.goto(address);
  await tap(page, "Continuer avec ma carte");
  await heading(page, "Rouvrir votre accès ?");
  await screen("ready");
  await tap(page, "C'est moi, je rouvre");
  await heading(page, "C'est rouvert");
  await screen("reopened");
  await page.goto(`${address}?lang=en`);
  await tap(page, "Continue with my card");
  await heading(page, "Nothing is stopped");
});
