import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { heading, sees, tap } from "../support/computer.ts";
import { answerWith, code, enrol, question } from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

const goOn = /^(Continuer sur ce téléphone|Continue on this phone)$/;

/** From the demonstration register to its sign-in page, in the phone's own browser. */
async function askOnPhone(page: Page, register: string): Promise<void> {
  await page.goto(register);
  await page.getByRole("link", { name: /^(Me connecter avec Aval|Sign in with Aval)$/ }).click();
  await page.getByRole("button", { name: goOn }).waitFor();
}

test("a nurse with only a phone enters a service in its browser; a link somebody sends her opens nothing", async () => {
  const world = await startWorld("this-phone-itself");
  const [nurse] = await world.people();
  assert(nurse);
  const phone = await world.openPhone({ touch: true });
  const { page } = phone;
  await enrol(phone, world.server.authenticator, nurse);

  await askOnPhone(page, world.server.register);
  await phone.screen("sign-in-on-phone");
  await tap(page, goOn);
  await question(page);
  await sees(page, "Le navigateur de ce téléphone");
  assert.equal(new URL(page.url()).pathname, "/this-phone");
  assert.doesNotMatch(page.url(), /[?#]/, "nothing of the way is in the address");
  await phone.screen("question-here");

  // Opened again in the middle: the form is not sent again, and the request is still there.
  await page.reload();
  await question(page);
  await answerWith(page, code);
  await heading(page, new RegExp(`${nurse.name}$`));
  assert.equal(new URL(page.url()).host, new URL(world.server.register).host);
  await phone.screen("inside");

  // A message with the address of the entry, opened in the very browser that is enrolled.
  const before = page.url();
  await page.goto(`${world.server.authenticator}/this-phone?secret=${"a".repeat(43)}`);
  await heading(page, "Un lien n'ouvre rien ici");
  await phone.screen("link");
  await tap(page, "On m'a envoyé ce lien");
  await sees(page, "la fraude");
  await page.goto(before);
});

test("a browser that holds no Aval says so, and the sign-in page it goes back to gives the digits", async () => {
  const world = await startWorld("this-phone-without-aval");
  const phone = await world.openPhone({ touch: true, lang: "en" });
  const { page } = phone;
  await askOnPhone(page, `${world.server.register}/?lang=en`);
  await tap(page, goOn);
  await heading(page, "Your Aval is not in this browser");
  await phone.screen("no-phone");
  await tap(page, "Back to the sign-in page");
  await tap(page, "Show digits to type");
  await heading(page, "Type these digits in Aval, on your phone");
});

test("a page of elsewhere can neither send the form that enters nor frame the page", async () => {
  const world = await startWorld("this-phone-from-elsewhere");
  const phone = await world.openPhone({ touch: true });
  const { page } = phone;
  const entry = `${world.server.authenticator}/this-phone`;
  const site = createServer((_request, response) => {
    response.setHeader("content-type", "text/html");
    response.end(
      `<title>Ailleurs</title><iframe src="${entry}"></iframe>
       <form method="post" action="${entry}"><input name="secret" value="x"><button>Gagner</button></form>`,
    );
  });
  await once(site.listen(0, "127.0.0.1"), "listening");
  try {
    await page.goto(`http://elsewhere.localhost:${(site.address() as AddressInfo).port}/`);
    const framed = page.frames().find((frame) => frame !== page.mainFrame());
    assert.equal(await framed?.getByRole("heading").count(), 0, "a frame shows nothing of ours");
    phone.forgive();
    await tap(page, "Gagner");
    await heading(page, "Cette demande ne vient pas de notre page de connexion");
    assert.equal(await page.locator("html[data-aval-pass]").count(), 0);
    assert.equal(await page.locator('html[data-aval-entry="foreign"]').count(), 1);
  } finally {
    site.close();
    site.closeAllConnections();
  }
});
