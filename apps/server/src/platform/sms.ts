import { createHmac, timingSafeEqual } from "node:crypto";
import type { OutboundFetch } from "./outbound.ts";
import type { Secret } from "./secret.ts";
import type { Duration } from "./time.ts";
import { Undeliverable } from "./mail.ts";

/**
 * Short messages to telephones, as this house sends them: alerts, never anything that opens.
 *
 * Whoever has somebody's number moved to a card of theirs (SimSwapper) reads all of it, and may stop: nothing more (P-28). An operator
 * is somebody else's: it learns the number, the words and when.
 */
export type Sms = {
  /** Hands one message over; gives what the operator calls it. Throws when it was not taken. */
  send(message: {
    /** As a directory writes it, E.164. */
    readonly to: string;
    /** Names this delivery here. */
    readonly id: string;
    readonly text: string;
  }): Promise<string>;
  /** The operator's word on what it took. */
  standing(as: string): Promise<SmsStanding>;
  /** Whether the operator knows us and would take a message: what is wrong, in its own words. */
  check(): Promise<{ readonly ok: true } | { readonly ok: false; readonly why: string }>;
};

/** `arrived`: the telephone has it. `failed`: it never will. */
export type SmsStanding = "under_way" | "arrived" | "failed";

/** An account at Twilio, or at whoever speaks its Messages API (version 2010-04-01). */
export type SmsSettings = {
  readonly url: string;
  readonly account: string;
  readonly token: Secret;
  /** A number of ours, or the sender's name where operators show one. */
  readonly from: string;
};

export type SmsDeps = {
  readonly settings: SmsSettings;
  readonly fetch: OutboundFetch;
  readonly within: Duration;
  /** Where receipts are to be posted. */
  readonly receipts: string;
};

/** Message statuses that end it (Messages resource, "Message status values"). All others are under way. */
const ends: Readonly<Record<string, SmsStanding>> = {
  delivered: "arrived",
  read: "arrived",
  undelivered: "failed",
  failed: "failed",
  canceled: "failed",
};
const standingOf = (status: unknown): SmsStanding =>
  (typeof status === "string" && ends[status]) || "under_way";

/** By HTTP with the account's token, which is a password (Basic, RFC 7617), hence TLS everywhere but on this machine. */
export function twilioSms(deps: SmsDeps): Sms {
  const { from } = deps.settings;
  return {
    send: async ({ to, text }) => {
      const form = { To: to, From: from, Body: text, StatusCallback: deps.receipts };
      const { status, body } = await ask(deps, "POST", "/Messages.json", form);
      // 400: this number, or this text, whatever is tried again. 429 and 5xx: another time.
      if (status === 400) throw new Undeliverable(`refused with ${String(body["code"] ?? status)}`);
      if (status !== 201 || typeof body["sid"] !== "string")
        throw new Error(`the operator answered ${status}`);
      return body["sid"];
    },
    standing: async (as) => {
      const { status, body } = await ask(deps, "GET", `/Messages/${encodeURIComponent(as)}.json`);
      if (status !== 200) throw new Error(`the operator answered ${status}`);
      return standingOf(body["status"]);
    },
    check: async () => {
      const { status, body } = await ask(deps, "GET", ".json");
      if (status !== 200) return { ok: false, why: `HTTP ${status}` };
      return body["status"] === "active"
        ? { ok: true }
        : { ok: false, why: `account ${String(body["status"])}` };
    },
  };
}

async function ask(
  { settings, fetch, within }: SmsDeps,
  method: "GET" | "POST",
  path: string,
  form?: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> }> {
  const { url, account, token } = settings;
  const answer = await fetch(`${url}/2010-04-01/Accounts/${encodeURIComponent(account)}${path}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${account}:${token.reveal()}`).toString("base64")}`,
      accept: "application/json",
      ...(form ? { "content-type": "application/x-www-form-urlencoded" } : {}),
    },
    ...(form ? { body: new URLSearchParams(form).toString() } : {}),
    within,
    mayBePrivate: false,
  });
  const body = (await answer.json().catch(() => ({}))) as Record<string, unknown> | null;
  return { status: answer.status, body: body ?? {} };
}

/**
 * A receipt that the operator posted to us, if it is its own: signed with the account's token over the address it called and every
 * field in the order of names (HMAC-SHA-1, its "validating requests"). Who gains if this is wrong: whoever makes a wait short by
 * saying that somebody was told.
 */
export function readReceipt(
  { settings, receipts }: Pick<SmsDeps, "settings" | "receipts">,
  form: string,
  signature: unknown,
): { readonly as: string; readonly standing: SmsStanding } | undefined {
  const fields = new URLSearchParams(form);
  const signed = [...fields]
    .sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
    .map(([name, value]) => name + value);
  const expected = createHmac("sha1", settings.token.reveal())
    .update(receipts + signed.join(""))
    .digest();
  const given = Buffer.from(typeof signature === "string" ? signature : "", "base64");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const as = fields.get("MessageSid");
  return as === null ? undefined : { as, standing: standingOf(fields.get("MessageStatus")) };
}
