import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { askToSignIn, heading } from "../support/computer.ts";
import { code } from "../support/phone.ts";
import { readPng } from "../support/png.ts";
import { startWorld } from "../support/world.ts";

/*
 * The browser that tests have shares the tab that asks and no other. The picture of the sign-in page is therefore pasted into
 * the simulator's tab as it would stand beside it; what the simulated phone sees it sees through the real shared screen.
 */
test("with one computer and no camera, a simulated phone reads the code off the shared screen", async () => {
  const world = await startWorld("scan-this-screen");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  const { page, context } = await world.openComputer({ sharesTab: true });
  await page.goto(`${world.server.authenticator}/simulator`);
  await page.getByRole("button", { name: "Ajouter un téléphone" }).click();
  const phone = page.locator("iframe").first().contentFrame();
  const press = (name: string | RegExp) => phone.getByRole("button", { name }).click();
  await press("Ajouter ce téléphone");
  await phone.getByRole("searchbox").fill(pharmacist.nationalId);
  await press(new RegExp(pharmacist.nationalId));
  await press("Me présenter au guichet");
  await phone.getByLabel("Code personnel", { exact: true }).fill(code);
  await phone.getByLabel("Le même code, une seconde fois").fill(code);
  await press("Choisir ce code");
  await press("Aller à l'accueil");

  const login = await context.newPage();
  await askToSignIn(login, world.server.register);
  await press("Scanner pour me connecter");
  await press("Scanner cet écran");
  const question = phone.getByRole("heading", { level: 1, name: /^Voulez-vous entrer dans/ });
  for (let shots = 0; shots < 300 && !(await question.isVisible()); shots++)
    await paste(login, page);
  await question.waitFor();

  await phone.getByLabel("Votre code personnel").fill(code);
  await press(/^Continuer$/);
  await heading(login, new RegExp(`${pharmacist.name}$`));
});

/** Shows in a corner of one window what another shows now. */
async function paste(from: Page, onto: Page): Promise<void> {
  const { width, height, luma } = readPng(
    await from.locator(".qr").first().screenshot({ type: "png" }),
  );
  await onto.evaluate(
    ([wide, high, points]) => {
      const id = "pasted";
      const canvas =
        (document.getElementById(id) as HTMLCanvasElement | null) ??
        document.createElement("canvas");
      Object.assign(canvas, { id, width: wide, height: high });
      canvas.style.cssText = "position: fixed; inset: 0 auto auto 0; z-index: 9";
      const bytes = Uint8Array.from(atob(points), (letter) => letter.charCodeAt(0));
      const picture = new ImageData(wide, high);
      for (const [at, value] of bytes.entries())
        picture.data.set([value, value, value, 255], at * 4);
      canvas.getContext("2d")?.putImageData(picture, 0, 0);
      document.body.append(canvas);
    },
    [width, height, Buffer.from(luma).toString("base64")] as const,
  );
}
