import type { Page } from "playwright-core";

/** Goes from the demonstration register to the sign-in page, as its reader does. */
export async function askToSignIn(page: Page, register: string): Promise<void> {
  await page.goto(register);
  await page.getByRole("link", { name: "Me connecter avec Aval" }).click();
  await heading(page, "Ouvrez Aval sur votre téléphone et scannez");
}

/** The same in English, chosen in the register: the sign-in page follows the reader. */
export async function askToSignInInEnglish(page: Page, register: string): Promise<void> {
  await page.goto(`${register}/?lang=en`);
  await page.getByRole("link", { name: "Sign in with Aval" }).click();
  await page.getByRole("heading", { level: 1 }).waitFor();
  const english = page.getByRole("button", { name: "English" });
  if (await english.isVisible()) await english.click();
  await heading(page, "Open Aval on your phone and scan");
}

/** The digits as they stand on the screen, once asked for. */
export async function readDigits(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Afficher des chiffres à taper" }).click();
  await heading(page, "Tapez ces chiffres dans Aval, sur votre téléphone");
  return digitsOn(page);
}

/** The digits that stand on the screen. */
export async function digitsOn(page: Page): Promise<string> {
  const shown = await page.getByText(/^Chiffres à taper\s: [\d ,]+$/).textContent();
  return (shown ?? "").replaceAll(/\D/g, "");
}

/** Waits for a screen by what it says first. */
export async function heading(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole("heading", { level: 1, name }).waitFor();
}

/** Taps a button by its words. */
export async function tap(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole("button", { name }).click();
}

/** Waits until a sentence stands on the screen. */
export async function sees(page: Page, sentence: string): Promise<void> {
  await page.getByText(sentence).first().waitFor();
}

/** The same, for what must also be told to whoever cannot see: it stands in the page's live region. */
export async function isTold(page: Page, sentence: string): Promise<void> {
  await page.getByRole("status").filter({ hasText: sentence }).waitFor({ state: "attached" });
  await sees(page, sentence);
}

/** Waits until the register says that the session is over: asked again, since nobody tells a page that stands still. */
export async function isClosed(page: Page, register: string): Promise<void> {
  const closed = page.getByRole("heading", { level: 1, name: "Vous êtes déconnecté" });
  await askedAgain(page, register, async () => {
    await page.getByRole("heading", { level: 1 }).waitFor();
    return closed.isVisible();
  });
}

/** How long a page is asked again for what another program writes in its own time: a mail, a letter, an end. */
const patienceMs = 120_000;

/** Opens this page again until it is so: for pages that stand still. */
export async function askedAgain(
  page: Page,
  address: string,
  isSo: () => Promise<boolean>,
): Promise<void> {
  for (const end = performance.now() + patienceMs; performance.now() < end; ) {
    await page.goto(address);
    if (await isSo()) return;
    await page.waitForTimeout(250);
  }
  throw new Error(`${address} never said so`);
}
