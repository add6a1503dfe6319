import type { Browser, Page } from "playwright-core";
import { connectOnce } from "../../apps/server/src/platform/database.ts";
import {
  approveFrame,
  enrolHolder,
  type Holder,
  newBrowser,
  type Place,
  sandboxPeople,
} from "../../apps/server/src/testing/driver.ts";
import { freePort } from "../../apps/server/src/testing/ports.ts";
import { launchChromium } from "../../stories/support/browser.ts";
import { type Server, startServer } from "../../stories/support/server.ts";
import type { ForeignClient } from "./client.ts";
import type { Key } from "./judge.ts";

/** What a client meets: the issuer, its registration, a browser, and a person with a phone. */
export type World = {
  readonly issuer: string;
  /** PSC's own name of the discovery document. */
  readonly discovery: string;
  readonly loginOrigin: string;
  /** Who will approve. */
  readonly nationalId: string;
  readonly credentials: Credentials;
  /** Where the client's service is. */
  readonly origin: string;
  /**
   * Opens an address as a browser does and lets the person approve on their phone; where the browser then leaves for. It
   * speaks what the sign-in page speaks and draws nothing.
   */
  readonly signInAt: (address: string) => Promise<URL>;
  /** Opens an address in the same browser; where it leaves for. */
  readonly visit: (address: string) => Promise<URL>;
  /** A page of a real browser. */
  readonly page: () => Promise<Page>;
  /** The person scans what the page shows, and approves. */
  readonly approveOn: (page: Page) => Promise<void>;
  /** The person closes, on the phone, the session that was opened last. */
  readonly closeOnPhone: () => Promise<void>;
};

export type Credentials = { readonly clientId: string; readonly clientSecret: string | undefined };

export type Deployment = Awaited<ReturnType<typeof openDeployment>>;

/** A sandbox of its own, started by the command people type, with a folder and ports of its own. */
export async function openDeployment() {
  const server = await startServer();
  const issuerPlace = placeOf(server.loginOrigin);
  const people = await sandboxPeople(issuerPlace);
  const url = server.env["AVAL_MIGRATE_DATABASE_URL"] as string;
  let browser: Promise<Browser> | undefined;
  let count = 0;

  const chromium = () => {
    browser ??= launchChromium();
    return browser;
  };
  return {
    issuer: server.issuer,
    /** Registers a client as an editor does, and gives it a person: two requests of one person at once cancel each other. */
    worldOf: async (client: Pick<ForeignClient, "registration">): Promise<World> => {
      const nationalId = people[count++ % 10] as string;
      const origin = `http://localhost:${await freePort()}`;
      const [credentials, holder] = await Promise.all([
        server.avalJson<Credentials>(
          "client",
          "add",
          "--same-name",
          ...client.registration(origin),
        ),
        enrolHolder(() => placeOf(server.authenticator), nationalId),
      ]);
      return { ...worldFor(server, holder, chromium), nationalId, credentials, origin };
    },
    /** What the server itself keeps of how a session ended. */
    closedReason: async (session: unknown): Promise<string | null | undefined> => {
      const client = await connectOnce(url);
      try {
        const { rows } = await client.query<{ closed_reason: string | null }>(
          "select closed_reason from aval.session where id = $1",
          [session],
        );
        return rows[0]?.closed_reason;
      } finally {
        await client.end();
      }
    },
    /** What the issuer publishes to check signatures with. */
    keys: async (): Promise<readonly Key[]> => {
      const answer = await fetch(`${server.issuer}/protocol/openid-connect/certs`);
      return ((await answer.json()) as { keys: readonly Key[] }).keys;
    },
    /** What userinfo answers to whoever presents this token. */
    userinfoStatus: async (accessToken: string): Promise<number> => {
      const answer = await fetch(`${server.issuer}/protocol/openid-connect/userinfo`, {
        headers: { authorization: `Bearer ${accessToken}` },
      });
      return answer.status;
    },
    close: async () => {
      await (await browser)?.close();
      await server.stop();
    },
  };
}

const placeOf = (origin: string): Place => {
  const { host, port } = new URL(origin);
  return { host, port: Number(port) };
};

function worldFor(server: Server, holder: Holder, chromium: () => Promise<Browser>) {
  const place = placeOf(server.loginOrigin);
  const drawn = newBrowser(() => place);
  const pathOf = (address: string) => {
    const { pathname, search } = new URL(address);
    return pathname + search;
  };
  const visit = async (address: string) => {
    const answer = await (await drawn).visit({ path: pathOf(address) });
    const location = String(answer.headers["location"] ?? "");
    if (!location)
      throw new Error(`${answer.status} without a way on: ${answer.text.slice(0, 400)}`);
    return new URL(location, server.loginOrigin);
  };
  return {
    issuer: server.issuer,
    discovery: `${server.issuer}/.well-known/wallet-openid-configuration`,
    loginOrigin: server.loginOrigin,
    visit,
    signInAt: async (address: string) => {
      const signIn = /^\/login\/([\w-]+)$/.exec((await visit(address)).pathname)?.[1];
      if (!signIn) throw new Error("the authorization did not lead to the sign-in page");
      const { act, conclude } = await drawn;
      const begun = await act(signIn, "begin");
      await scanned(holder, async (attempt) =>
        attempt === 0 ? begun.view.frame : (await act(signIn, "frame")).view.frame,
      );
      return new URL((await conclude(signIn)).location);
    },
    page: async () => (await (await chromium()).newContext({ locale: "fr-FR" })).newPage(),
    approveOn: async (page: Page) => {
      const login = page.locator("#aval-login[data-aval-frame]");
      await login.waitFor();
      await scanned(holder, async () => (await login.getAttribute("data-aval-frame")) ?? undefined);
    },
    closeOnPhone: async () => {
      const { phone, identity } = holder;
      const [newest] = await phone.sessions(identity);
      if (newest?.state !== "open") throw new Error("the phone lists no open session");
      await phone.closeSession(identity, newest.session);
    },
  };
}

/** Scans and approves. On a busy machine a frame may be too old when it is read: a person too reads the next one then. */
async function scanned(
  holder: Holder,
  frame: (attempt: number) => Promise<string | undefined>,
): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await approveFrame(holder, (await frame(attempt)) ?? "");
      return;
    } catch (fault) {
      if (
        attempt === 5 ||
        !/frame_refused/.test(String((fault as { code?: string }).code ?? fault))
      )
        throw fault;
    }
  }
}
