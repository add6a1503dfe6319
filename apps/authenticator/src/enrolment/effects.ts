import {
  type EnrolmentStatus,
  newKeyPair,
  type PasskeyAssertion,
  type PasskeyChallenge,
  type Phone,
  PhoneRefusal,
  type Problem,
  signerOf,
} from "@aval/protocol";
import { startAuthentication } from "@simplewebauthn/browser";
import type { Dispatch } from "../effects.ts";
import { identityOf, type KeptPhone } from "../keys/kept.ts";
import type { Vault } from "../keys/vault.ts";
import type { Network } from "../shell/network.ts";
import { troubleOf } from "../trouble.ts";
import type { EnrolmentCommand, Person, Registrar } from "./state.ts";

export type EnrolmentDeps = {
  readonly phone: Phone;
  readonly network: Network;
  readonly vault: Vault;
  readonly dispatch: Dispatch;
  readonly breathe: () => Promise<void>;
  readonly randomBytes: (length: number) => Uint8Array<ArrayBuffer>;
  /** What the phone calls itself. */
  readonly label: string;
  readonly askToInstall: () => Promise<void>;
  /** Asks the browser not to clear this page's storage when the phone is short of room. */
  readonly persist: () => Promise<void>;
};

/** Runs what an enrolment's screen asked for, and answers with events. */
export async function runEnrolment(deps: EnrolmentDeps, command: EnrolmentCommand): Promise<void> {
  try {
    await run(deps, command);
  } catch (thrown) {
    deps.dispatch({ event: "enrolment_failed", trouble: troubleOf(thrown) });
  }
}

async function run(deps: EnrolmentDeps, command: EnrolmentCommand): Promise<void> {
  switch (command.command) {
    case "ask_to_install":
      return deps.askToInstall();
    case "load_desk":
      return loadDesk(deps);
    case "enrol_bound": {
      const kept = await ask(deps, command.binding);
      const { phone } = deps;
      return heard(
        deps,
        kept,
        await phone.enrolmentStatus(await signerOf(kept.ik), kept.enrolment),
      );
    }
    case "show_again":
      return showAgain(deps, command.binding);
    case "present":
      return present(deps, command.nationalId, command.registrars);
    case "check_enrolment":
      return check(deps);
    case "use_key":
      return useKey(deps);
    case "set_code":
      return setCode(deps, command.code, command.atHome);
    case "activate":
      return activate(deps, command.code, command.atHome);
    case "keep_storage":
      return deps.persist();
    case "forget_phone":
      await deps.vault.forget();
      return deps.dispatch({ event: "removed" });
  }
}

/** The answer's body, or the refusal it carries. For the sandbox's addresses, which no phone signs for. */
export function bodyOf<T>(answer: { status: number; body: unknown }): T {
  if (answer.status >= 200 && answer.status < 300) return answer.body as T;
  const problem = answer.body as Problem | undefined;
  throw new PhoneRefusal(problem?.error ?? `http_${answer.status}`, problem);
}

async function loadDesk({ network, dispatch }: EnrolmentDeps): Promise<void> {
  const [people, registrars] = await Promise.all([
    network.get("/sandbox/people"),
    network.get("/sandbox/registrars"),
  ]);
  dispatch({
    event: "desk_loaded",
    people: bodyOf<Person[]>(people),
    registrars: bodyOf<Registrar[]>(registrars),
  });
}

/** The phone makes its key and asks, naming nobody; then the sandbox's two registrars say whose phone it is. */
async function present(
  deps: EnrolmentDeps,
  nationalId: string,
  registrars: readonly [string, string],
): Promise<void> {
  const kept = (await deps.vault.phone()) ?? (await ask(deps));
  const answer = await deps.network.post("/sandbox/desk", {
    enrolment: kept.enrolment,
    nationalId,
    registrars: [...registrars],
  });
  await heard(deps, kept, bodyOf<EnrolmentStatus>(answer));
}

/** The phone makes its key and asks to be enrolled, naming nobody. */
export async function ask(deps: EnrolmentDeps, binding?: string): Promise<KeptPhone> {
  const ik = await newKeyPair();
  const answer = await deps.phone.enrol(await signerOf(ik), deps.label, binding);
  const kept: KeptPhone = {
    stage: "asked",
    ik,
    deviceSecret: deps.randomBytes(32),
    device: answer.device,
    enrolment: answer.enrolment,
    root: answer.root,
    pin: undefined,
    holder: undefined,
  };
  await deps.vault.keepPhone(kept);
  return kept;
}

async function check(deps: EnrolmentDeps): Promise<void> {
  const kept = await keptPhone(deps);
  await heard(
    deps,
    kept,
    await deps.phone.enrolmentStatus(await signerOf(kept.ik), kept.enrolment),
  );
}

/** A desk's page, scanned by a phone that has asked before. What is not held goes on as it is. */
async function showAgain(deps: EnrolmentDeps, binding: string): Promise<void> {
  const kept = await keptPhone(deps);
  const ik = await signerOf(kept.ik);
  const { state } = await deps.phone.enrolmentStatus(ik, kept.enrolment);
  if (state !== "held") return check(deps);
  await heard(deps, kept, await deps.phone.showAgain(ik, kept.enrolment, binding));
}

/** Has a key of the holder's sign for this phone. None is named: the browser shows what it has for this host. */
async function useKey(deps: EnrolmentDeps): Promise<void> {
  const { phone, dispatch } = deps;
  try {
    const kept = await keptPhone(deps);
    const ik = await signerOf(kept.ik);
    const asked = await phone.askEnrolmentKey(ik, kept.enrolment);
    const assertion = await signByKey(asked);
    if (!assertion) return dispatch({ event: "key_use_failed", trouble: undefined });
    await heard(deps, kept, await phone.useEnrolmentKey(ik, kept.enrolment, assertion));
  } catch (thrown) {
    dispatch({ event: "key_use_failed", trouble: troubleOf(thrown) });
  }
}

async function signByKey(asked: PasskeyChallenge): Promise<PasskeyAssertion | undefined> {
  try {
    const { id, response } = await startAuthentication({
      optionsJSON: { ...asked, userVerification: "required", allowCredentials: [] },
    });
    const { clientDataJSON, authenticatorData, signature } = response;
    return { id, clientDataJSON, authenticatorData, signature };
  } catch {
    return undefined;
  }
}

async function keptPhone({ vault }: EnrolmentDeps): Promise<KeptPhone> {
  const kept = await vault.phone();
  if (!kept) throw new Error("an enrolment went on without a phone");
  return kept;
}

/** Keeps what the server said before the screen shows it. */
export async function heard(
  { vault, dispatch }: EnrolmentDeps,
  kept: KeptPhone,
  status: EnrolmentStatus,
): Promise<void> {
  const stage =
    status.state === "active" ? "active" : kept.pin ? "coded" : status.holder ? "proved" : "asked";
  await vault.keepPhone({ ...kept, stage, holder: status.holder ?? kept.holder });
  if (status.holder) dispatch({ event: "holder_known", holder: status.holder });
  dispatch({ event: "enrolment_known", status, isCoded: kept.pin !== undefined });
}

async function setCode(deps: EnrolmentDeps, code: string, atHome?: true): Promise<void> {
  const kept = await keptPhone(deps);
  await deps.breathe();
  const pin = await deps.phone.setCode(
    await signerOf(kept.ik),
    kept.device,
    code,
    kept.deviceSecret,
  );
  await deps.vault.keepPhone({ ...kept, stage: "coded", pin });
  deps.dispatch({ event: "code_set" });
  await activate(deps, code, atHome);
}

/** Never automatic: only ever run with a code that was typed for it. `atHome`: for its holder's own places, while it waits. */
async function activate(deps: EnrolmentDeps, code: string, atHome?: true): Promise<void> {
  const kept = await keptPhone(deps);
  const identity = await identityOf(kept);
  if (!identity) throw new Error("a phone without a code cannot be activated");
  await deps.breathe();
  const { phone } = deps;
  const say = atHome ? phone.serveMeanwhile : phone.activate;
  await heard(deps, kept, await say(identity, code));
}
