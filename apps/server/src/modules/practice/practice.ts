import { type ClaimAnswer, purposes } from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds, lifetimes } from "#lifetimes";
import type { Approvals, Asker, Description } from "#modules/approvals";
import type { Devices } from "#modules/devices";
import type { Directory } from "#modules/directory";
import type { Limits } from "#modules/limits";
import { type AnyTables, type Database, transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";

export type PracticeDeps = {
  readonly db: Database<AnyTables>;
  readonly devices: Pick<Devices, "receiveActive">;
  readonly limits: Pick<Limits, "spend">;
  readonly approvals: Pick<Approvals, "claimFound">;
  readonly networkOf: (address: string) => string;
};

export type Practice = ReturnType<typeof createPractice>;

export function createPractice(deps: PracticeDeps) {
  return { begin: (jws: string, address: string) => begin(deps, jws, address) };
}

/** Where there is a page of a sign-in's, an exercise has none. */
const asker = "practice";

/** Opens the exercise for the phone that asks, which claims it at once. */
async function begin(
  { db, devices, limits, approvals, networkOf }: PracticeDeps,
  jws: string,
  address: string,
): Promise<Outcome<ClaimAnswer, Refusal>> {
  const received = await devices.receiveActive(jws, purposes.practice);
  if (!received.ok) return received;
  const { device } = received.value;
  const { practices } = bounds;
  if (!(await limits.spend(db, "practice", device.id, practices, lifetimes.practiceWindow)))
    return deny("too_many");
  return transact(db, (tx) =>
    approvals.claimFound(
      tx as never,
      {
        ...{ asker, kind: "practice" },
        // No browser key has such a thumbprint: nobody can conclude it.
        browser: `practice.${device.id}`,
        network: networkOf(address),
        within: lifetimes.practice,
      },
      device,
      address,
    ),
  );
}

/** What a request looks like that its holder has to refuse: a service, a computer and a network that nobody has. */
const unknownScreen = {
  service: { id: "practice", name: "Service d'exemple", number: "0000" },
  software: [],
  browser: { standing: "unknown", declared: "Windows, Firefox" },
  distance: "other_network",
  rights: "full",
  reasons: [],
} as const satisfies Omit<Description, "holder">;

/** What `approvals` asks of an exercise: what to show. Its decision does nothing. */
export function createPracticeAsker({
  directory,
}: {
  readonly directory: Pick<Directory, "byId" | "displayName">;
}): Asker {
  return {
    kind: "practice",
    describe: async (_, { professional }) => {
      const holder = await directory.byId(professional);
      if (holder?.state !== "active") return deny("holder_stopped");
      const { nationalId } = holder;
      return done({
        ...unknownScreen,
        holder: { name: directory.displayName(holder), nationalId },
      });
    },
    decided: async () => ({}),
  };
}
