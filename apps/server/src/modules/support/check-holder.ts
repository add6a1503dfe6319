import {
  type CallerCheckId,
  type CallerCheckView,
  type DeviceId,
  isId,
  type MultiSigned,
  type ProfessionalId,
  purposes,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { lifetimes } from "#lifetimes";
import type { AnyTables, Database } from "#platform/database";
import { transactOrUndo } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { epochSeconds } from "#platform/time";
import * as store from "./check-store.ts";
import { wordsOf } from "./checks.ts";
import { callerOf, type HolderDeps } from "./holder.ts";

/* *Vous êtes au téléphone avec nous ?*: what a `full` phone is shown and answers. Another phone of theirs is shown nothing. */

/** What this phone is asked; `undefined`: nothing, or it is not one that answers. */
export async function checkShown(
  deps: HolderDeps,
  phone: { readonly id: DeviceId; readonly professional: ProfessionalId },
): Promise<CallerCheckView | undefined> {
  const check = await store.checkOf(deps.db, phone.professional);
  if (!check || !(await isWhole(deps, deps.db, phone.id))) return undefined;
  return {
    ...(await callerOf(deps, check)),
    check: check.id,
    words: wordsOf(check.id),
    until: epochSeconds(check.overAt),
  };
}

async function isWhole(
  { devices }: Pick<HolderDeps, "devices">,
  tx: Database<AnyTables>,
  id: DeviceId,
): Promise<boolean> {
  const standing = await devices.standingOf(tx, id, lifetimes.settled);
  return standing?.isActive === true && standing.level === "full";
}

type Answer<T> =
  | Outcome<T, Refusal>
  | {
      readonly ok: false;
      readonly refusal: Refusal;
      readonly extra?: { readonly triesLeft: number };
    };

/**
 * *Oui, je leur parle*: with the code, hence with the PIN program's own word before the row, over exactly what was shown. The agent who asked
 * may then block, for minutes, once.
 */
export async function confirm(
  deps: HolderDeps,
  message: MultiSigned,
): Promise<Answer<{ readonly confirmed: true }>> {
  const purpose = purposes.callerCheck;
  const received = await deps.devices.receiveDecision(message, purpose);
  if (!received.ok) return received;
  const { device, payload, code } = received.value;
  const id = payload["check"];
  if (!isId("cck", id) || code === "absent") return deny("invalid_message");
  if (device.state !== "active") return deny("device_not_active");
  const shown = await checkShown(deps, device);
  if (!shown || !isWhatWasShown(shown, id, payload)) return deny("check_over");
  const confirmed = await deps.devices.confirmCode({ device, code, message, purpose });
  if (!confirmed.ok) return confirmed;
  const { professional } = device;
  return transactOrUndo(deps.db, async (tx): Promise<Outcome<{ confirmed: true }, Refusal>> => {
    await deps.stops.takeTurn(tx, professional);
    if (!(await isWhole(deps, tx, device.id))) return deny("device_not_active");
    if (!(await store.recordConfirmed(tx, { id, professional, device: device.id })))
      return deny("check_over");
    await deps.audit.append(tx, {
      fact: "caller_confirmed",
      professional,
      check: id,
      device: device.id,
    });
    return done({ confirmed: true });
  });
}

/** What was signed is what was shown (law 9): the agent, the case and the words. */
const isWhatWasShown = (
  shown: CallerCheckView,
  id: CallerCheckId,
  payload: Readonly<Record<string, unknown>>,
): boolean =>
  shown.check === id &&
  payload["name"] === shown.name &&
  payload["institution"] === shown.institution?.fr &&
  payload["case"] === shown.case &&
  payload["words"] === shown.words;
