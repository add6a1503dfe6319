import assert from "node:assert/strict";
import { test } from "node:test";
import { askedAgain, askToSignIn, heading, isClosed, sees, tap } from "../support/computer.ts";
import { code } from "../support/phone.ts";
import { enterConsole } from "../support/staff.ts";
import { startWorld } from "../support/world.ts";

/** The phone is the one of the command line, by the public protocol; the browsers are real. */
test("what a holder refuses is a case at the desk: claimed, noted, its person reached and frozen, the register made to cancel what was written, closed with a reason, and the freeze lifted by two others", async () => {
  const world = await startWorld("case-worked");
  const [, pharmacist] = await world.people();
  assert(pharmacist);
  const desk = await enterConsole(world, "Odile ESSAI", "Alertes", "analyst");
  const { page } = desk;
  await sees(page, "Aucune alerte ici");

  const phone = world.virtualPhone();
  await phone.enrol(pharmacist.nationalId, code);
  // The register is open somewhere, and something is written there in their name.
  const elsewhere = await world.openComputer();
  await askToSignIn(elsewhere.page, world.server.register);
  await phone.scan(elsewhere.page);
  await phone.ask("approve", "--pin", code);
  await heading(elsewhere.page, new RegExp(`${pharmacist.name}$`));
  await tap(elsewhere.page, "J'enregistre cette vaccination");
  await sees(elsewhere.page, "C'est enregistré, à votre nom.");

  const computer = await world.openComputer();
  await askToSignIn(computer.page, world.server.register);
  await phone.scan(computer.page);
  await phone.ask("refuse", "--reason", "on_call");

  // The page comes by it alone; it names nobody.
  await page.getByText("« Ce n'est pas moi »").waitFor({ timeout: 20_000 });
  assert.equal(await page.getByText(pharmacist.name).count(), 0);
  await desk.screen("alerts");
  await page.getByRole("navigation").getByRole("link", { name: "Dossiers" }).click();
  await heading(page, "Dossiers");
  await sees(page, "À prendre");
  await desk.screen("queue");
  assert.equal(await page.getByText(pharmacist.name).count(), 0);

  await page.getByRole("link", { name: /^Dossier / }).click();
  await page.getByRole("heading", { name: pharmacist.name }).waitFor();
  await desk.screen("case");
  await tap(page, "Prendre ce dossier");
  await sees(page, "Ce dossier est à vous.");
  await page.getByLabel("Note", { exact: true }).fill("L'appelant se disait du support.");
  await tap(page, "Ajouter la note");
  await sees(page, "La note est ajoutée.");
  await tap(page, /^Jointe/);
  await sees(page, "C'est noté.");
  await desk.screen("claimed");

  await page.locator("summary", { hasText: "Prendre une mesure" }).click();
  await page.getByRole("radio", { name: /^Geler/ }).check();
  await tap(page, "Voir ce qui sera arrêté");
  await sees(page, "C'est fait aussitôt.");
  await desk.screen("measure");
  // Other forms of this page ask why, too.
  await page.locator("#measure-words").fill("L'appelant tient encore la ligne.");
  await tap(page, "Arrêter maintenant");
  await sees(page, "La mesure est prise.");
  await sees(page, "Gel – 1 personne");
  await desk.screen("measured");

  // The freeze closed the register; the window has it look through what was written, cancel it, and answer.
  await isClosed(elsewhere.page, world.server.register);
  await page.locator("summary", { hasText: "Prévenir les services" }).click();
  await page.locator("#window-words").fill("Un autre a pu écrire pendant l'appel.");
  await tap(page, "Prévenir les services");
  await sees(page, "Les services sont prévenus.");
  await sees(page, "Registre de vaccination (démonstration)");
  const review = elsewhere.page.getByRole("button", { name: "Annuler ces actes et répondre" });
  await askedAgain(elsewhere.page, `${world.server.register}/surveillance`, () =>
    review.isVisible(),
  );
  await sees(elsewhere.page, "1 acte.");
  await sees(elsewhere.page, "L'accès est arrêté : tout est fermé ici.");
  await review.click();
  await sees(elsewhere.page, "Répondu à Aval : 1 acte, 1 annulé.");
  await elsewhere.screen("register-answered");
  await sees(page, "1 acte, dont 1 annulé.");
  await sees(page, "Vu par Surveillance du registre (démonstration)");
  await desk.screen("window-answered");

  await page.locator("summary", { hasText: "Clore ce dossier" }).click();
  await page.getByRole("radio", { name: "Une tentative, sans suite" }).check();
  await page.getByLabel("Comment vous le savez").fill("Elle a raccroché ; rien n'a été ouvert.");
  await tap(page, /^Clore$/);
  await sees(page, "Le dossier est clos.");
  await desk.screen("closed");

  type Case = { state: string; severity: string; people: number };
  const cases = await world.server.avalJson<readonly Case[]>("desk", "cases");
  assert.deepEqual(
    cases.map(({ state, severity, people }) => [state, severity, people]),
    [["closed", "high", 1]],
  );
  const alerts = await world.server.avalJson<readonly { kind: string }[]>("desk", "alerts");
  assert.ok(alerts.some(({ kind }) => kind === "stop_made"));

  // Whoever froze does not lift it; two others do.
  const look = async ({ page: other }: typeof desk) => {
    await other.getByRole("navigation").getByRole("link", { name: "Gels" }).click();
    await heading(other, "Gels");
    await other.getByLabel("Identifiant national (RPPS)").fill(pharmacist.nationalId);
    await tap(other, "Chercher");
    await other.getByRole("heading", { name: pharmacist.name }).waitFor();
  };
  await look(desk);
  await sees(page, "Vous l'avez posé : deux autres analystes le lèvent.");
  for (const [name, said] of [
    ["Paul ESSAI", "Votre signature est faite. Il en faut une seconde."],
    ["Rose ESSAI", "Le gel est levé."],
  ] as const) {
    const other = await enterConsole(world, name, "Gels", "analyst");
    await look(other);
    await other.page.getByRole("checkbox").check();
    await other.screen(`freeze-${name.slice(0, 4).toLowerCase()}`);
    await tap(other.page, "Signer la levée avec ma clé");
    await sees(other.page, said);
  }
});
