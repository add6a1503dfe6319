import type { Lang } from "@aval/design";
import type {
  ApprovalId,
  BellId,
  LoginView,
  PageBell,
  PasskeyAssertion,
  Problem,
} from "@aval/protocol";
import type { Answer } from "./view.ts";

/**
 * The sign-in page as a value: what is known, what the reader asked for, what was announced. Pure: times come in with
 * the events, the network is in `effects.ts`. Times here are milliseconds of the page's own clock.
 */
export type Model = {
  readonly lang: Lang;
  readonly choice: Choice;
  readonly now: number;
  readonly view: LoginView | undefined;
  readonly viewAt: number;
  /** When the frame in `view` arrived; `undefined` once it must not be shown (hidden tab, new choice). */
  readonly frameAt: number | undefined;
  /** When the last call started, so that calls come once a second. */
  readonly calledAt: number;
  readonly link: Link;
  readonly hidden: boolean;
  /** What the reader tapped and the server has not yet answered. */
  readonly asked: Asked | undefined;
  /** *J'ai besoin de plus de temps*, said once: asked for again for each request that is claimed. */
  readonly wantsMoreTime: boolean;
  /** The request that has been given more time. */
  readonly extended: ApprovalId | undefined;
  /** *Quelqu'un me demande ces chiffres* was tapped: the request that ends is told as the end of a call. */
  readonly askedForDigits: boolean;
  /** The reader has shown that they are reading: who is signed in waits for their answer instead of the clock. */
  readonly isHeld: boolean;
  readonly returning: boolean;
  /** What the page came back with from the card's host: it concludes with it at once. */
  readonly cardReturn: string | undefined;
  /** Whether this browser can use keys at all. */
  readonly hasKeys: boolean;
  /** How far a key is: the browser asks its reader for one, it brought none, or the server refused what it brought. */
  readonly key: "asking" | "none" | "refused" | undefined;
  /** What the key signed, until the server has it. */
  readonly assertion: PasskeyAssertion | undefined;
  /** The form has been sent: the page is going away. */
  readonly leaving: boolean;
  /** It goes to the authenticator of this very phone, and not to the service. */
  readonly entering: boolean;
  /** This device looks like a phone: a hint, by which a choice comes first and none is taken away. */
  readonly onPhone: boolean;
  /** A return from the authenticator arrived at this page, which has yet to show its browser's key. */
  readonly arrived: boolean;
  /** Those whose shared place this is, by their first names; told once, when the page begins. */
  readonly people: readonly string[];
  /** What this place may ring for this service; told once, when the page begins. */
  readonly bells: readonly PageBell[];
  /** The bell that was rung last, or is being rung. */
  readonly ringing: BellId | undefined;
  /** Until when no other ring is asked for, in seconds of the server's clock. */
  readonly rungUntil: number | undefined;
  /** It is left for the establishment's own provider. */
  readonly toEstablishment?: boolean;
  readonly problem: Problem | undefined;
  readonly announcement: Announcement | undefined;
  /** Whether another screen than the opening one and this one was shown before: then its heading takes the focus. */
  readonly wasElsewhere: boolean;
};

export type Choice = "scan" | "digits" | "card" | "passkey";
export type Asked =
  | "restart"
  | "cancel"
  | "not_me"
  | "change_person"
  | "this_phone"
  | "card"
  | "establishment"
  | "passkey"
  | "assertion"
  | "ring"
  | "conclude";
export type Call = "begin" | "back" | "frame" | "digits" | "more_time" | Asked;

export type Link =
  | { readonly state: "up" }
  | {
      readonly state: "down";
      readonly why: "offline" | "server";
      readonly tries: number;
      readonly retryAt: number;
    };

/** What the live region says. Never each second. */
export type Announcement =
  | { readonly say: "screen"; readonly screen: Screen["screen"] }
  | { readonly say: "remaining"; readonly seconds: number }
  | { readonly say: "rung"; readonly bell: PageBell }
  | { readonly say: "down"; readonly why: "offline" | "server" }
  | { readonly say: "up" };

/** What is on the screen. Every screen is reachable in a test by naming it. */
export type Screen =
  | { readonly screen: "opening" }
  | {
      readonly screen: "scan";
      readonly frame: string | undefined;
      readonly secondsLeft: number | undefined;
    }
  | {
      readonly screen: "digits";
      readonly digits: string | undefined;
      readonly secondsLeft: number | undefined;
    }
  | { readonly screen: "card" }
  | { readonly screen: "passkey"; readonly key: Model["key"] }
  | {
      readonly screen: "claimed";
      readonly secondsLeft: number | undefined;
      readonly hasMoreTime: boolean;
    }
  | {
      readonly screen: "approved";
      readonly holder: string | undefined;
      readonly silent: boolean;
      readonly held: boolean;
      /** A session that may be somebody else's: the place is shared, and the page waits to be told. */
      readonly shared: boolean;
    }
  | { readonly screen: "refused" }
  | { readonly screen: "expired" }
  | { readonly screen: "cancelled"; readonly reason: string | undefined; readonly by: Choice }
  | { readonly screen: "problem"; readonly problem: Problem }
  | { readonly screen: "leaving"; readonly to: Destination };

/** Where the page is left for. */
export type Destination = "service" | "authenticator" | "card" | "establishment";

export type Event =
  | { readonly event: "tick"; readonly now: number }
  | { readonly event: "called"; readonly now: number }
  | {
      readonly event: "answered";
      readonly now: number;
      readonly call: Call;
      readonly answer: Answer;
      readonly jitter: number;
    }
  | { readonly event: "asked"; readonly ask: Asked }
  | { readonly event: "rang"; readonly bell: BellId }
  | { readonly event: "wants_more_time" }
  | { readonly event: "chose"; readonly choice: Choice }
  | { readonly event: "took_key" }
  | { readonly event: "signed"; readonly assertion: PasskeyAssertion | undefined }
  | { readonly event: "asked_for_digits" }
  | { readonly event: "held" }
  | { readonly event: "returning" }
  | { readonly event: "went_back" }
  | { readonly event: "retry" }
  | { readonly event: "hidden" }
  | { readonly event: "visible"; readonly now: number }
  | { readonly event: "spoke"; readonly lang: Lang }
  | { readonly event: "left" };

/** A frame is refused by the server three seconds after it was made: an older one is no longer shown. */
export const frameShownMs = 3_000;
/** One call a second; the slack forgives a timer that fires a little early. */
export const pollMs = 1_000;
const pollSlackMs = 100;
/** How long the page says who is signed in, with *Ce n'est pas moi*, before it goes on by itself. */
export const approvedShownMs = 2_500;
/** Seconds left that are announced. facts/ux 3.3. */
export const announcedSeconds: readonly number[] = [60, 30, 10];

export function firstModel(lang: Lang, now: number, hidden: boolean): Model {
  return {
    lang,
    choice: "scan",
    now,
    view: undefined,
    viewAt: now,
    frameAt: undefined,
    calledAt: Number.NEGATIVE_INFINITY,
    link: { state: "up" },
    hidden,
    asked: undefined,
    wantsMoreTime: false,
    extended: undefined,
    askedForDigits: false,
    isHeld: false,
    returning: false,
    cardReturn: undefined,
    hasKeys: false,
    key: undefined,
    assertion: undefined,
    leaving: false,
    entering: false,
    onPhone: false,
    arrived: false,
    people: [],
    bells: [],
    ringing: undefined,
    rungUntil: undefined,
    problem: undefined,
    announcement: undefined,
    wasElsewhere: false,
  };
}

/** The model after an event. What is announced follows from the two screens, before and after. */
export function update(model: Model, event: Event): Model {
  const next = step(model, event);
  const announcement = announce(model, next);
  if (!announcement) return next;
  const wasElsewhere =
    next.wasElsewhere || (announcement.say === "screen" && screenOf(model).screen !== "opening");
  return { ...next, announcement, wasElsewhere };
}

function step(model: Model, event: Event): Model {
  switch (event.event) {
    case "tick":
      return { ...model, now: event.now };
    case "called":
      return { ...model, now: event.now, calledAt: event.now };
    case "answered":
      return answered({ ...model, now: event.now }, event.call, event.answer, event.jitter);
    case "asked":
      return ask(model, event.ask);
    case "rang":
      // A press while it rings, or while the one before is on its way, asks for nothing.
      return model.asked === "ring" || ringSecondsLeft(model) > 0
        ? model
        : { ...ask(model, "ring"), ringing: event.bell, rungUntil: undefined };
    case "wants_more_time":
      return moreTime(model);
    case "chose":
      return { ...model, choice: event.choice };
    case "took_key":
      return { ...ask(model, "passkey"), choice: "passkey", key: "asking" };
    case "signed":
      return event.assertion
        ? { ...ask(model, "assertion"), assertion: event.assertion }
        : { ...model, key: "none" };
    case "asked_for_digits":
      return { ...ask(model, "not_me"), askedForDigits: true, choice: "scan" };
    case "held":
      return isAccepted(model) ? { ...model, isHeld: true } : model;
    case "returning":
      return returning(model);
    case "retry":
      return retry(model);
    case "hidden":
      return { ...model, hidden: true, frameAt: undefined };
    case "visible":
      return { ...model, now: event.now, hidden: false, calledAt: Number.NEGATIVE_INFINITY };
    case "spoke":
      return { ...model, lang: event.lang };
    case "left":
    case "went_back":
      return { ...model, leaving: true };
  }
}

function ask(model: Model, asked: Asked): Model {
  return { ...retry(model), asked, askedForDigits: false };
}

function isAccepted({ view }: Model): boolean {
  return view?.state === "approved" || view?.state === "silent";
}

/** For a claimed request, now; for one that has run out, a new one that will have it. */
function moreTime(model: Model): Model {
  const next = model.view?.state === "expired" ? ask(model, "restart") : model;
  return { ...next, wantsMoreTime: true };
}

/** *Revenir au service*: the page is cancelled first, so that no phone can approve it later, then it leaves. */
function returning(model: Model): Model {
  return { ...(isClosed(model) ? retry(model) : ask(model, "cancel")), returning: true };
}

/** Whether this page was cancelled for good: the service has to begin again. */
function isClosed(model: Model): boolean {
  return model.view?.state === "cancelled" && model.view.reason === "page_cancelled";
}

function retry(model: Model): Model {
  const link: Link = model.link.state === "up" ? model.link : { ...model.link, retryAt: model.now };
  // After a problem the page begins again from nothing: the old view may be what the server refused.
  return model.problem
    ? { ...model, link, problem: undefined, view: undefined, asked: undefined }
    : { ...model, link };
}

function answered(model: Model, call: Call, answer: Answer, jitter: number): Model {
  const asked = model.asked === call ? undefined : model.asked;
  switch (answer.kind) {
    case "view": {
      const view = keepDigits(model.view, answer.view);
      const frameAt = view.frame && !model.hidden ? model.now : undefined;
      const extended = call === "more_time" ? view.approval : model.extended;
      const people = view.people ?? (call === "begin" ? [] : model.people);
      const bells = view.bells ?? (call === "begin" ? [] : model.bells);
      const rungUntil = call === "ring" ? answer.view.rung?.until : model.rungUntil;
      const gone = { ...goesElsewhere(call, answer.view), ...afterKey(call) };
      const link = { state: "up" } as const;
      const told = { asked, view, viewAt: model.now, frameAt, extended, people, bells, rungUntil };
      return { ...model, ...told, link, ...gone };
    }
    case "problem":
      if (call === "assertion" && answer.problem.error === "passkey_refused")
        return { ...model, asked, assertion: undefined, key: "refused", link: { state: "up" } };
      return { ...model, asked, arrived: false, problem: answer.problem, link: { state: "up" } };
    case "down": {
      const tries = model.link.state === "down" ? model.link.tries + 1 : 1;
      const wait = Math.max(backOffMs(tries, jitter), (answer.waitSeconds ?? 0) * 1_000);
      return {
        ...model,
        link: { state: "down", why: answer.why, tries, retryAt: model.now + wait },
      };
    }
  }
}

/** The page is left at once, without a form of its own: into the authenticator, or for the page that asked before it. */
function goesElsewhere(call: Call, { entry, leaveFor }: LoginView): Partial<Model> {
  if (call === "establishment" && leaveFor)
    return { leaving: true, entering: true, toEstablishment: true };
  if ((call === "this_phone" || call === "card") && entry) return { leaving: true, entering: true };
  return call === "back" ? { leaving: true } : {};
}

/** Taken: the page goes on to who it is, or to the code beside which the phone is asked for. */
const afterKey = (call: Call): Partial<Model> =>
  call === "assertion" ? { choice: "scan", key: undefined, assertion: undefined } : {};

/** Digits stay those of their request for its whole life, whether or not each answer repeats them. */
function keepDigits(
  before: LoginView | undefined,
  { entry: _spent, passkey: _asked, leaveFor: _left, ...view }: LoginView,
): LoginView {
  const isSame = view.state === "shown" && before?.approval === view.approval;
  return isSame && !view.digits && before?.digits ? { ...view, digits: before.digits } : view;
}

/**
 * How long to wait before try number `tries` + 1: doubling from one second, at most fifteen, spread over its upper
 * half by `jitter` (0 to 1), so that a thousand pages do not come back in the same instant after an outage.
 */
export function backOffMs(tries: number, jitter: number): number {
  const whole = Math.min(15_000, 1_000 * 2 ** Math.min(tries - 1, 10));
  return whole / 2 + (whole / 2) * jitter;
}

/** The call the page owes now, or nothing. What the reader asked goes first. */
export function nextCall(model: Model): Call | undefined {
  if (model.leaving || model.problem) return undefined;
  if (model.link.state === "down" && model.now < model.link.retryAt) return undefined;
  if (model.asked) return model.asked;
  // Back from the card, hidden or not: it has ten seconds, and the time to learn first.
  const isBack = model.cardReturn !== undefined;
  if (!model.view) return model.hidden && !isBack ? undefined : model.arrived ? "back" : "begin";
  if (model.returning || isBack) return "conclude";

  switch (model.view.state) {
    case "shown":
      if (model.hidden || !isDue(model)) return undefined;
      return model.choice === "digits" && !model.view.digits ? "digits" : "frame";
    case "claimed":
      if (model.wantsMoreTime && model.extended !== model.view.approval) return "more_time";
      return model.hidden || !isDue(model) ? undefined : "frame";
    case "approved":
    case "silent":
      return !model.isHeld &&
        !isSomeonesSession(model) &&
        model.now - model.viewAt >= approvedShownMs
        ? "conclude"
        : undefined;
    case "refused":
    case "expired":
    case "cancelled":
      return undefined;
  }
}

/** Before anybody approves, a name is told on a shared place only: whoever sits there now may be another. */
export function isSomeonesSession({ view }: Model): boolean {
  return view?.state === "silent" && view.holder !== undefined;
}

function isDue(model: Model): boolean {
  return model.now - model.calledAt >= pollMs - pollSlackMs;
}

export function screenOf(model: Model): Screen {
  if (model.problem) return { screen: "problem", problem: model.problem };
  const isGoing = model.returning || model.cardReturn !== undefined;
  if (model.leaving || (isGoing && model.link.state === "up"))
    return { screen: "leaving", to: goingTo(model) };
  const { view } = model;
  if (!view) return { screen: "opening" };

  switch (view.state) {
    case "shown":
      return shown(model, view);
    case "claimed":
      return {
        screen: "claimed",
        secondsLeft: secondsUntil(model, view.decideBy),
        hasMoreTime: model.wantsMoreTime,
      };
    case "approved":
    case "silent":
      return {
        screen: "approved",
        holder: view.holder,
        silent: view.state === "silent",
        held: model.isHeld,
        shared: isSomeonesSession(model),
      };
    case "refused":
      return { screen: "refused" };
    case "expired":
      return { screen: "expired" };
    case "cancelled":
      return { screen: "cancelled", reason: reasonOf(model, view), by: model.choice };
  }
}

/** The server knows that the reader said it was not theirs; that they were asked for the digits only this page knows. */
function reasonOf(model: Model, { reason }: LoginView): string | undefined {
  return reason === "not_me_on_page" && model.askedForDigits ? "asked_for_digits" : reason;
}

function goingTo({ entering, choice, toEstablishment }: Model): Destination {
  if (!entering) return "service";
  if (toEstablishment) return "establishment";
  return choice === "card" ? "card" : "authenticator";
}

function shown(model: Model, view: LoginView): Screen {
  const secondsLeft = secondsUntil(model, view.expiresAt);
  if (model.choice === "card") return { screen: "card" };
  if (model.choice === "passkey") return { screen: "passkey", key: model.key };
  if (model.choice === "digits")
    return { screen: "digits", digits: secondsLeft === 0 ? undefined : view.digits, secondsLeft };
  const isFresh = model.frameAt !== undefined && model.now - model.frameAt < frameShownMs;
  return { screen: "scan", frame: isFresh ? view.frame : undefined, secondsLeft };
}

/** Whole seconds left until a moment of the server's clock, never below zero. */
function secondsUntil(model: Model, moment: number | undefined): number | undefined {
  if (moment === undefined || !model.view) return undefined;
  const serverNow = model.view.now * 1_000 + (model.now - model.viewAt);
  return Math.max(0, Math.ceil(moment - serverNow / 1_000));
}

/** The bell that rings now. */
export function rungBell({ bells, ringing }: Model): PageBell | undefined {
  return bells.find(({ bell }) => bell === ringing);
}

/** How long no other ring is asked for. */
export function ringSecondsLeft(model: Model): number {
  return secondsUntil(model, model.rungUntil) ?? 0;
}

/** The value of `data-aval-state`: the closed list that programs driving this page rely on (DESIGN 10). */
export function stateForMachines(model: Model): string | undefined {
  const state = model.view?.state;
  return state === "silent" ? "approved" : state;
}

function announce(before: Model, after: Model): Announcement | undefined {
  const [was, is] = [screenOf(before), screenOf(after)];
  if (was.screen !== is.screen) return { say: "screen", screen: is.screen };
  if (before.link.state !== after.link.state) {
    return after.link.state === "down" ? { say: "down", why: after.link.why } : { say: "up" };
  }
  const bell = rungBell(after);
  if (bell && after.rungUntil !== undefined && before.rungUntil === undefined)
    return { say: "rung", bell };
  const [left, leftNow] = [secondsLeft(was), secondsLeft(is)];
  if (left === undefined || leftNow === undefined || before.view?.approval !== after.view?.approval)
    return undefined;
  const passed = announcedSeconds.findLast((mark) => left > mark && leftNow <= mark);
  return passed === undefined ? undefined : { say: "remaining", seconds: passed };
}

function secondsLeft(screen: Screen): number | undefined {
  return "secondsLeft" in screen ? screen.secondsLeft : undefined;
}

/** The approval a call is about; none before the first answer. */
export function approvalOf(model: Model): ApprovalId | undefined {
  return model.view?.approval;
}
