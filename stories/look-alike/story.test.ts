import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";
import { newKeyPair, signerOf } from "@aval/protocol";
import { phoneAt } from "../../apps/server/src/testing/driver.ts";
import { heading } from "../support/computer.ts";
import { addressOn, opensVisit, wordsOn } from "../support/desk.ts";
import { enterConsole } from "../support/staff.ts";
import { startWorld } from "../support/world.ts";

/*
 * A professional comes to an honest desk with an app that looks like ours, and whose makers have a key of their own. The desk's step is
 * the phone's own camera: the story opens what the code says in the phone's browser, as the camera does.
 */

/** Its page on the phone, and its makers' server, which may speak our public protocol. */
async function lookAlike(authenticator: string) {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    heard.push(`${request.method} ${request.url}`);
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(
      "<!doctype html><html lang=fr><title>Aval</title><h1>Aval : montrez ce téléphone</h1>",
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  after(() => server.close());
  const { host, port } = new URL(authenticator);
  const phone = phoneAt(() => ({ host, port: Number(port) }));
  return {
    address: `http://localhost:${(server.address() as AddressInfo).port}/`,
    heard,
    /** Its makers' own key asks to be somebody's phone. */
    asks: async () => phone.enrol(await signerOf(await newKeyPair()), "Téléphone"),
  };
}

test("a look-alike app at an honest desk gets no code: the phone's camera opens our address, and the desk's words are of our key", async () => {
  const world = await startWorld("look-alike");
  const [holder] = await world.people();
  assert(holder);
  const { authenticator } = world.server;
  const { page: desk, screen } = await enterConsole(world, "Odile ESSAI", "Guichet");
  const app = await lookAlike(authenticator);
  const phone = await world.openPhone();
  await phone.page.goto(app.address);
  await heading(phone.page, "Aval : montrez ce téléphone");

  // The phone is shown; its makers ask with their own key. No code of the desk's is theirs, and its screen goes nowhere.
  await opensVisit(desk, holder);
  const theirs = await app.asks();
  await desk.waitForResponse((answer) => answer.url().includes("/api/desk/visits/"));
  await desk.waitForResponse((answer) => answer.url().includes("/api/desk/visits/"));
  await heading(desk, "Son nouveau téléphone scanne ce code");
  assert.equal(await desk.locator(".words li").count(), 0);
  await screen("still-waiting");

  // The look-alike's page may neither ask ours nor show it.
  const asked = await phone.page.evaluate(
    (url) =>
      fetch(url, { method: "POST", body: "{}" }).then(
        () => "read",
        () => "refused",
      ),
    `${authenticator}/api/enrolments`,
  );
  assert.equal(asked, "refused");
  phone.forgive();

  // The camera: our own address, in a page that the look-alike has no hand on.
  const address = await addressOn(desk);
  assert.equal(new URL(address).origin, authenticator);
  const ours = await phone.context.newPage();
  await ours.goto(address);
  const words = await wordsOn(desk);
  for (const word of words) await ours.getByText(word, { exact: true }).waitFor();
  assert.equal(new URL(ours.url()).origin, authenticator);
  assert.equal(await ours.evaluate(() => window.opener), null);
  assert.notDeepEqual([...words], [...theirs.words]);
  await screen("words-of-our-page");
  const binding = address.split("#b=")[1] ?? assert.fail(address);
  assert.ok(app.heard.every((line) => !line.includes(binding)));
});
