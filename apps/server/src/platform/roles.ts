import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import type pg from "pg";
import { connectOnce, sqlState } from "./database.ts";
import { Halt } from "./halt.ts";

/**
 * The three roles that log in, each with its own URL.
 *
 * The *owner* migrates and owns the tables. The *server* reads and writes rows in schema `aval` and sees nothing of
 * `pin`. The *pin* role sees only `pin`: what the server holds is not enough to try a personal code, and what the PIN
 * program holds is not enough to approve anything.
 */
export type DatabaseUrls = {
  readonly owner: string;
  readonly server: string;
  readonly pin: string;
};

export type Login = { readonly name: string; readonly password: string };

export function loginOf(url: string): Login {
  const { username, password } = new URL(url);
  return { name: decodeURIComponent(username), password: decodeURIComponent(password) };
}

export function databaseOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}

export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(database)}`;
  return changed.href;
}

/**
 * The server's and the pin role's URLs, from the owner's alone: named after the database, passwords by HMAC-SHA-256
 * under the owner's password, so that every process given the same owner agrees without a word.
 *
 * Whoever holds the owner's URL holds the others; the reverse is not true.
 */
export function derivedUrls(owner: string, base = databaseOf(owner)): DatabaseUrls {
  const { name, password } = loginOf(owner);
  // Without a password the owner gets in by trust or by who it is on this host; then these are no secret either.
  const key = password || `${name}@${base}`;
  const urlOf = (part: "server" | "pin") => {
    const url = new URL(owner);
    url.username = encodeURIComponent(`${base.slice(0, 50)}_${part}`);
    url.password = createHmac("sha256", key)
      .update(`aval database role v1 ${base} ${part}`)
      .digest("base64url");
    return url.href;
  };
  return { owner, server: urlOf("server"), pin: urlOf("pin") };
}

/** Whether this role may make roles: then the other two are ours to make. */
export async function canCreateRoles(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ can: boolean }>(
    "select rolsuper or rolcreaterole as can from pg_roles where rolname = current_user",
  );
  return rows[0]?.can === true;
}

/** Makes the server's and the pin role, or mends their passwords. Call under the migration lock. */
export async function ensureRoles(client: pg.Client, urls: DatabaseUrls): Promise<void> {
  const may = await canCreateRoles(client);
  for (const url of [urls.server, urls.pin]) {
    const login = loginOf(url);
    const { rowCount } = await client.query("select from pg_roles where rolname = $1", [
      login.name,
    ]);
    if (rowCount === 0 && !may) throw missingRole(login.name);
    const name = client.escapeIdentifier(login.name);
    const verifier = client.escapeLiteral(scramVerifier(login.password));
    if (rowCount === 0) {
      await client.query(
        `create role ${name} login nosuperuser nocreatedb nocreaterole noinherit password ${verifier}`,
      );
    } else if (may && login.password && (await isRefusedLogin(url))) {
      await client.query(`alter role ${name} login password ${verifier}`);
    }
  }
}

function missingRole(name: string): Halt {
  return new Halt(
    `Le rôle PostgreSQL « ${name} » n'existe pas et le rôle propriétaire ne peut pas le créer. Créez-le, ou donnez à AVAL_DATABASE_URL un rôle qui a CREATEROLE.`,
    `The PostgreSQL role "${name}" does not exist and the owner may not create it. Create it, or give AVAL_DATABASE_URL a role that has CREATEROLE.`,
  );
}

async function isRefusedLogin(url: string): Promise<boolean> {
  try {
    const client = await connectOnce(url);
    await client.end();
    return false;
  } catch (error) {
    // 28P01 wrong password, 28000 may not log in. Anything else is told by whoever connects for work.
    return ["28P01", "28000"].includes(sqlState(error) ?? "");
  }
}

/**
 * What PostgreSQL stores of a password (RFC 5803): sent in place of the password, which then never stands in a
 * statement that a log may keep.
 */
function scramVerifier(password: string): string {
  const iterations = 4096;
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, "sha256");
  const keyOf = (name: string) => createHmac("sha256", salted).update(name).digest();
  const stored = createHash("sha256").update(keyOf("Client Key")).digest("base64");
  return `SCRAM-SHA-256$${iterations}:${salt.toString("base64")}$${stored}:${keyOf("Server Key").toString("base64")}`;
}
