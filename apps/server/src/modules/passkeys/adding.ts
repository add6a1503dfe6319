import {
  isId,
  type PasskeyAct,
  type PasskeyCreation,
  type PasskeyPageView,
  type ProfessionalId,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds, lifetimes } from "#lifetimes";
import { type Approval, type Approvals, stateAt } from "#modules/approvals";
import type { Audit } from "#modules/audit";
import type { Devices } from "#modules/devices";
import type { Directory } from "#modules/directory";
import type { Limits } from "#modules/limits";
import type { Notices } from "#modules/notices";
import type { Places } from "#modules/places";
import { declaredBrowser, networkOf } from "#modules/signals";
import type { Stops } from "#modules/stops";
import { type AnyTables, type Database, transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId, type Random } from "#platform/random";
import { newSecret } from "#platform/secret";
import { type Clock, epochSeconds } from "#platform/time";
import * as additions from "./adding-store.ts";
import { isHardwareHeld, type Statements } from "#platform/attestation";
import { type FromPage, readPageMessage } from "./page-message.ts";
import type { Addition } from "./passkey.ts";
import * as store from "./store.ts";
import { type Registration, readRegistration } from "#platform/webauthn";

/**
 * Adding a key, on a page of the sign-in host: a full phone's scan, its call question and code, then the browser makes the key,
 * everybody who can be told is told, and it waits a day.
 *
 * The page's browser key that began is the only one that goes on; what is approved is kept in the decision's own transaction, and
 * one key at most comes of it.
 */
export type AddingDeps = {
  readonly db: Database<AnyTables>;
  readonly clock: Clock;
  readonly random: Random;
  readonly audit: Audit;
  readonly limits: Limits;
  readonly devices: Pick<Devices, "holdActive">;
  readonly directory: Pick<Directory, "byId" | "displayName">;
  readonly places: Pick<Places, "keepOwn">;
  readonly stops: Pick<Stops, "keepOpen">;
  readonly approvals: Pick<Approvals, "open" | "find" | "frame" | "cancel">;
  readonly notices: Pick<Notices, "tell">;
  /** Who vouches for hardware. */
  readonly statements: Statements;
  /** The sign-in pages' origin: its host is what keys are bound to, for ever. */
  readonly origin: string;
  readonly brand: string;
};

type Seen = { readonly address: string; readonly userAgent: string };

/** One act of the page, and what it shows next. */
export async function page(
  deps: AddingDeps,
  asked: { readonly addition: string; readonly act: Exclude<PasskeyAct, "register"> },
  jws: string,
  seen: Seen,
): Promise<Outcome<PasskeyPageView, Refusal>> {
  const read = await readPageMessage(jws, asked, deps.clock.now());
  if (!read.ok) return read;
  if (asked.act === "begin") {
    const begun = await begin(deps, read.value, seen);
    if (!begun.ok) return begun;
  }
  const addition = await own(deps, asked.addition, read.value.browser);
  if (!addition.ok) return addition;
  if (asked.act === "cancel") return cancel(deps, addition.value);
  if (asked.act === "restart" && !(await mayRestart(deps, addition.value))) return deny("too_many");
  return done(await show(deps, addition.value, asked.act === "restart"));
}

async function begin(
  { db, random }: AddingDeps,
  { browser, message }: FromPage,
  seen: Seen,
): Promise<Outcome<undefined, Refusal>> {
  const { addition: id, kind, name } = message;
  if (!isId("pka", id) || (kind !== "computer" && kind !== "security_key"))
    return deny("invalid_message");
  if (typeof name !== "string" || name.length > 60) return deny("invalid_message");
  const declared = declaredBrowser(seen.userAgent);
  await additions.ensureAddition(db, {
    id,
    browser,
    network: networkOf(seen.address),
    declared,
    kind,
    name: readable(name) || declared.slice(0, 60) || "Aval",
    challenge: newSecret(random),
  });
  return done(undefined);
}

/** A name on one line, without what could turn or hide the words around it. */
export const readable = (name: string) => name.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, " ").trim();

/** The page of this browser key; another's looks like one that does not exist. */
async function own(
  { db }: AddingDeps,
  id: string,
  browser: string,
): Promise<Outcome<Addition, Refusal>> {
  const addition = await additions.findAddition(db, id);
  return addition?.browser === browser ? done(addition) : deny("sign_in_not_found");
}

function mayRestart({ db, limits }: AddingDeps, { id }: Addition): Promise<boolean> {
  return limits.spend(db, "restart", id, bounds.restarts, lifetimes.floodWindow);
}

async function cancel(
  deps: AddingDeps,
  addition: Addition,
): Promise<Outcome<PasskeyPageView, Refusal>> {
  const approval = await requestOf(deps, addition);
  if (approval) await deps.approvals.cancel(approval, "page_cancelled");
  await additions.recordAdditionCancelled(deps.db, addition.id);
  return done({ state: "cancelled", now: epochSeconds(deps.clock.now()) });
}

async function requestOf(
  { approvals }: AddingDeps,
  { approval }: Addition,
): Promise<Approval | undefined> {
  return isId("apr", approval) ? approvals.find(approval) : undefined;
}

async function show(
  deps: AddingDeps,
  addition: Addition,
  isAnew: boolean,
): Promise<PasskeyPageView> {
  const now = deps.clock.now();
  const told = { now: epochSeconds(now) };
  if (addition.state === "cancelled") return { ...told, state: "cancelled" };
  if (addition.state === "made") return { ...told, state: "made" };
  if (addition.by) {
    if (now >= addition.by.until) return { ...told, state: "expired" };
    const creation = await creationFor(deps, addition, addition.by.professional);
    return { ...told, state: "approved", creation };
  }
  const kept = await requestOf(deps, addition);
  const approval = !kept || isAnew ? await ask(deps, addition, kept) : kept;
  const state = stateAt(approval, now);
  if (state === "shown" && approval.state === "shown")
    return {
      ...told,
      state,
      frame: deps.approvals.frame(approval),
      expiresAt: epochSeconds(approval.claimBy),
    };
  if (state === "claimed") return { ...told, state };
  if (approval.state === "cancelled" && isOfPhone.has(approval.reason ?? ""))
    return { ...told, state: "denied" };
  return { ...told, state: endings[state] ?? "refused" };
}

/** Why a phone that scanned may not give this; what stops its holder looks like a refusal (law 7). */
const isOfPhone: ReadonlySet<string> = new Set<Refusal>([
  "passkey_not_possible",
  "passkey_shared_place",
  "passkey_not_your_place",
]);

const endings: Partial<Record<Approval["state"], "expired" | "refused">> = {
  expired: "expired",
  refused: "refused",
};

async function ask(
  deps: AddingDeps,
  addition: Addition,
  old: Approval | undefined,
): Promise<Approval> {
  if (old && (old.state === "shown" || old.state === "claimed"))
    await deps.approvals.cancel(old, "restarted");
  const opened = await transact(deps.db, async (tx) => {
    const { id: asker, browser, network } = addition;
    const shown = await deps.approvals.open(tx, { asker, kind: "passkey", browser, network });
    const given = { from: addition.approval, to: shown.id };
    // Two fetches at once: the loser's request is never shown, and expires by itself.
    return (await additions.recordRequest(tx, addition.id, given)) ? shown : undefined;
  });
  if (opened) return opened;
  const now = await additions.findAddition(deps.db, addition.id);
  const winner = now && (await requestOf(deps, now));
  if (!winner) throw new Error(`addition ${addition.id} has lost its request`);
  return winner;
}

/** What a browser makes a key with, bound to this origin's host. */
export async function creationFor(
  { db, brand, origin, directory }: Pick<AddingDeps, "db" | "brand" | "origin" | "directory">,
  { challenge }: Pick<Addition, "challenge">,
  professional: ProfessionalId,
): Promise<PasskeyCreation> {
  const holder = await directory.byId(professional);
  const name = holder ? directory.displayName(holder) : brand;
  const known = await store.passkeysOf(db, professional);
  return {
    challenge,
    rp: { id: hostOf(origin), name: brand },
    // Never the national identifier: authenticators show this to whoever holds them.
    user: { id: Buffer.from(professional).toString("base64url"), name, displayName: name },
    exclude: known.map(({ credential }) => credential),
  };
}

/** What keys are bound to: the sign-in host itself, never a parent domain. */
export const hostOf = (origin: string) => new URL(origin).hostname;

/** The browser made a key: kept once, for the browser key that began, in the time after its approval. */
export async function register(
  deps: AddingDeps,
  id: string,
  jws: string,
  made: Registration,
): Promise<Outcome<PasskeyPageView, Refusal>> {
  const now = deps.clock.now();
  const read = await readPageMessage(jws, { addition: id, act: "register" }, now);
  if (!read.ok) return read;
  const found = await own(deps, id, read.value.browser);
  if (!found.ok) return found;
  const addition = found.value;
  const { by, approval } = addition;
  if (addition.state !== "approved" || !by || !approval) return deny("not_approved");
  const expected = {
    challenge: addition.challenge,
    origin: deps.origin,
    rpId: hostOf(deps.origin),
  };
  const key = await readRegistration(made, expected);
  if (!key) return deny("passkey_not_made");
  const { browser, kind, name } = addition;
  const { professional, device } = by;
  const isAttested = isHardwareHeld(deps.statements, key.attested, now);

  return transact(deps.db, async (tx): Promise<Outcome<PasskeyPageView, Refusal>> => {
    if (!(await deps.devices.holdActive(tx, device))) return deny("device_not_active");
    if (!(await deps.stops.keepOpen(tx, professional, "join"))) return deny("holder_stopped");
    // Held to the end: a key whose place ended a moment before would outlive it.
    const standing = await deps.places.keepOwn(tx, { professional, browser });
    if (!standing) return deny("passkey_not_your_place");
    if (standing.isShared && !(isAttested && kind === "security_key"))
      return deny("passkey_shared_place");
    // A key opens no more than where it was added does: from a place that no card has proven, a caller's key would open everything.
    const isHeld = isAttested && standing.where === "own_place_l5";
    if (!(await additions.recordMade(tx, id, browser))) return deny("not_approved");
    const kept = await store.insertPasskey(
      tx,
      {
        ...{ id: newId("pky", deps.random), host: "sign_in", professional, kind, name },
        ...{ browser, device, approval },
        ...{ key, isHardwareHeld: isHeld, place: standing.place?.id },
      },
      { wait: lifetimes.passkeyWait, most: bounds.passkeys },
    );
    if (!kept) throw new Known();
    await deps.audit.append(tx, {
      fact: "passkey_added",
      ...{ professional, passkey: kept.id, approval, device, kind, hardwareHeld: isHeld },
    });
    await deps.notices.tell(tx, { professional, event: "passkey_added", about: kept.id });
    const told = { usableFrom: epochSeconds(kept.usableFrom), isHardwareHeld: isHeld, isAttested };
    return done({ state: "made", now: epochSeconds(now), made: told });
  }).catch((fault: unknown) => {
    if (fault instanceof Known) return deny("passkey_not_made");
    throw fault;
  });
}

/** The key is known already, or its holder has too many: the page may try with another. */
export class Known extends Error {}
