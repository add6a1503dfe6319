import assert from "node:assert/strict";
import type { ConsoleKeyCreation, ConsoleKeyProposal, Json } from "@aval/protocol";
import { createAudit } from "#modules/audit";
import { createTeam, type Role } from "#modules/staff";
import { systemRandom } from "#platform/random";
import { type Authenticator, type Model, newAuthenticator } from "#platform/testing/authenticator";
import { type Clock, instant } from "#platform/time";
import { type Answer, type Place, send } from "./driver.ts";
import type { WholeServer } from "./whole.ts";

/** The console of a whole server. */
export const consoleOf = ({ issuer, desk }: Pick<WholeServer, "issuer" | "desk">): Place =>
  desk ?? { port: issuer.port + 2, host: `desk.localhost:${issuer.port + 2}` };

const systemClock: Clock = { now: () => instant(Date.now()) };

/** The staff of a whole server, as the operator's command sees it. */
export const teamOf = ({ database }: Pick<WholeServer, "database">, keysTakeTwo = false) =>
  createTeam({
    db: database.db,
    clock: systemClock,
    random: systemRandom,
    keysTakeTwo,
    audit: createAudit({ clock: systemClock, random: systemRandom }),
  });

/** A browser on the console: its cookie, and a key in its hand. */
export function newConsoleBrowser(place: Place, origin = `http://${place.host}`) {
  let cookie = "";
  async function ask(path: string, body?: Json): Promise<Answer> {
    const answer = await send(place, {
      method: body === undefined ? "GET" : "POST",
      path,
      headers: {
        ...(body === undefined ? {} : { "content-type": "application/json", origin }),
        ...(cookie ? { cookie } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const line of [answer.headers["set-cookie"] ?? []].flat())
      cookie = line.split(";")[0] ?? "";
    return answer;
  }
  const said = async <T>(path: string, body?: Json): Promise<T & { error?: string }> =>
    JSON.parse((await ask(path, body)).text) as T & { error?: string };
  return {
    ask,
    said,
    /** Proposes a key by a link's secret. */
    proposeKey: async (code: string, authenticator: Authenticator, name = "Clé d'essai") => {
      const creation = await said<ConsoleKeyCreation>("/api/keys/begin", { code });
      if (creation.error) return { error: creation.error, words: [] };
      const made = authenticator.create(creation, origin);
      const { challenge } = creation;
      return said<ConsoleKeyProposal>("/api/keys/add", {
        code,
        challenge,
        name,
        made: { ...made, transports: ["usb"] },
      });
    },
    signIn: async (authenticator: Authenticator) => {
      const asked = await said<{ challenge: string; rpId: string }>("/api/sign-in/challenge", {});
      return said("/api/sign-in", authenticator.get(asked, origin));
    },
    /** What somebody who stole it would send. */
    cookie: () => cookie,
  };
}

/** A member of staff with a key, signed in: through the very doors that theirs would be. */
export async function newColleague(
  server: WholeServer,
  given: {
    readonly model: Model;
    readonly role?: Role;
    readonly scope?: string;
    readonly name?: string;
  },
) {
  const { model, role = "registrar", scope = "national", name = "Odile ESSAI" } = given;
  const team = teamOf(server);
  const id = await team.add({ name, scope, roles: [role] });
  const link = await team.invite(id);
  assert.ok(link.ok);
  const key = newAuthenticator({ model, counts: true });
  const browser = newConsoleBrowser(consoleOf(server));
  const { words } = await browser.proposeKey(link.value, key);
  assert.ok((await team.confirmKey(id, words)).ok);
  assert.deepEqual(await browser.signIn(key), { entered: true });
  return { id, name, key, browser };
}

type Colleague = Awaited<ReturnType<typeof newColleague>>;

/** What a colleague's key answers to what this page of the console asks it to sign. */
export async function signatureOf(
  server: Pick<WholeServer, "issuer" | "desk">,
  { browser, key }: Pick<Colleague, "browser" | "key">,
  path: string,
  body: Json = {},
): Promise<{ [name: string]: Json }> {
  const asked = await browser.said<{ challenge: string; rpId: string }>(path, body);
  if (asked.error) throw new Error(`${path} answered ${asked.error}`);
  return { ...key.get(asked, `http://${consoleOf(server).host}`) };
}
