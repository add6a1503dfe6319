import type { LoginView, PasskeyAssertion } from "@aval/protocol";
import {
  type ApprovalId,
  type BellId,
  type BrowserMessage,
  type Json,
  type Problem,
  purposes,
  type Signer,
  signCompact,
  toBase64url,
} from "@aval/protocol";
import type { Ratchet } from "./ratchet.ts";
import type { Call } from "./state.ts";
import type { Answer } from "./view.ts";

/** What the calls need from outside. `post` throws when the network does not answer. */
export type ApiWorld = {
  readonly post: (
    path: string,
    body: Json,
  ) => Promise<{ status: number; retryAfterSeconds?: number | undefined; body: unknown }>;
  readonly signer: Signer;
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
  /** The engine's interaction this page was opened for. */
  readonly signIn: string;
  readonly ratchet: Ratchet;
  /** What the page was given at which a return from the authenticator arrived. */
  readonly pass: string | undefined;
};

export type Api = {
  readonly call: (
    call: Exclude<Call, "conclude">,
    approval: ApprovalId | undefined,
    /** With `ring`: which. With `assertion`: what a key signed. */
    more?: {
      readonly bell?: BellId | undefined;
      readonly assertion?: PasskeyAssertion | undefined;
    },
  ) => Promise<Answer>;
  /** The message of the form that leaves this page. */
  readonly conclusion: (
    approval: ApprovalId | undefined,
    card?: string | undefined,
  ) => Promise<string>;
};

/** The path of each call. *Ce n'est pas moi* is a cancellation that says more. */
const paths = {
  begin: "begin",
  frame: "frame",
  digits: "digits",
  restart: "restart",
  more_time: "more-time",
  cancel: "cancel",
  not_me: "cancel",
  change_person: "change-person",
  card: "card",
  establishment: "establishment",
  passkey: "passkey",
  assertion: "assertion",
  this_phone: "this-phone",
  back: "back",
  ring: "ring",
} as const satisfies Record<Exclude<Call, "conclude">, string>;

/** The page's calls, each one signed by the browser's key and stamped on the server's clock. */
export function createApi(world: ApiWorld): Api {
  let offsetMs = 0;

  const signed = (
    act: BrowserMessage["act"],
    approval: ApprovalId | undefined,
    more: Pick<BrowserMessage, "ratchet" | "card" | "bell"> = {},
  ): Promise<string> => {
    const message: BrowserMessage = {
      v: purposes.browser,
      signIn: world.signIn,
      bk: world.signer.jwk,
      act,
      ...(approval === undefined ? {} : { approval }),
      ...more,
      ...(act === "back" && world.pass !== undefined ? { pass: world.pass } : {}),
      iat: Math.floor((world.now() + offsetMs) / 1_000),
      jti: toBase64url(world.randomBytes(16)),
    };
    return signCompact(message, purposes.browser, world.signer);
  };

  const followClock = (serverSeconds: number | undefined) => {
    if (serverSeconds !== undefined) offsetMs = serverSeconds * 1_000 - world.now();
  };

  async function call(
    act: Exclude<Call, "conclude">,
    approval: ApprovalId | undefined,
    { bell, assertion }: NonNullable<Parameters<Api["call"]>[2]> = {},
  ): Promise<Answer> {
    const shown = act === "begin" ? await world.ratchet.kept() : undefined;
    for (let attempt = 0; ; attempt++) {
      const answer = await sent(
        world,
        paths[act],
        await signed(act, approval, {
          ...(shown !== undefined && { ratchet: shown }),
          ...(act === "ring" && bell !== undefined && { bell }),
          ...(act === "assertion" && assertion !== undefined && { assertion }),
        }),
      );
      if (answer.kind === "view") {
        followClock(answer.view.now);
        if (answer.view.ratchet) await world.ratchet.keep(answer.view.ratchet);
      }
      const isSkewed = answer.kind === "problem" && answer.problem.error === "clock_skew";
      if (!isSkewed || attempt > 0) return answer;
      followClock(answer.problem.now);
    }
  }

  return {
    call,
    conclusion: (approval, card) =>
      signed("conclude", approval, card === undefined ? {} : { card }),
  };
}

async function sent(world: ApiWorld, path: string, jws: string): Promise<Answer> {
  try {
    const answer = await world.post(`/login/${encodeURIComponent(world.signIn)}/${path}`, { jws });
    return read(answer.status, answer.body, answer.retryAfterSeconds);
  } catch {
    return { kind: "down", why: "offline" };
  }
}

/** What an HTTP answer means to the page. 429 and 5xx pass by themselves; other refusals do not. */
export function read(status: number, body: unknown, retryAfterSeconds?: number): Answer {
  if (status === 200 && isView(body)) return { kind: "view", view: body };
  if (status >= 400 && status < 500 && status !== 429 && isProblem(body))
    return { kind: "problem", problem: body };
  const wait = retryAfterSeconds ?? (isProblem(body) ? body.retryAfterSeconds : undefined);
  return { kind: "down", why: "server", ...(wait === undefined ? {} : { waitSeconds: wait }) };
}

/** An intermediary's page, or a captive portal's, is JSON of nobody: it must not be shown as a state. */
function isView(body: unknown): body is LoginView {
  const view = body as Partial<LoginView> | null;
  return (
    typeof view === "object" &&
    typeof view?.state === "string" &&
    typeof view.now === "number" &&
    typeof view.service?.name === "string"
  );
}

function isProblem(body: unknown): body is Problem {
  const problem = body as Partial<Problem> | null;
  return (
    typeof problem === "object" &&
    typeof problem?.error === "string" &&
    typeof problem.message?.fr === "string"
  );
}
