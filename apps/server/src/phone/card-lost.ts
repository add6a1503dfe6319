import type { CardLostAnswer } from "@aval/protocol";
import type { Phoning } from "./acts.ts";
import { identityOf, readState } from "./state-file.ts";

/** Says that the holder's card is lost or used without them. No code: stopping is cheap. */
export async function cardLost({ phone, path }: Phoning): Promise<CardLostAnswer> {
  return phone.cardLost(await identityOf(await readState(path)));
}
