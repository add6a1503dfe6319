import type { InstalledSoftware, ProfessionalId } from "@aval/protocol";
import type { Places } from "#modules/places";
import type { Service } from "#modules/software";
import type { AnyTables, Database } from "#platform/database";
import { epochSeconds } from "#platform/time";
import type { Installation } from "./store.ts";

type ViewDeps = { readonly places: Pick<Places, "linkedAt"> };
type Whose = Installation & { readonly professional: ProfessionalId };

/** An installation as its holder sees it; strict software beside what it is as a place. */
export async function viewOf(
  { places }: ViewDeps,
  db: Database<AnyTables>,
  one: Whose,
  services: readonly Service[],
): Promise<InstalledSoftware> {
  const { id, client, kind, addedAt, usableFrom, lastUsedAt, machine, professional } = one;
  const linked =
    kind === "strict" ? await places.linkedAt(db, { professional, browser: id }) : undefined;
  return {
    id,
    client,
    // Removed from the registry, it is still the holder's to take away.
    name: services.find((service) => service.id === client)?.name ?? client,
    kind,
    addedAt: epochSeconds(addedAt),
    usableFrom: epochSeconds(usableFrom),
    ...(lastUsedAt === undefined ? {} : { lastUsedAt: epochSeconds(lastUsedAt) }),
    ...(machine === undefined ? {} : { machine }),
    ...(linked ? { place: { id: linked.place, state: linked.state, asks: linked.asks } } : {}),
  };
}

/** Strict software whose place has ended is software no longer, whatever its row says. */
export const isThere = ({ kind, place }: InstalledSoftware): boolean =>
  kind === "plain" || place !== undefined;
