import type { EnrolmentStatus } from "@aval/protocol";
import * as acts from "./acts.ts";
import { enrolByCard } from "./card.ts";
import { enrolByLetter } from "./eid-letter.ts";
import { enrolByOldPhone } from "./old-phone.ts";
import { enrolByWallet } from "./wallet.ts";

/** What every way is told; `of`: an option that this way cannot do without. */
export type Enrolling = {
  readonly given: { readonly nationalId: string; readonly code: string; readonly label: string };
  readonly server: string;
  readonly waits: () => void;
  readonly of: (option: "card" | "old" | "old-pin") => string;
};
type Way = (at: acts.Phoning, asked: Enrolling) => Promise<EnrolmentStatus>;

/** The ways to a new phone that a virtual one has, by the word of `--via`. */
export const ways: Readonly<Record<string, Way>> & { readonly desk: Way } = {
  desk: (at, { given }) => acts.enrol(at, given),
  card: (at, { given, server, waits, of }) =>
    enrolByCard(at, { ...given, card: of("card"), server, waits }),
  "old-phone": (at, { given, waits, of }) =>
    enrolByOldPhone(at, { ...given, old: of("old"), oldCode: of("old-pin"), waits }),
  "eid-letter": (at, { given, server }) => enrolByLetter(at, { ...given, server }),
  wallet: (at, { given }) => enrolByWallet(at, given),
};
