import { PhoneRefusal, signerOf } from "@aval/protocol";
import { ask, type EnrolmentDeps, heard } from "../enrolment/effects.ts";
import { troubleOf } from "../trouble.ts";
import type { WalletCommand } from "./state.ts";

export type WalletDeps = EnrolmentDeps & {
  /** Leaves this page for an address that a wallet opens. */
  readonly openAddress: (address: string) => void;
};

/** Runs what a wallet's screen asked for, and answers with events. */
export async function runWallet(deps: WalletDeps, command: WalletCommand): Promise<void> {
  try {
    await run(deps, command);
  } catch (thrown) {
    deps.dispatch({ event: "wallet_failed", trouble: troubleOf(thrown) });
  }
}

async function run(deps: WalletDeps, command: WalletCommand): Promise<void> {
  switch (command.command) {
    case "ask_wallet":
      return askWallet(deps, command.nationalId);
    case "take_wallet":
      return takeWallet(deps, command.returned);
    case "end_wallet":
      // Without a network it ends by itself, a minute later.
      await deps.phone.endWalletReturn(command.returned).catch(() => undefined);
      return;
    case "leave_wallet":
      return deps.openAddress("/");
  }
}

async function askWallet(deps: WalletDeps, nationalId: string): Promise<void> {
  const { phone, vault, dispatch, openAddress } = deps;
  const request = async (kept: Awaited<ReturnType<typeof ask>>) =>
    phone.askWallet(await signerOf(kept.ik), kept.enrolment, nationalId);
  const kept = (await vault.phone()) ?? (await ask(deps));
  const { address } = await request(kept).catch(async (thrown: unknown) => {
    // Asked for yesterday and over: this phone, which is nobody's, asks anew.
    if (!(thrown instanceof PhoneRefusal) || thrown.code !== "enrolment_not_found") throw thrown;
    return request(await ask(deps));
  });
  dispatch({ event: "wallet_opened" });
  openAddress(address);
}

async function takeWallet(deps: WalletDeps, returned: string): Promise<void> {
  const kept = await deps.vault.phone();
  if (!kept) return deps.dispatch({ event: "wallet_foreign_known" });
  try {
    const status = await deps.phone.returnFromWallet(
      await signerOf(kept.ik),
      kept.enrolment,
      returned,
    );
    await heard(deps, kept, status);
  } catch (thrown) {
    // Of another phone's request: it serves nobody, and ends before anybody reads it.
    if (thrown instanceof PhoneRefusal && thrown.code === "wallet_return_refused")
      await deps.phone.endWalletReturn(returned).catch(() => undefined);
    throw thrown;
  }
}
