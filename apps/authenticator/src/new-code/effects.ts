import { type Phone, PhoneRefusal } from "@aval/protocol";
import type { Dispatch } from "../effects.ts";
import { identityOf } from "../keys/kept.ts";
import type { Vault } from "../keys/vault.ts";
import { troubleOf } from "../trouble.ts";
import type { NewCodeCommand } from "./state.ts";

/** Changes the code; what the phone keeps of it is kept before it counts, so that no moment leaves it without a code that works. */
export async function changeCode(
  deps: {
    readonly phone: Phone;
    readonly vault: Vault;
    readonly dispatch: Dispatch;
    readonly breathe: () => Promise<void>;
  },
  { before, after }: NewCodeCommand,
): Promise<void> {
  const { phone, vault, dispatch } = deps;
  try {
    const kept = await vault.phone();
    const identity = kept && (await identityOf(kept));
    if (!kept || !identity) throw new PhoneRefusal("unknown_device");
    await deps.breathe();
    await phone.changeCode(identity, { before, after }, (pin) => vault.keepPhone({ ...kept, pin }));
    dispatch({ event: "new_code_works" });
  } catch (thrown) {
    dispatch({ event: "new_code_failed", trouble: troubleOf(thrown) });
  }
}

/**
 * The same code by a new key, after an answer that asked for it. Nobody waits for it and nothing is said: what breaks on the way leaves one key
 * that works, and the next right code begins again.
 */
export async function renewCode(
  { phone, vault }: { readonly phone: Phone; readonly vault: Vault },
  code: string,
): Promise<void> {
  try {
    const kept = await vault.phone();
    const identity = kept && (await identityOf(kept));
    if (!kept || !identity) return;
    await phone.renewCode(identity, code, async (pin) => {
      const still = await vault.phone();
      // Removed meanwhile: it does not come back.
      if (still?.device !== kept.device) throw new PhoneRefusal("unknown_device");
      await vault.keepPhone({ ...still, pin });
    });
  } catch {
    // The phone keeps both keys where it heard no end.
  }
}
