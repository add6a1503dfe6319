import { lifetimes } from "#lifetimes";
import type { Config } from "#platform/config";
import { createFetch } from "#platform/outbound";
import { twilioSms } from "#platform/sms";
import { type Finding, unless, warn } from "./finding.ts";

/** Whether the operator of short messages knows us. Mail alone tells people, too: without it a deployment is whole and warned. */
export async function smsFindings({ sms: settings, mode }: Config): Promise<readonly Finding[]> {
  if (!settings) return mode === "production" ? [warn("sms", none)] : [];
  const fetch = createFetch({ allowsPrivate: mode === "sandbox" });
  const sms = twilioSms({ settings, fetch, within: lifetimes.smsAnswer, receipts: "" });
  const checked = await sms.check().catch(() => ({ ok: false, why: "–" }) as const);
  const why = checked.ok ? "" : checked.why;
  return [
    unless(checked.ok, "sms", {
      fr: `L'opérateur de SMS ne nous reconnaît pas (${why}) : vérifiez AVAL_SMS_ACCOUNT, AVAL_SMS_TOKEN et AVAL_SMS_URL.`,
      en: `The operator of short messages does not know us (${why}): check AVAL_SMS_ACCOUNT, AVAL_SMS_TOKEN and AVAL_SMS_URL.`,
    }),
  ];
}

const none = {
  fr: "Aucun téléphone n'est prévenu par SMS : le courrier seul l'est. Donnez AVAL_SMS_ACCOUNT, AVAL_SMS_TOKEN et AVAL_SMS_FROM.",
  en: "No telephone is told by SMS, mail alone is. Give AVAL_SMS_ACCOUNT, AVAL_SMS_TOKEN and AVAL_SMS_FROM.",
};
