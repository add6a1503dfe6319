import type { Refusal } from "#errors";
import { lifetimes } from "#lifetimes";
import type { Asker, Claimed, Description } from "#modules/approvals";
import type { Directory } from "#modules/directory";
import type { Installations } from "#modules/installations";
import type { Bells, Places, PlaceTables } from "#modules/places";
import { distance } from "#modules/signals";
import type { Software } from "#modules/software";
import type { Stops } from "#modules/stops";
import { deny, done, type Outcome } from "#platform/outcome";
import { describeCiba, isCiba } from "./ciba.ts";
import { provenOn } from "./by-passkey.ts";
import type { LoginDeps } from "./login.ts";
import { isElsewhere, proofsOf, rankOf, strongest } from "./rights.ts";
import { find } from "./store.ts";
import type { AnyTables, Database } from "#platform/database";

export type AskerDeps = {
  readonly db: Database<AnyTables>;
  readonly directory: Directory;
  readonly software: Software;
  readonly stops: Pick<Stops, "isStopped">;
  readonly passkeys: Pick<LoginDeps["passkeys"], "proven">;
  readonly places: Pick<Places, "standing" | "approved" | "scannedAgain">;
  readonly bells: Pick<Bells, "scanned">;
  readonly installations: Pick<Installations, "linked">;
};

/** What `approvals` asks of a sign-in: what to show to whoever claimed it, and what an approval would open. */
export function createAsker(deps: AskerDeps): Asker {
  return {
    kind: "sign-in",
    describe: (tx, approval, device, network) =>
      isCiba(approval)
        ? describeCiba({ ...deps, db: tx as unknown as AskerDeps["db"] }, approval, device, network)
        : describe({ ...deps, db: tx as unknown as AskerDeps["db"] }, approval, device, network),
    // The page concludes with its own proof: a decision alone opens nothing.
    decided: async (tx, approval, device) => {
      const signIn = await find(tx as unknown as AskerDeps["db"], approval.asker);
      if (!signIn) return {};
      const { id, professional, browser, transfer, network } = approval;
      const mayBePlace = await deps.places.approved(tx as unknown as Database<PlaceTables>, {
        approval: id,
        professional,
        browser,
        transfer,
        network,
        device: device.id,
        level: device.level,
        declared: signIn.declared,
      });
      return mayBePlace ? { mayBePlace } : {};
    },
  };
}

async function describe(
  { db, directory, software, stops, places, bells, passkeys }: AskerDeps,
  approval: Claimed,
  device: { readonly state: string; readonly level: "limited" | "full" },
  phoneNetwork: string,
): Promise<Outcome<Description, Refusal>> {
  const signIn = await find(db, approval.asker);
  const service = signIn && (await software.find(signIn.client));
  if (signIn?.state !== "open" || !service) return deny("approval_cancelled");
  if (service.state !== "active") return deny("service_suspended");
  // Their own scan ends what rings, and cancels nothing (DESIGN 5.3).
  const { professional, browser } = approval;
  await bells.scanned(db, { professional, browser, service: service.id });
  const holder = await directory.byId(approval.professional);
  if (holder?.state !== "active") return deny("holder_stopped");
  if (await stops.isStopped(db, approval.professional, "enter")) return deny("holder_stopped");

  const { where, place } = await places.standing(approval);
  if (
    isElsewhere({ where, transfer: approval.transfer }) &&
    (await stops.isStopped(db, professional, "enter_elsewhere"))
  )
    return deny("call_lasts");
  const key = await provenOn({ passkeys, places }, signIn);
  const isBesideKey = key?.professional === professional;
  const proofs = proofsOf(rankOf(device), approval.transfer, isBesideKey);
  const rights = strongest(proofs, where, service)?.rights;
  if (!rights) return deny("rights_denied");
  return done({
    service: { id: service.id, name: service.name, number: service.number },
    software: service.softwareName ? [{ name: service.softwareName, declared: false }] : [],
    holder: { name: directory.displayName(holder), nationalId: holder.nationalId },
    browser: {
      standing: where === "own_place_l5" ? "own_place" : where,
      declared: signIn.declared,
      ...(place ? { place } : {}),
    },
    distance: distance(approval.network, phoneNetwork),
    rights,
    ...(rights === "reduced" ? { reducedForSeconds: lifetimes.reducedSession / 1000 } : {}),
    reasons: [],
  });
}
