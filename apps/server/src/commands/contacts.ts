import { lifetimes } from "#lifetimes";
import { createContactKeys } from "#modules/contacts";
import { isAuthority } from "#modules/directory";
import { days, type Duration } from "#platform/time";
import { momentText } from "../phone/moment.ts";
import { actionOf, readArguments, takeWords, wholeNumber } from "./arguments.ts";
import { type WithDatabase, withDatabaseOf } from "./beside.ts";
import type { Command, Io } from "./io.ts";
import { Misuse, refusedBy } from "./misuse.ts";

/** Three years, as for keys that read the directory. */
const daysMax = 1096;

const pages = {
  "key add": `aval contacts key add SCOPE [--days N] [--json]

Gives an authority's program a key by which it asks for changes of contact details of the authority's own people: order:infirmiers,
agency:ars, structure:F010000101, national. It changes nothing by itself: a person of the authority confirms each in the console. Printed once.

  --days N                   how long the key serves, 1 to ${daysMax} (default ${lifetimes.apiKey / days(1)})`,
  "key list": `aval contacts key list [--json]

Lists the keys: identifier, authority, state, end, day of last use.`,
  "key remove": `aval contacts key remove KEY [--json]

Ends a key at once. What it asked for waits on, for a person to judge.`,
};

/** Gives, lists and ends keys of authorities' programs: an operator on the host. */
export const command: Command = {
  usage: Object.values(pages).join("\n\n"),
  pages,
  run: (argv, io) => contactsCommand(argv, io, withDatabaseOf(io)),
};

type Work = (
  keys: ReturnType<typeof createContactKeys>,
  io: Io,
  asJson: boolean,
) => Promise<number>;

const actions: Readonly<
  Record<string, (words: readonly string[], daysGiven: string | undefined) => Work>
> = {
  add: (words, daysGiven) => {
    const [scope] = takeWords(words, ["SCOPE"]);
    if (!isAuthority(scope))
      throw new Misuse(
        `« ${scope} » n'est pas une autorité : order:infirmiers, agency:ars, structure:ID ou national.`,
        `"${scope}" is no authority: order:infirmiers, agency:ars, structure:ID or national.`,
      );
    const life: Duration =
      daysGiven === undefined
        ? lifetimes.apiKey
        : days(wholeNumber("--days", daysGiven, 1, daysMax));
    return async (keys, io, asJson) => {
      const { id, key, expiresAt } = await keys.issue(scope, life);
      if (asJson) {
        const end = new Date(expiresAt).toISOString();
        io.out(JSON.stringify({ id, authority: scope, key: key.reveal(), expiresAt: end }));
        return 0;
      }
      io.out(`id       ${id}`);
      io.out(`clé/key  ${key.reveal()}`);
      io.out(`fin/end  ${momentText(expiresAt)}`);
      io.err("La clé ne sera plus jamais montrée. / The key will never be shown again.");
      return 0;
    };
  },
  list: (words) => {
    takeWords(words, []);
    return async (keys, io, asJson) => {
      const found = await keys.list();
      const lines = found.map(({ id, authority, state, expiresAt, lastUsedOn }) =>
        [id, authority, state, momentText(expiresAt), lastUsedOn ?? "–"].join("  "),
      );
      if (asJson) io.out(JSON.stringify(found));
      else for (const line of lines) io.out(line);
      return 0;
    };
  },
  remove: (words) => {
    const [id] = takeWords(words, ["KEY"]);
    return async (keys, io, asJson) => {
      const removed = await keys.remove(id);
      if (!removed.ok) throw refusedBy(removed.refusal);
      io.out(asJson ? JSON.stringify({ id, state: "removed" }) : `${id}: terminée / ended`);
      return 0;
    };
  },
};

/** Runs `aval contacts key …` on the deployment's database. */
async function contactsCommand(
  argv: readonly string[],
  io: Io,
  withDatabase: WithDatabase,
): Promise<number> {
  const { values, words } = readArguments(
    argv,
    { days: { type: "string" }, json: { type: "boolean", default: false } },
    3,
  );
  const [kind, action, ...rest] = words;
  const work = actionOf(kind, { key: () => actionOf(action, actions) })()(rest, values.days);
  return withDatabase(({ db, random, audit }) =>
    work(createContactKeys({ db, random, audit }), io, values.json),
  );
}
