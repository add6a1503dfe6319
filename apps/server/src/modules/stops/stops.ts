import {
  type DeviceId,
  type EnrolmentId,
  isId,
  type MultiSigned,
  type ProfessionalId,
  purposes,
  type ReopeningView,
  type StoppedView,
  type StopId,
  type StopsAnswer,
  type StopView,
  type FreezeReason,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { lifetimes } from "#lifetimes";
import type { Audit } from "#modules/audit";
import { type Directory, scopesOf } from "#modules/directory";
import type { Staff } from "#modules/staff";
import { type AnyTables, type Database, transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId, type Random } from "#platform/random";
import { after, type Clock, type Duration, epochSeconds, type Instant } from "#platform/time";
import { holdTurn, takeTurn } from "#platform/turns";
import {
  type Act,
  type Kind,
  type MadeRule,
  type Rule,
  rules,
  rulesHolding,
  type Way,
  wayBy,
  wayTogether,
} from "./rules.ts";
import * as store from "./store.ts";

export type Tx = Database<AnyTables>;

/** The turn of whoever stops this holder or lifts a stop; whoever opens something for them holds it. */
export const stopsOf = (professional: ProfessionalId) => `aval.stop.${professional}`;

/** A stop as those who react to it are told. */
export type Stop = {
  readonly id: StopId;
  readonly professional: ProfessionalId;
  readonly rule: Rule;
};

type OwnedPhone = {
  readonly id: DeviceId;
  readonly state: "active" | "suspended" | "disabled" | "revoked";
  readonly professional: ProfessionalId;
};
type Phone = OwnedPhone | { readonly id: DeviceId; readonly state: "enrolling" };
type Received<P extends Phone> = {
  readonly device: P;
  readonly payload: Record<string, unknown>;
};

/** A code that was not confirmed, as it is told. */
export type Denied = {
  readonly ok: false;
  readonly refusal: Refusal;
  readonly extra?: { readonly triesLeft: number };
};

/** What stops ask of phones, a module of the same rank: `wiring.ts` passes it. */
export type PhonesForStops = {
  receive(jws: string, purpose: string): Promise<Outcome<Received<Phone>, Refusal>>;
  receiveDecision(
    message: MultiSigned,
    purpose: string,
  ): Promise<
    Outcome<Received<OwnedPhone> & { readonly code: "right" | "wrong" | "absent" }, Refusal>
  >;
  /** By the PIN program's own word, before the row. */
  confirmCode(given: {
    readonly device: Pick<OwnedPhone, "id" | "professional">;
    readonly code: "right" | "wrong";
    readonly message: MultiSigned;
    readonly purpose: typeof purposes.lift;
  }): Promise<{ readonly ok: true } | Denied>;
  holdActive(tx: Tx, id: DeviceId): Promise<boolean>;
  find(
    id: DeviceId,
  ): Promise<{ readonly ikThumbprint: string; readonly label: string } | undefined>;
  /** `full`, and the holder's for at least `age` or the only one. */
  isSettled(tx: Tx, id: DeviceId, age: Duration): Promise<boolean>;
};

export type StopsDeps = {
  readonly db: Tx;
  readonly clock: Clock;
  readonly random: Random;
  readonly audit: Audit;
  readonly devices: PhonesForStops;
  readonly directory: Pick<Directory, "find" | "byId">;
  readonly staff: Pick<Staff, "registrarKey" | "maySign">;
  /** In the stop's own transaction: sessions end, people are told. */
  readonly made: (tx: Tx, stop: Stop, closes: "none" | "elsewhere" | "all") => Promise<void>;
  readonly lifted: (tx: Tx, stop: Stop) => Promise<void>;
  /** Whether a card valid from then is not reported: of a higher module, asked again as a block falls. */
  readonly cardOpens: (
    tx: Tx,
    professional: ProfessionalId,
    validFrom: Instant,
  ) => Promise<boolean>;
  /** Where a card lifts a stop, told to the holder's phone; absent where there is no card door. */
  readonly cardAddress?: string | undefined;
};

/** Whether something stops this act for this holder now. For what is only shown: what opens asks `keepOpen`. */
export function isStopped(
  db: Database<store.StopTables>,
  professional: ProfessionalId,
  act: Act,
  placed?: EnrolmentId,
): Promise<boolean> {
  return store.stands(db, professional, rulesHolding(act), placed);
}

/**
 * True when nothing stops this act, and nothing will until this transaction ends: a stop made meanwhile waits, and then
 * closes what this transaction opened. Two statements, so that the second sees what the first waited for. `placed`: a freeze does not
 * stop the one enrolment that has its place.
 */
export async function keepOpen(
  tx: Database<store.StopTables>,
  professional: ProfessionalId,
  act: Act,
  placed?: EnrolmentId,
): Promise<boolean> {
  await holdTurn(tx, stopsOf(professional));
  return !(await isStopped(tx, professional, act, placed));
}

/**
 * Waits for whoever is opening something for this holder, and keeps everybody else from it until this transaction ends. First in any
 * transaction that stops: whoever opens holds the turn before any row, and of two who took the rows before it one would be
 * refused, which must not be the stop.
 */
export const takeStopTurn = (tx: Tx, professional: ProfessionalId): Promise<void> =>
  takeTurn(tx, stopsOf(professional));

/** Makes a stop. Made twice, it is the same one: false says that it stood already. */
export async function make(
  deps: StopsDeps,
  tx: Tx,
  given: {
    professional: ProfessionalId;
    rule: Exclude<MadeRule, "freeze">;
    device?: DeviceId;
    announced?: DeviceId;
  },
): Promise<boolean> {
  const { professional, rule } = given;
  const id = newId("stp", deps.random);
  await takeTurn(tx, stopsOf(professional));
  const { onceIn } = rules[rule];
  const { device, announced } = given;
  if (!(await store.insertStop(tx, { id, professional, rule, device, announced, onceIn })))
    return false;
  await tellMade(deps, tx, { id, professional, rule });
  return true;
}

/** A stop was recorded: it is logged, sessions end as its row says, and people are told. */
export async function tellMade(
  deps: StopsDeps,
  tx: Tx,
  stop: Stop,
  reason?: FreezeReason,
): Promise<void> {
  const { id, professional, rule } = stop;
  await deps.audit.append(tx, {
    fact: "stop_made",
    professional,
    stop: id,
    rule,
    ...(reason === undefined ? {} : { reason }),
  });
  await deps.made(tx, stop, rules[rule].closes);
}

/** The holder blocks everything, from a phone of theirs and without the code: stopping is cheap (law 5). */
export async function block(deps: StopsDeps, jws: string): Promise<Outcome<StopsAnswer, Refusal>> {
  const received = await deps.devices.receive(jws, purposes.block);
  if (!received.ok) return received;
  const { device } = received.value;
  // A phone closed by wrong codes is still its holder's; a suspended one may be somebody else's.
  if (device.state !== "active" && device.state !== "disabled") return deny("device_not_active");
  const { professional, id } = device;
  await transact(deps.db, (tx) => make(deps, tx, { professional, rule: "block", device: id }));
  return done(await answer(deps, device));
}

/**
 * What stands, told to a phone of the holder's, with who lifts it. Somebody may have disowned a suspended phone, and a revoked one is
 * nobody's: whoever has it is told that it is not active, and neither that the holder stopped anything nor how it is lifted.
 */
export async function told(deps: StopsDeps, jws: string): Promise<Outcome<StopsAnswer, Refusal>> {
  const received = await deps.devices.receive(jws, purposes.stops);
  if (!received.ok) return received;
  const { device } = received.value;
  return device.state === "active" || device.state === "disabled"
    ? done(await answer(deps, device))
    : deny("device_not_active");
}

/** What stands, as this phone of the holder's is told. */
export async function answer(deps: StopsDeps, device: OwnedPhone): Promise<StopsAnswer> {
  const standing = await store.standing(deps.db, device.professional);
  const shown = await store.shownOf(deps.db, device.professional);
  const isSettled =
    standing.length > 0 &&
    device.state === "active" &&
    (await deps.devices.isSettled(deps.db, device.id, lifetimes.settled));
  const now = deps.clock.now();
  const stops = standing.map((stop): StopView => {
    const { kind, ways } = rules[stop.rule];
    const way = wayBy("phone", stop.rule);
    const until = way?.until === undefined ? undefined : after(stop.madeAt, way.until);
    const isOpen = way !== undefined && (until === undefined || now < until);
    const mayLift = isOpen && isSettled && stop.announced !== device.id;
    const together = wayTogether("phone", stop.rule);
    const mayReopen = isSettled && together !== undefined && isOpenAt(together, stop.madeAt, now);
    return {
      id: stop.id,
      kind,
      madeAt: epochSeconds(stop.madeAt),
      thisPhone: mayLift,
      ...(mayLift && until !== undefined ? { until: epochSeconds(until) } : {}),
      ways: ways.filter(isAhead(stop.madeAt, now)).map(({ means, from }) => ({
        means,
        from: epochSeconds(after(stop.madeAt, from)),
      })),
      ...(deps.cardAddress !== undefined && wayBy("card", stop.rule)
        ? { cardAddress: deps.cardAddress }
        : {}),
      ...(mayReopen ? { reopening: reopeningOf(shown, stop.id, device.id) } : {}),
    };
  });
  return { stops, now: epochSeconds(now) };
}

/** What keeps this holder from entering, as their own place is told of it: the strongest of what stands. */
export async function toldOnPlace(
  deps: Pick<StopsDeps, "db" | "clock" | "cardAddress">,
  professional: ProfessionalId,
): Promise<StoppedView | undefined> {
  const now = deps.clock.now();
  const held = (await store.standing(deps.db, professional)).filter(({ rule }) =>
    rules[rule].holds.includes("enter"),
  );
  const stop = held.find(({ rule }) => rule === "freeze") ?? held[0];
  if (!stop) return undefined;
  const { kind, ways } = rules[stop.rule];
  return {
    kind,
    madeAt: epochSeconds(stop.madeAt),
    ways: ways.filter(isAhead(stop.madeAt, now)).map(({ means, from }) => ({
      means,
      from: epochSeconds(after(stop.madeAt, from)),
    })),
    ...(deps.cardAddress !== undefined && wayBy("card", stop.rule)
      ? { cardAddress: deps.cardAddress }
      : {}),
  };
}

const isOpenAt = ({ from, until }: Way, madeAt: Instant, now: Instant): boolean =>
  after(madeAt, from) <= now && (until === undefined || now < after(madeAt, until));

/** What was shown beside the phone that asks; of another phone's, the desk signed nothing that is worth anything here. */
function reopeningOf(all: readonly store.Shown[], stop: StopId, device: DeviceId): ReopeningView {
  const shown = all.find((one) => one.stop === stop && one.device === device);
  if (!shown) return { begun: false };
  const until = (at: Instant) => epochSeconds(after(at, lifetimes.reopeningShown));
  return {
    begun: true,
    phone: device,
    ...(shown.deskAt === undefined ? {} : { desk: until(shown.deskAt) }),
    ...(shown.cardAt === undefined ? {} : { card: until(shown.cardAt) }),
  };
}

/** A way that is over is told to nobody: it would only send them to a door that is shut. */
const isAhead =
  (madeAt: Instant, now: Instant) =>
  ({ until }: Way): boolean =>
    until === undefined || now < after(madeAt, until);

/**
 * A phone lifts a stop: its code, the call question answered *no*, a `full` phone older than a week or the only one, while a
 * way of its own is open, or one that it goes with a desk and the card. What is enabled here is the holder's whole access, hence the
 * PIN program's own word.
 */
export async function lift(
  deps: StopsDeps,
  message: MultiSigned,
): Promise<{ readonly ok: true; readonly value: StopsAnswer } | Denied> {
  const received = await deps.devices.receiveDecision(message, purposes.lift);
  if (!received.ok) return received;
  const { device, payload, code } = received.value;
  const { stop: id, onCall } = payload;
  if (!isId("stp", id) || onCall !== false || code === "absent") return deny("invalid_message");
  if (device.state !== "active") return deny("device_not_active");
  const purpose = purposes.lift;
  const confirmed = await deps.devices.confirmCode({ device, code, message, purpose });
  if (!confirmed.ok) return confirmed;

  const { professional } = device;
  const outcome = await transact(deps.db, async (tx): Promise<Outcome<true, Refusal>> => {
    await takeTurn(tx, stopsOf(professional));
    if (!(await deps.devices.holdActive(tx, device.id))) return deny("device_not_active");
    if (!(await deps.devices.isSettled(tx, device.id, lifetimes.settled)))
      return deny("stop_not_liftable");
    const stop = (await store.standing(tx, professional)).find((one) => one.id === id);
    if (!stop) return deny("stop_not_liftable");
    const { rule } = stop;
    const by = { professional, device: device.id };
    const lifted = async (way: Way | undefined) =>
      way !== undefined && store.recordLifted(tx, id, by, rule, { means: "phone", way });
    const alone = await lifted(wayBy("phone", rule));
    if (
      !alone &&
      !((await stillHolds(deps, tx, id, by)) && (await lifted(wayTogether("phone", rule))))
    )
      return deny("stop_not_liftable");
    await deps.audit.append(tx, {
      fact: "stop_lifted",
      professional,
      stop: id,
      rule,
      by: alone ? "phone" : "together",
    });
    await deps.lifted(tx, { id, professional, rule });
    return done(true);
  });
  return outcome.ok ? done(await answer(deps, device)) : outcome;
}

/** Whether those who signed for this phone still may, and the card shown beside it was not reported since. */
async function stillHolds(
  deps: StopsDeps,
  tx: Tx,
  stop: StopId,
  { professional, device }: { readonly professional: ProfessionalId; readonly device: DeviceId },
): Promise<boolean> {
  const evidence = await store.holdEvidence(tx, stop, device);
  const holder = evidence && (await deps.directory.byId(professional));
  if (!evidence || !holder) return false;
  for (const registrar of evidence.registrars)
    if (!(await deps.staff.maySign(registrar, scopesOf(holder)))) return false;
  return deps.cardOpens(tx, professional, evidence.cardFrom);
}

/** Two registrars saw the holder: what a desk lifts by itself is lifted, and nothing else. */
export async function liftAtDesk(
  deps: StopsDeps,
  tx: Tx,
  professional: ProfessionalId,
): Promise<void> {
  await takeTurn(tx, stopsOf(professional));
  for (const { id, rule } of await store.standing(tx, professional)) {
    const way = wayBy("desk", rule);
    if (!way || !(await store.recordLifted(tx, id, { professional }, rule, { means: "desk", way })))
      continue;
    await deps.audit.append(tx, { fact: "stop_lifted", professional, stop: id, rule, by: "desk" });
    await deps.lifted(tx, { id, professional, rule });
  }
}

/** A stop as its holder is told of it beside their card. */
export type CardView = {
  readonly id: StopId;
  readonly kind: Kind;
  readonly madeAt: Instant;
  /** From when the card lifts it alone; absent: it never does. */
  readonly from?: Instant;
  readonly isOpen: boolean;
  /**
   * Where a desk, this card and a phone lift it together now: the phones that have begun, each with what counts of the other two.
   * Absent: that way is not open.
   */
  readonly together?: readonly BegunPhone[];
};

/** A phone as its holder knows it again: what it calls itself, and when it began. */
export type BegunPhone = {
  readonly device: DeviceId;
  readonly label: string;
  readonly begunAt: Instant;
  readonly desk: boolean;
  readonly card: boolean;
};

/** What stands of a holder who is there with their card. */
export async function beforeCard(
  { db, clock, devices }: Pick<StopsDeps, "db" | "clock" | "devices">,
  professional: ProfessionalId,
): Promise<readonly CardView[]> {
  const now = clock.now();
  const shown = await Promise.all(
    (await store.shownOf(db, professional)).map(async (one) => ({
      ...one,
      label: (await devices.find(one.device))?.label ?? "",
    })),
  );
  return (await store.standing(db, professional)).map(({ id, rule, madeAt }) => {
    const way = wayBy("card", rule);
    const from = way && after(madeAt, way.from);
    const together = wayTogether("card", rule);
    return {
      id,
      kind: rules[rule].kind,
      madeAt,
      ...(from === undefined ? {} : { from }),
      isOpen: from !== undefined && from <= now,
      ...(together && isOpenAt(together, madeAt, now)
        ? {
            together: shown
              .filter(({ stop }) => stop === id)
              .map(({ device, label, begunAt, deskAt, cardAt }) => ({
                device,
                label,
                begunAt,
                desk: deskAt !== undefined,
                card: cardAt !== undefined,
              })),
          }
        : {}),
    };
  });
}

/** The holder is there with their card: of these, what the card lifts by itself is lifted. Which ones were. */
export async function liftByCard(
  deps: StopsDeps,
  tx: Tx,
  professional: ProfessionalId,
  shown: readonly StopId[],
): Promise<readonly StopId[]> {
  await takeTurn(tx, stopsOf(professional));
  const lifted: StopId[] = [];
  for (const { id, rule } of await store.standing(tx, professional)) {
    const way = wayBy("card", rule);
    if (!way || !shown.includes(id)) continue;
    if (!(await store.recordLifted(tx, id, { professional }, rule, { means: "card", way })))
      continue;
    await deps.audit.append(tx, { fact: "stop_lifted", professional, stop: id, rule, by: "card" });
    await deps.lifted(tx, { id, professional, rule });
    lifted.push(id);
  }
  return lifted;
}
