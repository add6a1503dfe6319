import type { Server } from "node:https";
import { helpPath } from "@aval/design";
import {
  type Cards,
  cardRoutes,
  createRevocation,
  type Fetch,
  cardStylesheet,
  readAuthorities,
  reopenPath,
  tryOutPath,
} from "#modules/cards";
import { type CardEnrolment, cardEnrolment, cardEnrolmentRoutes } from "#modules/enrolment";
import { type DeskSource, helpRoutes } from "#modules/help";
import { lifetimes } from "#lifetimes";
import { type CardTls, createCardServer } from "#platform/card-listener";
import type { Config } from "#platform/config";
import { createApp, type HttpOptions } from "#platform/http";
import { describeRoutes } from "#platform/openapi";
import type { Random } from "#platform/random";
import type { Clock } from "#platform/time";
import { frontRoutes } from "./front-page.ts";
import { securityContactRoutes } from "./security-contact.ts";
import { type CardPki, openCardPki, revocationHost } from "./sandbox/card-pki.ts";
import { programVersion } from "./version.ts";

/** What the card's host is made of, from the operator's files or from the sandbox's own authority. */
export type CardHost = {
  readonly tls: CardTls;
  readonly authorities: ReturnType<typeof readAuthorities>;
  readonly revocation: ReturnType<typeof createRevocation>;
  /** Only in the sandbox. */
  readonly pki: CardPki | undefined;
};

/** `undefined`: a production that was given no card settings has no card door. */
export async function openCardHost(
  config: Config,
  { clock, random }: { readonly clock: Clock; readonly random: Random },
): Promise<CardHost | undefined> {
  if (config.mode === "production") {
    const { card } = config;
    if (!card) return undefined;
    return {
      tls: { certificate: card.certificate, key: card.key.reveal(), authorities: card.authorities },
      authorities: readAuthorities(card.authorities),
      revocation: createRevocation({ clock, random, fetch: askAuthority }),
      pki: undefined,
    };
  }
  const pki = await openCardPki(config, clock.now(), random);
  const { root, persons } = pki.authorities;
  const authorities = [root, persons].map(({ certificate }) => certificate.toString("pem"));
  const here = `http://127.0.0.1:${config.port}/sandbox/cards`;
  return {
    tls: { ...pki.server, authorities: authorities.join("\n") },
    authorities: readAuthorities(authorities.join("\n")),
    revocation: createRevocation({
      clock,
      random,
      fetch: (address, question) => askAuthority(address.replace(revocationHost, here), question),
    }),
    pki,
  };
}

/** What the card's host opens. */
export type CardDoors = { readonly cards: Cards; readonly cardEnrolment: CardEnrolment };

/** The application of the card's host, behind its own listener. */
export async function createCardApp(
  config: Config,
  host: CardHost,
  { cards, cardEnrolment: enrolment }: CardDoors,
  http: Omit<HttpOptions, "hosts" | "isHttps"> & { readonly help: DeskSource },
): Promise<Server> {
  const { brand, origins } = config;
  const app = createApp({ ...http, hosts: [new URL(origins.card).host], isHttps: true });
  describeRoutes(app, { title: brand, version: await programVersion(), server: origins.card });
  await app.register(async (scope) => {
    cardRoutes(scope, { config, cards });
    cardEnrolmentRoutes(scope, { config, enrolment });
    const { clock } = http.help;
    securityContactRoutes(scope, {
      ...{ contacts: config.securityContacts, origin: origins.card, clock },
    });
    const isSandbox = config.mode === "sandbox";
    // Its own, so that who stands there with a card is helped whatever becomes of the other hosts.
    helpRoutes(scope, { brand, isSandbox }, http.help);
    frontRoutes(scope, { brand, isSandbox, stylesheet: cardStylesheet }, "card", {
      account: `${origins.login}/mon-acces`,
      tryOut: tryOutPath,
      reopen: reopenPath,
      phone: cardEnrolment.begin,
      help: helpPath,
    });
  });
  await app.ready();
  return createCardServer(host.tls, (request, response) => app.routing(request, response));
}

/** Lists of a country's cards may be large; an answer about one card is not. */
const largest = { list: 64 * 2 ** 20, answer: 64 * 2 ** 10 } as const;

/** Asks an authority over HTTP: by what it signs, not by the way it came, is it believed. */
const askAuthority: Fetch = async (address, question) => {
  try {
    const answer = await fetch(address, {
      ...(question && {
        method: "POST",
        headers: { "content-type": "application/ocsp-request" },
        body: Buffer.from(question),
      }),
      redirect: "error",
      signal: AbortSignal.timeout(lifetimes.revocationAnswer),
    });
    if (!answer.ok || !answer.body) return undefined;
    return await bounded(answer.body, question ? largest.answer : largest.list);
  } catch {
    return undefined;
  }
};

async function bounded(
  body: AsyncIterable<Uint8Array>,
  most: number,
): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body) {
    length += part.length;
    if (length > most) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
