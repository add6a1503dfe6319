import type { Json } from "./canonical.ts";
import type {
  Drill,
  DrillAnswer,
  DrillAnswerAnswer,
  DrillAskAnswer,
  DrillEndAnswer,
} from "./drills.ts";
import type { PublicJwk } from "./jws.ts";
import { purposes } from "./messages.ts";
import type { ByPhone, Lent } from "./phone-lent.ts";

type Opened = (jws: string, root: PublicJwk, purpose: string) => Promise<Json | undefined>;

/** An exercise, as it was signed and as it reads. */
export type SignedDrill = { readonly jws: string; readonly drill: Drill };

/** The part of a phone that draws exercises. */
export function phoneDrills<Identity extends ByPhone & { readonly root: PublicJwk }>(
  { say, send }: Pick<Lent<Identity>, "say" | "send">,
  opened: Opened,
) {
  return {
    /** The one that waits for this holder, if a key of ours signed it; `undefined`: none. */
    drill: async (identity: Identity): Promise<SignedDrill | undefined> => {
      const { drill: jws } = await say<DrillAskAnswer>("/api/drills", identity, purposes.drillAsk);
      if (jws === undefined) return undefined;
      const said = await opened(jws, identity.root, purposes.drill);
      return said === undefined ? undefined : { jws, drill: said as unknown as Drill };
    },
    /** What its holder chose: with nobody's signature, and no name. */
    answerDrill: (drill: string, answer: DrillAnswer) =>
      send<DrillAnswerAnswer>("/api/drills/answers", async () => ({ drill, answer })),
    /** *Plus d'exercices*. */
    endDrills: (identity: Identity) =>
      say<DrillEndAnswer>("/api/drills/end", identity, purposes.drillEnd),
  };
}
