import {
  peekCompact,
  type ProfessionalId,
  type PublicJwk,
  purposes,
  type Signer,
  signCompact,
} from "@aval/protocol";
import { limits as bounds } from "#lifetimes";
import {
  type Audit,
  type AuditTables,
  type CheckpointKey,
  coverOf,
  evidenceTurn,
  type Fact,
  factsOf,
  logKey,
  parseCheckpoint,
  parseSignedNote,
  type ProvingHead,
  provingHead,
  saidBy,
  spanRoots,
} from "#modules/audit";
import type { Professional } from "#modules/directory";
import type { Limits, LimitTables } from "#modules/limits";
import { type Database, toDate, toInstant, transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { takeTurn } from "#platform/turns";
import { after, type Clock, days, epochSeconds, type Instant, instant, ms } from "#platform/time";
import { type Bundle, type BundleFact, bundleText, bundleVersion, sealedHash } from "./bundle.ts";
import { alwaysKinds, bodyOf } from "./decisions.ts";

export type ProofsDeps = {
  readonly db: Database<AuditTables & LimitTables>;
  readonly clock: Clock;
  readonly audit: Pick<Audit, "append">;
  readonly limits: Pick<Limits, "spend">;
  /** What this holder's phones were shown for these requests, as it was signed. */
  readonly contexts: (
    professional: ProfessionalId,
    requests: readonly string[],
  ) => Promise<readonly string[]>;
  readonly person: (id: ProfessionalId) => Promise<Professional | undefined>;
  readonly keys: ProofKeys;
};

/** The deployment's keys, as far as proofs take them. */
export type ProofKeys = {
  readonly root: PublicJwk;
  readonly signer: (purpose: "context") => Signer & { readonly kid: string };
  readonly checkpointKeys: () => readonly CheckpointKey[];
  readonly certificate: (kid: string) => string | undefined;
};

export type Span = { readonly from: Instant; readonly to: Instant };

/** What was asked for; the year that ends now where nothing was. */
export function yearOf(
  now: Instant,
  { from, to }: { readonly from?: number | undefined; readonly to?: number | undefined },
): Span {
  const end = to === undefined ? now : instant(to);
  return { from: from === undefined ? after(end, ms(-days(365))) : instant(from), to: end };
}
export type Refused = "proofs_none" | "too_many";

/**
 * The file of what the log proves of this person in that span, under one checkpoint. That it was made is a fact of theirs, kept in one
 * transaction with its count: a file that nobody knows of would be a way to read somebody's life.
 */
export function makeBundle(
  deps: ProofsDeps,
  professional: ProfessionalId,
  span: Span,
  by: "holder" | "host",
): Promise<Outcome<string, Refused>> {
  return bundleNoted(deps, span, { fact: "bundle_made", professional, by, ...span });
}

/** The same, for whatever it is made for: the fact says of whom, for whom, and that it was given out. */
export async function bundleNoted(
  deps: ProofsDeps,
  { from, to }: Span,
  made: Extract<Fact, { fact: "bundle_made" | "complaint_made" }>,
): Promise<Outcome<string, Refused>> {
  const { professional } = made;
  const now = deps.clock.now();
  const head = await provingHead(deps.db);
  const person = await deps.person(professional);
  const asked = { professional, from: toDate(from), to: toDate(to), always: alwaysKinds };
  const facts = head ? (await factsOf(deps.db, { ...asked, size: head.size })).map(factOf) : [];
  if (!head || !person || facts.length === 0) return deny("proofs_none");
  const isCounted = await transact(deps.db, async (tx) => {
    await takeTurn(tx, evidenceTurn(professional));
    if (!(await deps.limits.spend(tx, "bundles", professional, bounds.bundles, days(1))))
      return false;
    await deps.audit.append(tx, made);
    return true;
  });
  if (!isCounted) return deny("too_many");

  const requests = facts.flatMap((fact) => {
    const { approval } = bodyOf(fact);
    return typeof approval === "string" ? [approval] : [];
  });
  const contexts = await deps.contexts(professional, [...new Set(requests)]);
  const cover = coverOf(
    facts.map(({ seq }) => seq),
    head.size,
  );
  const inclusion = await spanRoots(deps.db, cover);
  const seal = deps.keys.signer("context");
  const content = {
    v: bundleVersion,
    made: now,
    holder: {
      professional,
      nationalIds: [
        ...new Set([person.nationalId, ...person.otherIds.map(({ identifiant }) => identifiant)]),
      ],
    },
    span: { from, to },
    root: deps.keys.root,
    certificates: certificatesFor(deps.keys, { contexts, head, seal: seal.kid }),
    checkpoint: head.note,
    witnesses: [...head.witnesses],
    facts,
    contexts: [...contexts],
    inclusion: inclusion.map(base64),
  } satisfies Omit<Bundle, "seal">;
  const sealed = { v: purposes.bundle, hash: await sealedHash(content), iat: epochSeconds(now) };
  return done(bundleText({ ...content, seal: await signCompact(sealed, purposes.bundle, seal) }));
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

function factOf(row: Awaited<ReturnType<typeof factsOf>>[number]): BundleFact {
  const { seq, id, kind, at, scope, leaf, key, body } = row;
  const said = key ? { body, key: base64(key) } : {};
  return { seq: Number(seq), id, kind, at: toInstant(at), scope, leaf: base64(leaf), ...said };
}

/** The root's word on every key that signed something of it, each once. */
function certificatesFor(
  keys: ProofKeys,
  made: { readonly contexts: readonly string[]; readonly head: ProvingHead; readonly seal: string },
): string[] {
  const note = parseSignedNote(made.head.note);
  const origin = note && parseCheckpoint(note.body)?.origin;
  const signed = keys.checkpointKeys().filter((key) => {
    const asNote = origin === undefined ? undefined : logKey(origin, key);
    return note && asNote && saidBy(asNote, note).is === "signed";
  });
  const kids = new Set([
    ...made.contexts.map((jws) => peekCompact(jws)?.kid ?? ""),
    ...signed.map(({ kid }) => kid),
    made.seal,
  ]);
  return [...kids].flatMap((kid) => keys.certificate(kid) ?? []);
}
