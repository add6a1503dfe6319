import { createHmac } from "node:crypto";
import assert from "node:assert/strict";
import {
  type EnrolmentId,
  type LetterId,
  letterInput,
  letterText,
  toBase64url,
} from "@aval/protocol";
import { sql } from "kysely";
import type { AnyTables, Database } from "#platform/database";

/** What the letter of this enrolment says, by the secret that it is made with: most laws need no printing. */
export async function letterOf(db: Database<AnyTables>, enrolment: EnrolmentId): Promise<string> {
  const { rows } = await sql<{ id: LetterId; secret: Buffer }>`
    select id, secret from letter where enrolment = ${enrolment}`.execute(db);
  const [row] = rows;
  assert.ok(row, "no letter was written");
  const mac = createHmac("sha256", row.secret).update(letterInput(row.id)).digest();
  return letterText({ letter: row.id, mac: toBase64url(mac.subarray(0, 16)) });
}
