import {
  type Json,
  type Problem,
  purposes,
  signCompact,
  toBase64url,
  type WorkstationAskMessage,
  type WorkstationView,
} from "@aval/protocol";
import { browserSigner } from "../browser-key.ts";
import { firstLang, rememberLang } from "../effects.ts";
import { browserRatchet } from "../ratchet.ts";
import {
  asks,
  firstWorkstation,
  updateWorkstation,
  type WorkstationEvent,
  type WorkstationModel,
} from "./state.ts";

const pauseMs = 1_000;

/** Starts the page of a workstation, in a real browser: it asks once a second until it is registered. */
export async function startWorkstation(
  render: (model: WorkstationModel, dispatch: (event: WorkstationEvent) => void) => void,
): Promise<void> {
  const signer = await browserSigner(globalThis.indexedDB);
  const ratchet = browserRatchet(globalThis.indexedDB);
  let model = firstWorkstation(firstLang());
  let hasBegun = false;
  let offsetSeconds = 0;
  let isAsking = false;

  const dispatch = (event: WorkstationEvent): void => {
    if (event.event === "spoke") rememberLang(event.lang);
    model = updateWorkstation(model, event);
    render(model, dispatch);
    if (event.event === "began_again") void ask();
  };

  async function signed(): Promise<string> {
    const shown = hasBegun ? undefined : await ratchet.kept();
    const message: WorkstationAskMessage = {
      v: purposes.workstationAsk,
      bk: signer.jwk,
      begins: !hasBegun,
      ...(shown === undefined ? {} : { ratchet: shown }),
      iat: Math.floor(Date.now() / 1_000) + offsetSeconds,
      jti: toBase64url(crypto.getRandomValues(new Uint8Array(16))),
    };
    return signCompact(message as unknown as Json, purposes.workstationAsk, signer);
  }

  async function ask(): Promise<void> {
    if (isAsking || !asks(model)) return;
    isAsking = true;
    const answer = await post("/poste/frame", { jws: await signed() });
    isAsking = false;
    if (typeof answer?.now === "number")
      offsetSeconds = answer.now - Math.floor(Date.now() / 1_000);
    if (!answer || ("error" in answer && answer.error === "clock_skew"))
      return dispatch({ event: "down" });
    if ("error" in answer) return dispatch({ event: "denied", problem: answer });
    if (answer.ratchet) await ratchet.keep(answer.ratchet);
    hasBegun = true;
    dispatch({ event: "told", view: answer });
  }

  render(model, dispatch);
  await ask();
  setInterval(() => void ask(), pauseMs);
}

async function post(path: string, body: Json): Promise<WorkstationView | Problem | undefined> {
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(body),
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(8_000),
    });
    return answer.status >= 500 ? undefined : ((await answer.json()) as WorkstationView | Problem);
  } catch {
    return undefined;
  }
}
