import { chmod, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import {
  type ApprovalId,
  type Context,
  type DeviceId,
  type EnrolmentId,
  type EnrolmentStatus,
  fromBase64url,
  isId,
  type LinkAnswer,
  type PhoneIdentity,
  type PublicJwk,
  publicJwk,
  type Signer,
  signerOf,
} from "@aval/protocol";
import { PhoneFault } from "./fault.ts";

/**
 * What a virtual phone is: one JSON file, mode 0600, replaced whole.
 *
 * A file can be copied, and with it the installation key; a browser's key cannot be read by any script. That is why a
 * virtual phone is for the sandbox, and why the command refuses a server that does not call itself one.
 */
export type PhoneState = {
  readonly v: "aval.virtual-phone.v1";
  readonly nationalId: string;
  /** The installation key, private half included. */
  readonly ik: JsonWebKey;
  readonly device: DeviceId;
  readonly enrolment: EnrolmentId;
  /** base64url, 32 bytes. */
  readonly deviceSecret: string;
  readonly root: PublicJwk;
  /** Absent until the code is set. */
  readonly pin?: PhoneIdentity["pin"];
  readonly status: EnrolmentStatus;
  /** What was scanned last and waits for an answer. */
  readonly claimed?: { readonly approval: ApprovalId; readonly context: Context };
  /** The program that was scanned last and waits to be linked. */
  readonly link?: LinkAnswer;
};

export async function readState(path: string): Promise<PhoneState> {
  const text = await readFile(path, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new PhoneFault(cause.code === "ENOENT" ? "phone_no_state" : "phone_bad_state", { cause });
  });
  const state = parse(text);
  if (state?.v !== "aval.virtual-phone.v1" || !isId("dev", state.device) || !state.ik)
    throw new PhoneFault("phone_bad_state");
  return state;
}

/**
 * Throws unless a new phone can be kept there. Asked before anything is asked of a server: a phone whose key is lost is
 * somebody's for nothing, and one whose file is overwritten is lost. An enrolment that stopped before its code may be replaced.
 * A folder that is not there yet is made, for this user alone.
 */
export async function requireRoom(path: string): Promise<void> {
  const there = await readState(path).catch((fault: unknown) => {
    if (fault instanceof PhoneFault && fault.code === "phone_no_state") return undefined;
    throw fault;
  });
  if (there?.pin) {
    const { nationalId, status } = there;
    const about = status.holder ? `${status.holder.name}, ${nationalId}` : nationalId;
    throw new PhoneFault("phone_state_taken", { about });
  }
  const draft = draftOf(path);
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(draft, "", { mode: 0o600 });
  } catch (thrown) {
    const cause = thrown as NodeJS.ErrnoException;
    throw new PhoneFault("phone_unwritable", { cause, about: `${path}, ${cause.code}` });
  }
  await rm(draft, { force: true });
}

function parse(text: string): PhoneState | undefined {
  try {
    return JSON.parse(text) as PhoneState;
  } catch {
    return undefined;
  }
}

const draftOf = (path: string) => `${path}.${process.pid}.tmp`;

/** Replaces the file whole: a command that is killed leaves the former phone or the new one, never half of it. */
export async function writeState(path: string, state: PhoneState): Promise<void> {
  const draft = draftOf(path);
  try {
    await writeFile(draft, `${JSON.stringify(state, undefined, 2)}\n`, { mode: 0o600 });
    await chmod(draft, 0o600);
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}

const algorithm = { name: "ECDSA", namedCurve: "P-256" };

/** The signer of a stored installation key. */
export async function signerOfJwk(jwk: JsonWebKey): Promise<Signer> {
  const open = publicJwk(jwk as Parameters<typeof publicJwk>[0]);
  if (!open || !jwk.d) throw new PhoneFault("phone_bad_state");
  const privateKey = await crypto.subtle.importKey("jwk", { ...open, d: jwk.d }, algorithm, false, [
    "sign",
  ]);
  const publicKey = await crypto.subtle.importKey("jwk", { ...open }, algorithm, true, ["verify"]);
  return signerOf({ privateKey, publicKey });
}

/** The phone the protocol knows, from its file. */
export async function identityOf(state: PhoneState): Promise<PhoneIdentity> {
  const deviceSecret = fromBase64url(state.deviceSecret);
  if (!state.pin) throw new PhoneFault("phone_no_code");
  if (deviceSecret?.length !== 32) throw new PhoneFault("phone_bad_state");
  const { device, enrolment, pin, root } = state;
  return { ik: await signerOfJwk(state.ik), device, enrolment, deviceSecret, pin, root };
}
