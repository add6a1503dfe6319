import { callFacts } from "@aval/protocol";
import { limits as bounds } from "#lifetimes";

/**
 * What somebody without the application may tell, on a public page: the one table. Each is a few buttons, and an identifier that is believed by
 * nobody. What it is worth is its alert's row (`cases/severities.ts`): low, and it opens no case by itself. It stops, refuses and opens nothing.
 *
 * Who gains if a row is wrong: whoever wants a desk to drown, or a colleague to be looked at.
 */
export const intakes = {
  call: { facts: callFacts, perPerson: bounds.publicReportsOnPerson },
  document: {
    facts: {
      document: ["prescription", "certificate", "sick_note", "result", "other"],
      dated: ["this_month", "this_year", "earlier"],
      seenBy: ["me", "pharmacist", "insurer", "patient", "other"],
      isHeld: ["yes", "no"],
    },
    perPerson: bounds.publicReportsOnPerson,
  },
} as const satisfies Readonly<
  Record<
    string,
    {
      /** The buttons, each of which may be left out. */
      readonly facts: Readonly<Record<string, readonly string[]>>;
      /** About one person in a day: more says nothing new. */
      readonly perPerson: number;
    }
  >
>;

export type IntakeKind = keyof typeof intakes;
export const intakeKinds = Object.keys(intakes) as readonly IntakeKind[];

/** What was told of one: the buttons of its row, and an identifier as it was typed, if it can be one. */
export type Told = {
  readonly facts: Readonly<Record<string, string>>;
  readonly nationalId: string | undefined;
};

/** The form as it came; `undefined`: it says what no button says, hence is no form of ours. */
export function readTold(kind: IntakeKind, form: URLSearchParams): Told | undefined {
  const known: Readonly<Record<string, readonly string[]>> = intakes[kind].facts;
  const facts: Record<string, string> = {};
  for (const [name, value] of form) {
    if (name === "nationalId") continue;
    if (!Object.hasOwn(known, name) || facts[name] !== undefined || !known[name]?.includes(value))
      return undefined;
    facts[name] = value;
  }
  const typed = (form.get("nationalId") ?? "").replaceAll(/\s/g, "");
  return { facts, nationalId: /^[0-9]{9,12}$/.test(typed) ? typed : undefined };
}
