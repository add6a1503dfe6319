import type { FormTarget } from "@aval/protocol";
import {
  type Answer,
  type Holder,
  newBrowser,
  type Place,
  sandboxService,
  send,
} from "./driver.ts";

/**
 * The browser of a phone and the authenticator in that same browser, each speaking what the real pages speak. A test may
 * take any step apart, and send what it holds from somewhere else.
 */

/** What a browser says of a form that a page of `origin` sends as the whole tab goes. No cookie of the other origin comes with it. */
export function sendForm(
  place: Place,
  path: string,
  secret: string,
  origin: string,
  more: Record<string, string> = {},
): Promise<Answer> {
  return send(place, {
    method: "POST",
    path,
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      accept: "text/html",
      origin,
      "sec-fetch-site": "cross-site",
      "sec-fetch-mode": "navigate",
      "sec-fetch-dest": "document",
      ...more,
    },
    body: new URLSearchParams({ secret }).toString(),
  });
}

const attribute = (name: string) => (answer: Answer) =>
  new RegExp(`<html[^>]* ${name}="([^"]*)"`).exec(answer.text)?.[1];
/** What the page that was answered is told. */
export const passIn = attribute("data-aval-pass");
export const signInIn = attribute("data-aval-sign-in");
export const entryIn = attribute("data-aval-entry");

export type Places = { readonly issuer: () => Place; readonly phone: () => Place };

const originOf = (place: Place) => `http://${place.host}`;

/** A service's page in a browser, up to the entry: as after *Continuer sur ce téléphone*. */
export async function askHere(places: Places, client = sandboxService) {
  const browser = await newBrowser(places.issuer);
  const page = await browser.open(client);
  await browser.act(page.signIn, "begin");
  const { view } = await browser.act(page.signIn, "this_phone");
  if (!view.entry) throw new Error(`no entry: ${JSON.stringify(view)}`);
  return { browser, page, entry: view.entry };
}

export type Asked = Awaited<ReturnType<typeof askHere>>;

/** The authenticator's origin is entered as the sign-in page's form enters it. */
export const enter = (places: Places, { secret }: FormTarget) =>
  sendForm(places.phone(), "/this-phone", secret, originOf(places.issuer()));

/** The phone claims with the pass of its page and its holder approves: where to go back to. */
export async function approveHere({ phone, identity, code }: Holder, pass: string) {
  const { approval, context } = await phone.claimHere(identity, pass);
  await phone.approve(identity, context, code);
  return { approval, context, back: await phone.comeBack(identity, approval) };
}

/** The sign-in origin is gone back to, as the authenticator's form goes. */
export const goBack = (places: Places, { secret }: FormTarget) =>
  sendForm(places.issuer(), "/login/return", secret, originOf(places.phone()));
