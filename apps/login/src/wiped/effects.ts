import {
  type EnrolmentPlaceAct,
  type EnrolmentPlaceMessage,
  type EnrolmentPlaceView,
  type Json,
  purposes,
  signCompact,
} from "@aval/protocol";
import { createAsking } from "../asking.ts";
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
  const asking = createAsking();
  let model = firstWiped(firstLang());
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
      ...asking.stamp(),
    };
    return signCompact(message as unknown as Json, purposes.enrolmentPlace, signer);
  }

  async function ask(act: EnrolmentPlaceAct): Promise<void> {
    if (isAsking && act === "watch") return;
    isAsking = true;
    const answer = await asking.send<EnrolmentPlaceView>("/telephone/page", {
      jws: await signed(act),
    });
    isAsking = false;
    if (!answer) return dispatch({ event: "down" });
    if ("error" in answer) return dispatch({ event: "denied", problem: answer });
    if (answer.ratchet) await ratchet.keep(answer.ratchet);
    dispatch({ event: "told", view: answer });
  }

  render(model, dispatch);
  setInterval(() => {
    if (asks(model)) void ask(model.view ? "watch" : "open");
  }, pauseMs);
}
