import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { pdfText } from "../../apps/server/src/platform/testing/pdf.ts";
import { askToSignIn, heading, isTold, sees, tap } from "../support/computer.ts";
import { downloaded, drawPdf } from "../support/pdf.ts";
import { code } from "../support/phone.ts";
import { enterConsole } from "../support/staff.ts";
import { startWorld, type Window } from "../support/world.ts";

/** The phone is the one of the command line, by the public protocol; the browsers are real. */
test("a complaint file is taken out of a case by two analysts, and by its holder, opened as pages and read", async () => {
  const world = await startWorld("complaint-file");
  const [, pharmacist] = await world.people();
  assert(pharmacist);
  const phone = world.virtualPhone();
  await phone.enrol(pharmacist.nationalId, code);
  const computer = await world.openComputer();
  await askToSignIn(computer.page, world.server.register);
  await phone.scan(computer.page);
  await phone.ask("refuse", "--reason", "on_call");

  const odile = await enterConsole(world, "Odile ESSAI", "Dossiers", "analyst");
  const paul = await enterConsole(world, "Paul ESSAI", "Dossiers", "analyst");
  const openCase = async ({ page }: Window) => {
    await page.getByRole("link", { name: /^Dossier / }).click({ timeout: 20_000 });
    await page.getByRole("heading", { name: pharmacist.name, exact: true }).waitFor();
  };
  await openCase(odile);
  await tap(odile.page, "Prendre ce dossier");
  await isTold(odile.page, "Ce dossier est à vous.");
  await odile.page.getByText("Demander un dossier de plainte").click();
  await odile.page
    .getByLabel("Pourquoi", { exact: true })
    .last()
    .fill("Elle porte plainte demain.");
  await tap(odile.page, "Demander la seconde signature");
  await isTold(odile.page, "Le dossier de plainte attend une seconde signature.");
  await odile.screen("asked");

  await openCase(paul);
  await sees(paul.page, "Elle porte plainte demain.");
  await paul.page.getByRole("checkbox", { name: /^J'ai lu de qui/ }).check();
  await tap(paul.page, "Signer avec ma clé");
  await isTold(paul.page, "C'est signé. Vous deux pouvez le télécharger, un jour durant.");
  await paul.screen("signed");
  const ofCase = await downloaded(paul.page, () =>
    tap(paul.page, "Télécharger le dossier de plainte"),
  );
  await isTold(paul.page, "Le dossier de plainte est dans vos téléchargements.");

  const card = join(world.server.folder, "card.p12");
  const { passphrase } = await world.server.avalJson<{ passphrase: string }>(
    ...["sandbox", "card", "--for", pharmacist.nationalId, "--out", card],
  );
  const own = await world.openComputer({ card: { file: card, passphrase } });
  await own.page.goto(`${world.server.loginOrigin}/mon-acces/demarches`);
  await own.page.getByRole("link", { name: "Me connecter avec Aval" }).click();
  await heading(own.page, "Ouvrez Aval sur votre téléphone et scannez");
  await tap(own.page, "Prendre ma carte");
  await tap(own.page, "Continuer avec ma carte");
  await tap(own.page, "C'est moi, j'entre");
  await heading(own.page, "Mes démarches");
  await own.page.getByRole("checkbox", { name: /Prévenir votre Ordre$/ }).click();
  await isTold(own.page, "C'est noté.");
  await own.page.reload();
  await sees(own.page, "1 faite sur 9");
  await own.screen("steps");
  const ofHolder = await downloaded(own.page, () =>
    tap(own.page, "Télécharger mon dossier de plainte"),
  );
  await isTold(own.page, "Le dossier est dans vos téléchargements.");

  for (const [name, file, by] of [
    ["case", ofCase, "Odile ESSAI, contresigné par Paul ESSAI"],
    ["holder", ofHolder, "le titulaire, depuis son espace personnel"],
  ] as const) {
    const text = await pdfText(file);
    for (const words of [
      pharmacist.nationalId,
      by,
      "Demande de connexion refusée sur le téléphone",
      "quelqu'un le demandait au téléphone",
      "Ce que ces preuves montrent, et ne montrent pas",
      "preuves.json",
    ])
      assert.ok(text.includes(words), `${name}: ${words}`);
    const reader = await world.openComputer({ width: 820, height: 1160 });
    const inked = await drawPdf(reader.page, file);
    assert.ok(inked.length >= 3, `${inked.length} pages`);
    // A page of text has some; a page that was drawn over itself has much.
    for (const [index, share] of inked.entries())
      assert.ok(share > 0.002 && share < 0.2, `${name}, page ${index + 1}: ${share}`);
  }
  assert.match(await pdfText(ofHolder), /Dossier de plainte remis/);
});
