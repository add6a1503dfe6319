import {
  type Context,
  hashDocument,
  type Json,
  type MultiSigned,
  type PublicJwk,
  publicJwk,
  purposes,
  thumbprint,
  verifyMulti,
} from "@aval/protocol";
import type { BundleFact } from "./bundle.ts";
import type { Fault } from "./faults.ts";

/** A context whose signature was verified, with the hash that phones sign. */
export type Shown = { readonly context: Context; readonly hash: string };
export type ShownByApproval = ReadonlyMap<string, Shown>;

/** The public keys that the log says are a phone's: its own, and those of its code, one after the other. */
export type PhoneKeys = { readonly ik: readonly PublicJwk[]; readonly uk: readonly PublicJwk[] };

type Body = Readonly<Record<string, unknown>>;
export const bodyOf = (fact: BundleFact): Body => {
  try {
    return JSON.parse(fact.body ?? "{}") as Body;
  } catch {
    return {};
  }
};

/** Which facts carry keys of a phone; they are in every bundle, however old. */
export const keyKinds = [
  "device_added",
  "waiting_phone_served",
  "code_changed",
  "code_renewed",
] as const;

/** These, and what says that facts of this person were erased: in every bundle, whatever it is of. */
export const alwaysKinds: readonly string[] = [...keyKinds, "facts_erased"];

/** What two people had erased of this person, as the bundle's facts say: the file has less than the log had. */
export const erasedIn = (facts: readonly BundleFact[]) =>
  facts
    .filter(({ kind }) => kind === "facts_erased")
    .map((fact) => {
      const { facts: named, reason } = bodyOf(fact);
      const count = Array.isArray(named) ? named.length : 0;
      return { at: Math.floor(fact.at / 1000), count, reason: String(reason) };
    });

export function phoneKeys(facts: readonly BundleFact[]): ReadonlyMap<string, PhoneKeys> {
  const keys = new Map<string, { ik: PublicJwk[]; uk: PublicJwk[] }>();
  for (const fact of facts) {
    if (!keyKinds.some((kind) => kind === fact.kind)) continue;
    const { device, ik, uk } = bodyOf(fact);
    const known = keys.get(String(device)) ?? { ik: [], uk: [] };
    const [installation, code] = [ik, uk].map((key) => (key ? publicJwk(key) : undefined));
    if (installation) known.ik.push(installation);
    if (code) known.uk.push(code);
    keys.set(String(device), known);
  }
  return keys;
}

/** The kinds that hold a phone's signed answer, and what it must have answered. */
const answers: Readonly<Record<string, (body: Body) => "approve" | "refuse" | undefined>> = {
  approval_approved: () => "approve",
  approval_refused: () => "refuse",
  practice_answered: ({ answer }) => (answer === "approved" ? "approve" : "refuse"),
};
export const isAnswer = ({ kind, body }: BundleFact) => kind in answers && body !== undefined;

/**
 * What is wrong with an answer: it must be a phone's, whose keys the log names, over exactly the context that was shown for this request; an
 * approval by the code's key too.
 */
export async function answerFaults(
  fact: BundleFact,
  shown: ShownByApproval,
  keys: ReadonlyMap<string, PhoneKeys>,
): Promise<Fault[]> {
  const body = bodyOf(fact);
  const about = fact.id;
  const answer = answers[fact.kind]?.(body);
  const approval = String(body["approval"]);
  const context = shown.get(approval);
  if (!context) return [{ fault: "context", about }];
  const message = readMulti(body["decision"]);
  const device = deviceOf(message);
  const known = device === undefined ? undefined : keys.get(device);
  const signers = message && known && (await signersOf(message, known));
  if (!message || !signers) return [{ fault: "keys", about }];
  const signed = (await verifyMulti(message, purposes.decision, signers)) as Body | undefined;
  const holds =
    signed?.["v"] === purposes.decision &&
    signed["approval"] === approval &&
    signed["context"] === context.hash &&
    signed["decision"] === answer &&
    (answer === "refuse" || signers.length === 2) &&
    (fact.kind !== "approval_refused" || signed["reason"] === body["reason"]);
  return holds ? [] : [{ fault: "decision", about }];
}

function readMulti(value: unknown): MultiSigned | undefined {
  const { payload, signatures } = (value ?? {}) as Partial<MultiSigned>;
  const isWhole =
    typeof payload === "string" &&
    Array.isArray(signatures) &&
    signatures.every(
      (one) => typeof one?.protected === "string" && typeof one?.signature === "string",
    );
  return isWhole ? (value as MultiSigned) : undefined;
}

const decoded = (part: string): Body => {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8")) as Body;
  } catch {
    return {};
  }
};

const deviceOf = (message: MultiSigned | undefined): string | undefined => {
  const device = message && decoded(message.payload)["device"];
  return typeof device === "string" ? device : undefined;
};

/** The phone's own key first, then, of an approval, one of its code's. */
async function signersOf(
  { signatures }: MultiSigned,
  { ik, uk }: PhoneKeys,
): Promise<readonly PublicJwk[] | undefined> {
  const [first, second] = await Promise.all(
    [ik, uk].map(async (keys, place) => {
      const kid = decoded(signatures[place]?.protected ?? "")["kid"];
      for (const key of keys) if ((await thumbprint(key)) === kid) return key;
      return undefined;
    }),
  );
  if (!first || (signatures.length > 1 && !second)) return undefined;
  return second ? [first, second] : [first];
}

/** A context as it is signed over. */
export async function shownOf(context: Json): Promise<Shown> {
  return { context: context as unknown as Context, hash: await hashDocument(context) };
}
