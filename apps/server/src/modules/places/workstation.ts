import {
  parseWorkstationFrame,
  peekCompact,
  publicJwk,
  purposes,
  thumbprint,
  verifyCompact,
  type WorkstationAskMessage,
  type WorkstationId,
  type WorkstationMessage,
  type WorkstationView,
  workstationFrameText,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { lifetimes } from "#lifetimes";
import type { Audit } from "#modules/audit";
import { type Directory, scopeOfStructure } from "#modules/directory";
import type { Staff } from "#modules/staff";
import { type AnyTables, type Database, transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId, type Random } from "#platform/random";
import { type Clock, epochSeconds } from "#platform/time";
import { frameOf, isOurs } from "./workstation-frame.ts";
import * as store from "./workstation-store.ts";

/*
 * Registered workstations: a browser of which an establishment says that it stands there.
 *
 * It is known to whoever the directory attaches to that establishment, and to nobody else: each signs in by their own phone's
 * scan. The registrar stands in front of it: what is signed is a frame of three seconds, which no photograph replaces.
 */

type Tx = Database<AnyTables>;

export type WorkstationDeps = {
  readonly db: Tx;
  readonly clock: Clock;
  readonly random: Random;
  readonly audit: Audit;
  readonly staff: Pick<Staff, "registrarKey" | "maySign">;
  readonly directory: Pick<Directory, "structureName">;
  /** The deployment's shared secrets, the one to use first. */
  readonly secrets: () => readonly [string, ...string[]];
  /** What `places` does when a page begins: gives the next value to keep beside the browser's key. */
  readonly recognise: (browser: string, shown: string | undefined) => Promise<string>;
  /** Ends what such a browser opened for those whose place it is not. */
  readonly closeKnown: (tx: Tx, browser: string, reason: string) => Promise<void>;
};

/** Its page asks what to show: a frame, or for whom it is registered. */
export async function ask(
  deps: WorkstationDeps,
  jws: string,
): Promise<Outcome<WorkstationView, Refusal>> {
  const now = deps.clock.now();
  const claimed = peekCompact(jws)?.payload as Partial<WorkstationAskMessage> | undefined;
  const jwk = claimed?.bk && publicJwk(claimed.bk);
  if (!jwk) return deny("invalid_message");
  const verified = await verifyCompact(jws, purposes.workstationAsk, jwk);
  const message = verified as WorkstationAskMessage | undefined;
  if (message?.v !== purposes.workstationAsk || !Number.isSafeInteger(message.iat))
    return deny("invalid_message");
  if (Math.abs(message.iat * 1000 - now) > lifetimes.messageSkew) return deny("clock_skew");
  const browser = await thumbprint(jwk);
  const ratchet = message.begins ? await deps.recognise(browser, message.ratchet) : undefined;
  const found = await store.workstationAt(deps.db, browser);
  const second = epochSeconds(now);
  const said = { now: second, ...(ratchet === undefined ? {} : { ratchet }) };
  if (!found) {
    const [secret] = deps.secrets();
    return done({ ...said, frame: workstationFrameText(frameOf(secret, browser, second)) });
  }
  const structure = (await deps.directory.structureName(found.structure)) ?? found.structure;
  return done({ ...said, workstation: { structure, until: epochSeconds(found.until) } });
}

/** A registrar took a frame of the page and signed for its browser: it is that establishment's, until the time they signed. */
export async function register(
  deps: WorkstationDeps,
  given: { readonly frame: string; readonly signature: string },
): Promise<Outcome<store.Workstation, Refusal>> {
  const frame = parseWorkstationFrame(given.frame);
  if (!frame || !isOurs(frame, deps.secrets())) return deny("frame_refused");
  const message = await signedByRegistrar(deps, given.signature);
  if (message?.browser !== frame.browser) return deny("workstation_refused");
  const scope = scopeOfStructure(message.structure);
  if (!(await deps.staff.maySign(message.registrar, [scope]))) return deny("workstation_refused");
  if ((await deps.directory.structureName(message.structure)) === undefined)
    return deny("unknown_structure");
  const { structure, registrar, until, browser } = message;
  const { signature } = given;
  const id = newId("wks", deps.random);
  const row = { id, browser, structure, registrar, until, signature, scope, second: frame.second };
  const bounds = { age: lifetimes.frameAge, most: lifetimes.workstation };
  return transact(deps.db, async (tx): Promise<Outcome<store.Workstation, Refusal>> => {
    const made = await store.insertWorkstation(tx, row, bounds);
    if (!made) {
      const standing = await store.workstationAt(tx, browser);
      return deny(standing ? "workstation_taken" : "frame_refused");
    }
    const what = { workstation: id, structure, registrar } as const;
    await deps.audit.append(tx, { fact: "workstation_registered", ...what });
    return done(made);
  });
}

/** What a registrar signed, by their own key while they are one; `undefined` for anything else. */
async function signedByRegistrar(
  { staff }: WorkstationDeps,
  jws: string,
): Promise<WorkstationMessage | undefined> {
  const claimed = peekCompact(jws)?.payload as Partial<WorkstationMessage> | undefined;
  if (typeof claimed?.registrar !== "string") return undefined;
  const known = await staff.registrarKey(claimed.registrar);
  if (!known?.active) return undefined;
  const message = (await verifyCompact(jws, purposes.workstation, known.jwk)) as
    | WorkstationMessage
    | undefined;
  const isWhole =
    message?.v === purposes.workstation &&
    typeof message.browser === "string" &&
    typeof message.structure === "string" &&
    Number.isSafeInteger(message.until);
  return isWhole ? message : undefined;
}

export function list(
  { db }: WorkstationDeps,
  structure: string | undefined,
): Promise<readonly store.Workstation[]> {
  return store.listWorkstations(db, structure);
}

/** Ends one and what is open on it. Once. */
export async function remove(deps: WorkstationDeps, id: WorkstationId): Promise<boolean> {
  return transact(deps.db, async (tx) => {
    const ended = await store.recordWorkstationEnded(tx, id, "operator");
    await tell(deps, tx, ended, "operator");
    return ended.length === 1;
  });
}

type EndDeps = Pick<WorkstationDeps, "audit" | "closeKnown">;

/** Ends the one of a browser whose key is in two browsers; what is open there is ended by whoever found out. */
export async function endCloned(
  { audit }: Pick<WorkstationDeps, "audit">,
  tx: Tx,
  browser: string,
): Promise<void> {
  const ended = await store.recordWorkstationCloned(tx, browser);
  await tell({ audit, closeKnown: async () => undefined }, tx, ended, "clone");
}

/** Ends those whose time is over, and what is open on them. */
export async function endPassed(deps: WorkstationDeps): Promise<void> {
  await transact(deps.db, async (tx) =>
    tell(deps, tx, await store.recordWorkstationsPassed(tx), "date"),
  );
}

/** After a restore, when every session has ended already. */
export async function endRestored(
  { audit }: Pick<WorkstationDeps, "audit">,
  tx: Tx,
): Promise<void> {
  const ended = await store.recordWorkstationsRestored(tx);
  await tell({ audit, closeKnown: async () => undefined }, tx, ended, "restored");
}

async function tell(
  { audit, closeKnown }: EndDeps,
  tx: Tx,
  ended: readonly store.EndedWorkstation[],
  by: "operator" | "clone" | "date" | "restored",
): Promise<void> {
  for (const { id: workstation, browser } of ended) {
    await audit.append(tx, { fact: "workstation_ended", workstation, by });
    await closeKnown(tx, browser, "workstation_ended");
  }
}
