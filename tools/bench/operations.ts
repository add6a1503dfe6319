import type { Context } from "@aval/protocol";
import {
  type Client,
  newBrowser,
  type Place,
  sandboxService,
  send,
} from "../../apps/server/src/testing/driver.ts";
import type { Operation } from "./load.ts";
import type { Phones, Player } from "./phones.ts";

/**
 * What is measured, each as the real parties do it over HTTP. A turn's holder, session or code is its own: nothing is
 * asked twice of one that is under way.
 */
export type World = {
  /** The next server, in turn: steps of one sign-in meet different ones. */
  readonly issuer: () => Place;
  readonly phones: Phones;
  /** The next holder, at random, none twice before all have come. */
  readonly nextHolder: () => number;
};

/** Measures a part of an operation under a name. */
export type Steps = <T>(step: string, work: () => Promise<T>) => Promise<T>;

type Browser = Awaited<ReturnType<typeof newBrowser>>;
type Page = Awaited<ReturnType<Browser["open"]>>;
/** A sign-in on its way, as far as it has come. */
export type SignIn = {
  readonly browser: Browser;
  readonly page: Page;
  readonly player: Player;
  frame: string;
  context: Context | undefined;
  evaluation: string;
  location: string;
};

export type Session = { readonly browser: Browser; access: string; refresh: string };

const client: Client = sandboxService;
const issuerPath = "/auth/realms/esante-wallet";
const endpoints = `${issuerPath}/protocol/openid-connect`;
export const basic = `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString("base64")}`;

function expect(status: number, what: string): void {
  if (status !== 200) throw new Error(`${what} ${status}`);
}

/** The browser comes from the service and shows its page, with its first frame. */
export async function openPage(world: World): Promise<SignIn> {
  const browser = await newBrowser(world.issuer, issuerPath);
  const page = await browser.open(client);
  expect((await browser.visit({ path: `/login/${page.signIn}` })).status, "page");
  const { status, view } = await browser.act(page.signIn, "begin");
  expect(status, "begin");
  const player = world.phones.player(world.nextHolder());
  const { frame = "" } = view;
  return { browser, page, player, frame, context: undefined, evaluation: "", location: "" };
}

/** The phone reads the frame, and shows who asks. */
export async function scan(signIn: SignIn): Promise<void> {
  signIn.context = await signIn.player.claim(signIn.frame);
}

/** The code is counted and evaluated. */
export async function enterCode(signIn: SignIn): Promise<void> {
  signIn.evaluation = await signIn.player.code();
}

export async function decide({ player, context, evaluation }: SignIn): Promise<void> {
  if (!context) throw new Error("nothing was shown");
  await player.decide(context, evaluation);
}

/** What a page asks once a second. */
export async function pollPage(signIn: SignIn): Promise<void> {
  const { status, view } = await signIn.browser.act(signIn.page.signIn, "frame");
  expect(status, "frame");
  signIn.frame = view.frame ?? signIn.frame;
}

/** The page leaves for the service, with a code. */
export async function leavePage(signIn: SignIn): Promise<void> {
  const { location } = await signIn.browser.conclude(signIn.page.signIn);
  if (!location.includes("code=")) throw new Error("conclude: no code");
  signIn.location = location;
}

/** The service spends the code. The sign-in counts from here: its tokens arrived. */
export async function spendCode(signIn: SignIn): Promise<Session> {
  const { browser, page, location } = signIn;
  const { status, body } = await browser.exchange(page, location);
  expect(status, "exchange");
  return { browser, access: body.access_token, refresh: body.refresh_token ?? "" };
}

/** A whole sign-in, from the service's redirect to its tokens, each step measured. */
export async function signIn(world: World, steps: Steps): Promise<Session> {
  const shown = await steps("page", () => openPage(world));
  await steps("scan to context", () => scan(shown));
  await steps("code and decision", async () => {
    await enterCode(shown);
    await decide(shown);
  });
  await steps("poll", () => pollPage(shown));
  await steps("conclude", () => leavePage(shown));
  return steps("code exchange", () => spendCode(shown));
}

/** An open phone that has a bell asks what rings. */
export const listen = (world: World): Operation => {
  return () => world.phones.player(world.nextHolder()).listen();
};

export async function refresh(session: Session): Promise<void> {
  const { status, body } = await session.browser.refresh(client, session.refresh);
  expect(status, "refresh");
  session.access = body.access_token;
  session.refresh = body.refresh_token ?? session.refresh;
}

export async function userinfo(session: Session): Promise<void> {
  expect((await session.browser.userinfo(session.access)).status, "userinfo");
}

export async function introspect(world: World, session: Session): Promise<void> {
  const answer = await send(world.issuer(), {
    method: "POST",
    path: `${endpoints}/token/introspect`,
    headers: { "content-type": "application/x-www-form-urlencoded", authorization: basic },
    body: new URLSearchParams({ token: session.access }).toString(),
  });
  expect(answer.status, "introspection");
  if (!answer.text.includes('"active":true')) throw new Error("introspection: not active");
}

export function fetching(world: World, path: string): Operation {
  return async () => {
    expect((await send(world.issuer(), { path: `${issuerPath}${path}` })).status, path);
  };
}

export const discoveryPath = "/.well-known/openid-configuration";
export const jwksPath = "/protocol/openid-connect/certs";
