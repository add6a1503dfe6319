import type { StopsAnswer } from "@aval/protocol";
import type { Phoning } from "./acts.ts";
import { PhoneFault } from "./fault.ts";
import { identityOf, readState } from "./state-file.ts";
import { stopLines } from "./stop-texts.ts";

/** Blocks everything of this phone's holder, without the code: stopping is cheap. Asked twice it stays the same block. */
export async function block({ phone, path }: Phoning): Promise<{ state: "blocked" } & StopsAnswer> {
  return { state: "blocked", ...(await phone.block(await identityOf(await readState(path)))) };
}

/** What is stopped of this phone's holder, and who lifts it. */
export async function stops({ phone, path }: Phoning): Promise<StopsAnswer> {
  return phone.stops(await identityOf(await readState(path)));
}

/** Lifts the stop that this phone may lift, with the code. Where it may lift none, the refusal says who can, and from when. */
export async function lift(
  { phone, path }: Phoning,
  { code, onCall }: { code: string; onCall: boolean },
): Promise<StopsAnswer> {
  if (!/^[0-9]{6}$/.test(code)) throw new PhoneFault("phone_code_shape");
  if (onCall) throw new PhoneFault("phone_lift_on_call");
  const identity = await identityOf(await readState(path));
  const standing = await phone.stops(identity);
  if (standing.stops.length === 0) throw new PhoneFault("phone_nothing_stopped");
  const liftable = standing.stops.find(({ thisPhone }) => thisPhone);
  if (!liftable) {
    const about = { fr: stopLines(standing, "fr"), en: stopLines(standing, "en") };
    throw new PhoneFault("phone_cannot_lift", { about });
  }
  return phone.lift(identity, liftable.id, code);
}
