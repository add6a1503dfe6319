import {
  type EnrolmentId,
  type EnrolmentStatus,
  isId,
  peekCompact,
  purposes,
  verifyCompact,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { lifetimes } from "#lifetimes";
import { checkStamp, type Device } from "#modules/devices";
import { deny, done, type Outcome } from "#platform/outcome";
import { epochSeconds } from "#platform/time";
import { latestEidVisit } from "./eid-store.ts";
import type { EnrolmentDeps } from "./enrolment.ts";
import { isSamePhone, type Path, rowOf, withKey } from "./evidence.ts";
import { meanwhileOf } from "./meanwhile.ts";
import { isBound } from "./page-store.ts";
import * as store from "./store.ts";
import { wordsFor } from "./words.ts";

/** An enrolment, asked about by its own phone, which signs with the key it gave. */
export async function ownEnrolment(
  deps: Pick<EnrolmentDeps, "db" | "clock" | "devices">,
  jws: string,
  purpose: string,
): Promise<
  Outcome<
    {
      readonly row: store.EnrolmentRow;
      readonly device: Device;
      readonly payload: Readonly<Record<string, unknown>>;
    },
    Refusal
  >
> {
  const claimed = peekCompact(jws)?.payload as { enrolment?: unknown } | undefined;
  if (!isId("enr", claimed?.enrolment)) return deny("invalid_message");
  const row = await store.find(deps.db, claimed.enrolment);
  const device = row && (await deps.devices.find(row.device));
  if (!row || !device) return deny("enrolment_not_found");
  const verified = await verifyCompact(jws, purpose, device.ik);
  if (!verified) return deny("enrolment_not_found");
  const stamp = checkStamp(verified, deps.clock.now(), lifetimes.messageSkew);
  if (!stamp.ok) return stamp;
  return done({ row, device, payload: verified as Record<string, unknown> });
}

/** How far an enrolment is, told to its own phone only. */
export async function status(
  deps: EnrolmentDeps,
  jws: string,
): Promise<Outcome<EnrolmentStatus, Refusal>> {
  const own = await ownEnrolment(deps, jws, purposes.enrolmentStatus);
  if (!own.ok) return own;
  const { row, device } = own.value;
  return done({
    ...(await comparedStatusOf(deps, row, device)),
    ...(await frozenOf(deps, row)),
    ...(await meanwhileOf(deps, row)),
    ...(await byPost(deps, row)),
  });
}

/** How it stands, with its four words while they are compared somewhere. */
export async function comparedStatusOf(
  { db }: Pick<EnrolmentDeps, "db">,
  row: store.EnrolmentRow,
  { ikThumbprint }: Pick<Device, "ikThumbprint">,
): Promise<EnrolmentStatus> {
  const { state } = row.standing;
  const isCompared =
    (row.standing.state === "evidenced" && isComparedBy(row.standing.path)) ||
    state === "held" ||
    (state === "requested" && (await isBound(db, row.id)));
  return { ...statusOf(row), ...(isCompared ? { words: wordsFor(row.id, ikThumbprint) } : {}) };
}

/** Whether it is the one phone that a desk added under a freeze that stands. */
export async function frozenOf(
  { db, stops }: Pick<EnrolmentDeps, "db" | "stops">,
  { id, professional }: store.EnrolmentRow,
): Promise<Pick<EnrolmentStatus, "isFrozen">> {
  const place = professional && (await stops.placeUnderFreeze(db, professional));
  return place?.enrolment === id ? { isFrozen: true } : {};
}

/** What a phone calls itself and how far it is. */
export async function phoneOf(
  { db, devices }: Pick<EnrolmentDeps, "db" | "devices">,
  id: EnrolmentId,
): Promise<{ readonly label: string; readonly state: string } | undefined> {
  const row = await store.find(db, id);
  const device = row && (await devices.find(row.device));
  return row && device && { label: device.label, state: row.standing.state };
}

/** Whether four words are compared on what was scanned: a letter has no screen, and the same phone its own passkey. */
const isComparedBy = (path: Path): boolean => path !== "eid_letter" && !isSamePhone(path);

/** What became of its holder's remote eID, then of the letter that this brought. */
async function byPost(
  { db, letters }: EnrolmentDeps,
  { id, standing }: store.EnrolmentRow,
): Promise<Pick<EnrolmentStatus, "eid" | "letter">> {
  if (standing.state === "requested") {
    const eid = await latestEidVisit(db, id);
    return eid ? { eid } : {};
  }
  const isAwaited = standing.state === "evidenced" && standing.path === "eid_letter";
  const letter = isAwaited ? await letters?.standingOf(id) : undefined;
  return letter ? { letter } : {};
}

/** Whether a key of its holder's would give this phone more, or has. */
function keyOn(path: Path): NonNullable<EnrolmentStatus["key"]> {
  if (isSamePhone(path)) return "needed";
  if (rowOf(path)?.after) return "used";
  return withKey(path) ? "open" : "none";
}

/** How it stands, as its phone is told. */
export function statusOf(row: store.EnrolmentRow): EnrolmentStatus {
  const { standing } = row;
  return {
    enrolment: row.id,
    device: row.device,
    state: standing.state,
    ...(standing.state === "evidenced" ? { key: keyOn(standing.path) } : {}),
    ...(row.isStillUsed ? { stillUsed: true } : {}),
    ...("level" in standing ? { level: standing.level } : {}),
    ...("readyAt" in standing ? { activeAt: epochSeconds(standing.readyAt) } : {}),
    ...(row.holderName && row.nationalId && standing.state !== "evidenced"
      ? { holder: { name: row.holderName, nationalId: row.nationalId } }
      : {}),
  };
}
