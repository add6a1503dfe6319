import { createHash } from "node:crypto";
import {
  canonicalJson,
  type CaseId,
  type MeasureKind,
  type MeasureTarget,
  type MeasureThing,
  measureThings,
} from "@aval/protocol";
import { limits } from "#lifetimes";

/**
 * What analysts stop, as data: which rule of law 5 each stands on and how it ends again. Code reads this table and holds no second copy.
 *
 * Stopping is cheap: one person, for a few people. For many it takes a second one's key over exactly that list, since a list is what a
 * hurried hand gets wrong. What a stop holds is lifted by whom its row names (`stops/rules.ts`), and by nothing here. Two rows open: they
 * give back one phone or card that an analyst suspended, by two who did not, over exactly that one.
 *
 * Who gains if a row is wrong: whoever persuades, or is, an analyst, and wants many people shut out at once. Source: DESIGN sections 2
 * law 5, and 7; facts/attacks-and-properties P-45.
 */
export const measures = {
  /** Whatever is open, everywhere; its services are told. What comes next asks again. */
  close_sessions: { undoneBy: "holder_signs_in" },
  /** Places with their bells, keys and what is open on them: the next scan makes others. */
  end_places: { undoneBy: "holder_scans" },
  /** One phone of one person, which may be somebody else's: it approves nothing, what it opened and made ends. */
  suspend_phone: { undoneBy: "two_analysts" },
  /** One card of one person: it opens nothing, what it opened ends, what it was to add is held. Any other card of theirs goes on. */
  suspend_card: { undoneBy: "two_analysts" },
  /** As from an alert: nothing new rings, joins or enrols; sessions elsewhere close. */
  pause: { undoneBy: "rule_of_the_stop" },
  /** Nobody enters or enrols until two analysts have cleared it. Whoever froze is neither. */
  freeze: { undoneBy: "two_analysts" },
  /** That phone approves again, as young as if it came today. Nothing that it had made comes back. */
  restore_phone: { undoneBy: "one_analyst", opens: true },
  /** That card opens again. */
  restore_card: { undoneBy: "one_analyst", opens: true },
} as const satisfies Readonly<Record<MeasureKind, Row>>;

type Row = {
  readonly undoneBy:
    | "holder_signs_in"
    | "holder_scans"
    | "rule_of_the_stop"
    | "one_analyst"
    | "two_analysts";
  /** It gives back: two people always, of whom neither had taken it. */
  readonly opens?: true;
};

const rowOf = (kind: MeasureKind): Row => measures[kind];

export const opens = (kind: MeasureKind): boolean => rowOf(kind).opens === true;

/** Whether nothing begins before a second person has signed. */
export const needsSecond = (kind: MeasureKind, people: number): boolean =>
  opens(kind) || people > limits.measureAlone;

/** Whether the thing that is named is one that this kind is of, and of one person. */
export function fits(
  kind: MeasureKind,
  { people, phone, card }: MeasureThing & { readonly people: number },
): boolean {
  const of = measureThings[kind];
  const isNamed =
    (phone !== undefined) === (of === "phone") && (card !== undefined) === (of === "card");
  return isNamed && (of === undefined || people === 1);
}

/** Whether this thing of theirs stands as this kind needs it: what is suspended is active, what is restored was suspended. */
export function stands(
  kind: MeasureKind,
  { phone, card }: MeasureThing,
  { phones, suspendedPhones, cards }: Pick<MeasureTarget, "phones" | "suspendedPhones" | "cards">,
): boolean {
  if (phone !== undefined)
    return (opens(kind) ? suspendedPhones : phones).some((one) => one.phone === phone);
  if (card !== undefined)
    return cards.some((one) => one.card === card && one.isSuspended === opens(kind));
  return true;
}

/** The SHA-256 of a list, base64url: of which case, what, and whom, in the order of their ids; and which phone or card. */
export function digestOf(
  list: MeasureThing & {
    readonly case: CaseId;
    readonly kind: MeasureKind;
    readonly people: readonly string[];
  },
): string {
  const people = [...new Set(list.people)].sort();
  const text = canonicalJson({
    v: "aval.measure-list.v1",
    case: list.case,
    kind: list.kind,
    people,
    ...(list.phone ? { phone: list.phone } : {}),
    ...(list.card ? { card: list.card } : {}),
  });
  return createHash("sha256").update(text).digest("base64url");
}
