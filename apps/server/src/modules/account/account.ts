import { createHmac } from "node:crypto";
import type {
  AccountContact,
  AccountEvent,
  AccountHistory,
  AccountHome,
  AccountPhone,
  AccountPlace,
  AccountSession,
  AccountSettings,
  AccountSteps,
  AccountAlert,
  BellId,
  BellView,
  DeviceId,
  InstallationId,
  InstalledSoftware,
  NoticeReach,
  PasskeyId,
  PasskeyView,
  PlaceId,
  ProfessionalId,
  QuietHours,
  SecondMeans,
  SessionId,
  StepContact,
  StepName,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds, lifetimes } from "#lifetimes";
import type { Audit } from "#modules/audit";
import type { OwnContacts } from "#modules/contacts";
import type { Devices, Mine } from "#modules/devices";
import type { Directory } from "#modules/directory";
import type { Installations } from "#modules/installations";
import type { Limits } from "#modules/limits";
import type { Login } from "#modules/login";
import type { Notices } from "#modules/notices";
import type { Passkeys } from "#modules/passkeys";
import type { Bells, Places } from "#modules/places";
import { type ComplaintFiles, type Proofs, yearOf } from "#modules/proofs";
import type { HolderSessions, Sessions, Standing } from "#modules/sessions";
import type { Software } from "#modules/software";
import { rulesHolding, type Stops } from "#modules/stops";
import { concerns } from "#platform/attempt";
import { type AnyTables, type Database, toInstant, transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import type { Random } from "#platform/random";
import { hashSecret, newSecret } from "#platform/secret";
import { after, type Clock, days, epochSeconds, type Instant, ms } from "#platform/time";
import { acts, type Door, doorOf, doors, type Needs, neverBy, untoldKinds } from "./acts.ts";
import { secondMeansOf } from "./second-means.ts";
import { recordStep, stepsOf } from "./steps.ts";
import * as store from "./store.ts";
import { alertOf, contactOf, eventOf, freezeOf, placeOf, reachByNotice } from "./views.ts";

export type Tx = Database<AnyTables>;

export type AccountDeps = {
  readonly db: Tx;
  readonly clock: Clock;
  readonly random: Random;
  readonly audit: Pick<Audit, "append">;
  readonly limits: Pick<Limits, "once">;
  readonly directory: Pick<Directory, "byId" | "displayName">;
  readonly software: Pick<Software, "find" | "register" | "moveTo" | "renewSecret" | "bySecret">;
  readonly devices: Pick<
    Devices,
    | "receiveMine"
    | "receiveOwned"
    | "receiveActive"
    | "receiveDecision"
    | "confirmCode"
    | "suspend"
    | "isSettled"
    | "phonesOf"
    | "holdPhones"
    | "rename"
    | "revoke"
  >;
  /** A phone was removed: the PIN program forgets its keys. Silent where it does not answer: nothing asks for that code any more. */
  readonly forgetCode: (phone: DeviceId) => Promise<void>;
  readonly places: Pick<Places, "endBy">;
  readonly bells: Pick<Bells, "listOf" | "endBy" | "quietOf" | "setQuiet">;
  readonly installations: Pick<Installations, "listOf" | "endBy">;
  readonly passkeys: Pick<Passkeys, "listOf" | "endBy">;
  /** Whether a card of this holder's is known to work; false where cards have no host. */
  readonly hasCard: (professional: ProfessionalId) => Promise<boolean>;
  readonly ownContacts: Pick<OwnContacts, "askedAbout" | "recordRight">;
  readonly stops: Pick<Stops, "blockBy" | "takeTurn" | "freeze">;
  readonly proofs: Pick<Proofs, "bundle">;
  readonly complaintFiles: Pick<ComplaintFiles, "make">;
  readonly notices: Pick<Notices, "tell">;
  readonly sessions: Pick<Sessions, "standing" | "touch" | "close" | "closeThose">;
  readonly holderSessions: Pick<HolderSessions, "listOf" | "closeOf">;
  readonly login: Pick<Login, "keepsOpen">;
  /** Sessions, places, bells, locums, keys and software of this phone: aged or not, they would go on for whoever has it. */
  readonly endMadeBy: (
    tx: Tx,
    phone: { readonly professional: ProfessionalId; readonly device: DeviceId },
  ) => Promise<void>;
  /** The deployment's shared secrets, the one in use first. */
  readonly secrets: () => readonly [string, ...string[]];
  /** Whom to turn to after a fraud, as the settings say. */
  readonly stepContacts: readonly StepContact[];
  /** Where a sign-in comes back to. */
  readonly redirectUri: string;
};

// Its own services.

/** The same on every node, and in no row: whoever reads the database cannot redeem a code in our place. */
const clientSecret = (shared: string, door: Door) =>
  createHmac("sha256", shared).update(`aval.account.client.v1.${door}`).digest("base64url");

/** Registers the services it is entered through, or has them follow this deployment's address. On every node, any number of times. */
export async function register(deps: AccountDeps): Promise<void> {
  const { db, software, redirectUri } = deps;
  for (const door of Object.keys(doors) as Door[]) {
    const { id, name, sensitivity } = doors[door];
    const asked = {
      id,
      name,
      sensitivity,
      acceptsReduced: false,
      redirectUris: [redirectUri],
      grants: ["authorization_code"],
    } as const;
    const secret = clientSecret(deps.secrets()[0], door);
    const made = await software.register(db, asked, { by: "account", secret });
    if (made.ok) continue;
    const known = await software.find(id);
    if (!known) continue;
    const addresses = {
      redirectUris: asked.redirectUris,
      postLogoutRedirectUris: [],
      backchannelLogoutUri: undefined,
    };
    await software.moveTo(db, known, addresses, "account");
    if (!(await secretOf(deps, door))) await software.renewSecret(db, id, secret, "account");
  }
}

/** What this door's service proves itself with: made from the shared secret that was in use when it was registered. */
export async function secretOf(deps: AccountDeps, door: Door): Promise<string | undefined> {
  for (const shared of deps.secrets()) {
    const secret = clientSecret(shared, door);
    if (await deps.software.bySecret(doors[door].id, secret)) return secret;
  }
  return undefined;
}

// Visits.

/** Whoever is there now, asked of the rows each time: no node remembers. */
export type Visitor = {
  readonly hash: string;
  /** `undefined`: nobody is signed in, and their card lets them read while everything is stopped. */
  readonly session: Standing | undefined;
  readonly professional: ProfessionalId;
  /** Until when changing is open; `undefined` when the sign-in was not for that, or is too old. */
  readonly changesUntil: Instant | undefined;
};

/**
 * A sign-in has come back with a session: what the browser is to keep. A reduced session enters never, whatever the registry says of
 * the service meanwhile.
 */
export async function enter(
  deps: AccountDeps,
  id: SessionId,
  door: Door,
  before: string | undefined,
): Promise<Outcome<string, "account_signed_out">> {
  const session = await deps.sessions.standing(id);
  if (!session || !mayEnter(session)) return deny("account_signed_out");
  const { professional } = session;
  const secret = newSecret(deps.random);
  await transact(deps.db, async (tx) => {
    if (before) await store.deleteVisit(tx, hashSecret(before));
    const service = doors[door].id;
    await store.insertVisit(tx, { hash: hashSecret(secret), session: id, professional, service });
  });
  return done(secret);
}

const mayEnter = ({ rights, proof }: Standing) => rights === "full" && !neverBy.includes(proof);

/** The visitor behind a cookie. Over, closed, blocked, reduced or never there: all the same. */
export async function visitor(
  deps: AccountDeps,
  secret: string | undefined,
): Promise<Outcome<Visitor, "account_signed_out">> {
  const hash = secret === undefined ? undefined : hashSecret(secret);
  const visit = hash && (await store.findVisit(deps.db, hash, lifetimes.accountChange));
  if (!visit || !hash) return deny("account_signed_out");
  const { professional } = visit;
  concerns({ professional });
  if (visit.session === null) {
    const rules = rulesHolding("enter");
    const isOpen = await store.isReadingOpen(deps.db, { hash, rules, age: lifetimes.reading });
    if (!isOpen) return deny("account_signed_out");
    return done({ hash, session: undefined, professional, changesUntil: undefined });
  }
  // Reading on is activity, and only a live session can be kept alive.
  const isLive = await deps.sessions.touch(visit.session);
  const session = isLive ? await deps.sessions.standing(visit.session) : undefined;
  if (!session || !mayEnter(session)) return deny("account_signed_out");
  if (!(await deps.login.keepsOpen(session, visit.service))) return deny("account_signed_out");
  const isForChanging = doorOf(visit.service) === "changing" && visit.isRecent;
  return done({
    hash,
    session,
    professional,
    changesUntil: isForChanging ? after(visit.enteredAt, lifetimes.accountChange) : undefined,
  });
}

/** What this visitor lacks to do this. `needs`: a cell of the table. */
function lacks(who: Visitor, needs: Needs): Refusal | undefined {
  if (needs === "seeing") return undefined;
  if (who.session === undefined) return "account_only_read";
  return needs === "changing" && who.changesUntil === undefined ? "account_needs_more" : undefined;
}

/** Leaves: ends the session it was entered with, here and at services; a reading while everything is stopped has none. */
export async function leave(deps: AccountDeps, who: Visitor): Promise<void> {
  await transact(deps.db, async (tx) => {
    if (who.session) await deps.sessions.close(who.session.id, "signed_out", tx);
    await store.deleteVisit(tx, who.hash);
  });
}

// Reading.

export async function home(deps: AccountDeps, who: Visitor): Promise<AccountHome> {
  const holder = await deps.directory.byId(who.professional);
  const stops = await store.stopsOf(deps.db, who.professional);
  const asked = await contactsAsked(deps, who);
  const isFrozen = stops.some(({ rule }) => rule === "freeze");
  const freeze = isFrozen && (await store.freezeOf(deps.db, who.professional, lifetimes.clearance));
  return {
    ...(who.session === undefined ? { onlyReads: true as const } : {}),
    ...(freeze ? { freeze: freezeOf(freeze) } : {}),
    ...(asked.length > 0 ? { contactsAsked: asked } : {}),
    name: holder ? deps.directory.displayName(holder) : "",
    ...(who.changesUntil === undefined ? {} : { changesUntil: epochSeconds(who.changesUntil) }),
    means: await secondMeans(deps, who.professional),
    stops: stops.map(({ rule, made_at: at }) => ({ rule, madeAt: epochSeconds(toInstant(at)) })),
    now: epochSeconds(deps.clock.now()),
  };
}

/** *Toujours les bonnes ?*, twice a year: of whoever may answer here. */
async function contactsAsked(deps: AccountDeps, who: Visitor): Promise<readonly string[]> {
  const asked = who.session ? await deps.ownContacts.askedAbout(who.professional) : [];
  if (asked.length === 0) return [];
  const opener = await openerOf(deps, who);
  return (await isSettled(deps, deps.db, who, opener)) ? asked : [];
}

/** "Oui, elles sont bonnes": the record that the phone makes. */
export async function sayContactsRight(deps: AccountDeps, who: Visitor): Acted<AccountHome> {
  const lacking = lacks(who, acts.say_contacts_right);
  if (lacking) return deny(lacking);
  const { professional, session } = who;
  if (!session) return deny("account_only_read");
  const opener = await openerOf(deps, who);
  const said = await transact(deps.db, async (tx): Acted => {
    if (!(await isSettled(deps, tx, who, opener))) return deny("account_phone_too_young");
    const recorded = await deps.ownContacts.recordRight(tx, { professional, session: session.id });
    return recorded.ok ? acted : recorded;
  });
  return said.ok ? done(await home(deps, who)) : said;
}

/** What this holder has beside their first means. */
export async function secondMeans(
  { db, devices, passkeys, hasCard }: AccountDeps,
  professional: ProfessionalId,
): Promise<readonly SecondMeans[]> {
  const all = await devices.phonesOf(db, professional, lifetimes.settled);
  return secondMeansOf({
    activePhones: all.filter(({ state }) => state === "active").length,
    keys: await passkeys.listOf(professional),
    hasCard: await hasCard(professional),
  });
}

export async function phones(deps: AccountDeps, who: Visitor): Promise<readonly AccountPhone[]> {
  const opener = await openerOf(deps, who);
  const settled = await isSettled(deps, deps.db, who, opener);
  const rows = await store.phonesOf(deps.db, who.professional);
  return rows.map((row) => ({
    id: row.id,
    name: row.label,
    level: row.level,
    state: row.state,
    ...secondsAs("since", row.activated_at),
    ...secondsAs("lastUsedAt", row.last_used_at),
    isThis: row.id === opener.phone,
    maySuspend: row.state === "active" && (settled || row.id === opener.vouchedBy),
  }));
}

/** By which phone their session came to be; a reading while everything is stopped came by none. */
async function openerOf({ db }: AccountDeps, { session }: Visitor): Promise<store.Opener> {
  return session ? store.openerOf(db, session.id) : { phone: undefined, vouchedBy: undefined };
}

/** A card opened it, or a phone that is not a fraudster's of this week: itself, or by a key that it was the evidence for. */
async function isSettled(
  { devices }: AccountDeps,
  tx: Tx,
  { session }: Visitor,
  { vouchedBy }: store.Opener,
): Promise<boolean> {
  if (vouchedBy === undefined) return session?.proof === "card";
  return devices.isSettled(tx, vouchedBy, lifetimes.settled);
}

const secondsAs = <N extends string>(name: N, at: Date | null) =>
  (at === null ? {} : { [name]: epochSeconds(toInstant(at)) }) as { [K in N]?: number };

export async function places(deps: AccountDeps, who: Visitor): Promise<readonly AccountPlace[]> {
  const rows = await store.placesOf(deps.db, who.professional, lifetimes.placeSleep);
  return rows.map((row) => placeOf(row, who.session?.browser));
}

export async function bells(deps: AccountDeps, who: Visitor): Promise<readonly BellView[]> {
  return deps.bells.listOf(who.professional);
}

export async function software(
  deps: AccountDeps,
  who: Visitor,
): Promise<readonly InstalledSoftware[]> {
  return deps.installations.listOf(who.professional);
}

export async function keys(deps: AccountDeps, who: Visitor): Promise<readonly PasskeyView[]> {
  return deps.passkeys.listOf(who.professional);
}

export async function sessions(
  deps: AccountDeps,
  who: Visitor,
): Promise<readonly AccountSession[]> {
  const items = await deps.holderSessions.listOf(who.professional);
  return items.map((item) => ({ ...item, isThis: item.session === who.session?.id }));
}

export async function history(
  deps: AccountDeps,
  who: Visitor,
  before: store.Cursor | undefined,
): Promise<AccountHistory> {
  const most = bounds.historyPage;
  const rows = await store.eventsOf(deps.db, who.professional, {
    before,
    most: most + 1,
    untold: untoldKinds,
  });
  const shown = rows.slice(0, most);
  const last = shown.at(-1);
  return {
    events: shown.map((row) => eventOf(row, who.session?.id)),
    ...(rows.length > most && last ? { next: `${last.at.getTime()}.${last.id}` } : {}),
  };
}

/** The same since a moment, the last of it, for a complaint file: what its facts name. */
export async function told(
  { db }: Pick<AccountDeps, "db">,
  professional: ProfessionalId,
  from: Instant,
): Promise<readonly AccountEvent[]> {
  const asked = { before: undefined, most: bounds.complaintLines, untold: untoldKinds, from };
  const rows = await store.eventsOf(db, professional, asked);
  return rows.map((row) => eventOf(row, undefined));
}

/** Phones and places of theirs, as they stand now. */
export async function things({ db }: Pick<AccountDeps, "db">, professional: ProfessionalId) {
  const [own, made] = [
    await store.phonesOf(db, professional),
    await store.placesOf(db, professional, lifetimes.placeSleep),
  ];
  const seconds = (at: Date) => epochSeconds(toInstant(at));
  return {
    phones: own.map(({ label, state, activated_at: at }) => ({
      label,
      state,
      since: at ? seconds(at) : undefined,
    })),
    places: made.map(({ declared, made_at: since, last_used_at: used }) => ({
      declared,
      since: seconds(since),
      used: seconds(used),
    })),
  };
}

/** The complaint file: the proofs of that span, told for whoever takes a complaint. */
export async function takeComplaint(
  deps: AccountDeps,
  who: Visitor,
  { days: long }: { readonly days: number },
): Acted<{ readonly name: string; readonly pdf: string }> {
  const lacking = lacks(who, acts.take_complaint);
  if (lacking) return deny(lacking);
  const now = deps.clock.now();
  const span = { from: after(now, ms(-days(long))), to: now };
  const made = await deps.complaintFiles.make(who.professional, span, { by: "holder" });
  if (!made.ok) return made;
  return done({
    name: `aval-dossier-de-plainte-${new Date(now).toISOString().slice(0, 10)}.pdf`,
    pdf: Buffer.from(made.value).toString("base64"),
  });
}

export async function alerts(deps: AccountDeps, who: Visitor): Promise<readonly AccountAlert[]> {
  const rows = await store.alertsOf(deps.db, who.professional, bounds.alertsShown);
  const where = await reached(
    deps,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => alertOf(row, where.get(row.id) ?? []));
}

/** Where notices went and how far they got, masked: in a browser, and on a full phone. */
export async function reached(
  { db }: Pick<AccountDeps, "db">,
  notices: readonly string[],
): Promise<ReadonlyMap<string, readonly NoticeReach[]>> {
  return reachByNotice(await store.reachOf(db, notices));
}

export async function contacts(
  deps: AccountDeps,
  who: Visitor,
): Promise<readonly AccountContact[]> {
  const told = lifetimes.replacedContactTold;
  return (await store.contactsOf(deps.db, who.professional, told)).map(contactOf);
}

export const steps = (deps: AccountDeps, who: Visitor): Promise<AccountSteps> =>
  stepsOf(deps.db, who.professional, deps.stepContacts);

export async function settings(deps: AccountDeps, who: Visitor): Promise<AccountSettings> {
  const { hours: quiet } = await deps.bells.quietOf(who.professional);
  return { moreTime: await store.moreTimeOf(deps.db, who.professional), quiet };
}

/** Whether this holder asked for more time to answer every request of theirs. */
export const wantsMoreTime = (tx: Tx, professional: ProfessionalId): Promise<boolean> =>
  store.moreTimeOf(tx, professional);

// Acting. Each answers alike for what is over, somebody else's or nobody's (law 7).

type Acted<T = { readonly done: true }> = Promise<Outcome<T, Refusal>>;
const acted = done({ done: true } as const);

export async function closeSession(
  deps: AccountDeps,
  who: Visitor,
  which: SessionId | "others",
): Acted<readonly AccountSession[]> {
  const lacking = lacks(who, acts.close_session);
  if (lacking) return deny(lacking);
  const { professional } = who;
  const live = which === "others" ? await deps.holderSessions.listOf(professional) : [];
  const others = live.map(({ session }) => session).filter((one) => one !== who.session?.id);
  await transact(deps.db, async (tx) => {
    for (const session of which === "others" ? others : [which])
      await deps.holderSessions.closeOf(tx, { professional, session });
  });
  return done(await sessions(deps, who));
}

/** What the log proves of them, in a file of their own: of the year that ends now, or of the span they ask for. */
export async function takeProofs(
  deps: AccountDeps,
  who: Visitor,
  span: { readonly from?: number | undefined; readonly to?: number | undefined },
): Acted<{ readonly name: string; readonly file: string }> {
  const lacking = lacks(who, acts.take_proofs);
  if (lacking) return deny(lacking);
  const now = deps.clock.now();
  const made = await deps.proofs.bundle(who.professional, yearOf(now, span), "holder");
  if (!made.ok) return made;
  const day = new Date(now).toISOString().slice(0, 10);
  return done({ name: `aval-preuves-${day}.json`, file: made.value });
}

export async function tickStep(
  deps: AccountDeps,
  who: Visitor,
  ticked: { readonly step: StepName; readonly isDone: boolean },
): Acted<AccountSteps> {
  const lacking = lacks(who, acts.tick_step);
  if (lacking) return deny(lacking);
  await recordStep(deps.db, who.professional, ticked);
  return done(await steps(deps, who));
}

export async function endPlace(
  deps: AccountDeps,
  who: Visitor,
  place: PlaceId,
): Acted<readonly AccountPlace[]> {
  const lacking = lacks(who, acts.end_place);
  if (lacking) return deny(lacking);
  const { professional } = who;
  const isEnded = await transact(deps.db, (tx) =>
    deps.places.endBy(tx, { place, professional, by: "holder" }),
  );
  return isEnded ? done(await places(deps, who)) : deny("not_found");
}

export async function endBell(
  deps: AccountDeps,
  who: Visitor,
  bell: BellId,
): Acted<readonly BellView[]> {
  const lacking = lacks(who, acts.end_bell);
  if (lacking) return deny(lacking);
  const { professional } = who;
  return (await deps.bells.endBy({ bell, professional }))
    ? done(await bells(deps, who))
    : deny("not_found");
}

/** Software asks nothing more, and what it opened closes. */
export async function endSoftware(
  deps: AccountDeps,
  who: Visitor,
  id: InstallationId,
): Acted<readonly InstalledSoftware[]> {
  const lacking = lacks(who, acts.end_software);
  if (lacking) return deny(lacking);
  const { professional } = who;
  const isEnded = await transact(deps.db, (tx) =>
    deps.installations.endBy(tx, { id, professional, by: "holder" }),
  );
  return isEnded ? done(await software(deps, who)) : deny("not_found");
}

/** A key opens nothing more, and what it opened closes: this very visit too, where the key opened it. */
export async function endKey(
  deps: AccountDeps,
  who: Visitor,
  passkey: PasskeyId,
): Acted<readonly PasskeyView[]> {
  const lacking = lacks(who, acts.end_key);
  if (lacking) return deny(lacking);
  const { professional } = who;
  const isEnded = await transact(deps.db, (tx) =>
    deps.passkeys.endBy(tx, { passkey, professional, by: "holder" }),
  );
  return isEnded ? done(await keys(deps, who)) : deny("not_found");
}

/** A phone that was lost: it approves nothing from here on, what it opened closes, and what it added goes with it. */
export async function suspendPhone(
  deps: AccountDeps,
  who: Visitor,
  phone: DeviceId,
): Acted<readonly AccountPhone[]> {
  const lacking = lacks(who, acts.suspend_phone);
  if (lacking) return deny(lacking);
  const { professional } = who;
  const opener = await openerOf(deps, who);
  const outcome = await transact(deps.db, async (tx): Acted => {
    await deps.stops.takeTurn(tx, professional);
    if (opener.vouchedBy !== phone && !(await isSettled(deps, tx, who, opener)))
      return deny("account_phone_too_young");
    const { isDone, line } = await deps.devices.suspend(tx, phone, professional, "holder");
    if (!isDone) return deny("not_found");
    for (const device of line) await deps.endMadeBy(tx, { professional, device });
    await deps.notices.tell(tx, { professional, event: "phone_suspended", about: phone });
    return acted;
  });
  return outcome.ok ? done(await phones(deps, who)) : outcome;
}

/** *Ce n'était pas moi*, of a sign-in in the history. Said again, it is the same. */
export async function disown(deps: AccountDeps, who: Visitor, session: SessionId): Acted {
  const lacking = lacks(who, acts.disown);
  if (lacking) return deny(lacking);
  return disownSession(deps, { professional: who.professional }, session);
}

/**
 * A session was not its holder's: it closes everywhere, the place that was made of its browser and is still new ends, and it is a
 * fact, once however often it is said.
 */
export async function disownSession(deps: AccountDeps, mine: Mine, session: SessionId): Acted {
  const { professional } = mine;
  const found = await store.recentSession(deps.db, session, mine, lifetimes.disown);
  if (!found) return deny("not_found");
  await transact(deps.db, async (tx) => {
    await deps.holderSessions.closeOf(tx, { professional, session });
    if (found.newPlace)
      await deps.places.endBy(tx, { place: found.newPlace, professional, by: "holder" });
    // Remembered longer than it can be said.
    if (await deps.limits.once(tx, "disowned", session, days(32)))
      await deps.audit.append(tx, { fact: "session_disowned", professional, session });
  });
  return acted;
}

export async function block(deps: AccountDeps, who: Visitor): Acted {
  const lacking = lacks(who, acts.block);
  if (lacking) return deny(lacking);
  await transact(deps.db, (tx) => deps.stops.blockBy(tx, who.professional));
  return acted;
}

export async function setMoreTime(
  deps: AccountDeps,
  who: Visitor,
  moreTime: boolean,
): Acted<AccountSettings> {
  const lacking = lacks(who, acts.set_more_time);
  if (lacking) return deny(lacking);
  const { professional } = who;
  await transact(deps.db, async (tx) => {
    if (!(await store.recordMoreTime(tx, professional, moreTime))) return;
    const changed = { setting: "more_time", value: moreTime } as const;
    await deps.audit.append(tx, { fact: "setting_changed", professional, ...changed });
  });
  return done(await settings(deps, who));
}

/** Hours in which no request to sign in rings. `null`: none. */
export async function setQuiet(
  deps: AccountDeps,
  who: Visitor,
  quiet: QuietHours | null,
): Acted<AccountSettings> {
  const lacking = lacks(who, acts.set_quiet);
  if (lacking) return deny(lacking);
  const opener = await openerOf(deps, who);
  // A week old stays a week old: nothing to hold until the hours are written.
  if (quiet && !(await isSettled(deps, deps.db, who, opener))) return deny("quiet_phone_too_young");
  if (!(await deps.bells.setQuiet(who.professional, quiet))) return deny("invalid_request");
  return done(await settings(deps, who));
}
