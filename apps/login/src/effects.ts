import type { Lang } from "@aval/design";
import type { Json } from "@aval/protocol";
import { type Api, createApi } from "./api.ts";
import { browserSigner } from "./browser-key.ts";
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
    const answer = await world.api.call(call, approvalOf(model));
    model = update(model, {
      event: "answered",
      now: world.now(),
      call,
      answer,
      jitter: world.jitter(),
    });
    world.render(model);
  }

  async function conclude(): Promise<void> {
    const jws = await world.api.conclusion(approvalOf(model));
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
  const signIn = decodeURIComponent(location.pathname.split("/")[2] ?? "");
  if (!globalThis.crypto?.subtle) return render(unfit(), () => history.back());
  const api = createApi({
    post,
    signer: await browserSigner(globalThis.indexedDB),
    now: Date.now,
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    signIn,
    ratchet: browserRatchet(globalThis.indexedDB),
  });
  const engine: Engine = createEngine(
    {
      api,
      // Monotonic: an adjusted wall clock must not freeze a countdown.
      now: () => performance.now(),
      jitter: Math.random,
      render: (model) => render(model, dispatch),
      leave: (jws) => leave(signIn, jws),
    },
    firstModel(firstLang(), performance.now(), document.hidden),
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

/** A real form: the provider's answer is a redirect of the whole page, back to the service. */
function leave(signIn: string, jws: string): void {
  const form = document.createElement("form");
  form.method = "post";
  form.action = `/login/${encodeURIComponent(signIn)}/conclude`;
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "jws";
  field.value = jws;
  form.append(field);
  document.body.append(form);
  form.submit();
}

const langKey = "aval-lang";

/**
 * What was chosen here, else what the server found: the service's wish, then the browser's, then French. A choice lasts as
 * long as the tab: the next person at this computer begins with their own service's wish.
 */
function firstLang(): Lang {
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
