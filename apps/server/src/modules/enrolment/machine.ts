import type { Instant } from "#platform/time";
import {
  holdsAtMost,
  isSamePhone,
  type Level,
  type Path,
  type Reaches,
  rowOf,
  type Wait,
} from "./evidence.ts";
import { readyAt } from "./waits.ts";

/**
 * The enrolment's states, and what moves one to the next: pure, so that the server and the search beside it
 * (`search.test.ts`) run the very same transitions and guards.
 *
 * `requested → evidenced → cooling → ready → active`. `held` and back by what was shown in person; `contested`, `expired` and
 * `refused` are ends. Nothing becomes `active` by itself. What these functions decide is recorded by one conditional statement
 * (`store.ts`), on the very standing it was decided from.
 */
export type Standing =
  /** A phone has asked, with its key; it names nobody. */
  | { readonly state: "requested" }
  /** It scanned a page of a known holder's. */
  | { readonly state: "evidenced"; readonly path: Path }
  /** Its evidence is complete: it waits where everybody concerned was told of it. `ready`: the wait is over. */
  | (Proven & { readonly state: "cooling" | "ready" })
  /** Somebody who was told stopped it, and what brought it can be shown again. */
  | (Proven & { readonly state: "held" })
  | { readonly state: "active"; readonly path: Path; readonly level: Level }
  | { readonly state: "contested" | "expired" | "refused" };

export type Proven = {
  readonly path: Path;
  readonly level: Level;
  readonly wait: Wait;
  readonly holds: number;
  /** Proven while its holder never had a full phone. */
  readonly isFirst: boolean;
  readonly provenAt: Instant;
  readonly toldAt: Instant | undefined;
  readonly readyAt: Instant;
};

/** A phone of the holder's, as far as it matters here. `isOld`: first active more than seven days ago. */
export type PhoneOf = {
  readonly level: Level;
  readonly isActive: boolean;
  readonly isOld: boolean;
};

export type Move =
  | { readonly move: "begin"; readonly path: Path }
  | { readonly move: "prove"; readonly path: Path }
  /** A hardware-held key of the holder's signed on it: the path that it was begun by, with that. */
  | { readonly move: "key"; readonly path: Path }
  /** A notice of it is known delivered. */
  | { readonly move: "told" }
  | { readonly move: "confirm"; readonly by: PhoneOf }
  | { readonly move: "stop"; readonly by: "notice" | PhoneOf }
  /** The old installation, which was taken for cleared, said something: its phone forgot nothing. */
  | { readonly move: "alive" }
  /** The four words were typed wrong too often. */
  | { readonly move: "refuse" }
  /** Its holder has had a full phone since it was proven: it waits as another does. */
  | { readonly move: "again" }
  /** Its holder chose the code on it: while it waits it opens their own aged places. */
  | { readonly move: "meanwhile" }
  | { readonly move: "activate" };

/** What the transition is told of the world. */
export type Around = {
  readonly now: Instant;
  /** Whether a full phone of the holder's was ever active, whatever became of it: then enrolment is locked. */
  readonly hadFull: boolean;
  /** The phone that showed the page, if one did; of the same phone again, its old installation. */
  readonly oldPhone: PhoneOf | undefined;
  /** The phone that is to be full, where the enrolment is about one that its holder has. */
  readonly raised?: PhoneOf | undefined;
  /** Whether a pause, a block or a freeze holds new phones now. */
  readonly isStopped: boolean;
  /** A freeze stands, and this is the one enrolment that has its place: by the paths whose row says so, and by no other. */
  readonly isPlaced?: boolean;
  /** How often stops held what was shown in person for this holder lately (`holdsCountedFor`). */
  readonly holds: number;
  /** Whether the directory says that the holder practises. */
  readonly practises: boolean;
};

export type MoveRefusal =
  | "enrolment_not_ready"
  | "enrolment_too_early"
  | "enrolment_active"
  | "enrolment_over"
  | "enrolment_locked"
  | "holder_stopped"
  | "old_phone_not_possible"
  | "old_installation_ended"
  | "enrolment_not_stoppable"
  | "raise_not_possible"
  | "unknown_professional";
type Moved =
  | { readonly ok: true; readonly to: Standing }
  | { readonly ok: false; readonly refusal: MoveRefusal };

const to = (standing: Standing): Moved => ({ ok: true, to: standing });
const refuse = (refusal: MoveRefusal): Moved => ({ ok: false, refusal });

export function step(from: Standing, move: Move, around: Around): Moved {
  switch (move.move) {
    case "begin":
      return begin(from, move.path, around);
    case "prove":
      return prove(from, move.path, around);
    case "key":
      return key(from, move.path, around);
    case "told":
      return told(from, around.now);
    case "confirm":
      return confirm(from, move.by, around);
    case "stop":
      return stop(from, move.by, around);
    case "alive":
      return alive(from);
    case "refuse":
      return from.state === "evidenced" ? to({ state: "refused" }) : refuse("enrolment_not_ready");
    case "again":
      return again(from, around);
    case "meanwhile":
      return meanwhile(from, around);
    case "activate":
      return activate(from, around);
  }
}

/** Whether this phone may serve as the old one: `full`, and its holder's for more than seven days, so that no phone brings the next. */
export function mayBeOldPhone({ level, isOld }: PhoneOf): boolean {
  return level === "full" && isOld;
}

/** Whether this path makes a full phone of this one. None lowers: what it would not raise it leaves as it is. */
function mayBeRaised({ level, isActive }: PhoneOf, path: Path): boolean {
  const row = rowOf(path);
  return isActive && level === "limited" && row?.raises === true && row.level === "full";
}

/** What must hold whenever something is opened by this path: the holder, the lock, and the phone that stands for it. */
function mayOpen(path: Path, around: Around, isBeginning = false): MoveRefusal | undefined {
  const row = rowOf(path);
  if (!row) return "enrolment_locked";
  if (!around.practises) return "unknown_professional";
  if (around.isStopped) return "holder_stopped";
  if (around.isPlaced && row.underFreeze !== "one") return "holder_stopped";
  if (around.raised && !mayBeRaised(around.raised, path)) return "raise_not_possible";
  if (around.hadFull && row.opens === "nothing") return "enrolment_locked";
  const { oldPhone } = around;
  // While a page was only scanned nobody knows yet whose old installation it is: its passkey tells.
  if (row.opens === "old_installation")
    return isBeginning || oldPhone?.isActive ? undefined : "old_installation_ended";
  if (row.opens !== "old_phone") return undefined;
  return oldPhone?.isActive && mayBeOldPhone(oldPhone) ? undefined : "old_phone_not_possible";
}

function begin(from: Standing, path: Path, around: Around): Moved {
  if (from.state !== "requested" || rowOf(path)?.after) return refuse("enrolment_not_ready");
  const held = mayOpen(path, around, true);
  return held ? refuse(held) : to({ state: "evidenced", path });
}

function key(from: Standing, path: Path, around: Around): Moved {
  const isMore = from.state === "evidenced" && rowOf(path)?.after === from.path;
  if (!isMore) return refuse("enrolment_not_ready");
  const held = mayOpen(path, around);
  return held ? refuse(held) : to({ state: "evidenced", path });
}

function prove(from: Standing, path: Path, around: Around): Moved {
  const row = rowOf(path);
  const isNew = from.state === "requested" && row?.opens === "itself";
  const isBegun = from.state === "evidenced" && from.path === path;
  const isShownAgain = from.state === "held" && row?.stop === "holds";
  if (!row || !(isNew || isBegun || isShownAgain)) return refuse("enrolment_not_ready");
  const held = mayOpen(path, around);
  if (held) return refuse(held);
  const wait = around.hadFull ? row.waits.again : row.waits.first;
  return to(
    proven({
      path,
      level: levelOf(row.level, around),
      wait,
      holds: from.state === "held" ? from.holds : 0,
      isFirst: !around.hadFull,
      provenAt: around.now,
      toldAt: undefined,
    }),
  );
}

const levelOf = (reaches: Reaches, { oldPhone }: Around): Level =>
  reaches === "as_before" ? (oldPhone?.level ?? "limited") : reaches;

function proven(given: Omit<Proven, "readyAt">): Standing {
  const at = readyAt(given.wait, given.provenAt, given.toldAt);
  return { ...given, state: at <= given.provenAt ? "ready" : "cooling", readyAt: at };
}

function told(from: Standing, now: Instant): Moved {
  if (from.state !== "cooling" || from.toldAt !== undefined) return refuse("enrolment_not_ready");
  return to({ ...from, toldAt: now, readyAt: readyAt(from.wait, from.provenAt, now) });
}

/** Whether this phone has *C'est le mien* for it: an older full one, and a wait that this makes shorter. */
export function mayConfirm(phone: PhoneOf, at: Standing): boolean {
  if (at.state !== "cooling" || !phone.isActive || !mayBeOldPhone(phone)) return false;
  const wait = rowOf(at.path)?.waits.confirmed;
  return wait !== undefined && wait !== at.wait;
}

/** An older full phone says that the new one is its holder's: what was shown in person then waits less. */
function confirm(from: Standing, by: PhoneOf, around: Around): Moved {
  if (from.state !== "cooling") return refuse("enrolment_not_ready");
  if (!(by.isActive && mayBeOldPhone(by))) return refuse("old_phone_not_possible");
  const held = mayOpen(from.path, around);
  if (held) return refuse(held);
  const wait = rowOf(from.path)?.waits.confirmed;
  if (wait === undefined || wait === from.wait) return refuse("enrolment_not_ready");
  const at = readyAt(wait, from.provenAt, from.toldAt);
  return to({ ...from, wait, readyAt: at, state: at <= around.now ? "ready" : "cooling" });
}

/**
 * Whether this phone has *Arrêter* for it. Only one that may be an old phone and is active has it for what was shown in person: with a
 * `limited`, a new or a closed one, which a fraudster may have obtained, whoever took the holder's place would keep the holder out.
 */
export function mayStop(phone: PhoneOf, path: Path): boolean {
  return (phone.isActive && mayBeOldPhone(phone)) || rowOf(path)?.class !== "L5";
}

function stop(from: Standing, by: "notice" | PhoneOf, { holds }: Around): Moved {
  if (
    from.state !== "evidenced" &&
    from.state !== "cooling" &&
    from.state !== "ready" &&
    from.state !== "held"
  )
    return refuse("enrolment_not_ready");
  const row = rowOf(from.path);
  if (by !== "notice" && !mayStop(by, from.path)) return refuse("enrolment_not_stoppable");
  if (row?.stop !== "holds" || from.state === "evidenced") return to({ state: "contested" });
  if (from.state === "held") return to(from);
  if (holds >= holdsAtMost) return refuse("enrolment_not_stoppable");
  return to({ ...from, state: "held", holds: from.holds + 1 });
}

/** For good, whatever was shown: what was proven is that the old installation is no more. */
function alive(from: Standing): Moved {
  const isUnderWay =
    from.state === "evidenced" || from.state === "cooling" || from.state === "ready";
  return isUnderWay && isSamePhone(from.path)
    ? to({ state: "contested" })
    : refuse("enrolment_not_ready");
}

/** Whether stops by link or phone, and pauses, no longer hold what this path brings: the holder was seen often enough. */
export function isPastStops(path: Path, holds: number): boolean {
  return rowOf(path)?.stop === "holds" && holds >= holdsAtMost;
}

/**
 * Of two phones that one desk proved at once for a holder who had none, the first to be active makes the other another one: it waits
 * from when it was proven, as another does.
 */
function again(from: Standing, around: Around): Moved {
  const isProven = from.state === "cooling" || from.state === "ready";
  const row = isProven ? rowOf(from.path) : undefined;
  if (!isProven || !row || !from.isFirst || !around.hadFull) return refuse("enrolment_not_ready");
  const wait = row.waits.again;
  const at = readyAt(wait, from.provenAt, from.toldAt);
  const state = at <= around.now ? "ready" : "cooling";
  return to({ ...from, state, wait, isFirst: false, readyAt: at });
}

/** Whether what stands thus may open its holder's own aged places meanwhile: it waits, by a path whose row says so. */
export function mayServe(at: Standing): boolean {
  return at.state === "cooling" && rowOf(at.path)?.meanwhile === "own_places";
}

/** It stands as it stood: what it may open lies beside it. Never under a freeze, whose one phone opens nothing, and never a phone to be raised. */
function meanwhile(from: Standing, around: Around): Moved {
  if (from.state !== "cooling" || !mayServe(from) || around.raised)
    return refuse("enrolment_not_ready");
  if (around.isPlaced) return refuse("holder_stopped");
  const held = mayOpen(from.path, around);
  return held ? refuse(held) : to(from);
}

/** By the holder, with the code, and never before the wait is over: whatever stands against it meanwhile stands here. */
function activate(from: Standing, around: Around): Moved {
  if (from.state !== "cooling" && from.state !== "ready") return refuse(notToActivate(from));
  if (from.readyAt > around.now) return refuse("enrolment_too_early");
  if (from.isFirst && around.hadFull) return refuse("enrolment_not_ready");
  const held = mayOpen(from.path, around);
  if (held) return refuse(held);
  const { path, level } = from;
  return to({ state: "active", path, level });
}

/** Why what stands thus is not activated, so that its holder knows whether to show it, to wait or to begin again. */
export function notToActivate({ state }: Standing): MoveRefusal {
  switch (state) {
    case "active":
      return "enrolment_active";
    case "contested":
    case "expired":
    case "refused":
      return "enrolment_over";
    case "cooling":
      return "enrolment_too_early";
    case "requested":
    case "evidenced":
    case "held":
    case "ready":
      return "enrolment_not_ready";
  }
}
