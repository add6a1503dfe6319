import type { Json } from "./canonical.ts";
import type { EnrolmentId } from "./ids.ts";
import { type Signer, signCompact } from "./jws.ts";
import type { EnrolmentEidAnswer } from "./letters.ts";
import { type EnrolmentStatus, purposes } from "./messages.ts";

type Lent = {
  readonly send: <T>(path: string, make: () => Promise<Json>) => Promise<T>;
  readonly stamp: () => Record<string, Json>;
};

/** The part of a new phone that is about its holder's remote eID and the letter that it brings. */
export function phoneLetters({ send, stamp }: Lent) {
  const signed = (purpose: string, ik: Signer, more: Record<string, Json>) => async () => ({
    jws: await signCompact({ v: purpose, ...more, ...stamp() }, purpose, ik),
  });
  return {
    /** Where this phone's browser goes. `nationalId`: who its holder says to be; nothing tells whether there is such a person. */
    askEid: (ik: Signer, enrolment: EnrolmentId, nationalId: string) =>
      send<EnrolmentEidAnswer>(
        "/api/enrolments/eid",
        signed(purposes.enrolmentEid, ik, { enrolment, nationalId }),
      ),
    /** The letter that was scanned, by the key of whichever phone scanned it. */
    useLetter: (ik: Signer, letter: string) =>
      send<EnrolmentStatus>(
        "/api/enrolments/letter",
        signed(purposes.enrolmentLetter, ik, { ik: ik.jwk as unknown as Json, letter }),
      ),
  };
}
