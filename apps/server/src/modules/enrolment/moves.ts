import type { DeviceId, EnrolmentId, ProfessionalId } from "@aval/protocol";
import type { Refusal } from "#errors";
import { lifetimes } from "#lifetimes";
import type { AuditTables, Audit } from "#modules/audit";
import type { Devices, DeviceTables } from "#modules/devices";
import type { Directory } from "#modules/directory";
import type { LimitTables } from "#modules/limits";
import type { Notices } from "#modules/notices";
import type { Stops, StopTables } from "#modules/stops";
import type { Database } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import type { Clock, Duration } from "#platform/time";
import { holdsCountedFor, type Path, rowOf } from "./evidence.ts";
import { type Around, isPastStops, type Move, type Standing, step } from "./machine.ts";
import type { EnrolmentPageTables } from "./page-store.ts";
import {
  type EnrolmentRow,
  type EnrolmentTables,
  type HolderOf,
  holdsLately,
  recordMove,
} from "./store.ts";

export type Tx = Database<
  EnrolmentTables & EnrolmentPageTables & StopTables & DeviceTables & AuditTables & LimitTables
>;

export type MoveDeps = {
  readonly clock: Clock;
  readonly audit: Pick<Audit, "append">;
  readonly devices: Pick<Devices, "standingOf" | "hadFull">;
  readonly directory: Pick<Directory, "byId" | "displayName">;
  readonly stops: Pick<Stops, "keepOpen" | "placeUnderFreeze">;
  readonly notices: Pick<Notices, "tell">;
};

/**
 * Where the table leaves one phone of this path under a freeze: the enrolment that may have its place. Only a new one's: what a
 * fraudster may have already is raised by nothing while it stands.
 */
export const placedBy = (
  path: Path,
  { id, raises }: Pick<EnrolmentRow, "id" | "raises">,
): EnrolmentId | undefined => (rowOf(path)?.underFreeze === "one" && !raises ? id : undefined);

/**
 * What stands around an enrolment of this holder's, held until the transaction ends: a stop made meanwhile waits, and so does
 * whoever would suspend the old phone. `placed`: the enrolment that a freeze does not stop where it has its one place.
 */
export async function aroundOf(
  deps: MoveDeps,
  tx: Tx,
  professional: ProfessionalId,
  oldPhone: DeviceId | undefined,
  path?: Path,
  {
    placed,
    raised,
  }: {
    readonly placed?: EnrolmentId | undefined;
    /** The phone that the enrolment is to raise, if it is about one that its holder has. */
    readonly raised?: DeviceId | undefined;
  } = {},
): Promise<Around> {
  const isOpen = await deps.stops.keepOpen(tx, professional, "enrol", placed);
  const holds = await holdsOf(tx, professional);
  const isPast = path !== undefined && isPastStops(path, holds);
  const holder = await deps.directory.byId(professional);
  return {
    now: deps.clock.now(),
    // Past its holds it waits for no pause, which a mailbox's reader could make for ever: what closes everything still stands.
    isStopped:
      !isOpen && !(isPast && (await deps.stops.keepOpen(tx, professional, "enter", placed))),
    isPlaced:
      placed !== undefined &&
      (await deps.stops.placeUnderFreeze(tx, professional))?.enrolment === placed,
    holds,
    practises: holder?.state === "active",
    hadFull: await deps.devices.hadFull(tx, professional),
    oldPhone: oldPhone && (await deps.devices.standingOf(tx, oldPhone, lifetimes.settled)),
    raised: raised && (await deps.devices.standingOf(tx, raised, lifetimes.settled)),
  };
}

/** The phone that this enrolment is to raise, if it is about one that its holder has. */
export const raisedBy = ({ raises, device }: EnrolmentRow): DeviceId | undefined =>
  raises ? device : undefined;

/** The moves that open nothing: a stop, wrong words, a notice that arrived. */
const opensNothing: readonly Move["move"][] = ["told", "stop", "refuse"];

const holdsOf = (tx: Tx, professional: ProfessionalId): Promise<number> =>
  holdsLately(tx, professional, holdsCountedFor);

/** What a stop looks at. After the holder's turn was taken: of two stops at once the second counts the first. */
export async function aroundStop(
  deps: Pick<MoveDeps, "clock">,
  tx: Tx,
  professional: ProfessionalId | undefined,
): Promise<Around> {
  return {
    ...nothingAround(deps),
    holds: professional === undefined ? 0 : await holdsOf(tx, professional),
  };
}

/** What a delivered notice and wrong words look at: none of them opens anything. */
export const nothingAround = ({ clock }: Pick<MoveDeps, "clock">): Around => ({
  now: clock.now(),
  isStopped: false,
  holds: 0,
  practises: true,
  hadFull: false,
  oldPhone: undefined,
});

/** Makes a move, if its guards hold, and records it on the standing that it was decided from. */
export async function makeMove(
  tx: Tx,
  row: EnrolmentRow,
  move: Move,
  around: Around,
  more: {
    readonly holder?: HolderOf;
    readonly evidence?: unknown;
    readonly oldPhone?: DeviceId;
    readonly waits?: Duration;
  } = {},
): Promise<Outcome<Standing, Refusal>> {
  // Whoever did not look at the phone that is to be raised raises none.
  if (row.raises && !around.raised && !opensNothing.includes(move.move))
    return deny("raise_not_possible");
  const moved = step(row.standing, move, around);
  if (!moved.ok) return moved;
  const recorded = await recordMove(tx, row, moved.to, { ...more, lasts: lifetimes.enrolment });
  return recorded ? done(moved.to) : deny("enrolment_not_ready");
}

/** Whose enrolment it is, as the directory spells it: several identifiers may lead to one person. */
export async function holderOf(
  { directory }: Pick<MoveDeps, "directory">,
  professional: ProfessionalId,
): Promise<HolderOf | undefined> {
  const found = await directory.byId(professional);
  return (
    found && {
      professional,
      nationalId: found.nationalId,
      holderName: directory.displayName(found),
      scope: found.scope,
    }
  );
}
