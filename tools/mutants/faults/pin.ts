import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src/pin", ["pin.test.ts"]);

/** What a personal code is worth: ten tries, each counted first, by nobody's word but the PIN program's own. */
export const pinFaults = [
  fault(
    "a try is counted before it is evaluated",
    [
      edit(
        "pin.ts",
        "const tried = await countTry(deps, device, evaluation);\n  if (!tried.ok) return tried;\n  const answer = await evaluated(deps, key.value, message.blinded);",
        "const answer = await evaluated(deps, key.value, message.blinded);\n  const tried = answer.ok ? await countTry(deps, device, evaluation) : first;\n  if (!tried.ok) return tried;",
      ),
      edit(
        "pin.ts",
        "triesLeft: triesLeft(tried.value), ...answer.value",
        'triesLeft: triesLeft("counter" in tried.value ? tried.value.counter : tried.value), ...answer.value',
      ),
    ],
    ["http.test.ts"],
  ),
  fault("ten tries without the right code are the last", [
    edit(
      "counter.ts",
      'return counter.state !== "open" || counter.tries >= limits.pinTries;',
      'return counter.state !== "open";',
    ),
    edit(
      "store.ts",
      ".where(sql<boolean>`${after.tries}::integer <= ${limits.pinTries}::integer`)",
      "",
    ),
  ]),
  fault(
    "tries that run at once are each counted",
    [
      edit(
        "store.ts",
        '.where("version", "=", before.counter.version)\n    .where("mac", "=", before.mac)',
        "",
      ),
    ],
    ["pin.race.test.ts"],
  ),
  fault("the wait between tries grows", [
    edit("pin.ts", "if (waitMs > 0) {", "if (waitMs > 0 && deps === undefined) {"),
    edit("store.ts", '.where("next_try_at", "<=", now)', ""),
  ]),
  fault(
    "the count is set back by the code's own signature only",
    edit("confirm.ts", '? "right" : "wrong_code"', '? "right" : "right"'),
  ),
  fault(
    "the count is set back by the phone's own signature only",
    edit(
      "confirm.ts",
      "verifyMulti(signed, message.v, [ik, uk])",
      "verifyMulti({ ...signed, signatures: signed.signatures.slice(1) }, message.v, [uk])",
    ),
  ),
  fault(
    "an old decision sets no count back",
    edit(
      "confirm.ts",
      'if (evaluation !== counter.lastEvaluation) return unconfirmed(deny("replayed"));',
      "",
    ),
  ),
  fault("a right decision sets the count back once", [
    edit(
      "counter.ts",
      "tries: 0, version: counter.version + 1, lastEvaluation: undefined, confirmedEvaluation: evaluation,",
      "tries: 0, version: counter.version + 1, lastEvaluation: evaluation, confirmedEvaluation: undefined,",
    ),
  ]),
  fault(
    "a refusal confirms no code",
    edit("message.ts", 'decision: z.literal("approve")', "decision: z.string()"),
    ["pin.test.ts"],
  ),
  fault(
    "without the phone's key no request consumes a try",
    edit(
      "pin.ts",
      'if (!(await verifyCompact(jws, purposes.pinEvaluate, first.value.counter.ik))) return deny("bad_signature");',
      "",
    ),
  ),
  fault(
    "one signed message is evaluated once",
    edit(
      "hold.ts",
      '(await store.once(deps.db, message.device, message.jti)) ? undefined : deny("replayed")',
      "undefined",
    ),
    ["pin.race.test.ts"],
  ),
  fault(
    "only a phone the server announced may register",
    edit(
      "pin.ts",
      'if ((await store.announcedKey(deps.db, device)) !== (await thumbprint(ik))) return deny("pin_unknown_key");',
      "",
    ),
  ),
  fault(
    "a committed code is never registered over",
    edit("pin.ts", "counter.uk === undefined &&", ""),
  ),
  fault(
    "a code is committed by both keys",
    edit(
      "pin.ts",
      'if (!(await verifyMulti(signed, purposes.pinCommit, [counter.ik, uk]))) return deny("bad_signature");',
      "",
    ),
  ),
  fault(
    "a count written by hand is refused",
    edit(
      "hold.ts",
      "if (!deps.seal.isGenuine(stored.counter, stored.mac)) {",
      "if (stored.mac === '') {",
    ),
    ["writer.test.ts"],
  ),
  fault(
    "a row put back from an older state wins no try",
    edit("counter.ts", "if (!rolledBack && !foreign) return", "if (!foreign) return"),
    ["counter.test.ts", "writer.test.ts"],
  ),
  fault(
    "a restored database leaves one try, not ten",
    edit(
      "counter.ts",
      "tries: foreign ? Math.max(known, limits.pinTries - 1) : known",
      "tries: known",
    ),
    ["counter.test.ts", "writer.test.ts"],
  ),
  fault(
    "an OPRF key opens for its own phone only",
    [
      edit(
        "seal.ts",
        'random.bytes(nonceBytes);\n      const cipher = createCipheriv("aes-256-gcm", wrapKey, nonce).setAAD(boundTo(name));',
        'random.bytes(nonceBytes);\n      const cipher = createCipheriv("aes-256-gcm", wrapKey, nonce);',
      ),
      edit("seal.ts", "decipher.setAAD(boundTo(name)).setAuthTag(", "decipher.setAuthTag("),
    ],
    ["counter.test.ts", "writer.test.ts"],
  ),
  fault(
    "a retired phone has no key left",
    edit("confirm.ts", "await store.deleteKeys(deps.db, device);", ""),
  ),
];
