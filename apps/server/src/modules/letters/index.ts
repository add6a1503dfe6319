/**
 * Letters: what is posted to where a professional practises, and the code in it that one phone can use.
 *
 * A letter is a row first, in the transaction of what it is part of; it is set and handed to whoever prints it afterwards, by any
 * node, again until it is theirs. Its address is the directory's, and never anybody's who asks. Its code is made with a secret
 * of its own that never leaves the server, and is worth something to the installation whose key it names, once, for 21 days.
 *
 * It promises: the same letter is used once, on every node together; what was stopped is neither used nor printed any more; a letter
 * holds nothing that read aloud, sent or photographed serves somebody else. It does not promise that the post arrives.
 *
 * It refuses by design: an address that was given, a letter abroad, two letters for one phone. Source: DESIGN section 6; R12; decision 0036.
 */
import type { EnrolmentId, LetterId } from "@aval/protocol";
import { days } from "#platform/time";
import * as letters from "./letters.ts";
import * as store from "./store.ts";

export type { Post } from "./letters.ts";

export type Letters = ReturnType<typeof createLetters>;

export function createLetters(deps: letters.LettersDeps) {
  type Tx = typeof deps.db;
  return {
    /** Whether letters are posted here at all. */
    arePosted: deps.post !== undefined,
    write: (tx: Tx, given: Parameters<typeof letters.write>[2]) => letters.write(deps, tx, given),
    read: (text: unknown) => letters.read(deps, text),
    /** Uses a letter, once. */
    use: (tx: Tx, id: LetterId) => store.recordUsed(tx, id),
    /** What it is part of was stopped. */
    end: (tx: Tx, enrolment: EnrolmentId) => store.recordEnded(tx, enrolment),
    /** Another phone showed it: true the first time. */
    shownElsewhere: (tx: Tx, id: LetterId) => store.recordElsewhere(tx, id),
    standingOf: (enrolment: EnrolmentId) => letters.standingOf(deps, enrolment),
    list: (scope: string | undefined) => letters.list(deps, scope),
    deliver: () => letters.deliver(deps),
    /** Forgets letters of long ago. */
    purge: () => store.purgeLetters(deps.db, days(30)),
  };
}
