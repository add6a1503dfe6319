import { idFrom } from "@aval/protocol";
import {
  type Inside,
  insidePage,
  type News,
  servicePages as register,
} from "../../../apps/demo/src/register/pages.ts";
import type { Failure } from "../../../apps/demo/src/shared/provider.ts";
import { type Watching, watchPage } from "../../../apps/demo/src/register/watch-pages.ts";
import { words } from "../../../apps/demo/src/register/words.ts";
import {
  deskPage,
  failedPage,
  notFoundPage as noSuchScreen,
  outPage,
  overPage,
  waitingPage,
} from "../../../apps/demo/src/pharmacy/pages.ts";
import type { ClosedBy, SignedIn } from "../../../apps/demo/src/pharmacy/sessions.ts";
import {
  askingPage,
  linkedPage,
  linkingPage,
} from "../../../apps/demo/src/pharmacy/linked-pages.ts";
import { intakeKinds } from "../../../apps/server/src/modules/reports/intakes.ts";
import { tellPage, toldPage } from "../../../apps/server/src/modules/reports/public-pages.ts";
import { askPage, notedPage } from "../../../apps/server/src/modules/notices/pages.ts";
import {
  noticePage,
  noticesPage,
  type Published,
} from "../../../apps/server/src/modules/campaigns/public-notice-pages.ts";
import { errors, type Refusal } from "../../../apps/server/src/errors.ts";
import { resultsStates } from "./results.ts";
import { frontPage } from "../../../apps/server/src/front-page.ts";
import { guidePage, helpPage } from "../../../apps/server/src/modules/help/pages.ts";
import { topicNames } from "../../../apps/server/src/modules/help/topics.ts";
import {
  confirmPage as cardConfirmPage,
  refusedPage as cardRefusedPage,
  guidance as cardRefusals,
} from "../../../apps/server/src/modules/cards/pages.ts";
import {
  reopenedPage,
  reopenPage,
  shownPage,
  standingPage,
} from "../../../apps/server/src/modules/cards/reopen-pages.ts";
import {
  againDoor,
  tryOutPage,
  workedPage,
} from "../../../apps/server/src/modules/cards/try-out-pages.ts";
import {
  closedPage,
  confirmPage,
  formPostPage,
  type PageFrame,
  refusedPage,
} from "../../../apps/server/src/modules/provider/pages/pages.ts";
import { guidanceFor } from "../../../apps/server/src/modules/provider/pages/refusals.ts";
import type { BegunPhone, CardView } from "../../../apps/server/src/modules/stops/index.ts";
import { instant } from "../../../apps/server/src/platform/time.ts";
import type { Lang } from "../wall.ts";
import { cardPhoneStates } from "./card-phone.ts";
import { deskStates } from "./desks.ts";

/** Every page that a server of ours writes, in every state: of the provider, and of the demonstration register. */
type Page = (lang: Lang) => string;

const stylesheet = "/assets/aval.css";
const sandbox = (lang: Lang): PageFrame => ({
  lang,
  brand: undefined,
  isSandbox: true,
  stylesheet,
});
const helping = { brand: "Aval", isSandbox: true, stylesheet };
const branded = (lang: Lang): PageFrame => ({
  lang,
  brand: "Groupement hospitalier de territoire du Grand-Port",
  isSandbox: false,
  stylesheet,
});

const notice = { brand: "Aval", isSandbox: true, stylesheet };

const reference = "k7qf-2m9d";
/** A refusal that has no words of its own on a page shows the general ones: one of them stands for all. */
const general = guidanceFor("rights_denied");
const refusals = (Object.keys(errors) as Refusal[]).filter(
  (refusal) => refusal === "rights_denied" || guidanceFor(refusal) !== general,
);

const person = {
  nationalId: "899700000017",
  name: "Dr Marie-Antoinette DE MONTIGNY-LENCOUP-SAINTE-COLOMBE",
  exercises: [
    {
      professionCode: "10",
      structures: ["Centre hospitalier du Grand-Port", "Cabinet des Tilleuls"],
    },
    { professionCode: "21", structures: [] },
  ],
};
const now = 1_795_162_320_000;
const inside: Inside = {
  person,
  rights: "reduced",
  isReducedSince: false,
  left: 14,
  endsAt: now + 3_600_000,
  news: undefined,
  acts: [],
};
const acts: Inside["acts"] = [
  { patient: "aubepine", vaccine: "influenza", at: now },
  { patient: "capucine", vaccine: "tetanus", at: now - 600_000, isCancelled: true },
];
const watching: Watching = {
  listening: "verified",
  guests: [
    { nationalId: "899700000017", name: person.name, standing: "reduced", acts: 20 },
    { nationalId: "899700000025", name: "Mme Zoé FICTIVE", standing: "over", acts: 1 },
  ],
  told: [
    { at: now, kind: "session_over", name: person.name },
    { at: now - 60_000, kind: "access_stopped", name: person.name },
    { at: now - 120_000, kind: "means_removed", name: "Mme Zoé FICTIVE" },
    { at: now - 180_000, kind: "other" },
  ],
  reviews: [
    { window: "frw_1", name: person.name, from: now - 7_200_000, to: now, acts: 12 },
    {
      ...{ window: "frw_2", name: undefined, from: now - 7_200_000, to: now, acts: 0 },
      answered: { acts: 0, cancelled: 0, at: now },
    },
    {
      ...{ window: "frw_3", name: "Mme Zoé FICTIVE", from: now - 7_200_000, to: now, acts: 3 },
      answered: { acts: 3, cancelled: 3, at: now },
    },
  ],
  sent: [
    { at: now, name: person.name, acts: 31, isHeard: true },
    { at: now - 90_000, name: "Mme Zoé FICTIVE", acts: 31, isHeard: false },
  ],
};
const news: readonly News[] = ["refreshed", "recorded", "enough", "unknown"];
const userinfo = {
  sub: "f:4f7c2d1e-0000-4000-8000-000000000000:899700000017",
  SubjectNameID: "899700000017",
  SubjectRefPro: {
    codeCivilite: "MME",
    exercices: [{ codeProfession: "10", activities: [{ codeSavoirFaire: "SM26" }] }],
  },
};

const cardFrame = (lang: Lang) => ({ ...sandbox(lang), brand: "Aval" });
const blockedAt = instant(now - 90_000_000);
const blocked: CardView = {
  id: idFrom("stp", new Uint8Array(17).fill(1)),
  kind: "block",
  madeAt: blockedAt,
  from: instant(blockedAt + 86_400_000),
  isOpen: true,
};
const pausedLately: CardView = {
  id: idFrom("stp", new Uint8Array(17).fill(2)),
  kind: "pause",
  madeAt: instant(now - 3_600_000),
  from: instant(now + 82_800_000),
  isOpen: false,
};
/** A block of an hour ago, which a desk, the card and the phone lift together. */
const atDesk = (...phones: readonly Partial<BegunPhone>[]): CardView => ({
  ...pausedLately,
  kind: "block",
  together: phones.map((shown) => ({
    device: idFrom("dev", new Uint8Array(17).fill(4)),
    label: "iPhone de Camille",
    begunAt: blockedAt,
    desk: false,
    card: false,
    ...shown,
  })),
});
const frozen: CardView = {
  id: idFrom("stp", new Uint8Array(17).fill(3)),
  kind: "freeze",
  madeAt: blockedAt,
  isOpen: false,
};

const atTheCounter: SignedIn = {
  person,
  subject: userinfo.sub,
  session: undefined,
  idToken: "",
  accessToken: "",
  accessTokenEndsAt: now,
  refreshToken: undefined,
  hintToken: undefined,
  rights: "reduced",
  approvedAt: now,
  endsAt: now + 3_600_000,
};
const closings: readonly ClosedBy[] = ["you", "time", "told"];

const failures = Object.keys(words.fr.failure) as Failure[];

const linkedHolders = [
  { subject: "one", name: "Dr Solène MARCHEVOIX", linkedAt: now - 86_400_000 },
  { subject: "two", name: undefined, linkedAt: now - 60_000 },
];
const programFrame = "AVALL1.lnk_0123456789abcdefghjkmnpqrs.12.abcdefghijklmnopqrstuv";

const published: Published = {
  number: 12,
  isUrgent: true,
  publishedAt: instant(1_795_162_320_000),
  retiredAt: undefined,
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
const retired = { ...published, number: 11, retiredAt: instant(1_795_262_320_000) };
const noticing = { ...helping, stylesheet: "/assets/aval.css" };

export const writtenPages: Readonly<Record<string, Readonly<Record<string, Page>>>> = {
  front: {
    "sign-in": (lang) =>
      frontPage(helping, lang, "sign-in", {
        ...{ account: "/mon-acces", help: "/aide", notices: "/avis" },
      }),
    card: (lang) =>
      frontPage(helping, lang, "card", {
        account: "/mon-acces",
        tryOut: "/essayer",
        reopen: "/rouvrir",
        help: "/aide",
      }),
  },
  refused: {
    ...Object.fromEntries(
      refusals.map((refusal) => [
        refusal,
        (lang: Lang) => refusedPage(branded(lang), { refusal, reference }),
      ]),
    ),
    sandbox: (lang) =>
      refusedPage(sandbox(lang), {
        refusal: "redirect_refused",
        reference,
        detail:
          "invalid_redirect_uri: redirect_uri did not match any of the client's registered redirect_uris",
      }),
  },
  "card-confirm": {
    "": (lang) =>
      cardConfirmPage(
        { ...branded(lang), brand: "Aval" },
        {
          service:
            "Portail interrégional de traçabilité des vaccinations et des tests antigéniques",
          holder: person.name,
          nationalId: person.nationalId,
          secret: "s",
          back: "/login/abc",
        },
      ),
  },
  "card-refused": Object.fromEntries(
    (Object.keys(cardRefusals) as Refusal[]).map((refusal) => [
      refusal,
      (lang: Lang) =>
        cardRefusedPage(
          { ...sandbox(lang), brand: "Aval" },
          { refusal, reference, back: refusal === "card_page_expired" ? undefined : "/login/abc" },
        ),
    ]),
  ),
  "card-phone": cardPhoneStates(cardFrame, person.name),
  "card-try-out": {
    "": (lang) => tryOutPage(cardFrame(lang)),
    works: (lang) =>
      workedPage(cardFrame(lang), { holder: person.name, nationalId: person.nationalId }),
    refused: (lang) =>
      cardRefusedPage(cardFrame(lang), {
        ...{ refusal: "card_absent", reference, back: undefined },
        door: againDoor(lang),
      }),
  },
  "card-reopen": {
    "": (lang) => reopenPage(cardFrame(lang)),
    ready: (lang) => standingPage(cardFrame(lang), { holder: person.name, stops: [blocked] }),
    "too-early": (lang) =>
      standingPage(cardFrame(lang), { holder: person.name, stops: [pausedLately] }),
    frozen: (lang) => standingPage(cardFrame(lang), { holder: person.name, stops: [frozen] }),
    nothing: (lang) => standingPage(cardFrame(lang), { holder: person.name, stops: [] }),
    desk: (lang) => standingPage(cardFrame(lang), { holder: person.name, stops: [atDesk()] }),
    "desk-begun": (lang) =>
      standingPage(cardFrame(lang), { holder: person.name, stops: [atDesk({ desk: true })] }),
    "desk-several": (lang) =>
      standingPage(cardFrame(lang), {
        holder: person.name,
        stops: [atDesk({ desk: true }, { label: "Téléphone Android" })],
      }),
    "desk-shown": (lang) =>
      shownPage(cardFrame(lang), {
        holder: person.name,
        stops: [atDesk({ card: true })],
        isShown: true,
      }),
    done: (lang) => reopenedPage(cardFrame(lang), { holder: person.name, stops: [], lifted: 1 }),
    "done-but": (lang) =>
      reopenedPage(cardFrame(lang), {
        holder: person.name,
        stops: [pausedLately, frozen],
        lifted: 1,
      }),
  },
  "signing-out": {
    "": (lang) =>
      confirmPage(sandbox(lang), { action: "/out/confirm", fields: { state: "s", proof: "p" } }),
  },
  "signed-out": {
    "": (lang) => closedPage(sandbox(lang)),
    branded: (lang) => closedPage(branded(lang)),
  },
  stop: {
    "": (lang) => askPage(notice, lang),
    noted: (lang) => notedPage(notice, lang),
  },
  ...Object.fromEntries(
    intakeKinds.map((kind) => [
      `report-${kind}`,
      {
        "": (lang: Lang) => tellPage(notice, lang, kind),
        told: (lang: Lang) => toldPage(notice, lang, kind),
        busy: (lang: Lang) => toldPage(notice, lang, kind, true),
      },
    ]),
  ),
  "form-post": {
    "": (lang) =>
      formPostPage(sandbox(lang), {
        action: "https://s.example/cb",
        fields: { code: "c" },
        script: "/none.js",
      }),
  },
  notices: {
    "": (lang) => noticesPage(noticing, lang, [published, retired]),
    none: (lang) => noticesPage(noticing, lang, []),
    one: (lang) => noticePage(noticing, lang, published),
    retired: (lang) => noticePage(noticing, lang, retired),
  },
  help: {
    "": (lang) => helpPage(helping, lang),
    ...Object.fromEntries(
      topicNames.map((topic) => [topic, (lang: Lang) => guidePage(helping, lang, topic)]),
    ),
  },
  desks: deskStates(helping, now),
  ...resultsStates(person, now),
  "register-home": { "": register.home },
  "register-inside": {
    "": (lang) => insidePage(lang, inside),
    full: (lang) =>
      insidePage(lang, { ...inside, rights: "full", person: { ...person, exercises: [] } }),
    since: (lang) => insidePage(lang, { ...inside, isReducedSince: true, left: 0 }),
    ...Object.fromEntries(
      news.map((told) => [told, (lang: Lang) => insidePage(lang, { ...inside, acts, news: told })]),
    ),
  },
  "register-received": { "": (lang) => register.received(lang, userinfo) },
  "register-closed": {
    you: (lang) => register.closed(lang, "you"),
    provider: (lang) => register.closed(lang, "provider"),
    told: (lang) => register.closed(lang, "told"),
  },
  "register-surveillance": {
    "": (lang) =>
      watchPage(lang, { listening: "not_yet", guests: [], told: [], sent: [], reviews: [] }),
    busy: (lang) => watchPage(lang, watching),
    simulated: (lang) => watchPage(lang, { ...watching, simulated: { written: 20, tried: 40 } }),
    over: (lang) => watchPage(lang, { ...watching, simulated: "over" }),
  },
  "register-failure": Object.fromEntries(
    failures.map((failure) => [
      failure,
      (lang: Lang) =>
        register.failure(
          lang,
          failure,
          "access_denied: the holder refused the request on the phone",
        ),
    ]),
  ),
  "register-not-found": { "": register.notFound },
  "pharmacy-out": {
    "": (lang) => outPage(lang, { isMistyped: false, holders: [] }),
    mistyped: (lang) => outPage(lang, { isMistyped: true, holders: [] }),
    linked: (lang) => outPage(lang, { isMistyped: false, holders: linkedHolders }),
  },
  "pharmacy-linking": {
    "": (lang) => linkingPage(lang, "Comptoir 2", { frame: programFrame, secondsLeft: 170 }),
    seen: (lang) => linkingPage(lang, "Comptoir 2", { frame: undefined, secondsLeft: 9 }),
  },
  "pharmacy-linked": { "": (lang) => linkedPage(lang, linkedHolders) },
  "pharmacy-asking": {
    "": (lang) => askingPage(lang, "708495", { frame: programFrame, secondsLeft: 170 }),
    seen: (lang) => askingPage(lang, "708495", { frame: undefined, secondsLeft: 30 }),
  },
  "pharmacy-waiting": {
    "": (lang) => waitingPage(lang, { number: "42", secondsLeft: 118 }),
    "last-seconds": (lang) => waitingPage(lang, { number: "07", secondsLeft: 9 }),
  },
  "pharmacy-desk": {
    "": (lang) => deskPage(lang, atTheCounter, undefined),
    none: (lang) => deskPage(lang, atTheCounter, []),
    read: (lang) =>
      deskPage(lang, atTheCounter, [
        { patient: "Bleuet FICTIF, né en 1988", vaccine: { fr: "Grippe", en: "Flu" }, at: now },
      ]),
    full: (lang) =>
      deskPage(
        lang,
        { ...atTheCounter, rights: "full", person: { ...person, exercises: [] } },
        undefined,
      ),
  },
  "pharmacy-over": Object.fromEntries(
    closings.map((by) => [by, (lang: Lang) => overPage(lang, by)]),
  ),
  "pharmacy-failed": Object.fromEntries(
    failures.map((failure) => [
      failure,
      (lang: Lang) => failedPage(lang, failure, "access_denied: refused on the phone"),
    ]),
  ),
  "pharmacy-failed-linked": { "": (lang) => failedPage(lang, "expired", "", true) },
  "pharmacy-not-found": { "": noSuchScreen },
};
