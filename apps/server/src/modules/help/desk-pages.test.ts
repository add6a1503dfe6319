import assert from "node:assert/strict";
import { test } from "node:test";
import { enablingIn } from "@aval/protocol";
import Fastify from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import { transact } from "#platform/database";
import { fixedClock, type TestDatabase, testDatabase } from "#platform/testing";
import { instant } from "#platform/time";
import type { Desk } from "./desk-line.ts";
import { desksPage } from "./desk-pages.ts";
import { helpRoutes } from "./routes.ts";
import { replaceDesks } from "./store.ts";

const frame = { brand: "Aval", isSandbox: false };
const desk = (name: string, postcode: string, more: Partial<Desk> = {}): Desk => ({
  authority: "Ordre fictif",
  name,
  address: "1 rue d'Essai",
  postcode,
  town: "Parisfictif",
  telephone: "0199000011",
  hours: [[[510, 720]], [], [], [], [], [], []],
  closures: [],
  acts: ["telephone", "rouvrir"],
  source: "essai",
  ...more,
});
/** A Monday; 10:00 in Paris. */
const now = instant(Date.parse("2026-12-07T09:00:00Z"));
const shown = (desks: readonly Desk[], department?: string) => ({ desks, department, now });
const textOf = (page: string) =>
  page
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll("\u00a0", " ")
    .replaceAll("&#39;", "'");

test("a desk is shown with its hours, whether it is open now, and when it opens next, in both languages", () => {
  const desks = [
    desk("Ouvert", "75000"),
    desk("Fermé", "75001", { hours: [[], [], [[540, 660]], [], [], [], []] }),
  ];
  const fr = textOf(desksPage(frame, "fr", shown(desks)));
  assert.match(fr, /Ouvert maintenant, jusqu'à 12 h\./);
  assert.match(fr, /Fermé maintenant\. Ouvre mercredi à 9 h\./);
  assert.match(fr, /01 99 00 00 11/);
  const en = textOf(desksPage(frame, "en", shown(desks)));
  assert.match(en, /Open now, until 12:00\./);
  assert.match(en, /Closed now\. Opens on Wednesday at 09:00\./);
});

test("without a list the page says whom to ask, and a département that nobody named shows every desk", () => {
  assert.match(textOf(desksPage(frame, "fr", shown([]))), /Aucune liste.*Demandez où aller/s);
  const two = [desk("Nord", "59000"), desk("Corse", "20200")];
  const corsica = textOf(desksPage(frame, "fr", shown(two, "2B")));
  assert.match(corsica, /Corse/);
  assert.doesNotMatch(corsica, /Nord/);
  assert.match(textOf(desksPage(frame, "fr", shown(two, "99"))), /Nord[\s\S]*/);
});

test("a long list asks for a département first, and what the file says is never markup", () => {
  const many = Array.from({ length: 13 }, (_, n) => desk(`<b>${n}</b>`, "75000"));
  assert.doesNotMatch(desksPage(frame, "fr", shown(many)), /&lt;b&gt;/);
  const page = desksPage(frame, "fr", shown(many, "75"));
  assert.match(page, /&lt;b&gt;12/);
  assert.doesNotMatch(page, /<b>|<script/);
});

test("the page holds nothing that opens, and its form only asks", () => {
  for (const lang of ["fr", "en"] as const) {
    const page = desksPage(frame, lang, shown([desk("A", "75000", { telephone: "" })]));
    assert.deepEqual(enablingIn(textOf(page)), []);
    assert.deepEqual(page.match(/method="\w+"/g), ['method="get"']);
  }
});

test("each language has its address, and what is not a département's code is refused", async (t) => {
  const database: TestDatabase = await testDatabase();
  t.after(() => database.close());
  const two = [desk("Nord", "59000"), desk("Corse", "20200")];
  await transact(database.db, (tx) => replaceDesks(tx, two));
  const app = Fastify();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  helpRoutes(app, frame, { db: database.db, clock: fixedClock(now) });
  const get = (url: string) => app.inject({ url });
  assert.match((await get("/aide/fr/guichets?departement=59")).body, /Nord/);
  assert.doesNotMatch((await get("/aide/fr/guichets?departement=59")).body, /<h2>Corse/);
  assert.match((await get("/aide/en/desks")).body, /<html lang="en">[\s\S]*Corse/);
  assert.equal((await get("/aide/fr/guichets?departement=trop-long")).statusCode, 400);
  assert.match((await get("/aide/fr/telephone-perdu")).body, /href="\/aide\/fr\/guichets"/);
});
