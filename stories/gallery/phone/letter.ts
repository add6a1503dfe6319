import { eidWho, type LetterScreen } from "../../../apps/authenticator/src/letter/state.ts";
import type { Trouble } from "../../../apps/authenticator/src/trouble.ts";
import type { Refusal } from "../../../apps/server/src/errors.ts";

/** A remote eID and its letter on a new phone: before it leaves, while the letter travels, and where a letter does nothing. */
type LetterState = {
  readonly screen: LetterScreen;
  readonly holder: undefined;
  readonly sandbox: false;
};
const state = (screen: LetterScreen): LetterState => ({
  screen,
  holder: undefined,
  sandbox: false,
});
const typed = { ...eidWho, nationalId: "899700000013" };
/** 13 December 2026. */
const until = 1_797_152_400;
const waits = (post: "waiting" | "handed" | "posted" | "failed"): LetterScreen => ({
  ...{ at: "letter-wait", letter: { state: post, until }, busy: false, trouble: undefined },
});

export const letterStates = (denied: (error: Refusal) => Trouble) =>
  ({
    "eid-who": {
      "": state(eidWho),
      slip: state({ ...eidWho, slip: true }),
      asking: state({ ...typed, busy: true }),
      refused: state({ ...eidWho, refused: "eid_refused" }),
      "no-address": state({ ...eidWho, refused: "letter_no_address" }),
      closed: state({ ...typed, trouble: denied("eid_closed") }),
      silent: state({ ...typed, trouble: denied("eid_silent") }),
    },
    "letter-wait": {
      "": state(waits("posted")),
      waiting: state(waits("waiting")),
      failed: state(waits("failed")),
    },
    "letter-foreign": {
      "": state({ at: "letter-foreign", trouble: undefined }),
      other: state({ at: "letter-foreign", trouble: denied("letter_of_another_phone") }),
      over: state({ at: "letter-foreign", trouble: denied("letter_over") }),
    },
  }) as const satisfies Readonly<Record<LetterScreen["at"], Readonly<Record<string, LetterState>>>>;
