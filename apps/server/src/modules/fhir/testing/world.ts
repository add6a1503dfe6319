import type { FastifyInstance, InjectOptions } from "fastify";
import { createAudit } from "#modules/audit";
import { createDirectory } from "#modules/directory";
import { createLimits } from "#modules/limits";
import { createSoftware } from "#modules/software";
import { createApp } from "#platform/http";
import { createLog } from "#platform/log";
import {
  fixedClock,
  type MovableClock,
  seededRandom,
  type TestDatabase,
  testDatabase,
} from "#platform/testing";
import { days } from "#platform/time";
import { createFhir, type Fhir } from "../index.ts";
import { fileOf, type Line, linesOf } from "./extract.ts";

/** A directory with people in it, and the interface that reads it, on a database of its own. */
export type World = {
  readonly database: TestDatabase;
  readonly app: FastifyInstance;
  readonly clock: MovableClock;
  readonly fhir: Fhir;
  readonly lines: readonly string[];
  readonly base: string;
  /** The keys of two services. */
  readonly key: string;
  readonly otherKey: string;
  readonly software: ReturnType<typeof createSoftware>;
  importLines(lines: readonly Line[]): Promise<void>;
  ask(path: string, options?: InjectOptions): Promise<Answer>;
  close(): Promise<void>;
};

/** Answers are looked into from outside, as a client would. */
export type Json = any;
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly json: Json;
};

export const origin = "http://aval.test:41050";

/** `tireless`: a service here may ask more than others in a minute. */
export async function openWorld(people: number, tireless = false): Promise<World> {
  let asked = 0;
  const database = await testDatabase();
  const { db } = database;
  const random = seededRandom(80);
  const clock = fixedClock();
  const audit = createAudit({ clock, random });
  const software = createSoftware({ db, random, audit });
  const directory = createDirectory({ db, random, audit });
  const lines: string[] = [];
  const log = createLog("info", { write: (line: string) => void lines.push(line) });
  const limits = createLimits();
  const secrets = () => ["first secret", "an older one"] as const;
  const options = {
    db,
    clock,
    random,
    software,
    limits,
    audit,
    secrets: () => [...secrets()] as [string, string],
  };
  const fhir = createFhir({ ...options, log, origin, brand: "Aval", version: "0.1.0" });
  const app = createApp({ log, clock, hosts: [new URL(origin).host], random });
  await app.register(async (scope) => fhir.routes(scope));

  const keyOf = async (id: string) => {
    const asked = {
      id,
      name: id,
      sensitivity: "open" as const,
      redirectUris: ["https://a.example/"],
    };
    await software.register(db, asked, { by: "test", secret: `${id} secret:+%` });
    const issued = await software.issueKey(db, id, { by: "test", life: days(3650) });
    if (!issued.ok) throw new Error(issued.refusal);
    return issued.value.key.reveal();
  };
  const [key, otherKey] = [await keyOf("reader"), await keyOf("other")];
  const world: World = {
    database,
    app,
    clock,
    fhir,
    lines,
    base: `${origin}/fhir/v2`,
    key,
    otherKey,
    software,
    importLines: async (given) => {
      const imported = await directory.importExtract(fileOf(given), { source: "rpps-psc" });
      if (imported.state !== "done") throw new Error(JSON.stringify(imported));
    },
    ask: async (path, options = {}) => {
      const url = path.startsWith("http") ? path.slice(origin.length) : `/fhir/v2${path}`;
      const given = { host: new URL(origin).host, "esante-api-key": key, ...options.headers };
      const headers = Object.fromEntries(
        Object.entries(given).filter(([, value]) => value !== undefined),
      );
      asked += 1;
      // As if a minute had passed.
      if (tireless && asked % 200 === 0)
        await db.deleteFrom("allowance").where("name", "=", "directory_read").execute();
      const answer = await app.inject({ method: "GET", ...options, url, headers });
      const isJson = answer.body !== "" && /json/.test(String(answer.headers["content-type"]));
      return {
        status: answer.statusCode,
        headers: answer.headers,
        text: answer.body,
        json: isJson ? answer.json() : undefined,
      };
    },
    close: async () => {
      await app.close();
      await database.close();
    },
  };
  if (people > 0)
    await world.importLines(Array.from({ length: people }, (_, n) => linesOf(n)).flat());
  return world;
}

/** Every match of a search, by following its links; and the pages it took. */
export async function everyMatch(
  world: World,
  path: string,
  options?: InjectOptions,
): Promise<{ readonly resources: Json[]; readonly included: Json[]; readonly pages: number }> {
  const resources: Json[] = [];
  const included: Json[] = [];
  let pages = 0;
  let next: string | undefined = path;
  while (next !== undefined && pages < 1000) {
    const answer: Answer = await world.ask(next, pages === 0 ? options : {});
    if (answer.status !== 200) throw new Error(answer.text);
    pages += 1;
    for (const entry of answer.json.entry ?? []) {
      if (entry.search.mode === "match") resources.push(entry.resource);
      else included.push(entry.resource);
    }
    next = answer.json.link.find((link: Json) => link.relation === "next")?.url;
  }
  return { resources, included, pages };
}
