import { access, writeFile } from "node:fs/promises";
import { createDirectory, type Professional } from "#modules/directory";
import { systemRandom } from "#platform/random";
import { nearest } from "#platform/settings";
import { type CardKind, cardKinds, issueCard, pkcs12Of } from "../sandbox/card-issuing.ts";
import { openCardPki } from "../sandbox/card-pki.ts";
import { people } from "../sandbox/people.ts";
import { missing, readArguments } from "./arguments.ts";
import { withDatabaseOf } from "./beside.ts";
import type { Command } from "./io.ts";
import { Misuse, Refused } from "./misuse.ts";
import { requireSandbox } from "./settings.ts";

/** The same for every card, and printed: a card of the sandbox protects nobody. */
const passphrase = "carte";

export const command: Command = {
  usage: `aval sandbox card --for NATIONAL_ID --out FILE.p12 [--revoked | --expired | --foreign] [--json]

Makes a smart card of somebody of the sandbox, as a file that browsers take in place of a card in a reader (PKCS#12, passphrase
"${passphrase}"). In Chromium: Settings, Privacy, Security, Manage certificates, Your certificates, Import.

FILE.p12 must not exist yet.

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
    if (await isThere(out)) throw taken(out);
    const made = await withDatabaseOf(io)(async ({ config, db, clock, random, audit }) => {
      const holder = await createDirectory({ db, random, audit }).find(nationalId);
      if (!holder) throw await unknownPerson(nationalId);
      const pki = await openCardPki(config, clock.now(), systemRandom);
      const card = await issueCard(pki, cardholder(nationalId, holder), kind, clock.now(), random);
      await writeFile(out, await pkcs12Of(card, pki, passphrase), { mode: 0o600, flag: "wx" });
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

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Another card's file would be lost with its key: asked before a card is issued that nobody would have. */
const taken = (path: string): Refused =>
  new Refused(
    "file_exists",
    `« ${path} » existe déjà. Donnez un autre --out, ou supprimez ce fichier.`,
    `"${path}" exists already. Give another --out, or delete that file.`,
  );

function kindOf(asked: readonly CardKind[]): CardKind {
  if (asked.length > 1)
    throw new Misuse(
      `une carte est --${asked.join(" ou --")}, pas les deux.`,
      `a card is --${asked.join(" or --")}, not both.`,
    );
  return asked[0] ?? "good";
}

/** Whoever is nearest of the people the sandbox begins with, by number or by name. */
async function unknownPerson(given: string): Promise<Refused> {
  const seeded = await people();
  const said = nearest(given.toUpperCase(), [
    ...seeded.map(({ nationalId }) => nationalId),
    ...seeded.map(({ name }) => name.toUpperCase()),
  ]);
  const one = seeded.find((person) =>
    [person.nationalId, person.name.toUpperCase()].includes(said ?? ""),
  );
  const meant = one && `${one.nationalId} (${one.name})`;
  return new Refused(
    "unknown_person",
    `L'annuaire ne connaît personne sous « ${given} ».${meant ? ` Vouliez-vous dire ${meant} ?` : " Les personnes du bac à sable : /developer/people.json."}`,
    `The directory knows nobody as "${given}".${meant ? ` Did you mean ${meant}?` : " The sandbox's people: /developer/people.json."}`,
  );
}

function cardholder(nationalId: string, holder: Professional) {
  return {
    nationalId,
    family: holder.familyName,
    given: holder.givenNames.split(/['\s]/)[0] ?? "",
    profession: "Professionnel de santé",
  };
}
