import { html, page } from "@aval/design";
import type { FastifyInstance } from "fastify";
import { sql } from "kysely";
import type { AnyTables, Database } from "#platform/database";
import { problem } from "#platform/http";
import type { Mailer } from "#platform/mail";

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

type Caught = {
  readonly id: string;
  readonly recipient: string;
  readonly subject: string;
  readonly caughtAt: Date;
};

const words = {
  label: { fr: "Bac à sable", en: "Sandbox" },
  title: { fr: "Courrier attrapé", en: "Caught mail" },
  lead: {
    fr: "Rien ne part d'un bac à sable. Ce qu'Aval écrit aux personnes fictives se lit ici.",
    en: "Nothing leaves a sandbox. What Aval writes to fictional people is read here.",
  },
  none: { fr: "Aucun message pour l'instant.", en: "No message yet." },
  back: { fr: "Tous les messages", en: "All messages" },
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
  app.get("/", async (_request, reply) => {
    const all = await list(db);
    return reply.type("text/html; charset=utf-8").send(listPage(all));
  });
  app.get("/messages.json", async () => list(db));
  app.get("/messages/:id", async (request, reply) => {
    const found = await find(db, request.params);
    if (!found) return problem(reply, "not_found");
    return reply.type("text/html; charset=utf-8").send(messagePage(found));
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

async function list(db: Database<AnyTables>): Promise<Caught[]> {
  const { rows } = await sql<Caught>`
    select id, recipient, subject, caught_at as "caughtAt" from caught_mail
    order by caught_at desc, id desc limit ${listed}`.execute(db);
  return rows;
}

async function find(
  db: Database<AnyTables>,
  params: unknown,
): Promise<(Caught & { text: string; html: string }) | undefined> {
  const { id } = params as { id: string };
  const { rows } = await sql<Caught & { text: string; html: string }>`
    select id, recipient, subject, caught_at as "caughtAt", text, html from caught_mail where id = ${id}`.execute(
    db,
  );
  return rows[0];
}

const frame = (title: string) => ({
  lang: "fr" as const,
  title,
  label: words.label.fr,
  width: "wide" as const,
  home: "/",
});

function listPage(all: readonly Caught[]): string {
  return page({
    ...frame(words.title.fr),
    body: html`<section class="card stack">
<h1>${words.title.fr}</h1>
<p class="lead">${words.lead.fr}</p>
<p lang="en" class="quiet">${words.title.en}. ${words.lead.en}</p>
${all.length === 0 && html`<p>${words.none.fr} <span lang="en">${words.none.en}</span></p>`}
${all.length > 0 && html`<ul class="stack">${all.map((one) => html`<li><a href="/messages/${one.id}">${one.subject}</a><br><span class="quiet">${one.recipient}, ${one.caughtAt.toISOString().slice(0, 16).replace("T", " ")} UTC</span></li>`)}</ul>`}
</section>`,
  });
}

function messagePage(one: Caught & { readonly text: string }): string {
  return page({
    ...frame(one.subject),
    body: html`<section class="card stack">
<p><a href="/">${words.back.fr}</a> <a lang="en" href="/">${words.back.en}</a></p>
<h1>${one.subject}</h1>
<p class="quiet">${one.recipient}</p>
<div class="stack">${one.text.split("\n\n").map(paragraph)}</div>
<p><a href="/messages/${one.id}/html">${words.asHtml.fr}</a> <a lang="en" href="/messages/${one.id}/html">${words.asHtml.en}</a></p>
</section>`,
  });
}

/** Addresses are links, as every mail reader makes them. */
function paragraph(text: string) {
  const pieces = text.split(/(https?:\/\/\S+)/);
  return html`<p class="wrapped">${pieces.map((piece, at) => (at % 2 === 1 ? html`<a href="${piece}">${piece}</a>` : piece))}</p>`;
}
