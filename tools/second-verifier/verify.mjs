/**
 * A second verifier of files of proofs, written from docs/proof.md alone. It imports nothing of Aval, so that a fault that both
 * share has to be in that page.
 *
 *   node tools/second-verifier/verify.mjs FILE [--root FILE] [--witness KEY]…
 *
 * Prints what is wrong, one line each, or what was erased and `ok`. Status 0 only when nothing is. Steps are numbered as that page numbers them.
 */
import { createHash, createHmac, createPublicKey, verify as verifySignature } from "node:crypto";
import { readFileSync } from "node:fs";
import { argv, exit } from "node:process";
import { fileURLToPath } from "node:url";

const sha256 = (...parts) => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** RFC 8785, for what JSON.parse can return. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
}

/** Bytes of the one spelling of an encoding, or nothing. */
function bytesOf(text, encoding) {
  if (typeof text !== "string") return undefined;
  const bytes = Buffer.from(text, encoding);
  return bytes.toString(encoding) === text ? bytes : undefined;
}

const attempt = (work) => {
  try {
    return work();
  } catch {
    return undefined;
  }
};
const jsonIn = (part) =>
  attempt(() => JSON.parse(bytesOf(part, "base64url")?.toString("utf8") ?? ""));

const isPoint = (jwk) =>
  jwk?.kty === "EC" &&
  jwk.crv === "P-256" &&
  bytesOf(jwk.x, "base64url")?.length === 32 &&
  bytesOf(jwk.y, "base64url")?.length === 32;
const isEdwards = (jwk) =>
  jwk?.kty === "OKP" && jwk.crv === "Ed25519" && bytesOf(jwk.x, "base64url")?.length === 32;

/** RFC 7638. */
function thumbprint(jwk) {
  const { kty, crv, x, y } = jwk;
  const members = kty === "EC" ? { crv, kty, x, y } : { crv, kty, x };
  return sha256(canonical(members)).toString("base64url");
}

function signedByPoint(input, signature, jwk) {
  const bytes = bytesOf(signature, "base64url");
  if (!isPoint(jwk) || bytes?.length !== 64) return false;
  const { kty, crv, x, y } = jwk;
  return (
    attempt(() => {
      const key = createPublicKey({ format: "jwk", key: { kty, crv, x, y } });
      return verifySignature(
        "sha256",
        Buffer.from(input),
        { key, dsaEncoding: "ieee-p1363" },
        bytes,
      );
    }) === true
  );
}

/** The header of a JWS of this type by this key. */
function isHeader(part, type, jwk) {
  const header = jsonIn(part);
  const names = header && Object.keys(header).sort().join();
  return (
    names === "alg,kid,typ" &&
    header.alg === "ES256" &&
    header.typ === type &&
    header.kid === thumbprint(jwk)
  );
}

/** The payload of a part of a JWS, when it is canonical. */
function payloadOf(part) {
  const payload = jsonIn(part);
  const isCanonical =
    payload !== undefined && Buffer.from(canonical(payload)).toString("base64url") === part;
  return isCanonical ? payload : undefined;
}

function readCompact(jws, type, jwk) {
  const [head, body, signature, more] = String(jws).split(".");
  if (more !== undefined || !isPoint(jwk) || !isHeader(head, type, jwk)) return undefined;
  return signedByPoint(`${head}.${body}`, signature, jwk) ? payloadOf(body) : undefined;
}

const shape = {
  "": "certificates,checkpoint,contexts,facts,holder,inclusion,made,root,seal,span,v,witnesses",
  holder: "nationalIds,professional",
  span: "from,to",
  root: "crv,kty,x,y",
};
const factNames = "at,id,kind,leaf,scope,seq";
const factNamesWhole = "at,body,id,key,kind,leaf,scope,seq";

const isCount = (value) => Number.isSafeInteger(value) && value >= 0 && !Object.is(value, -0);
const areTexts = (value) => Array.isArray(value) && value.every((one) => typeof one === "string");
const namesOf = (value) =>
  value && typeof value === "object" ? Object.keys(value).sort().join() : "";

function isWhole(file) {
  const { facts, holder, span } = file;
  const isFact = (fact) =>
    [factNames, factNamesWhole].includes(namesOf(fact)) &&
    isCount(fact.seq) &&
    isCount(fact.at) &&
    areTexts([fact.id, fact.kind, fact.scope, fact.leaf, fact.body ?? "", fact.key ?? ""]);
  return (
    file.v === "aval.bundle.v1" &&
    namesOf(file) === shape[""] &&
    ["holder", "span", "root"].every((name) => namesOf(file[name]) === shape[name]) &&
    isPoint(file.root) &&
    [file.made, span.from, span.to].every(isCount) &&
    areTexts([holder.professional, file.checkpoint, file.seal]) &&
    [holder.nationalIds, file.certificates, file.witnesses, file.contexts, file.inclusion].every(
      areTexts,
    ) &&
    Array.isArray(facts) &&
    facts.length > 0 &&
    facts.every(isFact)
  );
}

// Signed notes.

function readNote(text) {
  const end = text.lastIndexOf("\n\n");
  if (end < 0 || !text.endsWith("\n")) return undefined;
  const lines = text
    .slice(end + 2, -1)
    .split("\n")
    .map((line) => {
      const [dash, name, signed, more] = line.split(" ");
      const bytes = bytesOf(signed, "base64");
      const isLine = dash === "—" && name && !name.includes("+") && more === undefined;
      return isLine && bytes?.length > 4
        ? { name, id: bytes.subarray(0, 4), signed: bytes.subarray(4) }
        : undefined;
    });
  return lines.includes(undefined) ? undefined : { body: text.slice(0, end + 1), lines };
}

const noteKeyId = (name, type, raw) => sha256(`${name}\n`, Buffer.from([type]), raw).subarray(0, 4);

function signedByEdwards(text, signature, raw) {
  const key = { kty: "OKP", crv: "Ed25519", x: raw.toString("base64url") };
  return (
    attempt(() =>
      verifySignature(null, Buffer.from(text), createPublicKey({ format: "jwk", key }), signature),
    ) === true
  );
}

const lineBy = (note, name, type, raw) =>
  note.lines.filter((line) => line.name === name && line.id.equals(noteKeyId(name, type, raw)));

function readWitness(text) {
  const [name, id, material, more] = text.split("+");
  // Base64 has plus signs of its own.
  const bytes = bytesOf(
    more === undefined ? material : text.split("+").slice(2).join("+"),
    "base64",
  );
  const raw = bytes?.length === 33 && bytes[0] === 4 ? bytes.subarray(1) : undefined;
  return raw && noteKeyId(name, 4, raw).toString("hex") === id ? { name, raw } : undefined;
}

function isCosigned(note, { name, raw }) {
  const [line, more] = lineBy(note, name, 4, raw);
  if (!line || more || line.signed.length !== 72) return false;
  const time = line.signed.readBigUInt64BE(0);
  const text = `cosignature/v1\ntime ${time}\n${note.body}`;
  return (
    time > 0n &&
    time <= BigInt(Number.MAX_SAFE_INTEGER) &&
    signedByEdwards(text, line.signed.subarray(8), raw)
  );
}

// The tree.

function leafOf({ id, kind, at, scope, body, key }, professional) {
  const secret = bytesOf(key, "base64");
  if (secret?.length !== 32) return undefined;
  const committed = canonical({ body, professional, scope });
  const commitment = createHmac("sha256", secret).update(committed).digest("base64url");
  return sha256(Buffer.from([0]), canonical({ at, commitment, id, kind })).toString("base64");
}

function rootOf(facts, inclusion, size) {
  const hashes = inclusion.map((text) => bytesOf(text, "base64"));
  const leaves = facts.map(({ leaf }) => bytesOf(leaf, "base64"));
  if ([...hashes, ...leaves].some((bytes) => bytes?.length !== 32)) return undefined;
  if (facts.some(({ seq }, at) => seq >= size || (at > 0 && seq <= facts[at - 1].seq)))
    return undefined;
  let used = 0;
  let met = 0;
  const tree = (from, to) => {
    const isEmpty = met >= facts.length || facts[met].seq >= to;
    if (isEmpty) return hashes[used++];
    if (to - from === 1) return leaves[met++];
    let width = 1;
    while (width * 2 < to - from) width *= 2;
    const left = tree(from, from + width);
    const right = tree(from + width, to);
    return left && right && sha256(Buffer.from([1]), left, right);
  };
  const root = tree(0, size);
  return used === hashes.length && met === leaves.length ? root : undefined;
}

// Answers.

const keyKinds = ["device_added", "waiting_phone_served", "code_changed", "code_renewed"];
const alwaysKinds = [...keyKinds, "facts_erased"];
const bodyOf = (fact) => attempt(() => JSON.parse(fact.body ?? "{}")) ?? {};

function isAnswerRight(fact, contexts, phones) {
  const { approval, decision, reason, answer: practised } = bodyOf(fact);
  const context = contexts.get(approval);
  const says = jsonIn(decision?.payload);
  const known = phones.get(says?.device);
  const signatures = decision?.signatures;
  if (!context || !known || !Array.isArray(signatures)) return false;
  const signers = signatures.map((one, at) => {
    const keys = [known.ik, known.uk][at] ?? [];
    return keys.find((key) => isHeader(one?.protected, "aval.decision.v1", key));
  });
  const areSigned = signatures.every(
    (one, at) =>
      signers[at] &&
      signedByPoint(`${one.protected}.${decision.payload}`, one.signature, signers[at]),
  );
  const answer =
    fact.kind === "approval_approved" || practised === "approved" ? "approve" : "refuse";
  return (
    areSigned &&
    signatures.length > 0 &&
    payloadOf(decision.payload) !== undefined &&
    says.v === "aval.decision.v1" &&
    says.approval === approval &&
    says.context === context.hash &&
    says.decision === answer &&
    (answer === "refuse" || signatures.length === 2) &&
    (fact.kind !== "approval_refused" || says.reason === reason)
  );
}

/** What is wrong with a file, one line each; nothing when it proves what it says. */
export function verify(text, { root, witnesses } = {}) {
  const file = attempt(() => JSON.parse(text));
  if (!file || typeof file !== "object" || !isWhole(file) || `${canonical(file)}\n` !== text)
    return ["0 this is no file of proofs"];
  const wrong = [];
  const need = (holds, words) => holds || wrong.push(words);
  if (root) need(thumbprint(root) === thumbprint(file.root), "0 another root");

  const keys = file.certificates.map((one) => readCompact(one, "aval.key.v1", file.root));
  const isCertified = (key) =>
    key?.v === "aval.key.v1" &&
    (isPoint(key.jwk) || isEdwards(key.jwk)) &&
    thumbprint(key.jwk) === key.kid;
  need(keys.every(isCertified), "1 a certificate");
  const contextKeys = keys.filter((key) => isCertified(key) && key.use === "context");
  const readBy = (jws, type) => {
    const kid = jsonIn(String(jws).split(".")[0])?.kid;
    const key = contextKeys.find((one) => one.kid === kid);
    return key && readCompact(jws, type, key.jwk);
  };

  const { seal, ...rest } = file;
  const sealed = readBy(seal, "aval.bundle.v1");
  const hash = sha256(canonical(rest)).toString("base64url");
  need(sealed?.v === "aval.bundle.v1" && sealed.hash === hash, "2 the seal");

  const note = readNote(file.checkpoint);
  const [, origin, size, head] =
    /^(\S+)\n([1-9]\d{0,15})\n(\S{44})\n$/.exec(note?.body ?? "") ?? [];
  const logKeys = keys
    .filter((key) => isCertified(key) && key.use === "checkpoint" && isEdwards(key.jwk))
    .map((key) => bytesOf(key.jwk.x, "base64url"));
  const ours =
    note && origin
      ? logKeys.flatMap((raw) => lineBy(note, origin, 1, raw).map((line) => ({ line, raw })))
      : [];
  need(
    ours.length === 1 &&
      ours.every(({ line, raw }) => signedByEdwards(note.body, line.signed, raw)),
    "3 the checkpoint",
  );
  const known = file.witnesses.map(readWitness);
  need(
    note?.lines.length === known.length + 1 && known.every((one) => one && isCosigned(note, one)),
    "3 a witness",
  );
  if (witnesses)
    need(
      witnesses.some((one) => file.witnesses.includes(one)),
      "3 no witness of yours",
    );

  for (const [at, fact] of file.facts.entries()) {
    need(fact.key !== undefined, `4 ${fact.id} was erased`);
    if (fact.key !== undefined)
      need(leafOf(fact, file.holder.professional) === fact.leaf, `4 ${fact.id} is not its leaf`);
    need(at === 0 || fact.seq > file.facts[at - 1].seq, `5 ${fact.id} is out of order`);
    const isWithin = fact.at >= file.span.from && fact.at <= file.span.to;
    need(isWithin || alwaysKinds.includes(fact.kind), `5 ${fact.id} is outside the span`);
  }
  const found =
    Number.isSafeInteger(Number(size)) && rootOf(file.facts, file.inclusion, Number(size));
  need(found && found.toString("base64") === head, "6 the facts are not under the checkpoint");

  const named = new Set(file.facts.map((fact) => bodyOf(fact).approval));
  const contexts = new Map();
  for (const jws of file.contexts) {
    const context = readBy(jws, "aval.context.v1");
    const isRight =
      context?.v === "aval.context.v1" &&
      typeof context.approval === "string" &&
      named.has(context.approval) &&
      !contexts.has(context.approval) &&
      file.holder.nationalIds.includes(context.holder?.nationalId);
    need(isRight, "7 a context");
    if (isRight)
      contexts.set(context.approval, { hash: sha256(canonical(context)).toString("base64url") });
  }
  const phones = new Map();
  for (const fact of file.facts) {
    if (fact.kind === "approval_claimed" && fact.body !== undefined) {
      const { approval, context } = bodyOf(fact);
      need(contexts.get(approval)?.hash === context, `7 ${fact.id} has another context`);
    }
    if (!keyKinds.includes(fact.kind)) continue;
    const { device, ik, uk } = bodyOf(fact);
    const phone = phones.get(device) ?? { ik: [], uk: [] };
    if (isPoint(ik)) phone.ik.push(ik);
    if (isPoint(uk)) phone.uk.push(uk);
    phones.set(device, phone);
  }
  for (const fact of file.facts)
    if (
      /^(approval_approved|approval_refused|practice_answered)$/.test(fact.kind) &&
      fact.body !== undefined
    )
      need(isAnswerRight(fact, contexts, phones), `9 ${fact.id} is not signed over what was shown`);
  return wrong;
}

/** What the file itself says is missing of it: facts that two people had erased. */
export const missing = (text) =>
  JSON.parse(text)
    .facts.filter(({ kind }) => kind === "facts_erased")
    .map((fact) => `${bodyOf(fact).facts.length} erased (${bodyOf(fact).reason}), ${fact.id}`);

if (argv[1] === fileURLToPath(import.meta.url)) {
  const [path, ...rest] = argv.slice(2);
  const after = (name) => rest.flatMap((one, at) => (rest[at - 1] === name ? [one] : []));
  const [rootPath] = after("--root");
  const root = rootPath && JSON.parse(readFileSync(rootPath, "utf8"));
  const witnesses = after("--witness");
  const wrong = verify(readFileSync(path, "utf8"), {
    root: root?.public ?? root,
    ...(witnesses.length > 0 && { witnesses }),
  });
  const found = wrong.length > 0 ? wrong : [...missing(readFileSync(path, "utf8")), "ok"];
  for (const line of found) console.log(line);
  exit(wrong.length > 0 ? 1 : 0);
}
