import assert from "node:assert/strict";
import { test } from "node:test";
import { heading, sees, tap } from "../support/computer.ts";
import { code } from "../support/phone.ts";
import { addService } from "../support/service.ts";
import { startWorld } from "../support/world.ts";

const hospital = "F0X0000017";
/** A doctor whom the directory attaches to that hospital. */
const doctor = "899700000047";

test("a registrar registers the ward's computer in front of it; a doctor of the hospital enters there in full, a visitor for one hour", async () => {
  const world = await startWorld("workstation");
  const [visitor] = await world.people();
  assert(visitor);
  const records = await addService(world, { name: "Dossier de soins", sensitivity: "sensitive" });
  const tests = await addService(world, { name: "Registre des tests", sensitivity: "open" });
  const [ofHere, ofElsewhere] = [world.virtualPhone(), world.virtualPhone()];
  await Promise.all([ofHere.enrol(doctor, code), ofElsewhere.enrol(visitor.nationalId, code)]);

  // The page on the ward's computer shows a code; the registrar's command reads it as a hand scanner types it.
  const { page, screen } = await world.openComputer();
  await page.goto(`${world.server.loginOrigin}/poste`);
  await heading(page, "Enregistrer ce poste");
  await screen("computer-offered");
  const shown = page.locator("#aval-workstation");
  const said = await world.server.avalTyping(
    async () => (await shown.getAttribute("data-aval-frame")) ?? "",
    ...["workstation", "add", "--structure", hospital, "--registrar", "stf_gaelle"],
  );
  assert.equal(said.status, 0, said.stderr);
  assert.match(said.stderr, /\/poste sur le poste/);
  await heading(page, "Ce poste est enregistré");
  await sees(page, "Pour CENTRE HOSPITALIER DE VILLEFICTIVE.");
  await screen("computer-registered");

  // Somebody of the hospital, who was never here before: everything this service asks for.
  await records.ask(page);
  await ofHere.scan(page);
  const [request] = await ofHere.ask<readonly Pending[]>("pending");
  assert.deepEqual(
    [request?.context.browser.standing, request?.context.rights],
    ["known_workstation", "full"],
  );
  await ofHere.ask("approve", "--pin", code);
  await records.entered(page);

  // A sensitive service asks again each time: a workstation is nobody's own.
  await records.ask(page);
  await page.locator("#aval-login[data-aval-frame]").waitFor();

  // The next person sits down, and ends the session that stands there before anything else.
  await tests.ask(page);
  await heading(page, "Une session est ouverte sur ce poste partagé");
  await tap(page, "Changer de personne");

  // Somebody who is not of the hospital: an unknown computer, one hour, and not the sensitive service.
  await ofElsewhere.scan(page);
  const [other] = await ofElsewhere.ask<readonly Pending[]>("pending");
  assert.deepEqual(
    [other?.context.browser.standing, other?.context.rights],
    ["unknown", "reduced"],
  );
  await ofElsewhere.ask("approve", "--pin", code);
  await tests.entered(page);
  await records.ask(page);
  await page.locator("#aval-login[data-aval-frame]").waitFor();
  assert.equal(await ofElsewhere.claims(page), "rights_denied");
  await heading(page, "Ce service ne s'ouvre pas ainsi d'ici");
  await screen("computer-visitor-denied");

  // Removed, it is a computer like any other, for its own people too.
  const [{ id = "" } = {}] = await world.server.avalJson<readonly { id: string }[]>(
    ...["workstation", "list"],
  );
  await world.server.avalJson("workstation", "remove", id);
  await tests.ask(page);
  await ofHere.scan(page);
  const [after] = await ofHere.ask<readonly Pending[]>("pending");
  assert.equal(after?.context.browser.standing, "unknown");
});

type Pending = {
  readonly context: { readonly browser: { readonly standing: string }; readonly rights: string };
};
