import { createDirectory, scopeOfStructure } from "#modules/directory";
import { openedByProvider } from "#modules/login";
import { announceEnd } from "#modules/provider";
import { createSessions } from "#modules/sessions";
import {
  createIdentityProviders,
  type IdentityProvider,
  type IdentityProviders,
} from "#modules/software";
import { actionOf, missing, readArguments, takeWords } from "./arguments.ts";
import { type Beside, type WithDatabase, withDatabaseOf } from "./beside.ts";
import type { Command, Io } from "./io.ts";
import { Refused, refusedBy } from "./misuse.ts";

const pages = {
  add: `aval idp add NAME --issuer URL --client-id ID --structure ID [--claim CLAIM] [--inside] [--json]

Adds an establishment's own OpenID provider. A service names it with kc_idp_hint=NAME; its people then sign in there. It names only
people whom the directory attaches to that structure, opens no critical service, and a sensitive one only with a key or a card.

  --issuer URL               https; its metadata is read from there
  --client-id ID             what it calls us. It lets us in by private_key_jwt, with the keys of our jwks_uri
  --structure ID             whose people it may name, by the technical id of the directory
  --claim CLAIM              the claim of its id_token that holds the national identifier (default SubjectNameID)
  --inside                   its address is inside your network: a private one is called`,
  list: `aval idp list [--json]

Lists them: name, structure, issuer. One that a restore brought back sleeps: it lets nobody in until it is confirmed.`,
  confirm: `aval idp confirm NAME [--json]

Says of one that sleeps since a restore that it still stands. Had it been removed after the backup was taken, remove it instead.`,
  remove: `aval idp remove NAME [--json]

Removes one, at once: whoever comes back from it from now on is refused, and the sessions it opened are closed.`,
};

export const command: Command = {
  usage: Object.values(pages).join("\n\n"),
  pages,
  run: (argv, io) => idpCommand(argv, io, withDatabaseOf(io)),
};

const options = {
  issuer: { type: "string" },
  "client-id": { type: "string" },
  structure: { type: "string" },
  claim: { type: "string", default: "SubjectNameID" },
  inside: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
} as const;

type Values = ReturnType<typeof readArguments<typeof options>>["values"];
type Asked = {
  readonly beside: Beside;
  readonly providers: IdentityProviders;
  readonly io: Io;
  readonly json: boolean;
};
type Work = (asked: Asked) => Promise<number>;

const operator = "operator";

const actions: Readonly<Record<string, (words: readonly string[], values: Values) => Work>> = {
  add: (words, values) => {
    const [name] = takeWords(words, ["NAME"]);
    const { issuer, "client-id": clientId, structure, claim, inside: isInside } = values;
    if (issuer === undefined) throw missing("--issuer URL");
    if (clientId === undefined) throw missing("--client-id ID");
    if (structure === undefined) throw missing("--structure ID");
    return (asked) => add(asked, { name, issuer, clientId, structure, claim, isInside });
  },
  list: (words) => {
    takeWords(words, []);
    return async ({ providers, io, json }) => {
      const found = await providers.list();
      if (json) io.out(JSON.stringify(found));
      else for (const one of found) io.out(lineOf(one));
      return 0;
    };
  },
  confirm: (words) => {
    const [name] = takeWords(words, ["NAME"]);
    return async ({ providers, io, json }) => {
      if (!(await providers.confirm(name, operator))) throw await notAsleep(providers, name);
      io.out(json ? JSON.stringify({ name, confirmed: true }) : `${name} : confirmé / confirmed`);
      return 0;
    };
  },
  remove: (words) => {
    const [name] = takeWords(words, ["NAME"]);
    return async ({ beside, providers, io, json }) => {
      const sessions = createSessions({ ...beside, ended: announceEnd });
      const closeOpened = async (tx: Beside["db"]) => {
        const visits = await openedByProvider(tx, name);
        await sessions.closeOf(tx, visits, "identity_provider_removed");
      };
      if (!(await providers.remove(name, { by: operator, closeOpened })))
        throw refusedBy("unknown_identity_provider");
      io.out(json ? JSON.stringify({ name, removed: true }) : `${name} : retiré / removed`);
      return 0;
    };
  },
};

async function notAsleep(providers: IdentityProviders, name: string): Promise<Refused> {
  if (!(await providers.find(name))) return refusedBy("unknown_identity_provider");
  return new Refused(
    "identity_provider_awake",
    `« ${name} » ne dort pas : il n'y a rien à confirmer.`,
    `"${name}" does not sleep: there is nothing to confirm.`,
  );
}

/** Adds, lists, confirms and removes the identity providers of establishments. */
export async function idpCommand(
  argv: readonly string[],
  io: Io,
  withDatabase: WithDatabase,
): Promise<number> {
  const { values, words } = readArguments(argv, options, 2);
  const [name, ...rest] = words;
  const work = actionOf(name, actions)(rest, values);
  return withDatabase((beside) => {
    const { db, audit } = beside;
    const providers = createIdentityProviders({ db, audit });
    return work({ beside, providers, io, json: values.json });
  });
}

async function add(
  { beside: { db, random, audit }, providers, io, json }: Asked,
  given: Omit<IdentityProvider, "label">,
): Promise<number> {
  const { structure } = given;
  const label = await createDirectory({ db, random, audit }).structureName(structure);
  if (label === undefined) throw refusedBy("unknown_structure");
  const scope = scopeOfStructure(structure);
  const added = await providers.add({ ...given, label, scope, by: operator });
  if (!added.ok) throw refusedBy(added.refusal);
  io.out(json ? JSON.stringify(added.value) : lineOf(added.value));
  return 0;
}

const lineOf = ({
  name,
  structure,
  issuer,
  label,
  isAsleep,
}: IdentityProvider & { readonly isAsleep?: boolean }) =>
  `${name}  ${structure}  ${issuer}  ${label}${isAsleep ? `  dort / asleep: aval idp confirm ${name}` : ""}`;
