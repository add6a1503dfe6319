import {
  type EnrolmentPlaceAct,
  type EnrolmentPlaceMessage,
  type EnrolmentPlaceView,
  type Json,
  type Problem,
  purposes,
  signCompact,
  toBase64url,
} from "@aval/protocol";
import { browserSigner } from "../browser-key.ts";
import { firstLang, rememberLang } from "../effects.ts";
import { browserRatchet } from "../ratchet.ts";
import { asks, firstWiped, updateWiped, type WipedEvent, type WipedModel } from "./state.ts";

const pauseMs = 1_000;

/** Starts the page for a phone that forgot everything, in a real browser: once begun, it asks once a second until it is over. */
export async function startWiped(
  render: (model: WipedModel, dispatch: (event: WipedEvent) => void) => void,
): Promise<void> {
  const signer = await browserSigner(globalThis.indexedDB);
  const ratchet = browserRatchet(globalThis.indexedDB);
  let model = firstWiped(firstLang());
  let offsetSeconds = 0;
  let isAsking = false;

  const dispatch = (event: WipedEvent): void => {
    if (event.event === "spoke") rememberLang(event.lang);
    model = updateWiped(model, event);
    render(model, dispatch);
    if (event.event === "began") void ask("open");
    if (event.event === "stopped") void ask("stop");
  };

  async function signed(act: EnrolmentPlaceAct): Promise<string> {
    const shown = act === "open" ? await ratchet.kept() : undefined;
    const page = model.view?.page;
    const message: EnrolmentPlaceMessage = {
      v: purposes.enrolmentPlace,
      bk: signer.jwk,
      act,
      ...(act === "open" || page === undefined ? {} : { page }),
      ...(shown === undefined ? {} : { ratchet: shown }),
      iat: Math.floor(Date.now() / 1_000) + offsetSeconds,
      jti: toBase64url(crypto.getRandomValues(new Uint8Array(16))),
    };
    return signCompact(message as unknown as Json, purposes.enrolmentPlace, signer);
  }

  async function ask(act: EnrolmentPlaceAct): Promise<void> {
    if (isAsking && act === "watch") return;
    isAsking = true;
    const answer = await post("/telephone/page", { jws: await signed(act) });
    isAsking = false;
    if (typeof answer?.now === "number")
      offsetSeconds = answer.now - Math.floor(Date.now() / 1_000);
    if (!answer || ("error" in answer && answer.error === "clock_skew"))
      return dispatch({ event: "down" });
    if ("error" in answer) return dispatch({ event: "denied", problem: answer });
    if (answer.ratchet) await ratchet.keep(answer.ratchet);
    dispatch({ event: "told", view: answer });
  }

  render(model, dispatch);
  setInterval(() => {
    if (asks(model)) void ask(model.view ? "watch" : "open");
  }, pauseMs);
}

async function post(path: string, body: Json): Promise<EnrolmentPlaceView | Problem | undefined> {
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(body),
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(8_000),
    });
    return answer.status >= 500
      ? undefined
      : ((await answer.json()) as EnrolmentPlaceView | Problem);
  } catch {
    return undefined;
  }
}
