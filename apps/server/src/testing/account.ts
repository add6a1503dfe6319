import { peekCompact, type PublicJwk, thumbprint } from "@aval/protocol";
import { sql } from "kysely";
import type { AnyTables, Database } from "#platform/database";
import { type Answer, approveFrame, type Holder, type newBrowser } from "./driver.ts";

/** *Mon accès* as a browser meets it: entered by the provider's own pages, asked with its cookie. */
export type Browser = Awaited<ReturnType<typeof newBrowser>>;

/**
 * Makes this browser an aged place of its holder, `hasL5`: proven by a card. By rows: how a place comes to be is tested where it does,
 * and takes days.
 */
export async function ownPlace(
  db: Database<AnyTables>,
  browser: Browser,
  { identity }: Holder,
  hasL5 = false,
): Promise<void> {
  const key = await keyOf(browser);
  await sql`
    insert into browser (thumbprint, first_seen_at, last_seen_at, offered) values (${key}, aval_now(), aval_now(), '{}')
    on conflict do nothing`.execute(db);
  await sql`
    insert into place (id, professional, browser, state, people, declared, network, approval, device, made_at, aged_at, l5_at,
      last_used_at)
    select 'plc_' || substr(d.id, 5), d.professional, ${key}, 'aged', 'alone', 'Windows, Firefox', '', 'apr_' || substr(d.id, 5), d.id,
      aval_now() - interval '3 days', aval_now() - interval '1 day', ${hasL5 ? sql`aval_now()` : sql`null`}, aval_now()
    from device d where d.id = ${identity.device}`.execute(db);
}

/** The thumbprint of its key, by what it says of itself. */
async function keyOf(browser: Browser): Promise<string> {
  const said = peekCompact(await browser.say("x", "begin"))?.payload as { bk: PublicJwk };
  return thumbprint(said.bk);
}

export type Entered = { readonly state: string; readonly status: number };

/** Enters through its sign-in, approved by a scan; where the provider lets it. `state`: how the sign-in page stood. */
export async function enterAccount(
  browser: Browser,
  holder: Holder,
  wish: "lire" | "changer" = "lire",
): Promise<Entered> {
  const left = await browser.visit({ path: `/mon-acces/entrer?pour=${wish}` });
  const { pathname, search } = new URL(String(left.headers["location"]));
  const opened = await browser.visit({ path: pathname + search });
  const signIn = /\/login\/([A-Za-z0-9_-]+)$/.exec(String(opened.headers["location"]))?.[1] ?? "";
  const { view } = await browser.act(signIn, "begin");
  if (view.state !== "silent")
    await approveFrame(holder, view.frame ?? "").catch((refused: unknown) => refused);
  const after = await browser.act(signIn, "begin");
  const { status } = await browser.conclude(signIn);
  return { state: after.view.state, status };
}

/** What *Mon accès* answers this browser: a question, or an act when it is given a body. */
export function ask(
  browser: Browser,
  origin: string,
  path: string,
  body?: object,
): Promise<Answer> {
  return browser.visit({
    path: `/mon-acces/api/${path}`,
    ...(body
      ? {
          method: "POST",
          headers: { "content-type": "application/json", origin },
          body: JSON.stringify(body),
        }
      : {}),
  });
}
