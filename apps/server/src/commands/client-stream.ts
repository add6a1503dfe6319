import { createStreamDesk } from "#modules/streams";
import type { Audit } from "#modules/audit";
import type { AnyTables, Database } from "#platform/database";
import type { Random } from "#platform/random";
import { missing, takeWords } from "./arguments.ts";
import type { Io } from "./io.ts";
import { Refused } from "./misuse.ts";

export const streamPages = {
  "stream list": `aval client stream list [--json]

Lists who is told by Shared Signals: client_id, state, pushed or polled, what of. No address is shown.`,
  "stream pause": `aval client stream pause ID --reason TEXT [--json]

Tells a service nothing more for now: what becomes true is kept for thirty days. The service is told so, with the reason.`,
  "stream stop": `aval client stream stop ID --reason TEXT [--json]

Tells a service nothing more, and keeps nothing for it: what waits is dropped. The service is told so, with the reason.`,
  "stream resume": `aval client stream resume ID --reason TEXT [--json]

Tells a service again. The service is told so, with the reason.`,
};

type StreamDeps = {
  readonly db: Database<AnyTables>;
  readonly random: Random;
  readonly audit: Audit;
  readonly io: Io;
  readonly asJson: boolean;
};

/** What follows `aval client stream`, read before any database is opened. */
export const streamActions: Readonly<
  Record<
    string,
    (words: readonly string[], reason: string | undefined) => (deps: StreamDeps) => Promise<number>
  >
> = {
  list: (words) => {
    takeWords(words, []);
    return list;
  },
  pause: (words, reason) => moved(words, reason, "paused"),
  stop: (words, reason) => moved(words, reason, "disabled"),
  resume: (words, reason) => moved(words, reason, "enabled"),
};

async function list({ io, asJson, ...deps }: StreamDeps): Promise<number> {
  const rows = (await createStreamDesk(deps).list()).map(
    ({ client, state, delivery, requested }) => ({
      clientId: client,
      state,
      delivery: delivery.method,
      events: requested.map((type) => type.slice(type.lastIndexOf("/") + 1)),
    }),
  );
  if (asJson) io.out(JSON.stringify(rows));
  else
    for (const row of rows)
      io.out(
        `${row.clientId.padEnd(32)} ${row.state.padEnd(9)} ${row.delivery}  ${row.events.join(" ")}`,
      );
  return 0;
}

const said = {
  paused: "en pause / paused",
  disabled: "arrêté / stopped",
  enabled: "en service / resumed",
} as const;

function moved(
  words: readonly string[],
  given: string | undefined,
  state: keyof typeof said,
): (deps: StreamDeps) => Promise<number> {
  const [id] = takeWords(words, ["ID"]);
  const reason = given?.trim();
  if (!reason) throw missing("--reason TEXT");
  return async ({ io, asJson, ...deps }) => {
    const outcome = await createStreamDesk(deps).setState(id, {
      state,
      reason: reason.slice(0, 200),
    });
    if (!outcome) throw noStream(id);
    io.out(asJson ? JSON.stringify({ clientId: id, state }) : `${id} : flux ${said[state]}`);
    return 0;
  };
}

function noStream(id: string): Refused {
  return new Refused(
    "stream_not_found",
    `« ${id} » n'a pas de flux de signaux, ou il est déjà ainsi. « aval client stream list » les donne tous.`,
    `"${id}" has no stream of signals, or it is so already. "aval client stream list" gives them all.`,
  );
}
