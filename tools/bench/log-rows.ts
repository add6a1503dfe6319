import { hash } from "node:crypto";
import { canonicalJson, idFrom, type Json, type ProfessionalId } from "@aval/protocol";
import type { Fact } from "../../apps/server/src/modules/audit/fact.ts";
import {
  type Frontier,
  grow,
  leafEntry,
  leafHash,
  rootOf,
} from "../../apps/server/src/modules/audit/merkle.ts";

/**
 * A log of as many facts as one likes, as the server would have written it: sign-ins of everybody over a year, and now and then somebody who
 * refuses one. The facts are those of `fact.ts`, in their order, each with its leaf under a key of its own; the nodes and checkpoints
 * are of the very tree. What is made here is the log and the requests it names, nothing else: alerts and cases come of it by the
 * follower. `aval audit verify` reads it as any other.
 */
export type Cast = {
  readonly people: readonly ProfessionalId[];
  readonly services: readonly string[];
  readonly facts: number;
  /** When the first happened and when the last, ms since the epoch. */
  readonly from: number;
  readonly to: number;
};

/** A sign-in is so many facts. */
const perSignIn = 6;
/** One request in so many was not its holder's: one fact in a thousand is an alert. */
const refusedOne = 166;
/** Of so many refusals in a row, the last ones come from one browser: a wave. The very last are one: what is older joins nothing. */
const wave = { every: 200, size: 40 };
/** One sign-in in so many is of one person, whose history is long. */
const longOne = 500;

/** COPY's text form, a line each. */
export type Piece = {
  readonly facts: string;
  readonly keys: string;
  readonly requests: string;
  readonly nodes: string;
  /** The head after this piece, to be signed. */
  readonly head: {
    readonly size: number;
    readonly root: Uint8Array;
    readonly frontier: Frontier;
    readonly at: number;
  };
};

export const columns = {
  facts: "aval.fact (id, kind, at, body, professional, scope, leaf, seq)",
  keys: "aval.fact_key (fact, key)",
  requests:
    "aval.approval (id, kind, asker, browser, network, frame_secret, state, shown_at, claim_by, professional, claimed_at, service)",
  nodes: "aval.log_node (level, place, hash)",
} as const;

/** Bytes that look drawn, and are the same at each run. */
const drawn = (...words: readonly (string | number)[]): Buffer =>
  hash("sha256", words.join(" "), "buffer");
const idOf = <P extends string>(prefix: P, ...words: readonly (string | number)[]) =>
  idFrom(prefix, new Uint8Array(drawn(prefix, ...words)));

/** A signature's size and spelling; nobody verifies it here. */
const signature = "A".repeat(86);
const decisionOf = (approval: string) => ({
  payload: Buffer.from(
    `{"approval":"${approval}","context":"${"A".repeat(43)}","decision":"approve"}`,
  ).toString("base64url"),
  signatures: ["ik", "uk"].map((kid) => ({
    protected: Buffer.from(`{"alg":"ES256","kid":"${kid}","typ":"aval.decision.v1"}`).toString(
      "base64url",
    ),
    signature,
  })),
});

type Request = {
  readonly professional: ProfessionalId;
  readonly browser: string;
  readonly network: string;
  readonly service: string;
  readonly isRefused: boolean;
};

/** Who asked for what, at the n-th request. */
function requestAt(index: number, { people, services, facts }: Cast): Request {
  const isRefused = index % refusedOne === refusedOne - 1;
  const refusal = Math.floor(index / refusedOne);
  const fromEnd = Math.floor(facts / perSignIn / refusedOne) - refusal;
  const isWave = isRefused && Math.abs(fromEnd) % wave.every < wave.size;
  const of = isWave ? `wave ${Math.floor(fromEnd / wave.every)}` : `own ${index}`;
  const who =
    index % longOne === 0 && !isRefused ? 0 : drawn("who", index).readUInt32BE(0) % people.length;
  const network = drawn("network", isWave ? of : `usual ${who}`);
  return {
    professional: people[who] as ProfessionalId,
    browser: drawn("browser", isRefused ? of : `usual ${who}`).toString("base64url"),
    // 100.64.0.0/10: addresses that are nobody's in particular.
    network: `100.${64 + ((network[0] ?? 0) % 64)}.${network[1]}.0/24`,
    service: services[index % services.length] as string,
    isRefused,
  };
}

/** What the log says of a request. */
function factsOf(index: number, request: Request): readonly Fact[] {
  const { professional, service, isRefused } = request;
  const approval = idOf("apr", index);
  const session = idOf("ses", index);
  const claimed: Fact = {
    ...{ fact: "approval_claimed", professional, approval, service, transfer: "qr" },
    device: idOf("dev", professional),
    context: drawn("context", index).toString("base64url"),
  };
  if (isRefused)
    return [
      claimed,
      {
        ...{ fact: "approval_refused", professional, approval, reason: "not_me" },
        decision: decisionOf(approval),
        where: "unknown",
      },
    ];
  return [
    claimed,
    { fact: "approval_approved", professional, approval, decision: decisionOf(approval) },
    { fact: "approval_spent", professional, approval, session },
    { fact: "session_opened", professional, session, approval, rights: "full", service },
    { fact: "sign_in_concluded", professional, session, service, silent: false },
    { fact: "session_closed", professional, session, reason: "idle" },
  ];
}

const line = (...cells: readonly (string | number)[]) =>
  `${cells.map((cell) => String(cell).replaceAll("\\", "\\\\")).join("\t")}\n`;
const bytes = (value: Uint8Array) => `\\x${Buffer.from(value).toString("hex")}`;

const width = 256;

/** The nodes of the log's tree as they become whole; see `audit/tree.ts`. */
function newNodes(first: number) {
  const levels: Frontier[] = [];
  return (size: number, leaf: Uint8Array): string => {
    let text = "";
    let hash = leaf;
    for (let level = 1, count = size; ; level += 1, count = Math.floor(count / width)) {
      levels[level] = grow(levels[level] ?? [], count % width, hash);
      if (count % width !== width - 1) return text;
      hash = rootOf(levels[level] ?? []);
      levels[level] = [];
      const place = Math.floor(count / width);
      if (size >= first) text += line(level, place, bytes(hash));
    }
  };
}

/**
 * The log from `before` on, whose leaves it is given, a piece of about two thousand facts at a time, each with its head: as the sequencer
 * gives places and signs.
 */
export function* logOf(cast: Cast, before: readonly Uint8Array[]): Generator<Piece> {
  let size = 0;
  let frontier: Frontier = [];
  const nodesAfter = newNodes(before.length);
  const append = (leaf: Uint8Array): string => {
    frontier = grow(frontier, size, leaf);
    const nodes = nodesAfter(size, leaf);
    size += 1;
    return nodes;
  };
  for (const leaf of before) append(leaf);
  const requests = Math.ceil(cast.facts / perSignIn);
  const end = before.length + cast.facts;
  let piece = { facts: "", keys: "", requests: "", nodes: "" };
  let inPiece = 0;
  for (let index = 0; size < end; index += 1) {
    const at = Math.floor(cast.from + ((cast.to - cast.from) * index) / requests);
    const request = requestAt(index, cast);
    const time = new Date(at).toISOString();
    piece.requests += line(
      ...[idOf("apr", index), "sign-in", "bench", request.browser, request.network],
      ...[bytes(drawn("frame", index)), "cancelled", time, time],
      ...[request.professional, time, request.service],
    );
    for (const { fact: kind, ...fields } of factsOf(index, request)) {
      const { professional } = request;
      const id = idOf("fct", size);
      const body = canonicalJson(fields as unknown as Json);
      const key = drawn("key", size);
      const scope = "national";
      const leaf = leafHash(leafEntry({ id, kind, atMs: at, body, professional, scope }, key));
      piece.facts += line(id, kind, time, body, professional, scope, bytes(leaf), size);
      piece.keys += line(id, bytes(key));
      piece.nodes += append(leaf);
      inPiece += 1;
    }
    if (inPiece < 2000 && size < end) continue;
    yield { ...piece, head: { size, root: rootOf(frontier), frontier, at } };
    piece = { facts: "", keys: "", requests: "", nodes: "" };
    inPiece = 0;
  }
}
