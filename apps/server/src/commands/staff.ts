import { createTeam, isScope, keysTakeTwo, type Member, type Role, roles } from "#modules/staff";
import { actionOf, missing, readArguments, takeWords } from "./arguments.ts";
import { type Beside, type WithDatabase, withDatabaseOf } from "./beside.ts";
import type { Command, Io } from "./io.ts";
import { Misuse, refusedBy } from "./misuse.ts";

const pages = {
  add: `aval staff add NAME --role ROLE --scope SCOPE [--json]

Adds somebody to the staff, and prints the link by which they propose their security key: good once, for 15 minutes. They open it on
their own computer, with you beside them. The key opens nothing until you confirm its four words: see aval staff confirm.

  --role ROLE                what they may do in the console: ${roles.join(", ")}; may be given twice
  --scope SCOPE              whom they act for: national, order:medecins, structure:F0X0000017…`,
  invite: `aval staff invite MEMBER [--json]

Prints another link for somebody who is active: for a further key, or because the first link was over. An older link ends, and the
key that it proposed.`,
  confirm: `aval staff confirm NAME WORD WORD WORD WORD [--json]

Confirms the key that somebody's link brought: the four words of their page, which they read to you in front of you. One try: with
other words the key is over. Type no words that you were told by telephone. NAME: their name, or their id (stf_…).

In production, for the first keys only: once two operators have keys, the two let in whoever comes next, in the console, under "Équipe".`,
  list: `aval staff list [--json]

Lists the staff: who, for whom, what they may do, how many keys, and whether one waits to be confirmed.`,
  suspend: `aval staff suspend MEMBER [--json]

Stops somebody at once: their sessions, their keys, their links, and what they were about to sign. For good: an old key never opens the
console again. Whoever comes back is added anew, with a key of their own: see aval staff add.`,
};

/** Adds, invites, confirms, lists and stops the people who work in the console: an operator on the host. */
export const command: Command = {
  usage: Object.values(pages).join("\n\n"),
  pages,
  run: (argv, io) => staffCommand(argv, io, withDatabaseOf(io)),
};

const options = {
  role: { type: "string", multiple: true },
  scope: { type: "string" },
  json: { type: "boolean", default: false },
} as const;

type Values = ReturnType<typeof readArguments<typeof options>>["values"];
type Asked = {
  readonly beside: Beside;
  readonly team: ReturnType<typeof createTeam>;
  readonly io: Io;
};
type Work = (asked: Asked) => Promise<number>;

const actions: Readonly<Record<string, (words: readonly string[], values: Values) => Work>> = {
  add: (words, { role, scope, json }) => {
    const [name] = takeWords(words, ["NAME"]);
    if (name.length > 80)
      throw misread(name, "un nom de 80 caractères au plus", "a name of 80 characters at most");
    if (role === undefined) throw missing("--role ROLE");
    if (scope === undefined) throw missing("--scope SCOPE");
    if (!isScope(scope)) throw misread(scope, "une autorité", "an authority");
    const held = role.map(roleOf);
    return async ({ beside, team, io }) => {
      const id = await team.add({ name, scope, roles: [...new Set(held)] });
      return link({ beside, team, io }, id, json);
    };
  },
  invite: (words, { json }) => {
    const [id] = takeWords(words, ["MEMBER"]);
    return (asked) => link(asked, id, json);
  },
  confirm: (words, { json }) => {
    const [called, ...told] = takeWords(words, ["NAME", "WORD", "WORD", "WORD", "WORD"]);
    return async ({ team, io }) => {
      const confirmed = await team.confirmKey(called, told);
      if (!confirmed.ok) throw refusedBy(confirmed.refusal);
      const id = confirmed.value;
      io.out(
        json
          ? JSON.stringify({ id, confirmed: true })
          : `${id} : clé confirmée, elle ouvre la console / key confirmed, it opens the console`,
      );
      return 0;
    };
  },
  list: (words, { json }) => {
    takeWords(words, []);
    return async ({ team, io }) => {
      const members = await team.list();
      if (json) io.out(JSON.stringify(members.map(told)));
      else for (const one of members) io.out(lineOf(one));
      return 0;
    };
  },
  suspend: (words, { json }) => {
    const [id] = takeWords(words, ["MEMBER"]);
    return async ({ team, io }) => {
      const stopped = await team.suspend(id);
      if (!stopped.ok) throw refusedBy(stopped.refusal);
      io.out(json ? JSON.stringify({ id, suspended: true }) : `${id} : suspendu / suspended`);
      if (!json)
        io.err(
          "Ses sessions, ses clés et ses liens sont finis. Pour son retour : aval staff add, et une nouvelle clé. / Their sessions, keys and links are over. Should they come back: aval staff add, and a new key.",
        );
      return 0;
    };
  },
};

async function staffCommand(
  argv: readonly string[],
  io: Io,
  withDatabase: WithDatabase,
): Promise<number> {
  const { values, words } = readArguments(argv, options, 6);
  const [name, ...rest] = words;
  const work = actionOf(name, actions)(rest, values);
  return withDatabase((beside) =>
    work({ beside, team: createTeam({ ...beside, keysTakeTwo: keysTakeTwo(beside.config) }), io }),
  );
}

function roleOf(given: string): Role {
  const role = roles.find((one) => one === given);
  if (role) return role;
  throw misread(given, `un rôle (${roles.join(", ")})`, `a role (${roles.join(", ")})`);
}

const misread = (given: string, fr: string, en: string) =>
  new Misuse(`« ${given} » n'est pas ${fr}.`, `"${given}" is not ${en}.`);

/** The secret stands behind `#`: no server, proxy or log on the way is ever sent it. */
async function link({ beside, team, io }: Asked, id: string, json: boolean): Promise<number> {
  const invited = await team.invite(id);
  if (!invited.ok) throw refusedBy(invited.refusal);
  const url = `${beside.config.origins.desk}/inscription#${invited.value}`;
  if (json) {
    io.out(JSON.stringify({ id, link: url }));
    return 0;
  }
  io.out(`${id}`);
  io.out(url);
  io.err(
    "Valable une fois, 15 minutes, avec une clé de sécurité. / Good once, for 15 minutes, with a security key.",
  );
  io.err(
    `La personne vous lit quatre mots, devant vous / they read you four words, in front of you: aval staff confirm ${id} …`,
  );
  return 0;
}

const told = ({ addedAt, isSeeded, ...member }: Member) => ({
  ...member,
  ...(isSeeded ? { seeded: true } : {}),
  addedAt: new Date(addedAt).toISOString(),
});

const lineOf = ({ id, name, scope, roles: held, keys, state, hasProposal }: Member) =>
  `${id}  ${state === "active" ? "" : "suspendu / suspended  "}${name}  ${scope}  ${held.join(", ")}  ${keys} clé(s) / key(s)${
    hasProposal ? "  1 proposée, à confirmer / 1 proposed, to be confirmed" : ""
  }`;
