import type { MadeKey, PasskeyCreation, Phone, PhoneIdentity, PhoneKeyKind } from "@aval/protocol";
import { startRegistration } from "@simplewebauthn/browser";
import type { Dispatch } from "../effects.ts";
import { troubleOf } from "../trouble.ts";
import type { MeansCommand } from "./request.ts";

/** Runs what a second means' screens asked for, and answers with one event. */
export async function runMeans(
  deps: {
    readonly phone: Phone;
    readonly identity: () => Promise<PhoneIdentity>;
    readonly dispatch: Dispatch;
    readonly breathe: () => Promise<void>;
    readonly label: string;
    readonly keepLater: (until: number) => Promise<void>;
  },
  command: MeansCommand,
): Promise<void> {
  const { phone, identity, dispatch } = deps;
  try {
    switch (command.command) {
      case "load_means": {
        const { means } = await phone.ownPhones(await identity());
        return dispatch({ event: "means_known", means });
      }
      case "keep_means_later":
        return await deps.keepLater(command.until);
      case "begin_key":
        return dispatch({
          event: "key_begun",
          creation: await phone.beginPhoneKey(await identity(), command.kind),
        });
      case "make_key":
        return dispatch({ event: "key_made", made: await madeKey(command) });
      case "add_key": {
        await deps.breathe();
        const { kind, made, code } = command;
        const name = kind === "phone" ? deps.label : "";
        const added = await phone.addPhoneKey(await identity(), { kind, name, made }, code);
        return dispatch({ event: "key_added", added });
      }
    }
  } catch (thrown) {
    const trouble = troubleOf(thrown);
    dispatch({ event: command.command === "load_means" ? "means_failed" : "key_failed", trouble });
  }
}

/** What the browser made with its reader; nothing when they stopped it or the authenticator would not. */
async function madeKey({
  kind,
  creation,
}: {
  readonly kind: PhoneKeyKind;
  readonly creation: PasskeyCreation;
}): Promise<MadeKey | undefined> {
  try {
    const { id, response } = await startRegistration({
      optionsJSON: {
        challenge: creation.challenge,
        rp: creation.rp,
        user: creation.user,
        // ES256 first: every authenticator has it. Then EdDSA and RS256. COSE numbers.
        pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: "public-key", alg })),
        excludeCredentials: creation.exclude.map((known) => ({ type: "public-key", id: known })),
        attestation: "direct",
        authenticatorSelection: {
          authenticatorAttachment: kind === "phone" ? "platform" : "cross-platform",
          residentKey: "required",
          requireResidentKey: true,
          userVerification: "required",
        },
      },
    });
    const { clientDataJSON, attestationObject, transports = [] } = response;
    return { id, clientDataJSON, attestationObject, transports: [...transports] };
  } catch {
    return undefined;
  }
}
