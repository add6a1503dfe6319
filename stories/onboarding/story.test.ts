import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { secondsAPress, wordsAMinute } from "../effort/acts.ts";
import { heading, sees, tap } from "../support/computer.ts";
import { code, enrol } from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

/** DESIGN section 6. */
const mostSeconds = 300;

test("the first minutes teach to refuse by a real refusal, go on where they were left, and take less than five", async () => {
  const world = await startWorld("onboarding");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  const { page, screen } = await world.openPhone();
  await enrol({ page }, world.server.authenticator, pharmacist);
  const attention = counting(page);
  await sees(page, "Prise en main : étape 1 sur 5.");
  await attention.press("Reprendre", "Soyez prévenu tout de suite");
  await attention.press("Continuer", "À quoi ressemble une demande");
  // A patient comes in: the page is closed, and nothing is lost.
  await page.reload();
  await sees(page, "Prise en main : étape 2 sur 5.");
  await attention.press("Reprendre", "À quoi ressemble une demande");
  await screen("request");

  // Accepted, it says what would have happened, and asks again.
  await attention.press("Commencer l'entraînement", /^Voulez-vous entrer dans Service d'exemple/);
  await sees(page, "Entraînement : refusez cette fausse demande.");
  await screen("exercise");
  await attention.type("Votre code personnel", code);
  await attention.press("Continuer", "En vrai, quelqu'un serait entré.");
  await attention.press("Recommencer l'entraînement", /^Voulez-vous entrer dans Service d'exemple/);
  await attention.press("Ce n'est pas moi", "Bien refusé. Personne n'est entré.");
  await screen("well-refused");

  await attention.press("Continuer", "Ce que personne ne vous demandera");
  await attention.press("Continuer", "Le jour où votre téléphone manque");
  await attention.press("Continuer", "Question 1 sur 3");
  await attention.press("Je scanne, puisque c'est le support", "Question 1 sur 3");
  await sees(page, "Attention.");
  await attention.press("Continuer", "Question 2 sur 3");
  await attention.press("Je touche « Ce n'est pas moi »", "Question 2 sur 3");
  await sees(page, "C'est cela.");
  await attention.press("Continuer", "Question 3 sur 3");
  await attention.press("Je refuse : il a son propre accès", "Question 3 sur 3");
  await attention.press("Continuer", "Vous savez l'essentiel");
  await attention.press("Commencer à me servir d'Aval", "Votre accès est protégé.");
  await sees(page, "Entraînement");
  assert.equal(await page.getByText(/^Prise en main/).count(), 0, "and is not offered again");

  const { words, presses } = attention;
  const seconds = (words() / wordsAMinute) * 60 + presses() * secondsAPress;
  console.log(
    `${words()} words and ${presses()} presses: ${Math.round(seconds)} seconds of attention`,
  );
  assert.ok(seconds <= mostSeconds, `${Math.round(seconds)} seconds`);
});

/** Presses buttons and types, and counts every word of every line that stood on a screen: a line that was read is not read again. */
function counting(page: Page) {
  const lines = new Set<string>();
  let presses = 0;
  return {
    words: () => [...lines].join(" ").split(/\s+/).filter(Boolean).length,
    presses: () => presses,
    type: async (label: string, text: string) => {
      await page.getByLabel(label).fill(text);
      presses += text.length;
    },
    press: async (name: string, then: string | RegExp) => {
      await tap(page, new RegExp(`^${name.replaceAll(/ (?=[:;?!»])|(?<=«) /g, "\\s")}$`));
      presses++;
      await heading(page, then);
      for (const line of (await page.locator("main").innerText()).split("\n")) lines.add(line);
    },
  };
}
