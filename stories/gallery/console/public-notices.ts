import {
  type PublicNoticeGiven,
  type PublicNoticeLine,
  publicNoticeStates as states,
} from "@aval/protocol";
import type { Model } from "../../../apps/console/src/state.ts";
import { hours, id, me, now } from "./people.ts";

/** *Avis publics*: written, with and without faults, waiting for its maker and for another, published, retired. */
const operator = { ...me, acts: ["publish_notices"] };
const given: PublicNoticeGiven = {
  isUrgent: true,
  texts: {
    fr: {
      title: "De faux appels du support circulent",
      text: "Quelqu'un se dit de notre support et demande des codes.\nRaccrochez, puis signalez l'appel dans l'application.",
    },
    en: {
      title: "False support calls are going round",
      text: "Somebody claims to be our support and asks for codes.\nHang up, then report the call in the application.",
    },
  },
};
const digest = "q".repeat(43);
const waiting: PublicNoticeLine = {
  ...given,
  ...{ notice: id("ntp", 1), state: "waiting", isMine: false, at: hours(2) },
  by: "Anne-Charlotte de Kermadec-Lanvollon",
  until: now + 70 * 3_600,
};
const { until: _until, ...asked } = waiting;
const published: PublicNoticeLine = {
  ...asked,
  ...{ notice: id("ntp", 2), state: "published", secondedBy: "Yann Le Bihan-Coatmeur" },
  ...{ publishedAt: hours(1), address: "https://connexion.example.org/avis/12" },
};
const at = (notices: readonly PublicNoticeLine[], more: Partial<Model> = {}): Partial<Model> => ({
  ...{ phase: "in", me: operator, route: { section: "publicNotices" } },
  content: { publicNotices: { notices } },
  ...more,
});
const showing = (seen: NonNullable<Model["content"]["noticePreview"]>["seen"]): Partial<Model> =>
  at([], { content: { publicNotices: { notices: [] }, noticePreview: { given, seen } } });

export const noticeStates: Readonly<Record<string, Partial<Model>>> = {
  "": at([]),
  previewed: showing({ faults: [], digest, shown: given.texts }),
  faults: showing({ faults: [{ lang: "fr", field: "text", fault: "digits" }], digest }),
  waiting: at([waiting]),
  mine: at([{ ...waiting, isMine: true }], { told: { act: "ask_notice", given, digest } }),
  published: at([published], { told: { act: "sign_notice", notice: published.notice } }),
  retiring: at([published], { asks: { act: "end_notice", notice: published.notice } }),
  all: at(
    states.map((state, count) => ({
      ...(state === "waiting"
        ? waiting
        : state === "published" || state === "retired"
          ? published
          : asked),
      ...(state === "retired" ? { retiredAt: hours(0) } : {}),
      ...{ notice: id("ntp", 10 + count), state },
    })),
  ),
};
