import { createHash } from "node:crypto";
import { type ProfessionalId, toBase64url } from "@aval/protocol";
import {
  type Counter,
  committed,
  confirmed,
  registered,
} from "../../apps/server/src/pin/counter.ts";
import type { Seal } from "../../apps/server/src/pin/seal.ts";
import type { Random } from "../../apps/server/src/platform/random.ts";
import type { Instant } from "../../apps/server/src/platform/time.ts";
import { type HolderKeys, publicJwkOf, publicPoint } from "./holder-keys.ts";

/** What makes the rows of one deployment: its PIN key file, its PIN program's epoch, the moment all phones were activated. */
export type Deployment = {
  readonly seal: Seal;
  readonly epoch: string;
  readonly at: Instant;
  readonly random: Random;
};

/** The columns each table's rows are written in. */
export const copied = {
  device:
    "aval.device (id, professional, label, ik, ik_thumbprint, uk, pin_key, level, state, created_at, activated_at, scope)",
  counter:
    "pin.counter (device, key_id, ik, uk, tries, version, epoch, last_evaluation, confirmed_evaluation, next_try_at, state, mac)",
  oprfKey: "pin.oprf_key (device, key_id, public_key, wrapped, made_at)",
} as const;

export type Rows = Readonly<Record<keyof typeof copied, string>>;

/**
 * A holder's active phone as the server and the PIN program would have written it: by the PIN program's own transitions
 * (registered, committed, confirmed by the activation), MAC and wrapping. Lines of PostgreSQL's COPY, text form.
 */
export function rowsOf(
  keys: HolderKeys,
  professional: ProfessionalId,
  { seal, epoch, at, random }: Deployment,
): Rows {
  const { device, pinKey: keyId, evaluation } = keys;
  const ik = publicJwkOf(keys.ik);
  const uk = publicJwkOf(keys.uk);
  const first = registered({ device, keyId, ik, epoch }, evaluation, at);
  const activation = createHash("sha256").update(evaluation).digest("base64url");
  const counter = confirmed(committed(first, uk), `${evaluation}.${activation}`, at);
  const wrapped = seal.wrap({ device, keyId }, keys.oprf, random);
  const time = new Date(at).toISOString();
  return {
    device: line(
      device,
      professional,
      "Téléphone de mesure",
      JSON.stringify(ik),
      thumbprintOf(ik),
      JSON.stringify(uk),
      keyId,
      "full",
      "active",
      time,
      time,
      "national",
    ),
    counter: counterLine(counter, seal.mac(counter)),
    oprfKey: line(
      device,
      keyId,
      toBase64url(publicPoint(keys.oprf)),
      `\\\\x${wrapped.toString("hex")}`,
      time,
    ),
  };
}

function counterLine(counter: Counter, mac: string): string {
  return line(
    counter.device,
    counter.keyId,
    JSON.stringify(counter.ik),
    JSON.stringify(counter.uk),
    String(counter.tries),
    String(counter.version),
    counter.epoch,
    counter.lastEvaluation ?? "\\N",
    counter.confirmedEvaluation ?? "\\N",
    new Date(counter.nextTryAt).toISOString(),
    counter.state,
    mac,
  );
}

const line = (...cells: readonly string[]) => `${cells.join("\t")}\n`;

/** RFC 7638, as `thumbprint` of the protocol, which is slower by waiting a turn each. */
function thumbprintOf({ x, y }: { x: string; y: string }): string {
  return createHash("sha256")
    .update(JSON.stringify({ crv: "P-256", kty: "EC", x, y }))
    .digest("base64url");
}
