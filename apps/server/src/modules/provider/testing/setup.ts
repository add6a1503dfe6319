import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Keys, openKeys } from "#platform/keys";
import { moveClock, type TestDatabase, testDatabase } from "#platform/testing";
import type { Duration } from "#platform/time";
import { newHolder, newVisitor, serviceCalls, signIn } from "./visitor.ts";
import { providerOn, type World, type WorldOptions } from "./world.ts";

export const callback = "https://service.example/callback";

/** A database, keys, a provider and a service called `service`. Made once a file, closed at its end. */
export async function setUp(options: Omit<WorldOptions, "db" | "keys"> = {}) {
  const database: TestDatabase = await testDatabase();
  const keysFolder = await mkdtemp(join(tmpdir(), "aval-keys-"));
  const keys: Keys = await openKeys({ folder: keysFolder, mode: "sandbox", followMs: 0 });
  const world: World = await providerOn({ db: database.db, keys, ...options });
  await world.register({
    id: "service",
    name: "Registre d'essai",
    sensitivity: "open",
    redirectUris: [callback, "http://localhost/callback"],
    postLogoutRedirectUris: ["https://service.example/out", "http://localhost/out"],
  });
  const calls = serviceCalls(world, "service", callback);
  return {
    database,
    keys,
    keysFolder,
    world,
    calls,
    /** A new person on a new browser, signed in: the tokens the service got. */
    signedIn: async (more: Record<string, string | undefined> = {}) => {
      const [holder, visitor] = [await newHolder(world), await newVisitor(world)];
      const back = await signIn(visitor, holder, calls.authorization(more));
      const answer = await calls.exchange(back);
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
      return {
        holder,
        visitor,
        back,
        tokens: answer.body,
        session: String(answer.body["session_state"]),
      };
    },
    advance: async (span: Duration) => {
      await moveClock(database.db, span);
      await world.clock.measure();
    },
    /** Facts of a kind, as they were logged. */
    facts: async (kind: string) => {
      const rows = await database.db
        .selectFrom("fact")
        .select("body")
        .where("kind", "=", kind)
        .orderBy("at")
        .execute();
      return rows.map(({ body }) => JSON.parse(body as string) as Record<string, unknown>);
    },
    close: async () => {
      await world.close();
      keys.stop();
      await database.close();
      await rm(keysFolder, { recursive: true });
    },
  };
}

export type SetUp = Awaited<ReturnType<typeof setUp>>;

/** The payload of a JWT, unverified. */
export function payloadOf(jwt: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(jwt.split(".")[1] ?? "", "base64url").toString("utf8")) as Record<
    string,
    unknown
  >;
}
