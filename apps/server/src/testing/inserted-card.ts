import { databaseClock } from "#platform/clock";
import { systemRandom } from "#platform/random";
import { moveClock } from "#platform/testing";
import { type CardKind, issueCard, pkcs12Of } from "../sandbox/card-issuing.ts";
import { openCardPki } from "../sandbox/card-pki.ts";
import type { Inserted } from "./card-reader.ts";
import { type Place, send } from "./driver.ts";
import type { WholeServer } from "./whole.ts";

const passphrase = "carte-du-bac-a-sable";

/** The card's host of this server. */
export function cardHostOf({ issuer, card }: Pick<WholeServer, "issuer" | "card">): Place {
  if (card) return card;
  const port = issuer.port + 7;
  return { port, host: `card.localhost:${port}` };
}

/** A card of the sandbox's own authority, as a reader holds it. */
export async function insertedCard(
  whole: WholeServer,
  nationalId: string,
  kind: CardKind = "good",
  secret = passphrase,
): Promise<Inserted> {
  const clock = await databaseClock(whole.database.db);
  const config = {
    dataDir: whole.dataDir,
    origins: { card: `https://${cardHostOf(whole).host}` },
  };
  const pki = await openCardPki(
    config as Parameters<typeof openCardPki>[0],
    clock.now(),
    systemRandom,
  );
  const holder = { nationalId, family: "ESSAI", given: "Camille", profession: "Médecin" };
  const made = await issueCard(pki, holder, kind, clock.now(), systemRandom);
  clock.stop();
  return { pfx: Buffer.from(await pkcs12Of(made, pki, secret)), passphrase: secret };
}

/** Moves time, and asks until the server has followed: a card that begins later than its clock is not valid yet. */
export async function advanceServer(
  whole: WholeServer,
  span: Parameters<typeof moveClock>[1],
): Promise<void> {
  const asked = async () =>
    (JSON.parse((await send(whole.phone, { path: "/api/time" })).text) as { now: number }).now;
  // Twice: of a pair each answers once, and the later to follow counts.
  const told = async () => Math.min(await asked(), await asked());
  const before = await told();
  await moveClock(whole.database.db, span);
  while ((await told()) < before + span / 1000 - 1) await new Promise(setImmediate);
  const reached = await told();
  while ((await told()) <= reached) await new Promise(setImmediate);
}
