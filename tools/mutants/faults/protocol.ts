import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("packages/protocol/src", ["jws.test.ts"]);

/** What both ends of a wire rely on. */
export const protocolFaults = [
  fault(
    "one message has one text",
    edit("jws.ts", "=== part ? payload : undefined", "=== part ? payload : payload"),
  ),
  fault(
    "a header says ES256 and nothing else",
    edit("jws.ts", "if (Object.keys(rest).length > 0) return undefined;", ""),
  ),
  fault(
    "a decision is signed by every key it needs",
    edit("jws.ts", "if (message.signatures.length !== keys.length) return undefined;", ""),
  ),
  fault(
    "a private member never travels",
    edit(
      "jws.ts",
      'return { kty: "EC", crv: "P-256", x: jwk.x, y: jwk.y };',
      'return { ...jwk, kty: "EC", crv: "P-256", x: jwk.x, y: jwk.y };',
    ),
  ),
  fault(
    "a phone shows only what a certified context key signed",
    edit(
      "phone.ts",
      "await verifyCompact(jws, purpose, verified.jwk)",
      "peekCompact(jws)?.payload",
    ),
    ["phone.test.ts"],
  ),
  fault(
    "a key certified for another use signs no context",
    edit(
      "phone.ts",
      'if (verified?.use !== "context" || verified.kid !== kid) continue;',
      "if (verified?.kid !== kid) continue;",
    ),
    ["phone.test.ts"],
  ),
  fault(
    "a phone shows the context of the request it claimed",
    edit(
      "phone.ts",
      'if (context.approval !== answer.approval) throw new PhoneRefusal("phone_context_not_signed");',
      "",
    ),
    ["phone.test.ts"],
  ),
  fault(
    "a refusal spends no try of the code",
    edit(
      "phone.ts",
      "async function refuse(identity: PhoneIdentity, context: Context, reason: RefusalReason): Promise<DecisionAnswer> {",
      'async function refuse(identity: PhoneIdentity, context: Context, reason: RefusalReason): Promise<DecisionAnswer> {\n    await tryCode(identity, "000000");',
    ),
    ["phone.test.ts"],
  ),
  fault(
    "the device's own secret enters the key of a code",
    edit("pin.ts", "|`), ...deviceSecret]", "|`)]"),
    ["pin.test.ts"],
  ),
  fault("dates are codes too common to choose", edit("pin.ts", "|| isDate(code) ||", "||"), [
    "pin.test.ts",
  ]),
  fault(
    "a document has one canonical text, whatever the order its members were written in",
    edit("canonical.ts", "\n    .sort()", ""),
    ["canonical.test.ts"],
  ),
  fault(
    "base64url has one spelling",
    edit(
      "base64url.ts",
      "return toBase64url(bytes) === text ? bytes : undefined;",
      "return bytes;",
    ),
    ["base64url.test.ts"],
  ),
];
