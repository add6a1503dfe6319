import {
  type Json,
  purposes,
  signCompact,
  type WorkstationAskMessage,
  type WorkstationView,
} from "@aval/protocol";
import { createAsking } from "../asking.ts";
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
  const asking = createAsking();
  let model = firstWorkstation(firstLang());
  let hasBegun = false;
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
      ...asking.stamp(),
    };
    return signCompact(message as unknown as Json, purposes.workstationAsk, signer);
  }

  async function ask(): Promise<void> {
    if (isAsking || !asks(model)) return;
    isAsking = true;
    const answer = await asking.send<WorkstationView>("/poste/frame", { jws: await signed() });
    isAsking = false;
    if (!answer) return dispatch({ event: "down" });
    if ("error" in answer) return dispatch({ event: "denied", problem: answer });
    if (answer.ratchet) await ratchet.keep(answer.ratchet);
    hasBegun = true;
    dispatch({ event: "told", view: answer });
  }

  render(model, dispatch);
  await ask();
  setInterval(() => void ask(), pauseMs);
}
