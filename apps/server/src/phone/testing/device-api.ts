import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import {
  type Context,
  fromBase64url,
  hashDocument,
  idFrom,
  type Json,
  type MultiSigned,
  newKeyPair,
  type PublicJwk,
  peekCompact,
  peekMulti,
  purposes,
  signCompact,
  signerOf,
  thumbprint,
  toBase64url,
  verifyCompact,
  verifyMulti,
} from "@aval/protocol";
import { p256_oprf } from "@noble/curves/nist.js";

/**
 * The device API as the command's tests need it, on a loopback port: one phone, one approval, real signatures and a real
 * OPRF, and no rules. What it refuses, a test has asked it to.
 */
export type DeviceApi = {
  readonly url: string;
  /** Every path asked, in order. */
  readonly asked: string[];
  /** Answers the next request to this path with a refusal. */
  readonly refuse: (path: string, status: number, problem: object) => void;
  /** What was signed as the decision, verified; absent until then. */
  readonly decided: () =>
    | { decision: string; reason?: string; context: string; signedByCode: boolean }
    | undefined;
  readonly context: Context;
  readonly contextHash: string;
  readonly close: () => Promise<void>;
};

type Answer = { status: number; body: unknown };
const ok = (body: unknown): Answer => ({ status: 200, body });

export async function deviceApi(given: { sandbox?: boolean } = {}): Promise<DeviceApi> {
  const [root, contextKey] = [
    await signerOf(await newKeyPair()),
    await signerOf(await newKeyPair()),
  ];
  const kid = await thumbprint(contextKey.jwk);
  const certificate = await signCompact(
    { v: purposes.key, use: "context", jwk: contextKey.jwk, kid, iat: 1 },
    purposes.key,
    root,
  );
  const oprf = p256_oprf.voprf.generateKeyPair();
  const [approval, device, enrolment] = [
    idFrom("apr", seventeen(1)),
    idFrom("dev", seventeen(2)),
    idFrom("enr", seventeen(3)),
  ];
  const context = contextOf(approval);
  const contextJws = await signCompact(context as unknown as Json, purposes.context, contextKey);

  const asked: string[] = [];
  const refusals = new Map<string, Answer>();
  let ik: PublicJwk;
  let uk: PublicJwk;
  let decided: ReturnType<DeviceApi["decided"]>;
  let isPending = false;

  /** The message, if this phone signed it. */
  const read = async (body: { jws: string }): Promise<Record<string, string> | undefined> => {
    const { typ = "" } = peekCompact(body.jws) ?? {};
    return (await verifyCompact(body.jws, typ, ik)) as Record<string, string> | undefined;
  };
  const evaluate = (blinded: string) => {
    const made = p256_oprf.voprf.blindEvaluate(
      oprf.secretKey,
      oprf.publicKey,
      fromBase64url(blinded) as Uint8Array,
    );
    return {
      keyId: "pky_1",
      evaluated: toBase64url(made.evaluated),
      proof: toBase64url(made.proof),
      evaluation: "evl_1",
    };
  };
  const taken = async (body: { jws: string }): Promise<Answer> => {
    if (!(await read(body))) return { status: 403, body: problem("bad_signature") };
    isPending = true;
    return ok({ approval, context: contextJws });
  };

  const routes: Record<string, (body: never) => Promise<Answer> | Answer> = {
    "/sandbox": () =>
      given.sandbox === false ? { status: 404, body: problem("not_found") } : ok({ sandbox: true }),
    "/sandbox/registrars": () =>
      ok([
        { id: "stf_1", name: "A", scope: "order" },
        { id: "stf_2", name: "B", scope: "national" },
        { id: "stf_3", name: "C", scope: "order" },
        { id: "stf_4", name: "D", scope: "national" },
      ]),
    "/sandbox/desk": (body: { registrars: string[] }) =>
      body.registrars.join() === "stf_2,stf_4"
        ? ok({ enrolment, device, state: "ready", level: "full" })
        : { status: 500, body: {} },
    "/api/keys": () => ok({ root: root.jwk, certificates: [certificate] }),
    "/api/enrolments": (body: { jws: string }) => {
      ik = (peekCompact(body.jws) as unknown as { payload: { ik: PublicJwk } }).payload.ik;
      return ok({ enrolment, device, words: ["un", "deux", "trois", "quatre"], expiresAt: 1 });
    },
    "/pin/register": async (body: { jws: string }) => {
      const message = await read(body);
      return ok({
        ...evaluate(message?.["blinded"] ?? ""),
        publicKey: toBase64url(oprf.publicKey),
      });
    },
    "/pin/commit": (body: MultiSigned) => {
      uk = (peekMulti(body) as { uk: PublicJwk }).uk;
      return ok({});
    },
    "/pin/evaluate": async (body: { jws: string }) =>
      ok({ ...evaluate((await read(body))?.["blinded"] ?? ""), triesLeft: 9 }),
    "/api/enrolments/activate": async (body: MultiSigned) =>
      (await verifyMulti(body, purposes.activate, [ik, uk]))
        ? ok({
            enrolment,
            device,
            state: "active",
            level: "full",
            holder: { name: "Camille ESSAI", nationalId: "899700000001" },
          })
        : { status: 403, body: { ...problem("wrong_code"), triesLeft: 9 } },
    "/api/claims": taken,
    "/api/claims/digits": taken,
    "/api/pending": () =>
      ok(isPending ? [{ approval, state: "claimed", context: contextJws }] : []),
    "/api/rings": () => ok({ rings: [], now: 1 }),
    "/api/stops/block": async (body: { jws: string }) =>
      (await read(body))?.["v"] === purposes.block
        ? ok({ stops: [{ id: "stp_1", kind: "block" }], now: 1 })
        : { status: 403, body: problem("bad_signature") },
    [`/api/approvals/${approval}/decision`]: async ({ decision }: { decision: MultiSigned }) => {
      const byCode = await verifyMulti(decision, purposes.decision, [ik, uk]);
      const message = (byCode ?? (await verifyMulti(decision, purposes.decision, [ik]))) as
        | Record<string, string>
        | undefined;
      if (!message) return { status: 403, body: { ...problem("wrong_code"), triesLeft: 8 } };
      decided = { decision: "", context: "", ...message, signedByCode: byCode !== undefined };
      return ok({ approval, state: message["decision"] === "approve" ? "approved" : "refused" });
    },
  };

  const server = createServer(async (request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    const refusal = refusals.get(path);
    refusals.delete(path);
    const body = (await bodyOf(request)) as never;
    const answer = refusal ??
      (await routes[path]?.(body)) ?? { status: 404, body: problem("not_found") };
    response
      .writeHead(answer.status, { "content-type": "application/json" })
      .end(JSON.stringify(answer.body));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    refuse: (path, status, body) => refusals.set(path, { status, body }),
    decided: () => decided,
    context,
    contextHash: await hashDocument(context as unknown as Json),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

const seventeen = (fill: number) => new Uint8Array(17).fill(fill);

export const problem = (error: string) => ({
  error,
  reference: "k7qf-2m9d",
  message: { fr: `Refusé : ${error}.`, en: `Refused: ${error}.` },
});

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const piece of request) text += String(piece);
  return text === "" ? undefined : JSON.parse(text);
}

function contextOf(approval: Context["approval"]): Context {
  return {
    v: purposes.context,
    approval,
    kind: "sign-in",
    service: { id: "register", name: "Registre des vaccinations", number: "0001" },
    software: [],
    holder: { name: "Camille ESSAI", nationalId: "899700000001" },
    browser: { standing: "unknown", declared: "Firefox" },
    distance: "other_network",
    transfer: "qr",
    rights: "reduced",
    reducedForSeconds: 3600,
    call: "none",
    reasons: [],
    shownAt: 1_800_000_000,
    claimedAt: 1_800_000_001,
    decideBy: 1_800_000_121,
  };
}
