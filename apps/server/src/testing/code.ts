import { type PhonePin, PhoneRefusal } from "@aval/protocol";
import type { Holder } from "./driver.ts";

/** Does what makes another key of a code: what came of it, and the holder with what the phone keeps at the end, whatever broke. */
export async function keeping(
  holder: Holder,
  work: (keep: (pin: PhonePin) => Promise<void>) => Promise<string>,
): Promise<{ readonly outcome: string; readonly holder: Holder }> {
  let kept: PhonePin = holder.identity.pin;
  const outcome = await work(async (pin) => {
    kept = pin;
  }).catch((fault: unknown) => (fault instanceof PhoneRefusal ? fault.code : "broken"));
  return { outcome, holder: { ...holder, identity: { ...holder.identity, pin: kept } } };
}

/** What this code does with what the phone keeps. */
export const tried = async ({ phone, identity }: Holder, code: string): Promise<string> =>
  phone.renamePhone(identity, identity.device, "Mon téléphone", code).then(
    () => "right",
    (fault: unknown) => {
      if (fault instanceof PhoneRefusal) return fault.code;
      throw fault;
    },
  );
