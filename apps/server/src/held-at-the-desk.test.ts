import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { newKeyPair, signerOf } from "@aval/protocol";
import { type Model, newModel } from "#platform/testing/authenticator";
import { newColleague } from "./testing/colleague.ts";
import { refusalOf, sandboxPeople } from "./testing/driver.ts";
import {
  askToSign,
  bindingOf,
  type Colleague,
  lookAt,
  openVisit,
  signVisit,
} from "./testing/visit.ts";
import { provenPhone as proven } from "./testing/waiting-phone.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

/* A phone that two registrars proved and somebody held is shown at the desk again, by HTTP alone: twice, and a third stop holds nothing. */
let whole: WholeServer;
let people: readonly string[];
let first: Colleague;
let second: Colleague;
before(async () => {
  const model: Model = await newModel();
  whole = await startWhole({ AVAL_PASSKEY_METADATA: JSON.stringify([model.statement]) });
  people = await sandboxPeople(whole.issuer);
  const registrar = (name: string) => newColleague(whole, { model, scope: "national", name });
  [first, second] = [await registrar("Odile ESSAI"), await registrar("Paul ESSAI")];
});
after(() => whole?.stop());

const provenPhone = (nationalId: string) => proven(whole, nationalId, [first, second]);

test("a held phone scans the desk's new page, two registrars sign it again, and after two holds nobody holds it", async () => {
  const nationalId = people[30] ?? "";
  const { phone, stop, shows, state } = await provenPhone(nationalId);
  const early = await openVisit(first, nationalId);
  assert.ok(early.stage === "open");
  const waits = await refusalOf(shows(bindingOf(early.address)));
  assert.equal(waits.code, "enrolment_not_ready", "what waits is shown nowhere");
  for (const which of [1, 2]) {
    await stop();
    assert.equal(await state(), "held", String(which));
    const visit = await openVisit(first, nationalId);
    assert.ok(visit.stage === "open");
    const shown = await shows(bindingOf(visit.address));
    assert.equal(shown.state, "held");
    const bound = await lookAt(first, visit.visit);
    assert.ok(bound.stage === "bound");
    assert.equal(bound.phone, "held");
    assert.deepEqual(bound.words, shown.words);
    assert.equal(
      (await refusalOf(shows(bindingOf(visit.address)))).code,
      "binding_refused",
      "once",
    );
    const stranger = await signerOf(await newKeyPair());
    const late = await refusalOf(phone.enrol(stranger, "Autre", bindingOf(visit.address)));
    assert.equal(late.code, "binding_refused", "and for one phone");
    await signVisit(whole, first, visit.visit);
    assert.equal(await state(), "held", "one registrar's key takes nothing up");
    const signed = await signVisit(whole, second, visit.visit);
    assert.ok(signed.stage === "proven");
    assert.equal(signed.phone, "held");
    assert.equal(await state(), "cooling");
  }
  assert.equal((await refusalOf(stop())).code, "enrolment_not_stoppable");
  assert.equal(await state(), "cooling");
});

test("a held phone shown beside somebody else is signed by nobody, and what is no page of ours takes nothing up", async () => {
  const { stop, shows, state } = await provenPhone(people[31] ?? "");
  await stop();
  const visit = await openVisit(first, people[32] ?? "");
  assert.ok(visit.stage === "open");
  await shows(bindingOf(visit.address));
  const bound = await lookAt(first, visit.visit);
  assert.ok(bound.stage === "bound");
  assert.equal(bound.phone, "of_another");
  assert.equal(JSON.stringify(bound).includes(people[31] ?? "-"), false);
  assert.equal((await askToSign(first, visit.visit)).error, "evidence_refused");
  assert.equal(await state(), "held");
  assert.equal((await refusalOf(shows("enp.0.none"))).code, "binding_refused");
});
