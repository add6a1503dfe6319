import type { Refusal } from "#errors";
import { lifetimes } from "#lifetimes";
import type { Asker, Claimed, Description } from "#modules/approvals";
import type { Answering } from "#modules/devices";
import type { Directory } from "#modules/directory";
import type { Places, Where } from "#modules/places";
import { distance } from "#modules/signals";
import type { Stops, StopTables } from "#modules/stops";
import type { AnyTables, Database } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { findAddition, recordApproved } from "./adding-store.ts";

export type PasskeyAskerDeps = {
  readonly directory: Pick<Directory, "byId" | "displayName">;
  readonly places: Pick<Places, "standing">;
  readonly stops: Pick<Stops, "isStopped">;
  readonly brand: string;
};

/** What `approvals` asks of a key's addition: what a phone shows, and what its approval gives. */
export function createPasskeyAsker(deps: PasskeyAskerDeps): Asker {
  return {
    kind: "passkey",
    describe: (tx, approval, device, network) =>
      describe(deps, tx as unknown as Database<AnyTables>, approval, device, network),
    decided: async (tx, approval, device) => {
      await recordApproved(tx as unknown as Database<AnyTables>, approval.asker, {
        approval: approval.id,
        professional: approval.professional,
        device: device.id,
        within: lifetimes.passkeyMaking,
      });
      return {};
    },
  };
}

/**
 * Keys are added on an aged place of their holder's: a page that a caller relays is on another computer, and a key outlasts the call
 * (DESIGN section 5: a reduced session adds none).
 */
const isOwn = (where: Where): boolean => where === "own_place" || where === "own_place_l5";

/**
 * A full phone, by a scan: digits can be dictated, and a limited phone may be a fraudster's. On a place that others use, what the
 * computer keeps would be theirs too; a security key goes home with its holder.
 */
async function describe(
  { directory, places, stops, brand }: PasskeyAskerDeps,
  db: Database<StopTables>,
  approval: Claimed,
  device: Answering,
  phoneNetwork: string,
): Promise<Outcome<Description, Refusal>> {
  const { professional, browser, network, transfer } = approval;
  const addition = await findAddition(db as Database<AnyTables>, approval.asker);
  if (addition?.state !== "open") return deny("approval_cancelled");
  if (device.level !== "full" || transfer !== "qr") return deny("passkey_not_possible");
  const holder = await directory.byId(professional);
  if (holder?.state !== "active") return deny("holder_stopped");
  for (const act of ["enter", "join"] as const)
    if (await stops.isStopped(db, professional, act)) return deny("holder_stopped");
  const { where, place, isShared } = await places.standing({ professional, browser });
  if (!isOwn(where)) return deny("passkey_not_your_place");
  if (isShared && addition.kind === "computer") return deny("passkey_shared_place");
  return done({
    service: { id: "aval", name: brand, number: "" },
    software: [],
    holder: { name: directory.displayName(holder), nationalId: holder.nationalId },
    browser: {
      standing: where === "own_place_l5" ? "own_place" : where,
      declared: addition.declared,
      ...(place ? { place } : {}),
    },
    distance: distance(network, phoneNetwork),
    passkey: addition.kind,
    rights: "full",
    reasons: [],
  });
}
