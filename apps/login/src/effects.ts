import type { Lang } from "@aval/design";
import type { FormTarget, Json, PasskeyAssertion, PasskeyChallenge } from "@aval/protocol";
import { browserSupportsWebAuthn } from "@simplewebauthn/browser";
import { type Api, createApi } from "./api.ts";
import { browserSigner } from "./browser-key.ts";
import { signByKey } from "./by-key.ts";
import { takeCardReturn } from "./card-return.ts";
import { browserRatchet } from "./ratchet.ts";
import {
  approvalOf,
  type Call,
  type Event,
  firstModel,
  type Model,
  nextCall,
  update,
} from "./state.ts";

/** What moves the page. `render` is told of every new model. */
export type EngineWorld = {
  readonly api: Api;
  readonly now: () => number;
  /** 0 to 1, for the back-off only. */
  readonly jitter: () => number;
  readonly render: (model: Model) => void;
  /** Leaves the page with the signed message, by a form of its own. */
  readonly leave: (jws: string) => void;
  /** Leaves it for the authenticator of this very phone, by a form. */
  readonly enter: (entry: FormTarget) => void;
  /** What a key of the reader's signs; nothing when they stopped it or have none. */
  readonly sign: (asked: PasskeyChallenge) => Promise<PasskeyAssertion | undefined>;
  /** Leaves it for the establishment's own provider. */
  readonly goTo: (address: string) => void;
  /** Leaves it for the page that asked before: its browser has come back. */
  readonly reopen: () => void;
};

export type Engine = { readonly dispatch: (event: Event) => void; readonly model: () => Model };

/**
 * Runs the page: one event in, one new model out, and at most one call under way, so that an answer to an old
 * question can never overwrite a newer one.
 */
export function createEngine(world: EngineWorld, first: Model): Engine {
  let model = first;
  let isCalling = false;

  const dispatch = (event: Event): void => {
    model = update(model, event);
    world.render(model);
    void pump();
  };

  async function pump(): Promise<void> {
    const call = isCalling ? undefined : nextCall(model);
    if (!call) return;
    isCalling = true;
    try {
      await (call === "conclude" ? conclude() : ask(call));
    } finally {
      isCalling = false;
    }
    void pump();
  }

  async function ask(call: Exclude<Call, "conclude">): Promise<void> {
    model = update(model, { event: "called", now: world.now() });
    const { ringing: bell, assertion } = model;
    const answer = await world.api.call(call, approvalOf(model), { bell, assertion });
    model = update(model, {
      event: "answered",
      now: world.now(),
      call,
      answer,
      jitter: world.jitter(),
    });
    world.render(model);
    if (answer.kind !== "view") return;
    const { entry } = answer.view;
    if (call === "this_phone" && entry) world.enter(entry);
    // The card's page speaks the language that was chosen here.
    if (call === "card" && entry)
      world.enter({ ...entry, address: `${entry.address}?lang=${model.lang}` });
    if (call === "passkey" && answer.view.passkey) void sign(answer.view.passkey);
    const { leaveFor } = answer.view;
    if (call === "establishment" && leaveFor) world.goTo(leaveFor);
    if (call === "back") world.reopen();
  }

  /** The browser asks its reader for a key; the page goes on meanwhile. */
  async function sign(asked: PasskeyChallenge): Promise<void> {
    dispatch({ event: "signed", assertion: await world.sign(asked) });
  }

  async function conclude(): Promise<void> {
    const jws = await world.api.conclusion(approvalOf(model), model.cardReturn);
    // The reader may have said "Ce n'est pas moi" while the message was being signed.
    if (nextCall(model) !== "conclude") return;
    model = update(model, { event: "left" });
    world.render(model);
    world.leave(jws);
  }

  return { dispatch, model: () => model };
}

/** Starts the page in a real browser. */
export async function start(
  render: (model: Model, dispatch: Engine["dispatch"]) => void,
): Promise<void> {
  const { avalSignIn, avalPass } = document.documentElement.dataset;
  const signIn = avalSignIn ?? decodeURIComponent(location.pathname.split("/")[2] ?? "");
  if (!globalThis.crypto?.subtle) return render(unfit(), () => history.back());
  const api = createApi({
    post,
    signer: await browserSigner(globalThis.indexedDB),
    now: Date.now,
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    signIn,
    ratchet: browserRatchet(globalThis.indexedDB),
    pass: avalPass,
  });
  const engine: Engine = createEngine(
    {
      api,
      // Monotonic: an adjusted wall clock must not freeze a countdown.
      now: () => performance.now(),
      jitter: Math.random,
      render: (model) => render(model, dispatch),
      leave: (jws) => sendForm(`/login/${encodeURIComponent(signIn)}/conclude`, "jws", jws),
      enter: ({ address, secret }) => sendForm(address, "secret", secret),
      goTo: (address) => location.assign(address),
      sign: signByKey,
      // Not kept in the history: going back there would send the spent form again.
      reopen: () => location.replace(`/login/${encodeURIComponent(signIn)}`),
    },
    {
      ...firstModel(firstLang(), performance.now(), document.hidden),
      onPhone: matchMedia(phoneLike).matches,
      arrived: avalPass !== undefined,
      cardReturn: takeCardReturn({ location, history }),
      hasKeys: browserSupportsWebAuthn(),
    },
  );

  // A page that cannot go on does not know its service's address: the page before it does.
  function dispatch(event: Event): void {
    engine.dispatch(event);
    if (event.event === "went_back") history.back();
  }

  document.addEventListener("visibilitychange", () => {
    engine.dispatch(
      document.hidden ? { event: "hidden" } : { event: "visible", now: performance.now() },
    );
  });
  // Whoever moves among the answers is reading them: who is signed in then waits for one.
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Tab" || key.startsWith("Arrow")) engine.dispatch({ event: "held" });
  });
  // A pointer that merely lies where the answers appear has moved nowhere.
  document.addEventListener("pointermove", ({ target, movementX, movementY }) => {
    const hasMoved = movementX !== 0 || movementY !== 0;
    if (hasMoved && target instanceof Element && target.closest(".button-refuse"))
      engine.dispatch({ event: "held" });
  });
  addEventListener("online", () => engine.dispatch({ event: "retry" }));
  // A page brought back by the Back button holds a request that is over.
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
  setInterval(() => engine.dispatch({ event: "tick", now: performance.now() }), 1_000);
  engine.dispatch({ event: "tick", now: performance.now() });
}

/** A browser without WebCrypto, or a page not served securely: no key can be made, so nothing can be proved. */
function unfit(): Model {
  const message = {
    fr: "Ce navigateur ne sait pas protéger une clé. Mettez-le à jour, ou prenez-en un autre.",
    en: "This browser cannot protect a key. Update it, or use another one.",
  };
  const first = firstModel(firstLang(), 0, false);
  return { ...first, problem: { error: "unfit_browser", reference: "", message } };
}

async function post(path: string, body: Json) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(body),
    cache: "no-store",
    redirect: "error",
    signal: AbortSignal.timeout(8_000),
  });
  const wait = Number(answer.headers.get("retry-after"));
  return {
    status: answer.status,
    retryAfterSeconds: wait > 0 ? wait : undefined,
    body: (await answer.json().catch(() => undefined)) as unknown,
  };
}

/** The same words as in `login.css`: held in the hand, and too narrow for a computer's window. */
const phoneLike = "(pointer: coarse) and (max-width: 55.99rem)";

/** A real form, in which the whole page goes: back to the service by the provider's answer, or into the authenticator. */
function sendForm(address: string, name: string, value: string): void {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = name;
  field.value = value;
  form.append(field);
  document.body.append(form);
  form.submit();
}

const langKey = "aval-lang";

/**
 * What was chosen here, else what the server found: the service's wish, then the browser's, then French. A choice lasts as
 * long as the tab: the next person at this computer begins with their own service's wish.
 */
export function firstLang(): Lang {
  return keptLang() ?? (document.documentElement.lang === "en" ? "en" : "fr");
}

function keptLang(): Lang | undefined {
  try {
    const kept = sessionStorage.getItem(langKey);
    return kept === "en" || kept === "fr" ? kept : undefined;
  } catch {
    return undefined;
  }
}

export function rememberLang(lang: Lang): void {
  try {
    sessionStorage.setItem(langKey, lang);
  } catch {
    // Storage refused: the choice holds for this page.
  }
}
