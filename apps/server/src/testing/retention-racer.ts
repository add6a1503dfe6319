import type { ErasureId, StaffId } from "@aval/protocol";
import { createAudit } from "#modules/audit";
import { groupingTurn } from "#modules/cases";
import { createRetention } from "#modules/retention";
import { createStaff } from "#modules/staff";
import { createStops } from "#modules/stops";
import { connect, transact, transactOrUndo } from "#platform/database";
import { systemRandom as random } from "#platform/random";
import { instant } from "#platform/time";
import { takeTurn } from "#platform/turns";
import { sql } from "kysely";
import { carryOut } from "../modules/erasures/erasures.ts";
import { applied, notApplied } from "../operate/retention.ts";

/** One of the processes of a race: it lets go, erases, or opens a case of somebody, when it is told to. */
export type Ask =
  | { readonly run: "retain" }
  | { readonly run: "erase"; readonly erasures: readonly string[] }
  | { readonly run: "open"; readonly alerts: readonly (readonly [string, string])[] };

const db = connect(process.env["AVAL_RACE_DATABASE_URL"] as string, { searchPath: "aval", max: 8 });
const audit = createAudit({ clock: { now: () => instant(Date.now()) }, random });
const staff = createStaff({ db });
// Of stops it takes the turn alone.
const stops = createStops({ db } as never);
const retention = createRetention({ db, audit, applied, kept: notApplied });

const erase = async (id: string) => {
  const given = { second: "stf_2" as StaffId, signature: "{}" };
  const outcome = await transactOrUndo(db, (tx) =>
    carryOut({ audit, staff, stops }, tx, id as ErasureId, given),
  );
  return outcome.ok ? 1 : 0;
};

/** As the follower does it. */
const open = ([alert, professional]: readonly [string, string]) =>
  transact(db, async (tx) => {
    await takeTurn(tx, groupingTurn);
    const id = `cas_${alert.slice(4)}`;
    await sql`insert into fraud_case (id, state, severity, due_at) values (${id}, 'open', 'high', aval_now())`.execute(
      tx,
    );
    await sql`
      insert into alert (id, kind, severity, opens, because, professional, fraud_case, scopes, at)
      values (${alert}, 'not_me', 'high', true, '{}', ${professional}, ${id}, '{}', aval_now())`.execute(
      tx,
    );
    await audit.append(tx, { fact: "alert_raised", alert, kind: "not_me" });
    await audit.append(tx, { fact: "case_opened", case: id as never, alerts: [alert] });
    return 1;
  });

process.on("message", async (ask: Ask) => {
  const each =
    ask.run === "retain"
      ? [retention.run()]
      : ask.run === "erase"
        ? ask.erasures.map(erase)
        : ask.alerts.map(open);
  const counts = await Promise.all(each);
  process.send?.(counts.reduce((sum, one) => sum + one, 0));
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
