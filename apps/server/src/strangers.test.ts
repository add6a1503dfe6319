import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import {
  idFrom,
  newKeyPair,
  purposes,
  type Signer,
  signCompact,
  signerOf,
  signMulti,
  toBase64url,
} from "@aval/protocol";
import { connectOnce } from "#platform/database";
import { enrolHolder, type Place, sandboxPeople, send } from "./testing/driver.ts";
import { type Operation, operationsOf } from "./testing/operations.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

/*
 * Law 7, P-54: whoever has nothing but a public identifier and calls every address of every origin, as its own description says,
 * with that identifier in every place that takes one, is answered the same for everybody. A new address is in it by being described.
 */
let server: WholeServer;
let kinds: Readonly<Record<string, Target>>;
let stranger: Signer;

/** Whom the stranger asks about. `device`: of the holder's phone, which nobody tells; of a phone that is none for the others. */
type Target = { readonly nationalId: string; readonly device: string };

const newDevice = () => idFrom("dev", randomBytes(17));

before(async () => {
  server = await startWhole();
  stranger = await signerOf(await newKeyPair());
  const people = [...(await sandboxPeople(server.issuer))];
  const owner = await connectOnce(server.database.url);
  const enrolled = async () => {
    const nationalId = people.shift() as string;
    const { identity } = await enrolHolder(() => server.phone, nationalId);
    return { nationalId, device: identity.device };
  };
  const stopped = async (rule: string) => {
    const target = await enrolled();
    await owner.query(
      `insert into aval.stop (id, professional, rule, scope)
       select $1, professional, $2, 'national' from aval.device where id = $3`,
      [idFrom("stp", randomBytes(17)), rule, target.device],
    );
    return target;
  };
  const inState = async (state: string) => {
    const target = await enrolled();
    await owner.query("update aval.device set state = $1 where id = $2", [state, target.device]);
    return target;
  };
  const asleep = await enrolled();
  await owner.query(
    `insert into aval.quiet_hour (professional, from_minute, to_minute, set_at)
     select professional, 1, 0, aval.aval_now() from aval.device where id = $1`,
    [asleep.device],
  );
  kinds = {
    unknown: { nationalId: "899799999999", device: newDevice() },
    "without phone": { nationalId: people.pop() as string, device: newDevice() },
    enrolled: await enrolled(),
    asleep,
    paused: await stopped("pause_from_alert"),
    blocked: await stopped("block"),
    frozen: await stopped("freeze"),
    "phone suspended": await inState("suspended"),
    "phone disabled": await inState("disabled"),
  };
  await owner.end();
});
after(() => server.stop());

/** Every name under which somebody would put a person. */
const named = ({ nationalId, device }: Target) => ({
  ...{ nationalId, device, login_hint: nationalId, username: nationalId, sub: nationalId },
  ...{ identifier: nationalId, rpps: nationalId, holder: nationalId, professional: nationalId },
});

const stamp = () => ({ iat: Math.floor(Date.now() / 1000), jti: toBase64url(randomBytes(16)) });

/** A message by the stranger's key that names the person, as this purpose. */
async function messageFor(field: string, v: string, target: Target): Promise<unknown> {
  const payload = { v, ...named(target), ...stamp(), ik: stranger.jwk, bk: stranger.jwk };
  if (field === "jws") return signCompact(payload, v, stranger);
  if (field === "decision") return signMulti(payload, v, [stranger, stranger]);
  if (field === "evidence") return [await signCompact(payload, v, stranger)];
  return target.nationalId;
}

/** What every copy of a plain program has: it may ask for anybody. */
const sharedSecret = "a program";

type Ask = {
  readonly path: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
};

/** What the stranger sends there about somebody; `v`: what signed messages say they are. */
async function askOf({ method, path, fields }: Operation, v: string, target: Target): Promise<Ask> {
  const query = new URLSearchParams({
    ...named(target),
    ...{ client_id: "sandbox-service", response_type: "code", scope: "openid" },
    ...{ redirect_uri: "http://localhost/callback", binding_message: "42" },
  });
  const filled = path.replaceAll(/\{[^}]*\}/g, target.nationalId);
  if (method === "GET" || method === "OPTIONS")
    return { method, path: `${filled}?${query}`, headers: {} };
  if (fields.length === 0)
    return {
      ...{ method, path: filled, body: String(query) },
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        ...(v === sharedSecret && {
          authorization: `Basic ${btoa("sandbox-software:sandbox-secret")}`,
        }),
      },
    };
  const whole = fields.includes("payload") && fields.includes("signatures");
  const entries = await Promise.all(
    fields.map(async (field) => [field, await messageFor(field, v, target)] as const),
  );
  const body = whole ? await messageFor("decision", v, target) : Object.fromEntries(entries);
  return {
    ...{ method, path: filled, body: JSON.stringify(body) },
    headers: { "content-type": "application/json" },
  };
}

/** What is answered, without what is drawn anew for each, and without what the stranger said. */
async function answerTo(place: Place, ask: Ask): Promise<string> {
  const { status, headers, text } = await send(place, ask);
  const { date: _date, "content-length": _length, ...rest } = headers;
  const said = Object.values(kinds).flatMap(({ nationalId, device }) => [nationalId, device]);
  return said
    .reduce((all, one) => all.replaceAll(one, "(said)"), JSON.stringify({ status, rest, text }))
    .replaceAll(/\b[0-9a-z]{4}-[0-9a-z]{4}\b/g, "(reference)")
    .replaceAll(/[A-Za-z0-9_-]{20,}/g, "(drawn)")
    .replaceAll(/\b1[0-9]{9}(\.[0-9]+|[0-9]{3})?\b/g, "(time)");
}

/** What changes by itself, the figures of the process; and what a sandbox alone has, where tests enrol whom they name. */
const isApart = ({ path }: Operation) => path === "/metrics" || path.startsWith("/sandbox/");

test("every address of every origin answers a stranger the same, whomever they name", async () => {
  let asked = 0;
  const apart: string[] = [];
  for (const place of [server.issuer, server.phone])
    for (const operation of await operationsOf(place)) {
      if (isApart(operation)) continue;
      for (const v of purposesFor(operation)) {
        const answers = new Map<string, string[]>();
        for (const [kind, target] of Object.entries(kinds)) {
          if (!hasPhone(kind) && namesPhones(operation)) continue;
          const answer = await answerTo(place, await askOf(operation, v, target));
          answers.set(answer, [...(answers.get(answer) ?? []), kind]);
          asked++;
        }
        if (answers.size > 1)
          apart.push(`${operation.method} ${operation.path} ${v}: ${told(answers)}`);
      }
    }
  assert.deepEqual(apart, []);
  const rang = await server.database.db
    .selectFrom("approval")
    .select((of) => of.fn.countAll<string>().as("all"))
    .executeTakeFirstOrThrow();
  assert.equal(Number(rang["all"]), 0, "and no phone was asked anything");
  assert.ok(asked > 1000, `${asked} questions`);
});

/** Who is answered apart, and where the answers first differ. */
function told(answers: ReadonlyMap<string, readonly string[]>): string {
  const [first = "", second = ""] = answers.keys();
  const at = [...first].findIndex((character, index) => character !== second[index]);
  const lines = [...answers].map(
    ([text, who]) => `${who.join(", ")}: …${text.slice(at - 40, at + 80)}`,
  );
  return lines.join(" | ");
}

const hasPhone = (kind: string) => kind !== "unknown" && kind !== "without phone";

/** A phone's id is 128 bits that only it and we know: that there is none is told, and nothing of one that there is. */
const namesPhones = ({ path, fields }: Operation) =>
  fields.length > 0 && (path.startsWith("/api/") || path.startsWith("/pin/"));

/** As what a stranger's message may pass there: its own kind is among them. */
const purposesFor = ({ path, fields }: Operation): readonly string[] =>
  fields.some((field) => ["jws", "decision", "evidence", "payload"].includes(field))
    ? [purposes.enrol, purposes.browser, purposes.registrar, purposes.decision]
    : path.startsWith("/fhir/") // What a registered program reads there is public.
      ? ["nobody"]
      : ["nobody", sharedSecret];
