import {
  french,
  type Html,
  html,
  type IconName,
  type Lang,
  notice,
  page,
  split,
} from "@aval/design";
import type { FastifyInstance } from "fastify";
import { languageOf } from "#platform/language";

/**
 * What an origin's own address shows to whoever types it or shortens a link: what this host is, and where to go. It asks for nothing,
 * opens nothing, and is the same for everybody.
 */
export type FrontFrame = {
  readonly brand: string;
  readonly isSandbox: boolean;
  /** Where this origin has the stylesheet. */
  readonly stylesheet: string;
};

/** The hosts that have one. */
export type Front = "sign-in" | "card";

/** Further pages, by what they are called in the table of words. */
export type Doors = Readonly<Partial<Record<keyof (typeof words)["fr"]["doors"], string>>>;

const words = {
  fr: french({
    sandbox: "Bac à sable",
    "sign-in": {
      title: "Ici, on se connecte avec Aval",
      lead: "Cette page ne s'ouvre pas seule. Le service où vous allez vous y amène, puis vous reprend.",
    },
    card: {
      title: "Ici, on entre avec sa carte",
      lead: "Cette page ne s'ouvre pas seule. La page de connexion d'un service vous y amène.",
    },
    fraud: "Quelqu'un vous a demandé d'ouvrir cette page ? C'est une fraude.",
    advice: "Raccrochez. Aval ne demande ni code, ni carte, ni au téléphone, ni par message.",
    go: "Vous cherchiez peut-être",
    doors: {
      account: "Mon accès : vos téléphones, vos sessions, ce qui s'est passé",
      help: "Aide : perdu, volé, un appel, une alerte",
      call: "On m'a appelé : le signaler sans l'application",
      document: "J'ai trouvé un document que je n'ai pas fait",
      notices: "Avis : ce que nous disons à tous",
      tryOut: "Essayer ma carte : fonctionne-t-elle ici ?",
      reopen: "Rouvrir mon accès avec ma carte",
      phone: "Ajouter un téléphone avec ma carte",
      register: "Essayer : le registre de démonstration",
      results: "Essayer : les résultats de tests, en session complète seulement",
      simulator: "Essayer : le simulateur de téléphone",
    },
  }),
  en: {
    sandbox: "Sandbox",
    "sign-in": {
      title: "This is where one signs in with Aval",
      lead: "This page does not open by itself. The service you go to brings you here, then takes you back.",
    },
    card: {
      title: "This is where one enters with a card",
      lead: "This page does not open by itself. The sign-in page of a service brings you here.",
    },
    fraud: "Did somebody ask you to open this page? It is fraud.",
    advice: "Hang up. Aval asks for no code and no card, neither by telephone nor by message.",
    go: "You may have been looking for",
    doors: {
      account: "My access: your phones, your sessions, what happened",
      help: "Help: lost, stolen, a call, an alert",
      call: "Somebody called me: report it without the app",
      document: "I found a document that I did not make",
      notices: "Notices: what we tell everybody",
      tryOut: "Try my card: does it work here?",
      reopen: "Reopen my access with my card",
      phone: "Add a phone with my card",
      register: "Try it: the demonstration register",
      results: "Try it: the test results, by a full session only",
      simulator: "Try it: the phone simulator",
    },
  },
} as const;

const icons: Readonly<Record<Front, IconName>> = { "sign-in": "phone", card: "card" };

/** The page of one host, in one language. */
export function frontPage(frame: FrontFrame, lang: Lang, front: Front, doors: Doors): string {
  const t = words[lang];
  const { title, lead } = t[front];
  return page({
    lang,
    title,
    brand: frame.brand,
    stylesheet: frame.stylesheet,
    width: "wide",
    otherLanguage: `/?lang=${lang === "fr" ? "en" : "fr"}`,
    ...(frame.isSandbox ? { label: t.sandbox } : {}),
    body: split(
      icons[front],
      html`<h1>${title}</h1>
<p class="lead">${lead}</p>
${notice("warning", html`<p><strong>${t.fraud}</strong> ${t.advice}</p>`, "hangUp")}
<h2>${t.go}</h2>
<ul class="stack stack-tight">${Object.entries(doors).map(([door, address]) => doorLine(t.doors[door as keyof Doors], address))}</ul>`,
    ),
  });
}

const doorLine = (text: string, address: string): Html =>
  html`<li><a href="${address}">${text}</a></li>`;

/** `GET /`, on an origin that people come to from elsewhere. */
export function frontRoutes(
  app: FastifyInstance,
  frame: FrontFrame,
  front: Front,
  doors: Doors,
): void {
  app.get("/", async ({ headers, query }, reply) => {
    const { lang } = query as { lang?: string };
    return reply
      .type("text/html; charset=utf-8")
      .send(frontPage(frame, languageOf(lang, headers["accept-language"]), front, doors));
  });
}
