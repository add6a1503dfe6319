import type { AlertList, CaseList, CaseView, Json, MeasurePreview } from "@aval/protocol";
import pg from "pg";
import type { Config } from "../../apps/server/src/platform/config.ts";
import type { AnyTables, Database } from "../../apps/server/src/platform/database.ts";
import type { Model } from "../../apps/server/src/platform/testing/authenticator.ts";
import { ask, enterAccount, ownPlace } from "../../apps/server/src/testing/account.ts";
import { newColleague } from "../../apps/server/src/testing/colleague.ts";
import { type Answer, enrolHolder, newBrowser } from "../../apps/server/src/testing/driver.ts";
import type { ConsoleSize, PageRow } from "./console.ts";
import { middle } from "./effort.ts";
import { nationalIdOf } from "./holder-keys.ts";
import type { Role } from "../../apps/server/src/modules/staff/index.ts";

/** Asked so often, one after the other: the first finds nothing prepared, and counts. */
const times = 5;

type Stage = {
  readonly db: Database<AnyTables>;
  readonly client: pg.Client;
  readonly model: Model;
  readonly config: Config;
  readonly port: number;
};

type Said = { readonly text: string; readonly values: unknown[]; readonly ms: number };

/** Every statement of this program from now on, with how long it took: how a page's own are known. */
function listen(): { readonly take: () => readonly Said[] } {
  let said: Said[] = [];
  const query = pg.Client.prototype.query;
  // biome-ignore lint/suspicious/noExplicitAny: the driver's `query` has six shapes.
  pg.Client.prototype.query = function listened(this: pg.Client, ...given: any[]): any {
    const from = performance.now();
    // biome-ignore lint/suspicious/noExplicitAny: as above.
    const answer = (query as any).apply(this, given);
    const [text, values] =
      typeof given[0] === "string" ? given : [given[0]?.text, given[0]?.values ?? given[1]];
    if (typeof text === "string" && typeof answer?.then === "function")
      answer.then(
        () => said.push({ text, values: values ?? [], ms: performance.now() - from }),
        () => undefined,
      );
    return answer;
  };
  return {
    take: () => {
      const taken = said;
      said = [];
      return taken;
    },
  };
}

/** Asks a server for each page, as an analyst, a registrar, an operator and a holder with a long history do. */
export async function timePages(stage: Stage): Promise<Pick<ConsoleSize, "pages" | "slowest">> {
  const pages = await pagesOf(stage);
  const heard = listen();
  const rows: PageRow[] = [];
  const statements = new Map<string, Said>();
  for (const [page, open] of pages) {
    const taken: number[] = [];
    let bytes = 0;
    heard.take();
    for (let time = 0; time < times; time += 1) {
      const from = performance.now();
      const { status, text } = await open();
      taken.push(performance.now() - from);
      if (status !== 200) throw new Error(`${page} answered ${status}: ${text}`);
      bytes = text.length;
    }
    rows.push({ page, middleMs: middle(taken), worstMs: Math.max(...taken), bytes });
    const [slowest] = [...heard.take()].sort((one, other) => other.ms - one.ms);
    if (slowest) statements.set(page, slowest);
  }
  const [worst] = [...rows].sort((one, other) => other.worstMs - one.worstMs);
  const page = worst?.page ?? "";
  return { pages: rows, slowest: { page, ...(await planOf(stage, statements.get(page))) } };
}

async function planOf(
  { client }: Stage,
  said: Said | undefined,
): Promise<{ readonly text: string; readonly plan: string }> {
  if (!said || !/^\s*(select|with)\b/i.test(said.text)) return { text: said?.text ?? "", plan: "" };
  await client.query("set search_path to aval");
  const { rows } = await client.query<Record<string, string>>(
    `explain (analyze, buffers) ${said.text}`,
    said.values as string[],
  );
  return { text: said.text, plan: rows.flatMap((row) => Object.values(row)).join("\n") };
}

/** A message to everybody there is. */
const everybody = {
  segment: { professions: [], departments: [], phone: "any" },
  channels: ["app"],
  texts: {
    fr: { title: "Un rappel", text: "Refusez ce que vous n'avez pas demandé." },
    en: { title: "A reminder", text: "Refuse what you did not ask for." },
  },
};

type Colleague = Awaited<ReturnType<typeof newColleague>>;

async function freeze({ browser }: Colleague, id: string, people: string[]): Promise<void> {
  const at = `/api/cases/${id}/measures`;
  const asked = { kind: "freeze", people };
  const { digest } = await browser.said<MeasurePreview>(`${at}/preview`, asked);
  const { error } = await browser.said(at, { ...asked, words: "Mesure des pages", digest });
  if (error) throw new Error(`the freeze was refused: ${error}`);
}

async function pagesOf(
  stage: Stage,
): Promise<ReadonlyMap<string, () => Promise<Pick<Answer, "status" | "text">>>> {
  const { db, client, model, port } = stage;
  const server = {
    issuer: { port, host: `localhost:${port}` },
    phone: { port: port + 1, host: `phone.localhost:${port + 1}` },
    database: { db },
  } as unknown as Parameters<typeof newColleague>[0];
  const colleague = (role: Role, scope = "national") =>
    newColleague(server, { model, role, scope, name: `Odile ${role.toUpperCase()} ${scope}` });
  const analyst = await colleague("analyst");
  const narrow = await colleague("analyst", "CNOI");
  const registrar = await colleague("registrar");
  const operator = await colleague("operator");
  const insurer = await colleague("insurer");
  const get = (who: Colleague, path: string) => () => who.browser.ask(path);
  const send = (who: Colleague, path: string, body: Json) => () => who.browser.ask(path, body);

  const { cases } = await analyst.browser.said<CaseList>("/api/cases");
  const { alerts } = await analyst.browser.said<AlertList>("/api/alerts");
  const largest = [...cases].sort((one, other) => other.alerts - one.alerts)[0]?.case ?? "";
  const latest = alerts.find((alert) => alert.case)?.case ?? largest;
  await analyst.browser.said(`/api/cases/${largest}/claim`, {});
  const { holders } = await analyst.browser.said<CaseView>(`/api/cases/${largest}`);
  const list = { kind: "freeze", people: holders.map(({ person }) => person) };
  const frozen = holders[0]?.nationalId ?? "";
  await freeze(analyst, largest, list.people.slice(0, 1));

  // The first of the directory: one sign-in in five hundred is theirs.
  const { rows } = await client.query<{ one: string }>(
    "select min(national_id) as one from aval.professional",
  );
  const other = nationalIdOf(7);
  const holder = await enrolHolder(() => server.phone, rows[0]?.one ?? "");
  const browser = await newBrowser(() => server.issuer);
  await ownPlace(db, browser, holder);
  await enterAccount(browser, holder);
  const mine = (path: string) => () => ask(browser, `http://${server.issuer.host}`, path);
  const { next } = JSON.parse((await mine("history")()).text) as { next?: string };

  return new Map([
    ["Alertes", get(analyst, "/api/alerts")],
    ["Alertes, sans dossier", get(analyst, "/api/alerts?loose=yes")],
    ["Alertes, graves", get(analyst, "/api/alerts?severity=high")],
    ["Alertes, une autorité", get(narrow, "/api/alerts")],
    ["Dossiers", get(analyst, "/api/cases")],
    ["Dossiers, à moi", get(analyst, "/api/cases?mine=yes")],
    ["Dossiers, en retard", get(analyst, "/api/cases?overdue=yes")],
    ["Dossiers, graves", get(analyst, "/api/cases?severity=high")],
    ["Dossiers, clos", get(analyst, "/api/cases?state=closed")],
    ["Dossiers, une autorité", get(narrow, "/api/cases")],
    ["Un dossier, le dernier", get(analyst, `/api/cases/${latest}`)],
    ["Un dossier, le plus grand", get(analyst, `/api/cases/${largest}`)],
    ["Mesure, avant de la prendre", send(analyst, `/api/cases/${largest}/measures/preview`, list)],
    ["Gels", send(analyst, "/api/freezes/find", { nationalId: frozen })],
    ["Annuaire, une personne", send(registrar, "/api/contacts/find", { nationalId: other })],
    ["Annuaire, demandes", get(registrar, "/api/contacts")],
    ["Annuaire, à vérifier", get(registrar, "/api/contacts/quality")],
    ["Guichet, une personne", send(registrar, "/api/desk/find", { nationalId: other })],
    ["Guichet", get(registrar, "/api/desk")],
    ["Campagnes", get(operator, "/api/campaigns")],
    ["Campagne à tous, avant de l'écrire", send(operator, "/api/campaigns/preview", everybody)],
    ["Avis publics", get(operator, "/api/public-notices")],
    ["Services", get(operator, "/api/services")],
    ["Conservation", get(operator, "/api/retention")],
    ["Signalements", get(insurer, "/api/reports")],
    ["Imports", get(operator, "/api/imports")],
    ["Mon accès, accueil", mine("home")],
    ["Mon accès, historique", mine("history")],
    ["Mon accès, historique plus ancien", mine(`history?before=${next ?? ""}`)],
    ["Mon accès, alertes", mine("alerts")],
    ["Mon accès, sessions", mine("sessions")],
  ]);
}
