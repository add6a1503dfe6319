import { noCalls } from "../calls/request.ts";
import {
  type AccountEvent,
  type ApprovalId,
  type Context,
  frameText,
  type HistoryItem,
  idFrom,
  type PlaceView,
  refusalReasons,
  type SessionItem,
  withCheckDigit,
} from "@aval/protocol";
import fc from "fast-check";
import type { Held } from "../approvals/request.ts";
import { noBells } from "../bells/request.ts";
import { nothingDue } from "../own-contacts/state.ts";
import { noComing } from "../phones/request.ts";
import { nothingKnown } from "../second-means/request.ts";
import { noPlaces } from "../places/request.ts";
import { noSoftware } from "../software/request.ts";
import { askingOf } from "../shell/asking.ts";
import type { AppEvent, Model } from "../state.ts";
import type { Trouble } from "../trouble.ts";

/** Values for tests of the page's states: a request, its frame, every event that may come, in any order. */
export const now = 1_790_000_000;

export const approvalId = (seed: number): ApprovalId =>
  idFrom("apr", new Uint8Array(17).fill(seed));

export function context(seed = 1, changes: Partial<Context> = {}): Context {
  return {
    v: "aval.context.v1",
    approval: approvalId(seed),
    kind: "sign-in",
    service: { id: "sandbox-service", name: "Registre des vaccinations", number: "VAC-0421" },
    software: [],
    holder: { name: "Dr Camille Rousselet", nationalId: "899700000017" },
    browser: { standing: "unknown", declared: "Windows, Firefox" },
    distance: "other_network",
    transfer: "qr",
    rights: "reduced",
    reducedForSeconds: 3600,
    call: "none",
    reasons: [],
    shownAt: now - 5,
    claimedAt: now,
    decideBy: now + 120,
    ...changes,
  };
}

export const held = (seed = 1, changes: Partial<Context> = {}): Held => ({
  approval: approvalId(seed),
  context: context(seed, changes),
});
export const frame = (seed: number, number: number) =>
  frameText({ approval: approvalId(seed), number, mac: "abcdefghijklmnopqrstuv" });
export const denial = (error: string, more: object = {}): Trouble => ({
  kind: "denied",
  error,
  message: { fr: "Non.", en: "No." },
  reference: "k7qf-2m9d",
  ...more,
});
/** A place that waits for "Oui, j'y travaille". */
export const place = (seed: number, changes: Partial<PlaceView> = {}): PlaceView => ({
  id: idFrom("plc", new Uint8Array(17).fill(seed)),
  declared: "Windows, Firefox",
  state: "new",
  people: "alone",
  hasL5: false,
  madeAt: now - 90_000,
  firstUsedAgainAt: now - 60,
  lastUsedAt: now - 60,
  asks: true,
  network: "same_network",
  ...changes,
});
export const offline: Trouble = { kind: "offline" };
/** A code that nothing else in a model could spell. */
export const code = "975318";
export const goodDigits = withCheckDigit("40718");

export function model(screen: Model["screen"], changes: Partial<Model> = {}): Model {
  return {
    screen,
    language: "fr",
    sandbox: true,
    offer: "menu",
    name: undefined,
    holder: undefined,
    now,
    online: true,
    activity: undefined,
    activityTrouble: undefined,
    calls: noCalls,
    places: noPlaces,
    bells: noBells,
    coming: noComing,
    contacts: nothingDue,
    means: nothingKnown,
    software: noSoftware,
    atEntry: false,
    stops: undefined,
    update: false,
    onboarding: undefined,
    draw: 0,
    asking: askingOf(0),
    calmUntil: undefined,
    ...changes,
  };
}

const errors = [
  "frame_refused",
  "claimed_here",
  "already_claimed",
  "two_at_once",
  "wrong_code",
  "pin_wait",
  "pin_disabled",
  "unknown_digits",
  "digits_exhausted",
  "approval_expired",
  "approval_cancelled",
  "already_decided",
  "other_context",
  "device_not_active",
  "internal",
  "enrolment_not_found",
  "pin_already_set",
];
const trouble = fc.oneof(
  fc.constant(offline),
  fc.constantFrom(...errors).map((error) => denial(error, { triesLeft: 4, retryAfterSeconds: 60 })),
);
const someHeld = fc.integer({ min: 1, max: 3 }).map((seed) => held(seed));
const fate = fc.record({
  state: fc.constantFrom<HistoryItem["state"]>(
    "claimed",
    "approved",
    "spent",
    "refused",
    "expired",
    "cancelled",
  ),
  reason: fc.constantFrom(...refusalReasons),
});

/** What can happen about places: taps and answers, in any order, also those that belong to another screen. */
export const anyPlaceEvent: fc.Arbitrary<AppEvent> = fc.oneof(
  fc
    .constantFrom("work_here_tapped", "place_resumed", "place_cancelled", "ticked", "back")
    .map((event) => ({ event }) as AppEvent),
  fc.boolean().map((onCall): AppEvent => ({ event: "call_answered", onCall })),
  fc.integer({ min: 0, max: 5 }).map(
    (later): AppEvent => ({
      event: "place_offered",
      making: {
        approval: approvalId(1),
        declared: "Windows, Firefox",
        notBefore: now + later,
        until: now + later + 20,
      },
    }),
  ),
  fc
    .constantFrom<"alone" | "several">("alone", "several")
    .map((people): AppEvent => ({ event: "people_answered", people })),
  fc
    .constantFrom("place_made", "place_asked", "place_aged", "place_end_tapped")
    .chain((event) =>
      fc.integer({ min: 1, max: 3 }).map((seed) => ({ event, place: place(seed) }) as AppEvent),
    ),
  fc
    .integer({ min: 1, max: 3 })
    .map((seed): AppEvent => ({ event: "place_ended", place: place(seed).id })),
  fc
    .array(fc.integer({ min: 1, max: 3 }), { maxLength: 2 })
    .map((seeds): AppEvent => ({ event: "places_known", list: seeds.map((seed) => place(seed)) })),
  fc
    .constantFrom("place_failed", "places_failed")
    .chain((event) => trouble.map((given) => ({ event, trouble: given }) as AppEvent)),
);

/** A session of the holder's, open. */
export const session = (seed: number, changes: Partial<SessionItem> = {}): SessionItem => ({
  session: idFrom("ses", new Uint8Array(17).fill(seed)),
  state: "open",
  rights: "full",
  where: "own_place",
  declared: "Windows, Firefox",
  openedAt: now - 60,
  endsAt: now + 14_340,
  services: [{ id: "register", name: "Registre", number: "0001", told: "open" }],
  ...changes,
});

export const anySessionEvent: fc.Arbitrary<AppEvent> = fc.oneof(
  fc
    .array(
      fc.record({
        seed: fc.integer({ min: 1, max: 3 }),
        told: fc.constantFrom<"open" | "closed" | "told" | "untold">(
          "open",
          "closed",
          "told",
          "untold",
        ),
      }),
      { maxLength: 3 },
    )
    .map(
      (some): AppEvent => ({
        event: "sessions_known",
        items: some.map(({ seed, told }) => {
          const [service] = session(seed).services;
          const services = service ? [{ ...service, told }] : [];
          return session(seed, { state: told === "open" ? "open" : "closed", services });
        }),
      }),
    ),
  trouble.map((given): AppEvent => ({ event: "sessions_failed", trouble: given })),
  fc
    .constantFrom(session(1).session, session(2).session, "all" as const)
    .map((which): AppEvent => ({ event: "session_close_tapped", session: which })),
);

/** A sign-in of the history. */
export const signIn = (seed: number, changes: Partial<AccountEvent> = {}): AccountEvent => ({
  id: `fct_${seed}`,
  at: now - seed * 600,
  kind: "session_opened",
  service: "Registre de vaccination",
  declared: "Windows, Firefox",
  session: session(seed).session,
  isOpen: seed === 1,
  isThis: false,
  ...changes,
});

const anyHistoryEvent: fc.Arbitrary<AppEvent> = fc.oneof(
  fc.record({
    event: fc.constant("events_known" as const),
    page: fc.record({
      events: fc.constantFrom([], [signIn(1)], [signIn(1), signIn(2)]),
      next: fc.constantFrom("1.fct_1", "2.fct_2"),
    }),
    isMore: fc.boolean(),
  }),
  fc
    .constantFrom(1, 2)
    .map((seed): AppEvent => ({ event: "disown_tapped", session: session(seed).session })),
  fc
    .constantFrom(1, 2)
    .map((seed): AppEvent => ({ event: "disowned", session: session(seed).session })),
  fc
    .constantFrom("events_failed", "disown_failed")
    .chain((event) => trouble.map((given) => ({ event, trouble: given }) as AppEvent)),
  fc.constant<AppEvent>({ event: "more_tapped" }),
);

/** Anything that can happen to the page once a phone is enrolled. */
export const anyEvent: fc.Arbitrary<AppEvent> = fc.oneof(
  anyHistoryEvent,
  anyPlaceEvent,
  anySessionEvent,
  fc
    .constantFrom(
      "home",
      "scan",
      "digits",
      "history",
      "settings",
      "places",
      "sessions",
      "stored",
      "remove",
      "card-lost",
    )
    .map((screen) => ({ event: "opened", screen }) as AppEvent),
  fc
    .constantFrom(
      "ticked",
      "back",
      "woken",
      "resume_tapped",
      "not_me_tapped",
      "question_tapped",
      "retry_tapped",
      "torch_tapped",
      "remove_confirmed",
      "card_lost_tapped",
      "fate_unknown",
    )
    .map((event) => ({ event }) as AppEvent),
  fc.record({ event: fc.constant("eye_opened" as const), torch: fc.boolean() }),
  fc
    .constantFrom("forbidden", "absent", "in_use")
    .map((why) => ({ event: "eye_failed", why }) as AppEvent),
  fc
    .constantFrom("camera", "display")
    .map((source) => ({ event: "eye_chosen", source }) as AppEvent),
  fc
    .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 4 }))
    .map(([seed, number]): AppEvent => ({ event: "seen", text: frame(seed, number) })),
  fc
    .constantFrom("https://example.org", "WIFI:S:x;;", "")
    .map((text): AppEvent => ({ event: "seen", text })),
  fc
    .constantFrom("dictated", "sent", "on_call")
    .map((cause) => ({ event: "fraud_tapped", cause }) as AppEvent),
  fc
    .constantFrom(goodDigits, "407180", "", "12")
    .map((digits): AppEvent => ({ event: "digits_given", digits })),
  someHeld.map((found): AppEvent => ({ event: "claimed", held: found })),
  fc
    .array(someHeld, { maxLength: 2 })
    .map((found): AppEvent => ({ event: "pending_known", held: found })),
  fc
    .constantFrom(
      "claim_failed",
      "pending_failed",
      "decision_failed",
      "activity_failed",
      "enrolment_failed",
    )
    .chain((event) => trouble.map((given) => ({ event, trouble: given }) as AppEvent)),
  fc.constantFrom(code, "12", "").map((given): AppEvent => ({ event: "code_given", code: given })),
  fc.constantFrom(...refusalReasons).map((reason): AppEvent => ({ event: "reason_given", reason })),
  fc.constantFrom(...refusalReasons).map((reason): AppEvent => ({ event: "explained", reason })),
  fc
    .tuple(fc.constantFrom(...refusalReasons), trouble)
    .map(([reason, given]): AppEvent => ({ event: "explain_failed", reason, trouble: given })),
  fc
    .constantFrom<"approved" | "refused">("approved", "refused")
    .map((decision): AppEvent => ({ event: "decided", decision, reason: "other" })),
  fc.option(fate, { nil: undefined }).map((item): AppEvent => ({ event: "fate_known", item })),
);
