import {
  type Json,
  type KeyCertificate,
  peekCompact,
  type PublicJwk,
  purposes,
  thumbprint,
  verifyCompact,
} from "@aval/protocol";
import {
  type Checkpoint,
  leafEntry,
  leafHash,
  logKey,
  type Note,
  parseCheckpoint,
  parseNoteKey,
  parseSignedNote,
  rootByCover,
  saidBy,
} from "#modules/audit";
import { type Bundle, type BundleFact, parseBundle, sealedHash } from "./bundle.ts";
import {
  alwaysKinds,
  answerFaults,
  bodyOf,
  erasedIn,
  isAnswer,
  phoneKeys,
  type Shown,
  type ShownByApproval,
  shownOf,
} from "./decisions.ts";
import type { Fault, FaultName } from "./faults.ts";

/**
 * Verifies a bundle by itself: no database, no network, no clock. What it needs from elsewhere is the root, which phones pin, and the keys of the
 * witnesses one trusts; what the bundle itself names is only what its maker says.
 */
export type Trusted = {
  readonly root?: PublicJwk | undefined;
  /** Keys of witnesses, as text. Others' lines are not counted. */
  readonly witnesses?: readonly string[] | undefined;
};

export type Report = {
  readonly faults: readonly Fault[];
  readonly proven: {
    readonly facts: number;
    /** What phones were shown, and how many answers were signed over it. */
    readonly contexts: number;
    readonly answers: number;
    readonly origin: string;
    readonly size: number;
    /** What two people had erased of this person: how many facts, why, and when (seconds since the epoch). */
    readonly erased: readonly {
      readonly at: number;
      readonly count: number;
      readonly reason: string;
    }[];
    /** Witnesses that keep this checkpoint, by name, and since when (seconds since the epoch). */
    readonly witnessed: readonly { readonly name: string; readonly at: number }[];
    /** Whether the root, and the witnesses, are those that whoever verifies has given. */
    readonly isRootGiven: boolean;
    readonly areWitnessesGiven: boolean;
  };
};

export async function verifyBundle(file: string, trusted: Trusted = {}): Promise<Report> {
  const bundle = parseBundle(file);
  if (!bundle) return { faults: [{ fault: "unreadable", about: "" }], proven: nothing };
  const faults: Fault[] = [];
  const add = (fault: FaultName, about = "") => void faults.push({ fault, about });

  if (trusted.root && (await thumbprint(trusted.root)) !== (await thumbprint(bundle.root)))
    add("other_root");
  const keys = await certifiedKeys(bundle, () => add("certificate"));
  if (!(await isSealed(bundle, keys))) add("seal");
  const checkpoint = checkpointOf(bundle, keys, trusted, add);
  factFaults(bundle, add);
  if (!checkpoint || !isIncluded(bundle, checkpoint)) add("inclusion");
  const shown = await shownContexts(bundle, keys, () => add("context"));
  for (const fact of bundle.facts) if (!isShownFact(fact, shown)) add("context", fact.id);
  for (const { context } of shown.values())
    if (!bundle.holder.nationalIds.includes(context.holder?.nationalId))
      add("holder", context.approval);
  const phones = phoneKeys(bundle.facts);
  const signed = bundle.facts.filter(isAnswer);
  for (const fact of signed) faults.push(...(await answerFaults(fact, shown, phones)));
  return {
    faults,
    proven: {
      facts: bundle.facts.filter(({ key }) => key !== undefined).length,
      contexts: shown.size,
      answers: signed.length,
      erased: erasedIn(bundle.facts),
      origin: checkpoint?.origin ?? "",
      size: checkpoint?.size ?? 0,
      witnessed: checkpoint?.witnessed ?? [],
      isRootGiven: trusted.root !== undefined,
      areWitnessesGiven: trusted.witnesses !== undefined,
    },
  };
}

const nothing: Report["proven"] = {
  ...{ facts: 0, contexts: 0, answers: 0, origin: "", size: 0, erased: [], witnessed: [] },
  ...{ isRootGiven: false, areWitnessesGiven: false },
};

/** The keys that the root certified, each for its use. */
type Certified = readonly KeyCertificate[];

async function certifiedKeys(bundle: Bundle, wrong: () => void): Promise<Certified> {
  const keys: KeyCertificate[] = [];
  for (const certificate of bundle.certificates) {
    const read = await verifyCompact(certificate, purposes.key, bundle.root);
    const key = read as unknown as KeyCertificate | undefined;
    if (key?.v === purposes.key) keys.push(key);
    else wrong();
  }
  return keys;
}

/** The payload of what a context key signed for this purpose. */
async function signedByContextKey(
  jws: string,
  purpose: string,
  keys: Certified,
): Promise<Json | undefined> {
  const kid = peekCompact(jws)?.kid;
  const key = keys.find((one) => one.use === "context" && one.kid === kid);
  return key && verifyCompact(jws, purpose, key.jwk);
}

async function isSealed(bundle: Bundle, keys: Certified): Promise<boolean> {
  const sealed = await signedByContextKey(bundle.seal, purposes.bundle, keys);
  const { v, hash } = (sealed ?? {}) as { v?: unknown; hash?: unknown };
  return v === purposes.bundle && hash === (await sealedHash(bundle));
}

type Witnessed = Checkpoint & { readonly witnessed: Report["proven"]["witnessed"] };

function checkpointOf(
  bundle: Bundle,
  keys: Certified,
  trusted: Trusted,
  add: (fault: FaultName, about?: string) => void,
): Witnessed | undefined {
  const note = parseSignedNote(bundle.checkpoint);
  const checkpoint = note && parseCheckpoint(note.body);
  if (!note || !checkpoint) {
    add("checkpoint");
    return undefined;
  }
  const ours = keys
    .filter(({ use }) => use === "checkpoint")
    .flatMap((key) => logKey(checkpoint.origin, key) ?? []);
  const said = ours.map((key) => saidBy(key, note).is);
  if (!said.includes("signed") || said.includes("wrong")) add("checkpoint");
  return { ...checkpoint, witnessed: witnessesOf(bundle, note, trusted, add) };
}

/** Every line is one that the file's own keys explain; of those, the ones by keys that are trusted count. */
function witnessesOf(
  { witnesses }: Bundle,
  note: Note,
  trusted: Trusted,
  add: (fault: FaultName, about?: string) => void,
): Report["proven"]["witnessed"] {
  if (note.lines.length !== witnesses.length + 1) add("cosignature");
  return witnesses.flatMap((text) => {
    const key = parseNoteKey(text);
    const said = key && saidBy(key, note);
    if (!key || said?.is !== "signed" || said.time === undefined) {
      add("cosignature", text);
      return [];
    }
    const counts = trusted.witnesses === undefined || trusted.witnesses.includes(text);
    return counts ? [{ name: key.name, at: said.time }] : [];
  });
}

/** Each fact by itself: that it is what its leaf says, in its place and in the span. */
function factFaults(bundle: Bundle, add: (fault: FaultName, about?: string) => void): void {
  const { facts, holder, span } = bundle;
  for (const [index, fact] of facts.entries()) {
    const before = facts[index - 1];
    if (before && before.seq >= fact.seq) add("order", fact.id);
    if (!alwaysKinds.includes(fact.kind) && (fact.at < span.from || fact.at > span.to))
      add("span", fact.id);
    const { key, body } = fact;
    if (key === undefined || body === undefined) add("erased", fact.id);
    else if (!isItsLeaf(fact, body, key, holder.professional)) add("leaf", fact.id);
  }
}

function isItsLeaf(fact: BundleFact, body: string, key: string, professional: string): boolean {
  const { id, kind, at, scope, leaf } = fact;
  const committed = { id, kind, atMs: at, scope, body, professional };
  const bytes = Buffer.from(key, "base64");
  if (bytes.length !== 32 || bytes.toString("base64") !== key) return false;
  return Buffer.from(leafHash(leafEntry(committed, bytes))).toString("base64") === leaf;
}

function isIncluded({ facts, inclusion }: Bundle, { size, root }: Checkpoint): boolean {
  const leaves = facts.map(({ seq, leaf }) => ({ place: seq, hash: hashOf(leaf) }));
  const hashes = inclusion.map(hashOf);
  const texts = [...facts.map(({ leaf }) => leaf), ...inclusion];
  const isCanonical = texts.every((text) => {
    const bytes = hashOf(text);
    return bytes.length === 32 && bytes.toString("base64") === text;
  });
  const found = isCanonical && rootByCover(leaves, size, hashes);
  return found ? Buffer.compare(found, root) === 0 : false;
}

const hashOf = (text: string) => Buffer.from(text, "base64");

/** The contexts that a certified key signed, by the request they are of; none twice, and none that no fact names. */
async function shownContexts(
  bundle: Bundle,
  keys: Certified,
  wrong: () => void,
): Promise<ShownByApproval> {
  const asked = new Set(bundle.facts.map((fact) => bodyOf(fact)["approval"]));
  const shown = new Map<string, Shown>();
  for (const jws of bundle.contexts) {
    const read = await signedByContextKey(jws, purposes.context, keys);
    const one = read === undefined ? undefined : await shownOf(read);
    const approval = one?.context.approval;
    const isRight = one?.context.v === purposes.context && asked.has(approval);
    if (!one || !approval || !isRight || shown.has(approval)) wrong();
    else shown.set(approval, one);
  }
  return shown;
}

/** A fact that a phone was shown something is of what it was shown. */
function isShownFact(fact: BundleFact, shown: ShownByApproval): boolean {
  const { approval, context } = bodyOf(fact);
  if (fact.kind !== "approval_claimed") return true;
  return shown.get(String(approval))?.hash === context;
}
