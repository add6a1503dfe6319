import { newKeyPair, PhoneRefusal, signerOf } from "@aval/protocol";
import { ask, type EnrolmentDeps, heard } from "../enrolment/effects.ts";
import { troubleOf } from "../trouble.ts";
import type { LetterCommand } from "./state.ts";

type LetterDeps = EnrolmentDeps & {
  /** Leaves this page for the provider's. */
  readonly openAddress: (address: string) => void;
};

/** Runs what this way's screens asked for, and answers with events. */
export async function runLetter(deps: LetterDeps, command: LetterCommand): Promise<void> {
  switch (command.command) {
    case "ask_eid":
      return askEid(deps, command.nationalId).catch((thrown: unknown) =>
        deps.dispatch({ event: "eid_failed", trouble: troubleOf(thrown) }),
      );
    case "use_letter":
      return useLetter(deps, command.letter).catch((thrown: unknown) =>
        deps.dispatch({ event: "letter_failed", trouble: troubleOf(thrown) }),
      );
    case "leave_letter":
      return deps.openAddress("/");
  }
}

async function askEid(deps: LetterDeps, nationalId: string): Promise<void> {
  const { phone, vault, openAddress } = deps;
  const request = async (kept: Awaited<ReturnType<typeof ask>>) =>
    phone.askEid(await signerOf(kept.ik), kept.enrolment, nationalId);
  const kept = (await vault.phone()) ?? (await ask(deps));
  const { address } = await request(kept).catch(async (thrown: unknown) => {
    // Asked for yesterday and over: this phone, which is nobody's, asks anew.
    const isOver =
      thrown instanceof PhoneRefusal &&
      ["enrolment_not_found", "enrolment_not_ready"].includes(thrown.code);
    if (!isOver || kept.stage !== "asked") throw thrown;
    return request(await ask(deps));
  });
  openAddress(address);
}

/** By the key of the phone that this is; one that never asked for anything says so by a key of the moment. */
async function useLetter(deps: LetterDeps, letter: string): Promise<void> {
  const kept = await deps.vault.phone();
  const ik = await signerOf(kept?.ik ?? (await newKeyPair()));
  const status = await deps.phone.useLetter(ik, letter);
  if (kept) await heard(deps, kept, status);
}
