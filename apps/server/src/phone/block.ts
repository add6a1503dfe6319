import type { StopsAnswer } from "@aval/protocol";
import type { Phoning } from "./acts.ts";
import { identityOf, readState } from "./state-file.ts";

/** Blocks everything of this phone's holder, without the code: stopping is cheap. Asked twice it stays the same block. */
export async function block({ phone, path }: Phoning): Promise<{ state: "blocked" } & StopsAnswer> {
  return { state: "blocked", ...(await phone.block(await identityOf(await readState(path)))) };
}
