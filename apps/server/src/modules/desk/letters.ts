import type { DeskLetters, EnrolmentId, ProfessionalId } from "@aval/protocol";
import type { Refusal } from "#errors";
import type { Audit } from "#modules/audit";
import type { Directory } from "#modules/directory";
import type { EidEnrolment } from "#modules/enrolment";
import type { Letters } from "#modules/letters";
import type { Limits } from "#modules/limits";
import { everywhere, type Visitor } from "#modules/staff";
import { type AnyTables, type Database, transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { type Clock, days, epochSeconds, instant } from "#platform/time";

/*
 * *Lettres du jour*: what remote eIDs and letters are about to bring, looked through by registrars of each holder's authority. They
 * can stop one and do nothing else: a registrar who does not look blocks nobody, and one who is persuaded opens nothing.
 */

export type DeskLetterDeps = {
  readonly db: Database<AnyTables>;
  readonly clock: Clock;
  readonly audit: Pick<Audit, "append">;
  readonly limits: Pick<Limits, "once">;
  readonly directory: Pick<Directory, "byId" | "displayName">;
  readonly letters: Pick<Letters, "list">;
  readonly eidEnrolment: Pick<EidEnrolment, "letterStanding" | "stopByRegistrar">;
};

const dayInParis = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Paris" });

/** The letters of this registrar's scope that may still bring a phone. Each view is a fact with how many names it held, and each holder reads of it. */
export async function listLetters(deps: DeskLetterDeps, who: Visitor): Promise<DeskLetters> {
  const today = dayInParis.format(deps.clock.now());
  const found: DeskLetters["letters"][number][] = [];
  const viewed = new Set<ProfessionalId>();
  for (const letter of await deps.letters.list(scopeOf(who))) {
    const standing = await deps.eidEnrolment.letterStanding(letter.enrolment);
    const person = standing && (await deps.directory.byId(letter.professional));
    if (!standing || !person) continue;
    viewed.add(letter.professional);
    found.push({
      enrolment: letter.enrolment,
      holder: { name: deps.directory.displayName(person), nationalId: person.nationalId },
      lines: letter.lines.slice(1),
      writtenAt: epochSeconds(letter.madeAt),
      isOfToday: dayInParis.format(letter.madeAt) === today,
      post: letter.state,
      stage: standing.state,
      ...(standing.readyAt === undefined
        ? {}
        : { activeAt: epochSeconds(instant(standing.readyAt)) }),
    });
  }
  if (found.length > 0)
    await transact(deps.db, async (tx) => {
      await deps.audit.append(tx, {
        fact: "letters_viewed",
        staff: who.member,
        count: found.length,
      });
      // One order for all: of two registrars who look at once none waits for the other in a circle.
      for (const professional of [...viewed].sort()) await recordView(deps, tx, who, professional);
    });
  return { letters: found };
}

/** Once a day for a registrar and a holder: a list is looked through often. */
async function recordView(
  { limits, audit }: DeskLetterDeps,
  tx: DeskLetterDeps["db"],
  { member: staff }: Visitor,
  professional: ProfessionalId,
): Promise<void> {
  if (await limits.once(tx, "letter_view", `${professional}.${staff}`, days(1)))
    await audit.append(tx, { fact: "person_viewed", professional, staff, why: "letters" });
}

/** *Arrêter*, for good. Of another authority, or no letter's: the same answer. */
export async function stopLetter(
  deps: DeskLetterDeps,
  who: Visitor,
  enrolment: EnrolmentId,
): Promise<Outcome<true, Refusal>> {
  const listed = await deps.letters.list(scopeOf(who));
  if (!listed.some((letter) => letter.enrolment === enrolment)) return deny("enrolment_not_found");
  const stopped = await deps.eidEnrolment.stopByRegistrar(enrolment, who.member);
  return stopped.ok ? done(true) : stopped;
}

const scopeOf = ({ scope }: Visitor): string | undefined =>
  scope === everywhere ? undefined : scope;
