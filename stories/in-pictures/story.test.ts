import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { askToSignIn, askToSignInInEnglish, heading } from "../support/computer.ts";
import { answerWith, code, enrol, lookAt, question } from "../support/phone.ts";
import { picture } from "../support/pictures.ts";
import { startWorld } from "../support/world.ts";

for (const lang of ["fr", "en"] as const) {
  test(`the pictures of the README are those of a sign-in that works (${lang})`, async () => {
    const world = await startWorld(`in-pictures-${lang}`);
    const [pharmacist] = await world.people();
    assert(pharmacist);
    const phone = await world.openPhone({ lang });
    await enrol(phone, world.server.authenticator, pharmacist);
    const { page } = await world.openComputer({ lang, width: 1440, height: 900 });
    await (lang === "fr" ? askToSignIn : askToSignInInEnglish)(page, world.server.register);
    await page.locator(".qr svg").waitFor();
    await picture(page, lang, "1-computer-code", [".qr", ".time-left"]);

    const answer = await holdClaims(phone.page);
    await lookAt(phone, page);
    await phone.page
      .getByText(/^(Code lu|Code read)\./)
      .first()
      .waitFor();
    await picture(phone.page, lang, "2-phone-scans", [".viewfinder-picture"]);
    answer();
    await question(phone.page);
    await phone.camera.lookAway();
    // How long ago it was asked, and how long is left.
    await picture(phone.page, lang, "3-phone-asks", [
      ".time-left",
      ":text-matches('^(Demandé|Asked)') >> xpath=..",
    ]);

    await answerWith(phone.page, code);
    await heading(page, /^(C'est accepté|Approved)/);
    await picture(page, lang, "4-computer-accepted");
    await heading(page, new RegExp(`${pharmacist.name}$`));
    // The hour at which the session ends.
    await picture(page, lang, "5-register-inside", ["p:text-matches('Paris')"]);
  });
}

/** Keeps the first scan on its way until the picture is taken: the phone shows it for a fifth of a second otherwise. */
async function holdClaims(page: Page): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route("**/api/claims", async (route) => {
    await released;
    await route.continue();
  });
  return release;
}
