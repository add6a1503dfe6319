import { setTimeout as delay } from "node:timers/promises";
import { type EnrolmentAskAnswer, type EnrolmentStatus, parseBinding } from "@aval/protocol";
import { type Phoning, requireCode } from "./acts.ts";
import { PhoneFault } from "./fault.ts";
import { beginPhone, keepPhone } from "./new-phone.ts";
import { identityOf, readState } from "./state-file.ts";

/**
 * A second phone of the same holder, by the page of the first: both are files here, and the command goes back and forth between
 * them as two hands would. It stops where the rules make it wait; `aval phone activate` goes on.
 */
export async function enrolByOldPhone(
  at: Phoning,
  given: {
    readonly nationalId: string;
    readonly code: string;
    readonly label: string;
    /** The older phone's file, and its code. */
    readonly old: string;
    readonly oldCode: string;
    /** Told once, while half a minute passes. */
    readonly waits: () => void;
  },
): Promise<EnrolmentStatus & { words: readonly string[] }> {
  const { world, phone } = at;
  requireCode(given.code);
  requireCode(given.oldCode);
  const older = await readState(given.old);
  if (older.nationalId !== given.nationalId)
    throw new PhoneFault("phone_other_holder", { about: older.nationalId });
  const old = await identityOf(older);
  const asked = await phone.askEnrolmentPage(old);
  await untilOpen(world, asked, given.waits);
  const opened = await phone.openEnrolmentPage(old, asked.page, given.oldCode);
  const binding = opened.state === "open" ? opened.address.split("#b=")[1] : undefined;
  if (!parseBinding(binding)) throw new PhoneFault("phone_not_a_frame");

  const begun = await beginPhone(phone, given.label, binding);
  const { ik, enrolment, words } = begun;
  await phone.typeEnrolmentWords(old, asked.page, words.join(" "));
  const status = await phone.enrolmentStatus(ik, enrolment);
  const { nationalId, code } = given;
  await keepPhone(at, begun, { nationalId, code, status });
  return { ...status, words };
}

/** The half minute is the server's to count: a sandbox whose clock is moved makes it short. */
export async function untilOpen(
  world: Phoning["world"],
  { notBefore }: Pick<EnrolmentAskAnswer, "notBefore">,
  waits: () => void,
): Promise<void> {
  for (let isTold = false; ; isTold = true) {
    const { body } = await world.get("/api/time");
    const now = (body as { now?: unknown } | undefined)?.now;
    if (typeof now !== "number" || now >= notBefore) return;
    if (!isTold) waits();
    await delay(500);
  }
}
