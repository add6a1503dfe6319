import {
  type CampaignGiven,
  type CampaignLine,
  type CampaignList,
  type CampaignPreview,
  campaignStates as states,
  textFaults,
} from "@aval/protocol";
import type { Model } from "../../../apps/console/src/state.ts";
import { hours, id, me, now } from "./people.ts";

/** *Campagnes*: written, previewed with and without faults, waiting for its maker and for another, sent, stopped. */
const operator = { ...me, acts: ["make_campaigns"] };
const route = { section: "campaigns" } as const;
const given: CampaignGiven = {
  segment: { professions: ["60", "70"], departments: ["9A", "9B"], phone: "with" },
  channels: ["app", "mail", "sms"],
  texts: {
    fr: {
      title: "Personne ne vous demandera de code au téléphone",
      text: "{brand} n'appelle pas pour un code.\nOn vous en demande un ? Raccrochez, puis signalez l'appel.",
    },
    en: {
      title: "Nobody will ask you for a code by telephone",
      text: "{brand} does not call about a code.\nAsked for one? Hang up, then report the call.",
    },
  },
};
const seen: CampaignPreview = {
  people: 1204,
  faults: [],
  digest: "q".repeat(43),
  shown: {
    app: {
      fr: { ...given.texts.fr, text: given.texts.fr.text.replace("{brand}", "Aval") },
      en: { ...given.texts.en, text: given.texts.en.text.replace("{brand}", "Aval") },
    },
    mail: {
      subject: given.texts.fr.title,
      text: `${given.texts.fr.title}\n\nAval n'appelle pas pour un code.\n\nAval ne demande jamais de code.`,
    },
    sms: `Aval: ${given.texts.fr.title} Jamais de code. Never a code.`,
  },
};
const waiting: CampaignLine = {
  ...given,
  ...{ campaign: id("cmp", 1), state: "waiting", people: 1204, told: 0, skipped: 0, receipts: [] },
  ...{ by: "Anne-Charlotte de Kermadec-Lanvollon", isMine: false, at: hours(2) },
  until: now + 70 * 3_600,
};
const { until: _until, ...asked } = waiting;
const sending: CampaignLine = {
  ...asked,
  ...{ campaign: id("cmp", 2), state: "sending", told: 800, skipped: 3 },
  secondedBy: "Yann Le Bihan-Coatmeur",
  receipts: [
    { channel: "app", waiting: 0, arrived: 800, failed: 0, read: 211 },
    { channel: "mail", waiting: 40, arrived: 749, failed: 11 },
    { channel: "sms", waiting: 2, arrived: 640, failed: 158 },
  ],
};
const listed = (...campaigns: readonly CampaignLine[]): CampaignList => ({
  campaigns,
  channels: ["app", "mail", "sms"],
});
const at = (more: Partial<Model>): Partial<Model> => ({
  ...{ phase: "in", me: operator, route },
  ...more,
});
const showing = (what: CampaignPreview, text: CampaignGiven = given): Partial<Model> =>
  at({ content: { campaigns: listed(), campaignPreview: { given: text, seen: what } } });
const { shown: _shown, ...unshown } = seen;

export const campaignStates: Readonly<Record<string, Partial<Model>>> = {
  "": at({ content: { campaigns: listed() } }),
  previewed: showing(seen),
  "drill-chosen": showing(seen, { ...given, drill: "results" }),
  faults: showing({
    ...unshown,
    faults: textFaults.map((fault, count) => ({
      ...{ fault, lang: count % 2 ? "en" : "fr", field: count % 3 ? "text" : "title" },
    })),
  }),
  nobody: showing({ ...seen, people: 0 }),
  waiting: at({ content: { campaigns: listed(waiting) } }),
  mine: at({
    content: { campaigns: listed({ ...waiting, isMine: true }) },
    told: { act: "ask_campaign", given, digest: "" },
  }),
  sending: at({
    content: { campaigns: listed(sending) },
    told: { act: "sign_campaign", campaign: sending.campaign },
  }),
  "drill-waiting": at({ content: { campaigns: listed({ ...waiting, drill: "certificates" }) } }),
  "drill-few": at({
    content: { campaigns: listed({ ...sending, drill: "prescriptions", counts: [] }) },
  }),
  "drill-counted": at({
    content: {
      campaigns: listed({
        ...{ ...sending, drill: "results", state: "done" },
        counts: [
          { profession: "", refused: 5, wentOn: null },
          { profession: "60", refused: 412, wentOn: 96 },
          { profession: "70", refused: null, wentOn: null },
        ],
      }),
    },
  }),
  stopping: at({
    content: { campaigns: listed(sending) },
    asks: { act: "stop_campaign", campaign: sending.campaign },
  }),
  all: at({
    content: {
      campaigns: listed(
        ...states.map((state, count) => ({
          ...(state === "waiting" ? waiting : "withdrawn over".includes(state) ? asked : sending),
          ...{ campaign: id("cmp", 10 + count), state },
        })),
      ),
    },
  }),
};
