import { writeFile } from "node:fs/promises";
import { createDirectory, type Professional } from "#modules/directory";
import { systemRandom } from "#platform/random";
import { type CardKind, cardKinds, issueCard, pkcs12Of } from "../sandbox/card-issuing.ts";
import { openCardPki } from "../sandbox/card-pki.ts";
import { missing, readArguments } from "./arguments.ts";
import { withDatabaseOf } from "./beside.ts";
import type { Command } from "./io.ts";
import { Misuse } from "./misuse.ts";
import { requireSandbox } from "./settings.ts";

/** The same for every card, and printed: a card of the sandbox protects nobody. */
const passphrase = "carte";

export const command: Command = {
  usage: `aval sandbox card --for NATIONAL_ID --out FILE.p12 [--revoked | --expired | --foreign] [--json]

Makes a smart card of somebody of the sandbox, as a file that browsers take in place of a card in a reader (PKCS#12, passphrase
"${passphrase}"). In Chromium: Settings, Privacy, Security, Manage certificates, Your certificates, Import.

  --revoked  a card that its authority has taken back
  --expired  a card whose three years are over
  --foreign  a card of an authority that Aval does not know
  --json     prints {nationalId, kind, serial, out, passphrase}`,
  run: async (argv, io) => {
    const { values } = readArguments(argv, {
      for: { type: "string" },
      out: { type: "string" },
      revoked: { type: "boolean", default: false },
      expired: { type: "boolean", default: false },
      foreign: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    });
    requireSandbox(io);
    const { for: nationalId, out } = values;
    if (nationalId === undefined) throw missing("--for NATIONAL_ID");
    if (out === undefined) throw missing("--out FILE");
    const kind = kindOf(cardKinds.filter((one) => one !== "good" && values[one] === true));
    const made = await withDatabaseOf(io)(async ({ config, db, clock, random, audit }) => {
      const holder = await createDirectory({ db, random, audit }).find(nationalId);
      const pki = await openCardPki(config, clock.now(), systemRandom);
      const card = await issueCard(pki, cardholder(nationalId, holder), kind, clock.now(), random);
      await writeFile(out, await pkcs12Of(card, pki, passphrase), { mode: 0o600 });
      return { nationalId, kind, serial: card.serial, out, passphrase };
    });
    io.out(
      values.json
        ? JSON.stringify(made)
        : `${made.out} (${made.kind}), code / passphrase: ${passphrase}`,
    );
    return 0;
  },
};

function kindOf(asked: readonly CardKind[]): CardKind {
  if (asked.length > 1)
    throw new Misuse(
      `une carte est --${asked.join(" ou --")}, pas les deux.`,
      `a card is --${asked.join(" or --")}, not both.`,
    );
  return asked[0] ?? "good";
}

/** Somebody whom nobody knows has a card too: what it opens is then the question. */
function cardholder(nationalId: string, holder: Professional | undefined) {
  return {
    nationalId,
    family: holder?.familyName ?? "INCONNU",
    given: holder?.givenNames.split(/['\s]/)[0] ?? "Camille",
    profession: "Professionnel de santé",
  };
}
