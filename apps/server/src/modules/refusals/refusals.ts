import type { CallSigns, ProfessionalId, RefusalView } from "@aval/protocol";
import { errors, type Refusal } from "#errors";
import { limits as bounds } from "#lifetimes";
import type { Audit } from "#modules/audit";
import type { Directory, Professional } from "#modules/directory";
import type { Limits } from "#modules/limits";
import type { Software } from "#modules/software";
import { everywhere, type Visitor } from "#modules/staff";
import { type AnyTables, type Database, transact } from "#platform/database";
import type { Log } from "#platform/log";
import { deny, done, type Outcome } from "#platform/outcome";
import { type Clock, days, epochSeconds } from "#platform/time";
import type { Intake } from "./intake.ts";
import { kinds } from "./kinds.ts";
import { isStep, stepWords } from "./steps.ts";
import * as store from "./store.ts";
import { diagnoses, initialsOf, maskedId } from "./words.ts";

export type RefusalsDeps = {
  readonly db: Database<AnyTables>;
  readonly clock: Clock;
  readonly log: Log;
  readonly audit: Pick<Audit, "append">;
  readonly limits: Pick<Limits, "once" | "spend">;
  readonly directory: Pick<Directory, "byId" | "displayName" | "scopesOf">;
  readonly software: Pick<Software, "find">;
  readonly networkOf: (address: string) => string;
  /** What may be odd about somebody: of a higher module, which `wiring.ts` passes. */
  readonly signsSeen: (who: Visitor, person: ProfessionalId) => Promise<CallSigns>;
};

/** Writes what waits, in one statement. What a crash takes with it is a second of references. */
export async function flush({ db }: RefusalsDeps, intake: Intake): Promise<void> {
  const kept = intake.take();
  if (kept.length > 0) await store.insert(db, kept);
}

/** A reference as it is said or typed: capitals, spaces, and the letters that no reference has. */
export function referenceIn(typed: string): string | undefined {
  const plain = typed
    .toLowerCase()
    .replaceAll(/[\s-]/g, "")
    .replaceAll("o", "0")
    .replaceAll(/[il]/g, "1");
  return /^[0-9a-hjkmnp-tv-z]{8}$/.test(plain)
    ? `${plain.slice(0, 4)}-${plain.slice(4)}`
    : undefined;
}

/**
 * One attempt by its reference. Whoever is of another authority looks like nothing, as an unknown reference does; both count, so that
 * nobody tries many. That it was read is a line of the log, and a fact for its person, once a day for a reader.
 */
export async function read(
  deps: RefusalsDeps,
  who: Visitor,
  typed: string,
): Promise<Outcome<RefusalView, Refusal>> {
  if (!(await deps.limits.spend(deps.db, "refusal_read", who.member, bounds.refusalsRead, days(1))))
    return deny("too_many");
  const reference = referenceIn(typed);
  const row = reference && (await store.find(deps.db, reference));
  if (!row || !reference || !isStep(row.step)) return deny("not_found");
  const person = row.professional ? await deps.directory.byId(row.professional) : undefined;
  if (person && !mayRead(deps, who, person)) return deny("not_found");
  deps.log.info("refusal_read", { reference, staff: who.member });
  if (person) await tellPerson(deps, who, person);
  const service = row.service ? (await deps.software.find(row.service))?.name : undefined;
  const refusal = row.refusal as Refusal;
  const { fr, en } = errors[refusal];
  return done({
    ...{ reference, refusal, at: epochSeconds(row.at), step: stepWords(row.step) },
    ...(service && { service }),
    ...(person && {
      person: {
        initials: initialsOf(deps.directory.displayName(person)),
        nationalId: maskedId(person.nationalId),
      },
    }),
    ...(person && { signs: await deps.signsSeen(who, person.id) }),
    shown: { fr, en },
    ...diagnoses[kinds[refusal]],
  });
}

const mayRead = ({ directory }: RefusalsDeps, { scope }: Visitor, person: Professional): boolean =>
  scope === everywhere || directory.scopesOf(person).includes(scope);

const tellPerson = (
  { db, audit, limits }: RefusalsDeps,
  { member: staff }: Visitor,
  { id: professional }: Professional,
): Promise<void> =>
  transact(db, async (tx) => {
    if (await limits.once(tx, "refusal_view", `${professional}.${staff}`, days(1)))
      await audit.append(tx, { fact: "person_viewed", professional, staff, why: "refusal" });
  });
