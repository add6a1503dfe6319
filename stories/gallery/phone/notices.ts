import type { NoticeItem } from "@aval/protocol";
import { noticesInFrench } from "../../../apps/authenticator/src/notices/messages.fr.ts";
import { type NoticeList, noticeList } from "../../../apps/authenticator/src/notices/state.ts";

/** The gallery's own moment: Friday 20 November 2026, 9:12 in Paris. */
const now = 1_795_162_320;
const long = "Portail interrégional de traçabilité des vaccinations et des tests antigéniques";
const campaign = {
  fr: {
    title: "Personne ne vous demandera de code au téléphone",
    text: "Aval n'appelle pas pour un code.\nOn vous en demande un ? Raccrochez, puis signalez l'appel.",
  },
  en: {
    title: "Nobody will ask you for a code by telephone",
    text: "Aval does not call about a code.\nAsked for one? Hang up, then report the call.",
  },
};
const item = (event: string, index: number): NoticeItem => ({
  id: `ntc_${index}`,
  event,
  at: now - index * 40_000,
  reached:
    index > 0
      ? [{ kind: "email", masked: "s•••@example.org", state: "arrived", at: now }]
      : [
          { kind: "email", masked: "s•••@example.org", state: "read", at: now },
          { kind: "email", masked: "s•••@ancienne-adresse.example.org", state: "failed" },
          { kind: "phone", masked: "06 •• •• •• 12", state: "handed" },
          { kind: "phone", masked: "07 •• •• •• 34", state: "waiting" },
          { kind: "app", masked: "Téléphone de garde", state: "arrived", at: now },
        ],
  ...(event === "session_elsewhere" && { service: long }),
  ...(event === "campaign" && { words: campaign }),
});
const items = [...Object.keys(noticesInFrench.notices.events), "something_newer"].map(item);

/** *Mes avis* in every state: a line for each event there is. */
export const noticeStates: Readonly<Record<string, { readonly screen: NoticeList }>> = {
  "": { screen: { ...noticeList, items } },
  none: { screen: { ...noticeList, items: [] } },
  loading: { screen: noticeList },
  offline: { screen: { ...noticeList, trouble: { kind: "offline" } } },
};
