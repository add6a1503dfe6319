import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { newKeyPair, type PhoneIdentity, signerOf } from "@aval/protocol";
import { sql } from "kysely";
import type { Browser } from "./account.ts";
import { approveFrame, type Client, enrolHolder, type Holder, phoneAt } from "./driver.ts";
import { bindingOf, type Colleague, openVisit, signVisit } from "./visit.ts";
import type { WholeServer } from "./whole.ts";

/** Somebody with a phone of more than a week, whose new one two registrars proved: it waits. `now`: for whoever moves the clock. */
export async function provenPhone(
  whole: WholeServer,
  nationalId: string,
  [first, second]: readonly [Colleague, Colleague],
  now: () => number = Date.now,
) {
  const old = await enrolHolder(() => whole.phone, nationalId, undefined, now);
  await sql`update device set activated_at = aval_now() - interval '8 days'
    where id = ${old.identity.device}`.execute(whole.database.db);
  const phone = phoneAt(() => whole.phone, now);
  const ik = await signerOf(await newKeyPair());
  const visit = await openVisit(first, nationalId);
  assert.ok(visit.stage === "open");
  const { enrolment, device, root } = await phone.enrol(ik, "Nouveau", bindingOf(visit.address));
  await signVisit(whole, first, visit.visit);
  assert.equal((await signVisit(whole, second, visit.visit)).stage, "proven");
  return {
    ...{ old, phone, ik, enrolment, device, root },
    stop: () => old.phone.stopEnrolment(old.identity, enrolment),
    shows: (binding: string) => phone.showAgain(ik, enrolment, binding),
    status: () => phone.enrolmentStatus(ik, enrolment),
    state: async () => (await phone.enrolmentStatus(ik, enrolment)).state,
  };
}
export type Proven = Awaited<ReturnType<typeof provenPhone>>;

/** The code is chosen on it. */
export async function withCode(
  {
    phone,
    ik,
    device,
    enrolment,
    root,
  }: Pick<Proven, "phone" | "ik" | "device" | "enrolment" | "root">,
  code = "975318",
): Promise<Holder> {
  const deviceSecret = new Uint8Array(randomBytes(32));
  const pin = await phone.setCode(ik, device, code, deviceSecret);
  const identity: PhoneIdentity = { ik, device, enrolment, deviceSecret, pin, root };
  return { phone, identity, code };
}

/** The same, and it opens its holder's own places while it waits. */
export async function servingPhone(proven: Proven): Promise<Holder> {
  const holder = await withCode(proven);
  const status = await holder.phone.serveMeanwhile(holder.identity, holder.code);
  assert.equal(status.meanwhile, "given");
  return holder;
}

/** A page of this service in this browser, approved by this phone; `concludes` leaves it: the tokens, where it gave any. */
export async function approvesOn(browser: Browser, holder: Holder, client: Client) {
  const page = await browser.open(client);
  const { view } = await browser.act(page.signIn, "begin");
  const context = await approveFrame(holder, view.frame ?? "");
  const concludes = async () => {
    const { location } = await browser.conclude(page.signIn);
    if (!location.includes("code=")) return undefined;
    const { status, body } = await browser.exchange(page, location);
    return status === 200 ? body : undefined;
  };
  return { context, concludes };
}
