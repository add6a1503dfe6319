import {
  idFrom,
  type PasskeyAct,
  type PasskeyCreation,
  type PasskeyPageMessage,
  type PasskeyPageView,
  type Problem,
  purposes,
  type Signer,
  signCompact,
} from "@aval/protocol";
import { browserSupportsWebAuthn, startRegistration } from "@simplewebauthn/browser";
import { createAsking } from "../asking.ts";
import { browserSigner } from "../browser-key.ts";
import { firstLang, rememberLang } from "../effects.ts";
import {
  firstKeyModel,
  isReady,
  type KeyEvent,
  type KeyModel,
  nextKeyCall,
  updateKey,
} from "./state.ts";

type Answer = PasskeyPageView | Problem | undefined;

/** Starts the page on which a key is added, in a real browser: one call under way at most. */
export async function startKeys(
  render: (model: KeyModel, dispatch: (event: KeyEvent) => void) => void,
): Promise<void> {
  const signer = await browserSigner(globalThis.indexedDB);
  const isAble = globalThis.crypto?.subtle !== undefined && browserSupportsWebAuthn();
  let model = firstKeyModel(firstLang(), isAble);
  let addition = newAddition();
  let isCalling = false;

  const dispatch = (event: KeyEvent): void => {
    if (event.event === "began_again") addition = newAddition();
    if (event.event === "spoke") rememberLang(event.lang);
    const mayMake = event.event === "make" && isReady(model);
    model = updateKey(model, event);
    render(model, dispatch);
    if (mayMake && model.view?.creation) void make(model.view.creation);
    void pump();
  };

  async function pump(): Promise<void> {
    const call = isCalling ? undefined : nextKeyCall(model);
    if (!call) return;
    isCalling = true;
    const of = addition;
    dispatch({ event: "called", now: performance.now() });
    const { kind, name } = model;
    const more = call === "begin" && kind ? { kind, name } : {};
    const ask = async () =>
      asking.send<PasskeyPageView>(`/passkeys/${of}/${call}`, {
        jws: await signed(signer, of, call, more),
      });
    const known = asking.offsetSeconds();
    // Refused for this machine's clock, and told the right time: asked again at once, and nobody hears of it.
    const answer = (await ask()) ?? (asking.offsetSeconds() === known ? undefined : await ask());
    isCalling = false;
    if (of === addition) tell(call, answer);
  }

  function tell(call: Extract<KeyEvent, { event: "answered" }>["call"], answer: Answer): void {
    if (!answer) dispatch({ event: "down", now: performance.now() });
    else if ("error" in answer) dispatch({ event: "denied", problem: answer });
    else dispatch({ event: "answered", now: performance.now(), call, view: answer });
  }

  async function make(creation: PasskeyCreation): Promise<void> {
    const credential = await created(creation, model.kind === "security_key");
    if (!credential) return dispatch({ event: "not_made" });
    const jws = await signed(signer, addition, "register", {});
    tell(
      "register",
      await asking.send<PasskeyPageView>(`/passkeys/${addition}/register`, { jws, credential }),
    );
  }

  setInterval(() => dispatch({ event: "tick", now: performance.now() }), 1_000);
  dispatch({ event: "tick", now: performance.now() });
}

const asking = createAsking();

/** Drawn here: the first browser key to use it keeps it. */
const newAddition = () => idFrom("pka", crypto.getRandomValues(new Uint8Array(17)));

function signed(
  signer: Signer,
  addition: string,
  act: PasskeyAct,
  more: Pick<PasskeyPageMessage, "kind" | "name">,
): Promise<string> {
  const message: PasskeyPageMessage = {
    v: purposes.passkeyPage,
    addition,
    bk: signer.jwk,
    act,
    ...more,
    ...asking.stamp(),
  };
  return signCompact(message, purposes.passkeyPage, signer);
}

/** What the browser made with its reader; nothing when they stopped it or the authenticator would not. */
async function created(creation: PasskeyCreation, isSecurityKey: boolean) {
  try {
    const made = await startRegistration({
      optionsJSON: {
        challenge: creation.challenge,
        rp: creation.rp,
        user: creation.user,
        pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: "public-key", alg })),
        excludeCredentials: creation.exclude.map((id) => ({ type: "public-key", id })),
        attestation: "direct",
        authenticatorSelection: {
          authenticatorAttachment: isSecurityKey ? "cross-platform" : "platform",
          residentKey: "required",
          requireResidentKey: true,
          userVerification: "required",
        },
      },
    });
    const { clientDataJSON, attestationObject, transports = [] } = made.response;
    return { id: made.id, clientDataJSON, attestationObject, transports: [...transports] };
  } catch {
    return undefined;
  }
}
