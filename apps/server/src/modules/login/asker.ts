import type { Refusal } from "#errors";
import { lifetimes } from "#lifetimes";
import type { Asker, Claimed, Description } from "#modules/approvals";
import type { Directory } from "#modules/directory";
import { distance } from "#modules/signals";
import type { Software } from "#modules/software";
import { deny, done, type Outcome } from "#platform/outcome";
import { proofOf, rightsOf, type Where } from "./rights.ts";
import { find, type LoginTables } from "./store.ts";
import type { Database } from "#platform/database";

export type AskerDeps = {
  readonly db: Database<LoginTables>;
  readonly directory: Directory;
  readonly software: Software;
  /** Where this browser stands for this holder. Until places exist, `wiring` says `unknown` for every one. */
  readonly whereIs: (holder: string, browser: string) => Promise<Where>;
};

/** What `approvals` asks of a sign-in: what to show to whoever claimed it, and what an approval would open. */
export function createAsker(deps: AskerDeps): Asker {
  return {
    kind: "sign-in",
    describe: (tx, approval, device, network) =>
      describe({ ...deps, db: tx as unknown as AskerDeps["db"] }, approval, device, network),
    // The page concludes with its own proof: a decision alone opens nothing.
    decided: async () => undefined,
  };
}

async function describe(
  { db, directory, software, whereIs }: AskerDeps,
  approval: Claimed,
  device: { level: "limited" | "full" },
  phoneNetwork: string,
): Promise<Outcome<Description, Refusal>> {
  const signIn = await find(db, approval.asker);
  const service = signIn && (await software.find(signIn.client));
  if (signIn?.state !== "open" || service?.state !== "active") return deny("approval_cancelled");
  const holder = await directory.byId(approval.professional);
  if (holder?.state !== "active") return deny("holder_stopped");

  const where = await whereIs(approval.professional, approval.browser);
  const rights = rightsOf(proofOf(device.level, approval.transfer), where, service);
  if (!rights) return deny("rights_denied");
  return done({
    service: { id: service.id, name: service.name, number: service.number },
    software: service.softwareName ? [{ name: service.softwareName, declared: false }] : [],
    holder: { name: directory.displayName(holder), nationalId: holder.nationalId },
    browser: {
      standing: where === "own_place_l5" ? "own_place" : where,
      declared: signIn.declared,
    },
    distance: distance(approval.network, phoneNetwork),
    rights,
    ...(rights === "reduced" ? { reducedForSeconds: lifetimes.reducedSession / 1000 } : {}),
    reasons: [],
  });
}
