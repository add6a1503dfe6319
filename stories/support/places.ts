import type { Page } from "playwright-core";
import { heading, tap } from "./computer.ts";
import { code, nobodyAsks } from "./phone.ts";
import type { World } from "./world.ts";

/** From the request just accepted to the wait of half a minute, whose answers are still closed. */
export async function workHere(phone: Page): Promise<void> {
  await tap(phone, "Je travaille ici");
  await nobodyAsks(phone);
  await heading(phone, "Qui travaille sur cet ordinateur ?");
}

type Answer = "Moi seul" | "Plusieurs personnes";

/** The same half minute on the sandbox's clock: each phone is opened again, learns the time, and goes on. */
export async function skipTheWait(world: World, ...phones: readonly Page[]): Promise<void> {
  await world.advance("33s");
  for (const phone of phones) {
    await phone.reload();
    await tap(phone, "Continuer l'ajout");
    await heading(phone, "Qui travaille sur cet ordinateur ?");
  }
}

/** The answer, once the wait is over: it stands there from the start and is closed until then. */
export async function answerWho(phone: Page, answer: Answer): Promise<void> {
  const open = phone.getByRole("button", { name: answer, disabled: false });
  await open.waitFor({ timeout: 60_000 });
  await open.click();
  await heading(phone, "C'est fait. Ce poste est nouveau.");
}

/** *Oui, j'y travaille*, from the notice on the home screen. */
export async function confirmPlace(phone: Page): Promise<void> {
  await phone.getByText("Un nouveau poste attend votre réponse.").waitFor();
  await tap(phone, "Répondre");
  await heading(phone, "Travaillez-vous sur ce poste ?");
  await phone.getByLabel("Votre code personnel").fill(code);
  await tap(phone, "Oui, j'y travaille");
  await heading(phone, "C'est confirmé. Ce poste est le vôtre.");
}
