import type { Page } from "playwright-core";
import type { Camera } from "./camera.ts";
import { heading, tap } from "./computer.ts";
import type { Person } from "./world.ts";

/** A code the sandbox's people may choose: no list of common codes holds it. */
export const code = "246813";
export const wrongCode = "975318";

type Phone = { readonly page: Page; readonly camera: Camera };

/** Adds the phone as its holder does, in either language, at the sandbox's counter, and ends on the home screen. */
export async function enrol(
  { page }: Pick<Phone, "page">,
  origin: string,
  person: Person,
): Promise<void> {
  await page.goto(origin);
  await tap(page, /^(Ajouter ce téléphone|Add this phone)$/);
  await tap(page, /^(Continuer sans installer|Continue without installing)$/);
  await page.getByRole("searchbox").fill(person.nationalId);
  await tap(page, new RegExp(person.nationalId));
  await tap(page, /^(Me présenter au guichet|Go to the desk)$/);
  await page.getByLabel(/^(Code personnel|Personal code)$/).fill(code);
  await page.getByLabel(/^(Le même code|The same code), /).fill(code);
  await tap(page, /^(Choisir ce code|Choose this code)$/);
  await tap(page, /^(Aller à l'accueil|Go home)$/);
}

/** Opens the scanner and holds the phone in front of the code, until the request is on the phone. */
export async function scan(phone: Phone, computer: Page): Promise<void> {
  await lookAt(phone, computer);
  await question(phone.page);
  await phone.camera.lookAway();
}

/** Opens the scanner and holds the phone in front of the code. */
export async function lookAt(phone: Phone, computer: Page): Promise<void> {
  phone.camera.pointAt(computer.getByRole("img", { name: /^(Code à scanner|Code to scan)/ }));
  await tap(phone.page, /^(Scanner pour me connecter|Scan to sign in)$/);
}

/** Types the digits of a screen. */
export async function typeDigits(page: Page, digits: string): Promise<void> {
  await tap(page, "Je ne peux pas scanner");
  await page.getByLabel("Chiffres affichés").fill(digits);
  await tap(page, "Voir la demande");
}

/** Waits for the request on the phone. */
export async function question(page: Page): Promise<void> {
  await heading(page, /^(Voulez-vous entrer dans|Do you want to enter)/);
}

/** Types the personal code under the request, and goes on. */
export async function answerWith(page: Page, typed: string): Promise<void> {
  await page.getByLabel(/^(Votre code personnel|Your personal code)$/).fill(typed);
  await tap(page, /^(Continuer|Continue)$/);
}

const nobody = ["Non, personne ne me le demande", "Non, personne ne voit mon écran"];

/** The first of the two questions: which, is drawn. */
export const askedOfCalls = /^(Êtes-vous au téléphone|Quelqu'un voit-il votre écran)/;

/** Says twice that nobody leads them: on the telephone, and on their screen, in whichever order they are asked. */
export async function nobodyAsks(page: Page): Promise<void> {
  await heading(page, askedOfCalls);
  const first = page.getByRole("button", { name: new RegExp(nobody.join("|")) });
  const said = (await first.innerText()).trim();
  await first.click();
  await tap(page, nobody.find((other) => other !== said) ?? "");
}
