import type { Lang } from "@aval/design";
import type { PasskeyKind, PasskeyPageView, Problem } from "@aval/protocol";

/**
 * The page on which a key is added, as a value. Pure: times come in with the events, in milliseconds of the page's own clock; the
 * network and the browser's own question are in `effects.ts`.
 */
export type KeyModel = {
  readonly lang: Lang;
  /** Whether this browser can make keys at all. */
  readonly isAble: boolean;
  readonly name: string;
  readonly kind: PasskeyKind | undefined;
  readonly now: number;
  readonly view: PasskeyPageView | undefined;
  readonly viewAt: number;
  readonly calledAt: number;
  readonly asked: "restart" | "cancel" | undefined;
  /** The browser asks its reader, or the server is being told. */
  readonly isMaking: boolean;
  /** The browser came back without a key. */
  readonly notMade: boolean;
  readonly isDown: boolean;
  readonly retryAt: number;
  readonly problem: Problem | undefined;
};

export type KeyCall = "begin" | "frame" | "restart" | "cancel";

export type KeyScreen =
  | { readonly screen: "choose" }
  | { readonly screen: "unable" }
  | {
      readonly screen: "scan";
      readonly frame: string | undefined;
      readonly secondsLeft: number | undefined;
    }
  | { readonly screen: "claimed" }
  | { readonly screen: "make"; readonly isMaking: boolean; readonly notMade: boolean }
  | { readonly screen: "made"; readonly made: NonNullable<PasskeyPageView["made"]> | undefined }
  | { readonly screen: "over"; readonly why: "refused" | "expired" | "cancelled" | "denied" }
  | { readonly screen: "problem"; readonly problem: Problem };

export type KeyEvent =
  | { readonly event: "tick"; readonly now: number }
  | { readonly event: "named"; readonly name: string }
  | { readonly event: "chose"; readonly kind: PasskeyKind }
  | { readonly event: "called"; readonly now: number }
  | {
      readonly event: "answered";
      readonly now: number;
      readonly call: KeyCall | "register";
      readonly view: PasskeyPageView;
    }
  | { readonly event: "denied"; readonly problem: Problem }
  | { readonly event: "down"; readonly now: number }
  | { readonly event: "asked"; readonly ask: "restart" | "cancel" }
  | { readonly event: "make" }
  | { readonly event: "not_made" }
  | { readonly event: "began_again" }
  | { readonly event: "spoke"; readonly lang: Lang };

export function firstKeyModel(lang: Lang, isAble: boolean): KeyModel {
  return {
    lang,
    isAble,
    name: "",
    kind: undefined,
    now: 0,
    view: undefined,
    viewAt: 0,
    calledAt: Number.NEGATIVE_INFINITY,
    asked: undefined,
    isMaking: false,
    notMade: false,
    isDown: false,
    retryAt: 0,
    problem: undefined,
  };
}

/** After a call that nobody answered, the next waits this long. */
const patienceMs = 2_000;
const pollMs = 900;
/** The server refuses a frame three seconds after it was made. */
const frameShownMs = 3_000;

export function updateKey(model: KeyModel, event: KeyEvent): KeyModel {
  switch (event.event) {
    case "tick":
      return { ...model, now: event.now };
    case "named":
      return { ...model, name: event.name };
    case "chose":
      return { ...model, kind: event.kind };
    case "called":
      return { ...model, now: event.now, calledAt: event.now };
    case "answered": {
      const asked = model.asked === event.call ? undefined : model.asked;
      const isMaking = event.call === "register" ? false : model.isMaking;
      const told = { view: event.view, viewAt: event.now, now: event.now };
      return { ...model, ...told, asked, isMaking, isDown: false };
    }
    case "denied":
      // A key that was not taken may be another one next time; anything else is over.
      return event.problem.error === "passkey_not_made"
        ? { ...model, isMaking: false, notMade: true }
        : { ...model, isMaking: false, problem: event.problem };
    case "down":
      return {
        ...model,
        now: event.now,
        isMaking: false,
        isDown: true,
        retryAt: event.now + patienceMs,
      };
    case "asked":
      return { ...model, asked: event.ask };
    case "make":
      return isReady(model) ? { ...model, isMaking: true, notMade: false } : model;
    case "not_made":
      return { ...model, isMaking: false, notMade: true };
    case "began_again":
      return { ...firstKeyModel(model.lang, model.isAble), name: model.name, now: model.now };
    case "spoke":
      return { ...model, lang: event.lang };
  }
}

/** Whether the phone approved, and the browser is not asking already. */
export const isReady = ({ view, isMaking }: KeyModel) =>
  view?.state === "approved" && view.creation !== undefined && !isMaking;

/** The call the page owes now, or nothing. */
export function nextKeyCall(model: KeyModel): KeyCall | undefined {
  if (model.problem || !model.kind || (model.isDown && model.now < model.retryAt)) return undefined;
  if (!model.view) return "begin";
  if (model.asked) return model.asked;
  const isWaiting = model.view.state === "shown" || model.view.state === "claimed";
  return isWaiting && model.now - model.calledAt >= pollMs ? "frame" : undefined;
}

export function keyScreenOf(model: KeyModel): KeyScreen {
  const { view, problem } = model;
  if (problem) return { screen: "problem", problem };
  if (!model.isAble) return { screen: "unable" };
  if (!model.kind) return { screen: "choose" };
  switch (view?.state) {
    case undefined:
    case "shown":
      return { screen: "scan", frame: freshFrame(model), secondsLeft: secondsLeft(model) };
    case "claimed":
      return { screen: "claimed" };
    case "approved":
      return { screen: "make", isMaking: model.isMaking, notMade: model.notMade };
    case "made":
      return { screen: "made", made: view?.made };
    default:
      return { screen: "over", why: view?.state ?? "expired" };
  }
}

const freshFrame = ({ view, viewAt, now }: KeyModel) =>
  now - viewAt < frameShownMs ? view?.frame : undefined;

function secondsLeft({ view, viewAt, now }: KeyModel): number | undefined {
  if (view?.expiresAt === undefined) return undefined;
  return Math.max(0, Math.floor(view.expiresAt - view.now - (now - viewAt) / 1_000));
}
