import assert from "node:assert/strict";
import type { ProfessionalId } from "@aval/protocol";
import { idFrom } from "@aval/protocol";
import { sql } from "kysely";
import { systemRandom } from "#platform/random";
import { hours } from "#platform/time";
import { nationalIdOf } from "./people.ts";
import type { SetUp } from "./setup.ts";
import { softwarePhone } from "./software.ts";

/** Whom the registers do not list: `setUp({ gone: new Set([nobody]) })`. */
export const nobody = "899799999999";

const aPerson = () => idFrom("pro", systemRandom.bytes(17)) as ProfessionalId;

/**
 * Everybody whom software can name, as far as it could make a difference: national ids, by what there is of them. A client must
 * tell none of them from another.
 */
export async function everybody(it: SetUp, client: string) {
  const { world, database } = it;
  const { db } = database;
  const added = async (level: "full" | "limited" = "full") => {
    const phone = await softwarePhone(world, { level });
    if (level === "full") assert.ok((await phone.add(client)).ok);
    return phone;
  };
  const stopped = async (rule: string) => {
    const phone = await added();
    await sql`insert into stop (id, professional, rule, scope) values (${idFrom("stp", systemRandom.bytes(17))},
      ${phone.professional}, ${rule}, 'national')`.execute(db);
    return phone;
  };
  const found = await added();
  const asleep = await added();
  await sql`insert into quiet_hour (professional, from_minute, to_minute, set_at)
    values (${asleep.professional}, 1, 0, aval_now())`.execute(db);
  const silenced = await added();
  const off = await added();
  await sql`update device set state = 'disabled' where id = ${off.device}`.execute(db);
  const kinds = {
    ...{ found, asleep, silenced, "phone disabled": off },
    ...{ paused: await stopped("pause_from_alert"), blocked: await stopped("block") },
    ...{ frozen: await stopped("freeze") },
    ...{ "limited phone": await added("limited"), "not added": await softwarePhone(world) },
  };
  await it.advance(hours(36));
  // From now on: of the networks that loopback is, none is asked on again for an hour.
  await sql`insert into ciba_silence (professional, network, until)
    select ${silenced.professional}, network, aval_now() + interval '1 day'
    from unnest(array['127.0.0.0/24', '127.0.0.1', '::1']) as origin (network)`.execute(db);
  const today = await added();
  return {
    unknown: nobody,
    "without phone": nationalIdOf(aPerson()),
    "added today": today.nationalId,
    ...(Object.fromEntries(
      Object.entries(kinds).map(([kind, { nationalId }]) => [kind, nationalId]),
    ) as Record<keyof typeof kinds, string>),
  };
}
