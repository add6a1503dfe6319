import { generateKeyPairSync, sign } from "node:crypto";
import type { CaseId } from "@aval/protocol";
import { sql } from "kysely";
import { type CheckpointSigner, createAudit, type Fact, logKey } from "#modules/audit";
import { createLimits } from "#modules/limits";
import { createSoftware } from "#modules/software";
import { createStaff } from "#modules/staff";
import { type AnyTables, type Database, transact } from "#platform/database";
import { newId, systemRandom as random } from "#platform/random";
import { instant, type Instant } from "#platform/time";
import { createCases } from "../index.ts";

/** Where a refusal came from; whatever is not said is of nobody else. */
export type Came = {
  readonly browser?: string;
  readonly network?: string;
  readonly service?: string;
};

/** Whoever gives facts their places here. */
export function newSigner(): CheckpointSigner {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const key = logKey("test/log", { kid: "k", jwk: publicKey.export({ format: "jwk" }) });
  if (!key) throw new Error("an Ed25519 key signs the log");
  return { key, sign: async (bytes) => new Uint8Array(sign(null, bytes, privateKey)) };
}

/** Cases over a real database: facts go through the log, and alerts come from it. */
export function casesOn(db: Database<AnyTables>) {
  let now: Instant | undefined;
  const clock = { now: () => now ?? instant(Date.now()) };
  const audit = createAudit({ clock, random });
  const cases = createCases({
    ...{ db, clock, random, audit, limits: createLimits() },
    software: createSoftware({ db, random, audit }),
    staff: createStaff({ db }),
    directory: { byId: async () => undefined, displayName: () => "", scopesOf: () => [] },
  });
  const append = (fact: Fact) => transact(db, (tx) => audit.append(tx, fact));
  const placed = () => audit.sequence(db, newSigner());

  /** A request that was claimed and refused. Returns its id. */
  async function refuse(
    professional: string,
    came: Came = {},
    how: { readonly reason?: string; readonly where?: string; readonly at?: Instant } = {},
  ): Promise<string> {
    const { reason = "not_me", where = "own_place", at } = how;
    const approval = newId("apr", random);
    const { browser = approval, network = "loopback", service = null } = came;
    await sql`
      insert into approval (id, kind, asker, browser, network, frame_secret, state, shown_at, claim_by, professional, service, claimed_at)
      values (${approval}, 'sign-in', 'test', ${browser}, ${network}, ${Buffer.alloc(32)}, 'cancelled', aval_now(), aval_now(),
        ${professional}, ${service}, aval_now())`.execute(db);
    now = at;
    await append({
      ...{ fact: "approval_refused", professional, approval, reason, where, decision: {} },
    } as never);
    now = undefined;
    return approval;
  }

  return {
    cases,
    append,
    /** What is done next is done then, on a database whose clock was moved. */
    at: (moment: Instant) => {
      now = moment;
    },
    refuse,
    /** What its holder said of a refusal afterwards. */
    say: (professional: string, approval: string, reason: string) =>
      append({
        ...{ fact: "refusal_explained", professional, approval, reason, message: "" },
      } as never),
    /** Everything that happened is in the log, and read. */
    follow: async () => {
      while ((await placed()) > 0);
      while (await cases.follow());
    },
    placed,
    /** Which refusals are of one case, by what they are called; those of none are alone. */
    groups: async (): Promise<ReadonlyMap<string, readonly string[]>> => {
      const { rows } = await sql<{ about: string; case: CaseId | null }>`
        select about, fraud_case as case from alert where about is not null order by about`.execute(
        db,
      );
      const found = new Map<string, string[]>();
      for (const { about, case: id } of rows)
        if (id) found.set(id, [...(found.get(id) ?? []), about]);
      return found;
    },
    /** A colleague who is there, as a visitor of the console. */
    analyst: async (name: string, scope = "national") => {
      const id = newId("stf", random);
      await sql`
        insert into staff_member (id, name, scope, state, seeded, added_at) values (${id}, ${name}, ${scope}, 'active', false, aval_now())`.execute(
        db,
      );
      await sql`insert into staff_role (staff_member, role) values (${id}, 'analyst')`.execute(db);
      return { member: id, scope, name, roles: ["analyst"], hash: "" } as never;
    },
  };
}
