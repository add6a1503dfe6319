import {
  type ApprovalId,
  type Context,
  createPhone,
  type DecisionAnswer,
  type EnrolmentId,
  type EnrolmentStatus,
  isCommonCode,
  isWellFormed,
  type Json,
  type Phone,
  PhoneRefusal,
  type PhoneWorld,
  type Problem,
  parseFrame,
  type RefusalReason,
} from "@aval/protocol";
import { PhoneFault, sayingFromWhen } from "./fault.ts";
import { beginPhone, keepPhone } from "./new-phone.ts";
import { identityOf, readState, writeState } from "./state-file.ts";

/** What each sub-command does, through the same functions as the phone's page. Texts and options are `command.ts`. */
export type Phoning = { readonly world: PhoneWorld; readonly phone: Phone; readonly path: string };

export const phoning = (world: PhoneWorld, path: string): Phoning => ({
  world,
  phone: createPhone(world),
  path,
});

export type Shown = { readonly approval: ApprovalId; readonly context: Context };

export function requireCode(code: string): void {
  if (!/^[0-9]{6}$/.test(code)) throw new PhoneFault("phone_code_shape");
}

/** A new phone for this person, proven at the sandbox's desk, with its code, active. */
export async function enrol(
  at: Phoning,
  given: { nationalId: string; code: string; label: string },
): Promise<EnrolmentStatus & { words: readonly string[] }> {
  const { world, phone } = at;
  requireCode(given.code);
  if (isCommonCode(given.code)) throw new PhoneFault("phone_code_common");
  const begun = await beginPhone(phone, given.label);
  const { nationalId, code } = given;
  const status = await showAtDesk(world, begun.enrolment, nationalId);
  await keepPhone(at, begun, { nationalId, code, status });
  return { ...(await makeActive(at, code)), words: begun.words };
}

/** Two registrars of one scope sign; of another scope when these may not sign for this person. */
export async function showAtDesk(
  world: PhoneWorld,
  enrolment: EnrolmentId,
  nationalId: string,
): Promise<EnrolmentStatus> {
  const registrars = await sandbox<readonly Registrar[]>(world.get("/sandbox/registrars"));
  let refusal: unknown = new PhoneFault("phone_no_registrar");
  for (const pair of pairs(registrars)) {
    const body: Json = { enrolment, nationalId, registrars: pair };
    try {
      return await sandbox<EnrolmentStatus>(world.post("/sandbox/desk", body));
    } catch (fault) {
      if (!(fault instanceof PhoneRefusal) || fault.code !== "evidence_refused") throw fault;
      refusal = fault;
    }
  }
  throw refusal;
}

type Registrar = { readonly id: string; readonly scope: string };

/** Two of each scope, those who may sign for everybody first. */
function pairs(registrars: readonly Registrar[]): string[][] {
  const byScope = Map.groupBy(registrars, ({ scope }) => scope);
  const scopes = [...byScope.keys()].sort(
    (a, b) => Number(b === "national") - Number(a === "national"),
  );
  return scopes
    .map((scope) => (byScope.get(scope) ?? []).slice(0, 2).map(({ id }) => id))
    .filter((pair) => pair.length === 2);
}

async function sandbox<T>(answering: Promise<{ status: number; body: unknown }>): Promise<T> {
  const { status, body } = await answering;
  if (status === 200) return body as T;
  const problem = body as Problem | undefined;
  throw new PhoneRefusal(problem?.error ?? `http_${status}`, problem);
}

export async function activate(at: Phoning, code: string): Promise<EnrolmentStatus> {
  requireCode(code);
  const state = await readState(at.path);
  const { ik } = await identityOf(state);
  requireReady(await at.phone.enrolmentStatus(ik, state.enrolment));
  return makeActive(at, code);
}

async function makeActive({ phone, path }: Phoning, code: string): Promise<EnrolmentStatus> {
  const state = await readState(path);
  const identity = await identityOf(state);
  try {
    const status = await phone.activate(identity, code);
    await writeState(path, { ...state, status });
    return status;
  } catch (fault) {
    throw sayingFromWhen(fault);
  }
}

/** Asked before the code: what is not activated anyway would spend a try of it, and ten of them the phone. */
function requireReady({ state, activeAt }: EnrolmentStatus): void {
  if (state === "active") throw new PhoneFault("enrolment_active");
  if (state === "contested" || state === "expired" || state === "refused")
    throw new PhoneFault("enrolment_over");
  if (state === "cooling" && activeAt !== undefined)
    throw new PhoneFault("enrolment_too_early", { until: activeAt });
}

/** Claims what the frame or the digits stand for, and remembers it for `approve` and `refuse`. */
export async function take(
  { phone, path }: Phoning,
  seen: { frame: string } | { digits: string },
): Promise<Shown> {
  const state = await readState(path);
  const claimed = await claim(
    phone,
    await identityOf(state),
    "frame" in seen ? seen.frame : seen.digits,
  );
  await writeState(path, { ...state, claimed });
  return claimed;
}

/** A frame is claimed as such; digits only once their check digit holds, so that a slip spends no try. */
async function claim(
  phone: Phone,
  identity: Awaited<ReturnType<typeof identityOf>>,
  text: string,
): Promise<Shown> {
  const seen = text.trim();
  if (parseFrame(seen)) return phone.claim(identity, seen);
  const digits = seen.replaceAll(/[\s.-]/g, "");
  if (!/^[0-9]+$/.test(digits)) throw new PhoneFault("phone_not_a_frame");
  if (!isWellFormed(digits)) throw new PhoneFault("phone_digits_shape");
  return phone.claimDigits(identity, digits);
}

export async function pending({ phone, path }: Phoning): Promise<Shown[]> {
  return phone.pending(await identityOf(await readState(path)));
}

/** Approves what was scanned last, or else the newest that waits. */
export async function approve(at: Phoning, code: string): Promise<DecisionAnswer> {
  requireCode(code);
  const answered = await decide(at, (identity, context) =>
    at.phone.approve(identity, context, code),
  );
  if (answered.renewCode) await renewCode(at, code);
  return answered;
}

/** The same code by a new key, as the page does it: what breaks on the way leaves one that works, and the approval stands. */
async function renewCode({ phone, path }: Phoning, code: string): Promise<void> {
  const state = await readState(path);
  await phone
    .renewCode(await identityOf(state), code, (pin) => writeState(path, { ...state, pin }))
    .catch(() => undefined);
}

export async function refuse(at: Phoning, reason: RefusalReason): Promise<DecisionAnswer> {
  return decide(at, (identity, context) => at.phone.refuse(identity, context, reason));
}

/** Refusals after which a request will never be decided: the file forgets it. */
const over = new Set([
  "approval_expired",
  "approval_cancelled",
  "approval_not_found",
  "already_decided",
  "not_claimed",
  "other_context",
]);

async function decide(
  { phone, path }: Phoning,
  answer: (
    identity: Awaited<ReturnType<typeof identityOf>>,
    context: Context,
  ) => Promise<DecisionAnswer>,
): Promise<DecisionAnswer> {
  const { claimed, ...state } = await readState(path);
  const identity = await identityOf(state);
  const shown = claimed ?? newest(await phone.pending(identity));
  if (!shown) throw new PhoneFault("phone_nothing_pending");
  try {
    const answered = await answer(identity, shown.context);
    await writeState(path, state);
    return answered;
  } catch (fault) {
    if (fault instanceof PhoneRefusal && over.has(fault.code)) await writeState(path, state);
    throw fault;
  }
}

function newest(waiting: readonly Shown[]): Shown | undefined {
  return waiting.toSorted((a, b) => b.context.claimedAt - a.context.claimedAt)[0];
}

/** Approves each line it is given, a frame or digits, one after another. The file is not touched. */
export async function* listen(
  { phone, path }: Phoning,
  code: string,
  lines: AsyncIterable<string>,
): AsyncGenerator<{ line: string; answer?: DecisionAnswer; fault?: unknown }> {
  requireCode(code);
  const identity = await identityOf(await readState(path));
  for await (const line of lines) {
    if (line.trim() === "") continue;
    try {
      const { context } = await claim(phone, identity, line);
      yield { line, answer: await phone.approve(identity, context, code) };
    } catch (fault) {
      yield { line, fault };
    }
  }
}
