import { html, type Lang, page, type Piece } from "@aval/design";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { sql } from "kysely";
import type { AnyTables, Database } from "#platform/database";
import { problem } from "#platform/http";
import { languageOf } from "#platform/language";
import type { Mailer } from "#platform/mail";
import type { Sms } from "#platform/sms";
import type { Dialler } from "#modules/support";
import { caughtAtText } from "./caught-at.ts";
import { caughtLetterRoutes, letterList } from "./letters.ts";

/**
 * A sandbox's mail: nobody receives it, everybody at this machine may read it, at an origin of its own. Fictional people have
 * addresses that lead nowhere, and a message that left all the same would frighten whoever got it.
 */
export function catchMail(db: Database<AnyTables>): Mailer {
  return {
    send: async ({ to, id, subject, text, html: body }) => {
      // Tried again after an answer that was lost, it is the same message.
      await sql`
        insert into caught_mail (id, recipient, subject, text, html, caught_at)
        values (${id}, ${to}, ${subject}, ${text}, ${body}, aval_now()) on conflict (id) do update
        set text = excluded.text, html = excluded.html`.execute(db);
    },
  };
}

/** Short messages, caught beside. They have arrived as soon as they are sent. */
export function catchSms(db: Database<AnyTables>): Sms {
  return {
    send: async ({ to, id, text }) => {
      await sql`
        insert into caught_mail (id, kind, recipient, subject, text, html, caught_at)
        values (${id}, 'sms', ${to}, ${"SMS"}, ${text}, '', aval_now())
        on conflict (id) do update set text = excluded.text`.execute(db);
      return id;
    },
    standing: async () => "arrived",
    check: async () => ({ ok: true }),
  };
}

/** Calls, caught beside: nobody's telephone rings, and who would have called whom is read here. */
export function catchCalls(db: Database<AnyTables>): Dialler {
  return {
    dial: async ({ to, id, by }) => {
      await sql`
        insert into caught_mail (id, kind, recipient, subject, text, html, caught_at)
        values (${id}, 'call', ${to}, ${words.call.fr}, ${`${words.call.fr} : ${by}`}, '', aval_now())
        on conflict (id) do nothing`.execute(db);
    },
  };
}

type Caught = {
  readonly kind: "mail" | "sms" | "call";
  readonly id: string;
  readonly recipient: string;
  readonly subject: string;
  readonly caughtAt: Date;
};
type Message = Caught & { readonly text: string };

const words = {
  label: { fr: "Bac à sable", en: "Sandbox" },
  title: { fr: "Courrier attrapé", en: "Caught mail" },
  lead: {
    fr: "Rien ne part d'un bac à sable. Ce qu'Aval écrit aux personnes fictives se lit ici.",
    en: "Nothing leaves a sandbox. What Aval writes to fictional people is read here.",
  },
  none: { fr: "Aucun message pour l'instant.", en: "No message yet." },
  back: { fr: "Tous les messages", en: "All messages" },
  sms: { fr: "SMS", en: "Text message" },
  call: { fr: "Appel du support", en: "Call of support" },
  to: { fr: "à", en: "to" },
  asHtml: { fr: "Voir la mise en forme", en: "See it as formatted" },
} as const;

const listed = 200;

/** The caught mail, on its own origin: a list, each message as text, and its other part. */
export function caughtMailRoutes(
  app: FastifyInstance,
  db: Database<AnyTables>,
  stylesheet: Buffer,
): void {
  app.get("/assets/aval.css", (_request, reply) =>
    reply.type("text/css; charset=utf-8").send(stylesheet),
  );
  app.get("/", async (request, reply) => {
    const [all, lang] = [await list(db), languageFor(request)];
    const letters = await letterList(db, lang);
    return reply.type("text/html; charset=utf-8").send(listPage(all, lang, letters));
  });
  caughtLetterRoutes(app, db);
  app.get("/messages.json", async () => (await list(db)).map(({ text: _, ...caught }) => caught));
  app.get("/messages/:id", async (request, reply) => {
    const found = await find(db, request.params);
    if (!found) return problem(reply, "not_found");
    return reply.type("text/html; charset=utf-8").send(messagePage(found, languageFor(request)));
  });
  app.get("/messages/:id/text", async (request, reply) => {
    const found = await find(db, request.params);
    return found
      ? reply.type("text/plain; charset=utf-8").send(found.text)
      : problem(reply, "not_found");
  });
  app.get("/messages/:id/html", async (request, reply) => {
    const found = await find(db, request.params);
    if (!found) return problem(reply, "not_found");
    // Mail writes its style inline, and a mail reader runs nothing.
    return reply
      .header(
        "content-security-policy",
        "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-popups allow-top-navigation-by-user-activation",
      )
      .type("text/html; charset=utf-8")
      .send(found.html);
  });
}

async function list(db: Database<AnyTables>): Promise<Message[]> {
  const { rows } = await sql<Message>`
    select id, kind, recipient, subject, caught_at as "caughtAt", text from caught_mail
    order by caught_at desc, id desc limit ${listed}`.execute(db);
  return rows;
}

async function find(
  db: Database<AnyTables>,
  params: unknown,
): Promise<(Message & { readonly html: string }) | undefined> {
  const { id } = params as { id: string };
  const { rows } = await sql<Message & { readonly html: string }>`
    select id, kind, recipient, subject, caught_at as "caughtAt", text, html from caught_mail where id = ${id}`.execute(
    db,
  );
  return rows[0];
}

const languageFor = ({ headers, query }: FastifyRequest): Lang =>
  languageOf((query as { lang?: string }).lang, headers["accept-language"]);

/** `path`: this page's own, for the other language. The messages themselves are written in both. */
const frame = (title: string, lang: Lang, path: string) => ({
  lang,
  title,
  label: words.label[lang],
  width: "wide" as const,
  home: `/?lang=${lang}`,
  otherLanguage: `${path}?lang=${lang === "fr" ? "en" : "fr"}`,
  // It stands for a program that reads mail, which is nobody's of ours.
  help: false as const,
});

/** What a list calls a message: a mail by its subject; an SMS, which has none, by what it says, an ellipsis in the place of its link. */
function nameOf({ kind, subject, text }: Message, lang: Lang): string {
  if (kind === "mail") return subject;
  if (kind === "call") return words.call[lang];
  return `${words.sms[lang]}${lang === "fr" ? "\u00a0" : ""}: ${text.replace(/https?:\/\/\S+/g, "…")}`;
}

function listPage(all: readonly Message[], lang: Lang, letters: Piece): string {
  return page({
    ...frame(words.title[lang], lang, "/"),
    body: html`<section class="card stack">
<h1>${words.title[lang]}</h1>
<p class="lead">${words.lead[lang]}</p>
${all.length === 0 && html`<p>${words.none[lang]}</p>`}
${all.length > 0 && html`<ul class="stack">${all.map((one) => html`<li><a href="/messages/${one.id}?lang=${lang}">${nameOf(one, lang)}</a><br><span class="quiet">${one.recipient}, ${caughtAtText(one.caughtAt, lang)}</span></li>`)}</ul>`}
</section>
${letters}`,
  });
}

function messagePage(one: Message, lang: Lang): string {
  const title =
    one.kind === "mail"
      ? one.subject
      : `${words[one.kind][lang]} ${words.to[lang]} ${one.recipient}`;
  return page({
    ...frame(title, lang, `/messages/${one.id}`),
    body: html`<section class="card stack">
<p><a href="/?lang=${lang}">${words.back[lang]}</a></p>
<h1>${title}</h1>
<p class="quiet">${one.kind === "mail" && `${one.recipient}, `}${caughtAtText(one.caughtAt, lang)}</p>
<div class="stack">${one.text.split("\n\n").map(paragraph)}</div>
${one.kind === "mail" && html`<p><a href="/messages/${one.id}/html">${words.asHtml[lang]}</a></p>`}
</section>`,
  });
}

/** Addresses are links, as every mail reader makes them. */
function paragraph(text: string) {
  const pieces = text.split(/(https?:\/\/\S+)/);
  return html`<p class="wrapped">${pieces.map((piece, at) => (at % 2 === 1 ? html`<a href="${piece}">${piece}</a>` : piece))}</p>`;
}
