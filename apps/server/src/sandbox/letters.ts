import { html, type Lang } from "@aval/design";
import type { FastifyInstance } from "fastify";
import { sql } from "kysely";
import type { Post } from "#modules/letters";
import type { AnyTables, Database } from "#platform/database";
import { problem } from "#platform/http";
import { caughtAtText } from "./caught-at.ts";

/**
 * A sandbox's letters: nobody posts them, everybody at this machine may read them beside its mail, as the PDF that would be printed. What
 * the code says is a link there, too, for whoever has no second telephone to scan it with.
 */
export function catchLetters(db: Database<AnyTables>): Post {
  return {
    hand: async ({ id, pdf, lines, says }) => {
      await sql`
        insert into caught_letter (id, recipient, says, pdf, caught_at)
        values (${id}, ${lines.join(", ")}, ${says}, ${Buffer.from(pdf)}, aval_now()) on conflict (id) do nothing`.execute(
        db,
      );
    },
    settled: async (ids) => ids.map((id) => ({ id, state: "posted" })),
  };
}

type CaughtLetter = {
  readonly id: string;
  readonly recipient: string;
  readonly says: string;
  readonly caughtAt: Date;
};

const listed = 200;

async function lettersOf(db: Database<AnyTables>): Promise<CaughtLetter[]> {
  const { rows } = await sql<CaughtLetter>`
    select id, recipient, says, caught_at as "caughtAt" from caught_letter
    order by caught_at desc, id desc limit ${listed}`.execute(db);
  return rows;
}

const words = {
  title: { fr: "Lettres", en: "Letters" },
  pdf: { fr: "Lire la lettre (PDF)", en: "Read the letter (PDF)" },
  code: {
    fr: "Ouvrir ce que dit son code, comme l'appareil photo d'un téléphone",
    en: "Open what its code says, as a telephone's camera does",
  },
} as const;

/** The caught letters, on the origin of caught mail. */
export function caughtLetterRoutes(app: FastifyInstance, db: Database<AnyTables>): void {
  app.get("/letters.json", async () => lettersOf(db));
  app.get("/letters/:id", async (request, reply) => {
    const { id } = request.params as { id: string };
    const { rows } = await sql<{ pdf: Buffer }>`
      select pdf from caught_letter where id = ${id}`.execute(db);
    return rows[0] ? reply.type("application/pdf").send(rows[0].pdf) : problem(reply, "not_found");
  });
}

/** A part of the page of caught mail; nothing while there is no letter. */
export async function letterList(db: Database<AnyTables>, lang: Lang) {
  const all = await lettersOf(db);
  return (
    all.length > 0 &&
    html`<section class="card stack" aria-labelledby="letters">
<h2 id="letters">${words.title[lang]}</h2>
<ul class="stack">${all.map((one) => html`<li>${one.recipient}<br><span class="quiet">${caughtAtText(one.caughtAt, lang)}</span><br><a href="/letters/${one.id}">${words.pdf[lang]}</a><br><a href="${one.says}">${words.code[lang]}</a></li>`)}</ul>
</section>`
  );
}
