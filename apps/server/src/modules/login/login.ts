import type {
  BrowserMessage,
  DeviceId,
  LoginView,
  ProfessionalId,
  SessionId,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds, lifetimes } from "#lifetimes";
import { type Approval, type Approvals, type ApprovalTables, stateAt } from "#modules/approvals";
import type { Audit, AuditTables } from "#modules/audit";
import type { Cards, CardTables } from "#modules/cards";
import type { Devices, DeviceTables } from "#modules/devices";
import type { Directory } from "#modules/directory";
import type { Limits, LimitTables } from "#modules/limits";
import type { Notices } from "#modules/notices";
import type { Passkeys, PasskeyTables, Proven } from "#modules/passkeys";
import type { Bells, Places, PlaceTables, Where } from "#modules/places";
import type { SessionOpening, Sessions, SessionTables, Standing } from "#modules/sessions";
import { declaredBrowser, networkOf } from "#modules/signals";
import type { Service, Software } from "#modules/software";
import type { Stops, StopTables } from "#modules/stops";
import { type Database, transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import type { Random } from "#platform/random";
import { after, type Clock, epochSeconds, type Instant } from "#platform/time";
import { readBrowserMessage } from "./browser.ts";
import { bellsAt, ring } from "./by-bell.ts";
import { comeBack, enterCardPage, spendCard } from "./by-card.ts";
import {
  comeBackFrom,
  enterEstablishment,
  establishmentDoor,
  spendUpstream,
} from "./by-upstream.ts";
import type { Upstream } from "./index.ts";
import { askForPasskey, opensAlone, provenOn, provePasskey, spendPasskey } from "./by-passkey.ts";
import {
  doorsTo,
  entersSilently,
  isByTransition,
  type Opened,
  type Proof,
  isElsewhere,
  proofsOf,
  rankOf,
  type Rights,
  stillOpens,
  strongest,
  whereFor,
} from "./rights.ts";
import * as store from "./store.ts";
import * as thisPhone from "./this-phone.ts";
import { spendReturned, type ThisPhoneTables } from "./this-phone-store.ts";
import type { Concluded } from "./view.ts";

export type LoginDeps = {
  readonly db: Database<
    store.LoginTables &
      ThisPhoneTables &
      CardTables &
      StopTables &
      PlaceTables &
      PasskeyTables &
      ApprovalTables &
      SessionTables &
      AuditTables &
      DeviceTables &
      LimitTables
  >;
  readonly clock: Clock;
  readonly random: Random;
  /** Where a phone's own browser enters the authenticator, and where it comes back to. */
  readonly origins: thisPhone.ThisPhoneDeps["origins"];
  readonly audit: Audit;
  readonly limits: Limits;
  readonly devices: Devices;
  readonly directory: Directory;
  readonly software: Software;
  readonly approvals: Approvals;
  readonly sessions: Sessions;
  readonly stops: Pick<Stops, "keepOpen" | "toldOnPlace">;
  /** Absent where this deployment has no card's page. */
  readonly cards?: Pick<Cards, "address" | "begin" | "comeBack" | "keepOpen"> | undefined;
  /** Absent where no establishment's own provider is spoken to. */
  readonly upstream?: Upstream | undefined;
  readonly notices: Pick<Notices, "tell">;
  readonly passkeys: Pick<Passkeys, "challenge" | "prove" | "proven" | "spend" | "forget">;
  readonly bells: Pick<Bells, "on" | "ring" | "used">;
  readonly places: Pick<
    Places,
    "recognise" | "standing" | "keepKnown" | "at" | "used" | "markL5" | "withdrawOffer"
  >;
};

/** What the authorization engine knows of a page. `signIn`: its interaction. */
export type AuthorizationRequest = {
  readonly signIn: string;
  readonly client: string;
  readonly prompt: readonly string[];
  readonly maxAgeSeconds?: number;
  /** The establishment's own provider that the service names (`kc_idp_hint`). */
  readonly identityProvider?: string;
};

export type Observed = { readonly address: string; readonly userAgent: string };

export type Page = {
  readonly request: AuthorizationRequest;
  readonly service: Service;
  readonly signIn: store.SignIn;
  /** What its browser is before anybody says who they are: read at most once a request. */
  readonly at: () => ReturnType<Places["at"]>;
};

/** One act of the page, and what it shows next. */
export async function page(
  deps: LoginDeps,
  request: AuthorizationRequest,
  act: BrowserMessage["act"],
  jws: string,
  observed: Observed,
  session: SessionId | undefined,
): Promise<Outcome<LoginView, Refusal>> {
  const known = await recognise(deps, request, act, jws, observed);
  if (!known.ok) return known;
  const here = known.value;
  const now = deps.clock.now();
  if (here.signIn.state === "cancelled") return done(ended(here, now, "page_cancelled"));
  // Concluded already: the page lost the answer. It may conclude again, which gives the same session and no second code.
  if (here.signIn.state === "concluded") return done(silent(here, now));

  switch (act) {
    case "begin":
      return begin(deps, here, session, known.value.ratchet);
    case "frame":
      return show(deps, here, await current(deps, here));
    case "digits":
      await store.recordWish(deps.db, here.signIn.id, { wants_digits: true });
      return show(
        deps,
        { ...here, signIn: { ...here.signIn, wantsDigits: true } },
        await current(deps, here),
      );
    case "restart":
      return restart(deps, here);
    case "more_time":
      return moreTime(deps, here);
    case "cancel":
    case "not_me":
      return cancel(deps, here, act);
    case "card": {
      const view = await show(deps, here, await current(deps, here));
      return view.ok ? enterCardPage(deps, here, view.value) : view;
    }
    case "passkey": {
      const view = await show(deps, here, await current(deps, here));
      return view.ok ? done(await askForPasskey(deps, here, view.value)) : view;
    }
    case "assertion": {
      const proven = await provePasskey(deps, here, known.value.assertion);
      return proven.ok ? show(deps, proven.value, await current(deps, here)) : proven;
    }
    case "establishment": {
      const view = await show(deps, here, await current(deps, here));
      return view.ok ? enterEstablishment(deps, here, view.value) : view;
    }
    case "change_person":
      return changePerson(deps, here, session);
    case "this_phone":
      return enterHere(deps, here);
    case "back":
      return returned(deps, here, known.value.pass ?? "");
    case "ring": {
      const view = await show(deps, here, await current(deps, here));
      if (!view.ok || view.value.state !== "shown") return view;
      return done({ ...view.value, ...(await ring(deps, here, known.value.bell)) });
    }
    case "conclude":
      return deny("invalid_request");
  }
}

/** The page opens: what its browser is, before who is in front of it. */
async function begin(
  deps: LoginDeps,
  here: Page,
  session: SessionId | undefined,
  shown: string | undefined,
): Promise<Outcome<LoginView, Refusal>> {
  const ratchet = await deps.places.recognise(here.signIn.browser, shown);
  const entering = await silentSession(deps, here, session);
  if (entering) {
    const view = silent(here, deps.clock.now());
    return done({ ...view, ratchet, ...(await whoIsLeft(deps, entering)) });
  }
  const view = await show(deps, here, await current(deps, here));
  if (!view.ok) return view;
  const names = await namesAt(deps, here);
  const bells = await bellsAt(deps, here, names.people !== undefined);
  return done({ ...view.value, ratchet, ...names, ...bells });
}

/** First names of those whose shared place this is: its own browser, which has just shown its key and value, is no stranger. */
async function namesAt(deps: LoginDeps, { at }: Page): Promise<Pick<LoginView, "people">> {
  const { people } = await at();
  if (people.length === 0) return {};
  const found = await Promise.all(people.map((id) => deps.directory.byId(id)));
  const names = found.flatMap((one) =>
    one?.state === "active" ? [deps.directory.firstName(one)] : [],
  );
  return { people: names.sort((a, b) => a.localeCompare(b, "fr")) };
}

/** On a shared place, whose session would be entered: whoever sits there now may be somebody else, and can say so. */
async function whoIsLeft(
  deps: LoginDeps,
  { isShared, ...session }: Entering,
): Promise<Pick<LoginView, "holder">> {
  const holder = isShared ? await deps.directory.byId(session.professional) : undefined;
  return holder ? { holder: deps.directory.displayName(holder) } : {};
}

/** *Changer de personne*: the session of the last one ends first, then the page asks as if nobody had been there. */
async function changePerson(
  deps: LoginDeps,
  here: Page,
  id: SessionId | undefined,
): Promise<Outcome<LoginView, Refusal>> {
  const session = id && (await deps.sessions.standing(id));
  if (session?.browser === here.signIn.browser)
    await deps.sessions.close(session.id, "other_person");
  return show(deps, here, await current(deps, here));
}

/**
 * The acts that change something: each message of these is accepted once. `conclude` is not one: a browser that lost the
 * answer sends the very form again, and gets the same session.
 */
const changing: ReadonlySet<BrowserMessage["act"]> = new Set([
  "assertion",
  "restart",
  "more_time",
  "cancel",
  "not_me",
  "change_person",
  "this_phone",
  "back",
  "ring",
]);

/** Who speaks: this page's own browser key, for a service that may sign people in. The first key to answer keeps the page. */
async function recognise(
  deps: LoginDeps,
  request: AuthorizationRequest,
  act: BrowserMessage["act"],
  jws: string,
  observed: Observed,
): Promise<
  Outcome<Page & Pick<BrowserMessage, "assertion" | "ratchet" | "pass" | "bell">, Refusal>
> {
  const now = deps.clock.now();
  const read = await readBrowserMessage(jws, { signIn: request.signIn, act }, now);
  if (!read.ok) return read;
  const service = await deps.software.find(request.client);
  if (service?.state === "suspended") return deny("service_suspended");
  if (!service) return deny("sign_in_not_found");
  let begun: store.SignIn | undefined;
  if (act === "begin") {
    begun = await store.ensure(deps.db, {
      id: request.signIn,
      client: request.client,
      browser: read.value.browser,
      network: networkOf(observed.address),
      declared: declaredBrowser(observed.userAgent),
      now,
      replaceUntil: after(now, lifetimes.silentReplacement),
    });
  }
  const signIn = begun ?? (await store.find(deps.db, request.signIn));
  if (!signIn || signIn.client !== request.client) return deny("sign_in_not_found");
  if (signIn.browser !== read.value.browser) return deny("browser_mismatch");
  if (changing.has(act)) {
    const id = `${signIn.id}.${read.value.message.jti}`;
    const isNew = await deps.limits.once(deps.db, "browser_message", id, lifetimes.messageMemory);
    if (!isNew) return deny("replayed");
  }
  const { assertion, ratchet, pass, bell } = read.value.message;
  const more = {
    ...(assertion && { assertion }),
    ...(ratchet && { ratchet }),
    ...(pass && { pass }),
    ...(bell && { bell }),
  };
  let known: ReturnType<Places["at"]> | undefined;
  const at = () => {
    known ??= deps.places.at(signIn.browser);
    return known;
  };
  return done({ request, service, signIn, at, ...more });
}

/** The page's approval now. One that nobody claimed in time is replaced in silence for three minutes. */
async function current(deps: LoginDeps, { signIn }: Page): Promise<Approval> {
  const approval = signIn.approval && (await deps.approvals.find(signIn.approval));
  if (!approval) return replace(deps, signIn, undefined);
  const now = deps.clock.now();
  const hasExpired = stateAt(approval, now) === "expired";
  const isRestarting = approval.state === "cancelled" && approval.reason === "restarted";
  if (isRestarting || (hasExpired && wasNeverClaimed(approval) && now < signIn.replaceUntil)) {
    return replace(deps, signIn, approval);
  }
  return approval;
}

/** A claimed request that expired stays as it is: its holder saw it, and the page must say so. */
const wasNeverClaimed = (approval: Approval) =>
  approval.state === "shown" || (approval.state === "expired" && !approval.device);

async function replace(
  deps: LoginDeps,
  signIn: store.SignIn,
  old: Approval | undefined,
  replaceUntil?: Instant,
): Promise<Approval> {
  const opened = await transact(deps.db, async (tx) => {
    const shown = await deps.approvals.open(tx, {
      asker: signIn.id,
      kind: "sign-in",
      browser: signIn.browser,
      network: signIn.network,
    });
    const change = {
      from: old?.id,
      to: shown.id,
      ...(replaceUntil === undefined ? {} : { replaceUntil }),
    };
    // Two fetches at once: the loser's approval is never shown, and expires by itself.
    return (await store.recordApproval(tx, signIn.id, change)) ? shown : undefined;
  });
  if (opened) return opened;
  const now = await store.find(deps.db, signIn.id);
  const winner = now?.approval && (await deps.approvals.find(now.approval));
  if (!winner) throw new Error(`sign-in ${signIn.id} has lost its approval`);
  return winner;
}

async function show(
  deps: LoginDeps,
  here: Page,
  approval: Approval,
): Promise<Outcome<LoginView, Refusal>> {
  const now = deps.clock.now();
  const { signIn } = here;
  const seen = {
    approval: approval.id,
    ...basics(here, now),
    ...(deps.cards ? { hasCard: true as const } : {}),
    ...(await establishmentDoor(deps, here)),
    moreTimeUsed: signIn.moreTime,
    canReplace: now < signIn.replaceUntil,
  };
  const key = await provenOn(deps, signIn);
  const alone = key && (await opensAlone(deps, here, key));
  if (key && alone) return done({ ...seen, ...(await approvedByKey(deps, key, alone.rights)) });
  const state = stateAt(approval, now);
  if (state === "shown" && approval.state === "shown") {
    const digits = signIn.wantsDigits ? await deps.approvals.showDigits(approval) : undefined;
    const frame = deps.approvals.frame(approval);
    return done({
      ...seen,
      state,
      frame,
      ...(digits ? { digits } : {}),
      ...(await ahead(here, key)),
      expiresAt: epochSeconds(approval.claimBy),
    });
  }
  if (state === "claimed" && approval.state === "claimed") {
    return done({
      ...seen,
      state,
      ...rightsIn(approval.rights),
      decideBy: epochSeconds(approval.decideBy),
    });
  }
  if (approval.state === "approved") {
    const way = await thisPhone.wayBack(deps, approval, now);
    if (way === "lost") return done({ ...seen, state: "cancelled", reason: "not_returned" });
    if (way === "awaited") return done({ ...seen, state: "claimed", ...rightsIn(approval.rights) });
    const holder = await deps.directory.byId(approval.professional);
    const name = holder ? { holder: deps.directory.displayName(holder) } : {};
    const opens = await opening(here, approval.rights);
    return done({ ...seen, state: "approved", ...name, ...opens });
  }
  if (approval.state === "cancelled" && approval.reason === "holder_stopped")
    return done({ ...seen, ...(await stoppedOn(deps, signIn, approval.device)) });
  // That its holder is called, or their phone was stopped, is told to nobody there.
  if (approval.state === "cancelled" && looksRefused.has(approval.reason ?? ""))
    return done({ ...seen, state: "refused" });
  if (state === "cancelled" && approval.state === "cancelled") {
    const isDenied = approval.reason === "rights_denied";
    const doors = isDenied ? await opening(here, undefined) : {};
    return done({
      ...seen,
      state,
      ...(approval.reason ? { reason: approval.reason } : {}),
      ...doors,
    });
  }
  return done({ ...seen, state: state === "refused" ? "refused" : "expired" });
}

const looksRefused: ReadonlySet<string> = new Set<Refusal>(["call_lasts", "device_not_active"]);

/**
 * A stop looks like a refusal, since whoever shows this page may be a stranger (law 7). Its holder's own place is none, where nobody else
 * signs in: scanned there by their own phone, it says what stands, who decides and what reopens.
 */
async function stoppedOn(
  { devices, places, stops }: LoginDeps,
  { browser }: store.SignIn,
  phone: DeviceId | undefined,
): Promise<Pick<LoginView, "state" | "reason" | "stop">> {
  const device = phone && (await devices.find(phone));
  if (!device || device.state === "enrolling") return { state: "refused" };
  const { professional } = device;
  const { where, isShared } = await places.standing({ professional, browser });
  const isOwn = where.startsWith("own_place") && !isShared;
  const stop = isOwn ? await stops.toldOnPlace(professional) : undefined;
  return stop ? { state: "cancelled", reason: "holder_stopped", stop } : { state: "refused" };
}

const rightsIn = (rights: Rights | undefined) => (rights ? { rights } : {});

/** What is opened, and where it is not all, the doors that open more. `where`: as far as the browser is known by itself. */
const openingAt = (
  service: Service,
  where: Where,
  rights: Rights | undefined,
): Pick<LoginView, "rights" | "doors"> =>
  rights === "full" ? { rights } : { ...rightsIn(rights), doors: doorsTo(service, where, rights) };

/** What was opened. */
async function opening(
  { at, service }: Page,
  rights: Rights | undefined,
): Promise<Pick<LoginView, "rights" | "doors">> {
  if (rights === "full") return { rights };
  const { where } = await at();
  return openingAt(service, where, rights);
}

/**
 * What the page can say before anybody has scanned: what a full phone of somebody whose place this browser is would open; of
 * anybody's, when it is nobody's. Who it will be is known only once the phone says who its holder is.
 */
async function ahead(
  { at, signIn, service }: Page,
  key: Proven | undefined,
): Promise<Pick<LoginView, "rights" | "doors" | "withPasskey">> {
  const transfer = signIn.wantsDigits ? "digits" : "qr";
  const { where } = await at();
  const opened = strongest(proofsOf("full", transfer, key !== undefined), where, service);
  const withPasskey = key ? { withPasskey: opened?.rights === "full" } : {};
  return { ...openingAt(service, where, opened?.rights), ...withPasskey };
}

/** A key's holder is there: who that is, as after a phone's approval. */
async function approvedByKey(
  { directory }: LoginDeps,
  { professional }: Proven,
  rights: Rights,
): Promise<Pick<LoginView, "state" | "rights" | "holder">> {
  const holder = await directory.byId(professional);
  const name = holder ? { holder: directory.displayName(holder) } : {};
  return { state: "approved", rights, ...name };
}

/** What every view says: which service asks, and the server's time. */
const basics = ({ service }: Page, now: Instant) => ({
  service: { id: service.id, name: service.name, sensitivity: service.sensitivity },
  now: epochSeconds(now),
});

const ended = (here: Page, now: Instant, reason: string): LoginView => ({
  ...basics(here, now),
  state: "cancelled",
  reason,
});

const silent = (here: Page, now: Instant): LoginView => ({ ...basics(here, now), state: "silent" });

/** A new request on the same page, at the holder's wish. Nothing typed is lost: there is nothing to type. */
async function restart(deps: LoginDeps, here: Page): Promise<Outcome<LoginView, Refusal>> {
  const { id } = here.signIn;
  if (!(await deps.limits.spend(deps.db, "restart", id, bounds.restarts, lifetimes.floodWindow))) {
    return deny("too_many");
  }
  const old = here.signIn.approval && (await deps.approvals.find(here.signIn.approval));
  if (old && (old.state === "shown" || old.state === "claimed"))
    await deps.approvals.cancel(old, "restarted");
  if (old?.state === "approved") {
    const way = await thisPhone.wayBack(deps, old, deps.clock.now());
    if (way === "none" || way === "returned") return show(deps, here, old);
    await deps.approvals.cancel(old, "not_returned");
  }
  const until = after(deps.clock.now(), lifetimes.silentReplacement);
  return show(
    deps,
    { ...here, signIn: { ...here.signIn, replaceUntil: until } },
    await replace(deps, here.signIn, old || undefined, until),
  );
}

/**
 * *Continuer sur ce téléphone*: a new request, so that its whole minute is left, and the entry that takes this browser to the
 * authenticator. Asked for again, the older entry leads to a request that has ended.
 */
async function enterHere(deps: LoginDeps, here: Page): Promise<Outcome<LoginView, Refusal>> {
  const view = await restart(deps, here);
  if (!view.ok || view.value.state !== "shown" || !view.value.approval) return view;
  const approval = await deps.approvals.find(view.value.approval);
  if (approval?.state !== "shown") return view;
  const entry = await thisPhone.openEntry(deps, approval, here.signIn.id);
  return done({ ...view.value, entry });
}

/** The page at which a return arrived shows its key; it is the page that asked, or it learns nothing. */
async function returned(
  deps: LoginDeps,
  here: Page,
  pass: string,
): Promise<Outcome<LoginView, Refusal>> {
  const { id, browser } = here.signIn;
  const shown = await thisPhone.showKey(deps, { pass, signIn: id, browser });
  return shown.ok ? show(deps, here, await current(deps, here)) : shown;
}

/** *Plus de temps*: once, from the page that asked. */
async function moreTime(deps: LoginDeps, here: Page): Promise<Outcome<LoginView, Refusal>> {
  if (here.signIn.approval) {
    if (await deps.approvals.moreTime(here.signIn.approval, here.signIn.browser)) {
      await store.recordWish(deps.db, here.signIn.id, { more_time: true });
    }
  }
  const signIn = (await store.find(deps.db, here.signIn.id)) ?? here.signIn;
  return show(deps, { ...here, signIn }, await current(deps, { ...here, signIn }));
}

/** What a key had proved on this page opens nothing more. */
async function forgetKey(
  { db, passkeys }: LoginDeps,
  { signIn: { id, passkeyVisit } }: Page,
): Promise<void> {
  if (passkeyVisit === undefined) return;
  await passkeys.forget(passkeyVisit);
  await store.recordPasskey(db, id, undefined);
}

async function cancel(
  deps: LoginDeps,
  here: Page,
  act: "cancel" | "not_me",
): Promise<Outcome<LoginView, Refusal>> {
  const approval = here.signIn.approval && (await deps.approvals.find(here.signIn.approval));
  if (approval)
    await deps.approvals.cancel(approval, act === "not_me" ? "not_me_on_page" : "page_cancelled");
  if (approval && act === "not_me") await deps.places.withdrawOffer(approval.id);
  await forgetKey(deps, here);
  if (act === "cancel") await store.recordCancelled(deps.db, here.signIn.id, here.signIn.browser);
  return done(
    ended(here, deps.clock.now(), act === "not_me" ? "not_me_on_page" : "page_cancelled"),
  );
}

/** A session that may be entered, and whether others sign in where it was opened. */
type Entering = Standing & { readonly isShared: boolean };

/** The session this browser already has, when it may enter this service without a question (DESIGN 5, Sessions). */
async function silentSession(
  deps: LoginDeps,
  { request, service, signIn }: Page,
  id: SessionId | undefined,
): Promise<Entering | undefined> {
  if (!id || request.prompt.includes("login")) return undefined;
  const session = await deps.sessions.standing(id);
  // The cookie without its browser key's proof opens nothing.
  if (!session || session.browser !== signIn.browser) return undefined;
  const here = await deps.places.standing(session);
  const opened = openedBy(session);
  if (!entersSilently(opened, whereFor(opened.proof, here), service)) return undefined;
  const age = deps.clock.now() - session.openedAt;
  // On a shared place the next person sits down: what the last one opened is theirs for ten minutes.
  if (here.isShared && age > lifetimes.sharedEntry) return undefined;
  const { maxAgeSeconds } = request;
  if (maxAgeSeconds !== undefined && age > maxAgeSeconds * 1000) return undefined;
  return { ...session, isShared: here.isShared };
}

const openedBy = (session: Standing): Opened => ({
  proof: session.proof as Proof,
  where: session.place as Where,
  rights: session.rights,
});

/**
 * Whether a session still opens this service, by its row as it stands now: asked before tokens are renewed. What it was opened
 * with counts, and not what has aged since: more rights are a new sign-in.
 */
export async function keepsOpen(
  { software }: Pick<LoginDeps, "software">,
  session: Standing,
  client: string,
): Promise<boolean> {
  const service = await software.find(client);
  return service?.state === "active" && stillOpens(openedBy(session), service);
}

/**
 * The page concludes: its approval is spent, or its browser's session enters silently. Once; the same page asking again
 * gets the same session, and the provider still gives one code only.
 */
export async function conclude(
  deps: LoginDeps,
  request: AuthorizationRequest,
  jws: string,
  observed: Observed,
  session: SessionId | undefined,
): Promise<Outcome<Concluded, Refusal>> {
  // Before anything else: what comes back from the card is burnt at first sight, whoever shows it.
  const away = await comeBackFrom(deps, request.signIn, jws);
  const card = away ? undefined : await comeBack(deps, request.signIn, jws);
  const known = await recognise(deps, request, "conclude", jws, observed);
  if (!known.ok) return known;
  const here = known.value;
  if (here.signIn.state === "cancelled") return deny("approval_cancelled");
  if (here.signIn.state === "concluded") return concluded(deps, here.signIn.session);

  const key = card || away ? undefined : await provenOn(deps, here.signIn);
  const alone = key && (await opensAlone(deps, here, key));
  const entering = card || alone || away ? undefined : await silentSession(deps, here, session);
  const opened = await (away
    ? spendUpstream(deps, here, away, openSession)
    : card
      ? spendCard(deps, here, card, openSession)
      : key && alone
        ? spendPasskey(deps, here, key, openSession)
        : entering
          ? enterSilently(deps, here, entering)
          : spendApproval(deps, here, key)
  ).catch((fault: unknown) => {
    if (fault instanceof LostRace) return deny("not_approved");
    throw fault;
  });
  if (opened.ok) return concluded(deps, opened.value);
  // Another conclusion of this very page may have won meanwhile: then its session is this one's too.
  const now = await store.find(deps.db, here.signIn.id);
  return now?.state === "concluded" ? concluded(deps, now.session) : opened;
}

async function enterSilently(
  deps: LoginDeps,
  here: Page,
  session: Standing,
): Promise<Outcome<SessionId, Refusal>> {
  return transact(deps.db, async (tx): Promise<Outcome<SessionId, Refusal>> => {
    if (!(await deps.sessions.enter(tx, session, here.service.id))) return deny("not_approved");
    await recordConcluded(deps, tx, here, session.id, {
      professional: session.professional,
      isSilent: true,
    });
    return done(session.id);
  });
}

async function spendApproval(
  deps: LoginDeps,
  here: Page,
  key: Proven | undefined,
): Promise<Outcome<SessionId, Refusal>> {
  const { signIn, service } = here;
  const approval = signIn.approval && (await deps.approvals.find(signIn.approval));
  if (approval?.state !== "approved") return deny("not_approved");
  const { professional, rights, transfer } = approval;
  // Read before the transaction: nothing here changes once approved, and a transaction waits for nobody else's connection.
  const holder = await deps.directory.byId(professional);
  if (!rights) throw new Error(`approval ${approval.id} has no rights`);
  const device = await deps.devices.findAnswering(approval.device);
  // What it waited for was stopped since.
  if (!device) return deny("device_not_active");
  // It approved as what it was before: what it has become since opens more, by a scan of its own.
  if (device.state !== "waiting" && device.activatedAt >= approval.decidedAt)
    return deny("device_not_active");
  if (holder?.state !== "active") return deny("holder_stopped");
  const { where } = await deps.places.standing({ professional, browser: signIn.browser });
  const beside = key?.professional === professional ? key : undefined;
  const proofs = proofsOf(rankOf(device), transfer, beside !== undefined);
  // What the holder was shown and signed still has to be so: the place may have ended since, or the service changed.
  const proof = strongest(proofs, where, service)?.proof;
  if (!proof || !stillOpens({ proof, where, rights }, service)) return deny("rights_denied");

  return transact(deps.db, async (tx): Promise<Outcome<SessionId, Refusal>> => {
    const isOpen = await deps.stops.keepOpen(tx, professional, "enter");
    // A phone that was stopped since it approved opens nothing any more.
    if (!(await deps.devices.holdAnswering(tx, device))) return deny("device_not_active");
    if (!isOpen) return deny("holder_stopped");
    if (
      isElsewhere({ where, transfer }) &&
      !(await deps.stops.keepOpen(tx, professional, "enter_elsewhere"))
    )
      return deny("call_lasts");
    const { level } = device;
    const { browser, network } = signIn;
    const isPlace = await deps.places.used(tx, { professional, browser, network, level, transfer });
    // Held from here on: a place that ends now waits, and then ends this session too.
    if (where.startsWith("own_place") && !isPlace) return deny("rights_denied");
    const known = { professional, browser };
    if (where === "known_workstation" && !(await deps.places.keepKnown(tx, known)))
      return deny("rights_denied");
    const spent = await deps.approvals.spend(tx, approval.id, { asker: signIn.id, browser });
    if (!spent.ok) return spent;
    await deps.bells.used(tx, { professional, browser, service: service.id });
    // Only the browser that came back from its own phone's authenticator is the one that was approved there.
    const asked = { approval: approval.id, browser };
    if (transfer === "this_phone" && !(await spendReturned(tx, asked))) throw new LostRace();
    const { nationalId } = holder;
    const { id } = approval;
    const on = { signIn: signIn.id, browser };
    const usesKey = beside && proof === "passkey_and_phone";
    if (usesKey && !(await deps.passkeys.spend(tx, beside, on, { byPhone: true })))
      throw new LostRace();
    const byKey = usesKey ? { passkey: beside.passkey } : {};
    const who = { professional, nationalId, approval: id, device: device.id, ...byKey };
    const session = await openSession(deps, tx, here, { ...who, proof, where, transfer, rights });
    await deps.audit.append(tx, { fact: "approval_spent", professional, approval: id, session });
    return done(session);
  });
}

/** Who signs in, by what proof, from where, and what the rights table gives them for it. */
export type SigningIn = Opened &
  Pick<
    SessionOpening,
    | "professional"
    | "nationalId"
    | "approval"
    | "cardVisit"
    | "upstreamVisit"
    | "passkey"
    | "passkeyVisit"
    | "transfer"
    | "device"
  >;

/** How another way in opens its session: by the one function below. */
export type OpenSession = typeof openSession;

/** Opens the session of a page and concludes it: the one place where a proof becomes a session, whatever the way in. */
async function openSession(
  deps: LoginDeps,
  tx: LoginDeps["db"],
  here: Page,
  { where, ...who }: SigningIn,
): Promise<SessionId> {
  const { signIn, service } = here;
  const session = await deps.sessions.open(tx, {
    ...who,
    place: where,
    browser: signIn.browser,
    declared: signIn.declared,
    client: who.rights === "reduced" ? service.id : undefined,
    service: service.id,
  });
  const { professional } = who;
  await recordConcluded(deps, tx, here, session, { professional, isSilent: false });
  const told = { about: session, service: service.name, from: signIn.browser };
  if (isByTransition({ where, ...who }, service))
    await deps.notices.tell(tx, { professional, event: "session_in_transition", ...told });
  else if (isTold({ where, ...who }))
    await deps.notices.tell(tx, { professional, event: "session_elsewhere", ...told });
  return session;
}

/** Whether its holder is told of a session. Whoever gains if they are not: who has a key of theirs, or digits read to them. */
function isTold({ where, rights, proof }: Opened): boolean {
  // A copied key and one approval: that browser was never the holder's, even where colleagues work.
  if (proof === "passkey_and_phone" && !where.startsWith("own_place")) return true;
  // A key that opens everything from anywhere is told there too: it may be in another hand.
  return where === "unknown" && (rights === "reduced" || proof === "hardware_key");
}

async function recordConcluded(
  deps: LoginDeps,
  tx: LoginDeps["db"],
  { signIn, service }: Page,
  session: SessionId,
  { professional, isSilent }: { professional: ProfessionalId; isSilent: boolean },
): Promise<void> {
  const given = { browser: signIn.browser, session, silent: isSilent };
  // Losing here undoes the spending with it: two pages of one sign-in cannot both conclude.
  if (!(await store.recordConcluded(tx, signIn.id, given))) throw new LostRace();
  await deps.audit.append(tx, {
    fact: "sign_in_concluded",
    professional,
    session,
    service: service.id,
    silent: isSilent,
  });
}

/** Two conclusions of one page at once: the transaction of the loser is undone. */
class LostRace extends Error {}

async function concluded(
  deps: LoginDeps,
  id: SessionId | undefined,
): Promise<Outcome<Concluded, Refusal>> {
  const session = id && (await deps.sessions.standing(id));
  if (!session) return deny("not_approved");
  const { professional, nationalId, acr, amr, authMode, openedAt, rights, endsAt } = session;
  return done({
    professional,
    nationalId,
    session: session.id,
    acr,
    amr,
    authMode,
    authTime: openedAt,
    rights,
    endsAt,
  });
}
