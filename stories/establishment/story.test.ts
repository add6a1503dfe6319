import assert from "node:assert/strict";
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { heading, sees, tap } from "../support/computer.ts";
import { addService } from "../support/service.ts";
import { startWorld, type World } from "../support/world.ts";

const structure = "F0X0000017";
/** A doctor whom the directory attaches to that hospital, and a pharmacist whom it does not. */
const [doctor, pharmacist] = ["899700000047", "899700000013"];
const hint = { kc_idp_hint: "ch-villefictive" };

test("a hospital's own provider opens a service for its doctor who used a key there, and for nobody else", async () => {
  const world = await startWorld("establishment");
  const hospital = await startProvider(world);
  const records = await addService(world, { name: "Dossier de soins", sensitivity: "sensitive" });
  await world.server.avalJson(
    ...["idp", "add", "ch-villefictive", "--issuer", hospital.issuer, "--client-id", "aval"],
    ...["--structure", structure],
  );
  const { page, screen } = await world.openComputer();

  const enter = async () => {
    await records.ask(page, hint);
    await tap(page, "Par mon établissement : CENTRE HOSPITALIER DE VILLEFICTIVE");
  };

  // One door more, named by the directory; the others stay.
  await hospital.seat({ nationalId: doctor, amr: ["pwd", "hwk"] });
  await records.ask(page, hint);
  await heading(page, "Ouvrez Aval sur votre téléphone et scannez");
  await page.getByRole("button", { name: /^Par mon établissement/ }).waitFor();
  await screen("computer-door");
  await tap(page, /^Par mon établissement/);
  await records.entered(page);

  // A sensitive service asks again, each time.
  await records.ask(page, hint);
  await heading(page, "Ouvrez Aval sur votre téléphone et scannez");

  // A password alone, somebody who is not of the hospital: one page, which does not say which it was.
  const told: string[] = [];
  for (const person of [
    { nationalId: doctor, amr: ["pwd"] },
    { nationalId: pharmacist, amr: ["pwd", "hwk"] },
  ]) {
    await hospital.seat(person);
    await enter();
    await sees(page, "Votre établissement n'ouvre pas ce service pour vous.");
    told.push(
      ((await page.locator("main").textContent()) ?? "").replaceAll(
        /\b[0-9a-z]{4}-[0-9a-z]{4}\b/g,
        "",
      ),
    );
  }
  assert.equal(told[0], told[1], "a stranger learns nothing from it");
  await screen("computer-refused");

  // One that the operator removed is unknown, at once.
  await world.server.avalJson("idp", "remove", "ch-villefictive");
  await records.ask(page, hint);
  await sees(page, "Le service a nommé un établissement qu'Aval ne connaît pas.");
  await screen("computer-unknown");

  const english = await world.openComputer({ lang: "en" });
  await records.ask(english.page, { ...hint, ui_locales: "en" });
  await sees(english.page, "The service named an establishment that Aval does not know.");
  await english.screen("computer-unknown-english");
});

type Person = { readonly nationalId: string; readonly amr: readonly string[] };

/** The hospital's provider, a process of its own. */
async function startProvider({ server }: World) {
  const callback = `${server.loginOrigin}/login/establishment`;
  const jwksUri = `${server.issuer}/protocol/openid-connect/certs`;
  const program = join(import.meta.dirname, "hospital-program.ts");
  const child: ChildProcessWithoutNullStreams = spawn(process.execPath, [
    program,
    callback,
    jwksUri,
  ]);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const closed = once(child, "close");
  let said = "";
  child.stderr.on("data", (text) => (said += text));
  const line = async () => {
    // Its library says things of its own between ours.
    for (;;) {
      const { value, done } = await lines.next();
      assert.ok(!done, `the hospital's provider left: ${said}`);
      const [, ours] = /^hospital (.*)$/.exec(value) ?? [];
      if (ours !== undefined) return ours;
    }
  };
  const stop = async () => {
    child.stdin.end();
    child.kill("SIGTERM");
    await closed;
  };
  after(stop);
  return {
    issuer: await line(),
    seat: async (person: Person) => {
      child.stdin.write(`${JSON.stringify(person)}\n`);
      assert.equal(await line(), "seated");
    },
    stop,
  };
}
