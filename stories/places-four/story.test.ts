import assert from "node:assert/strict";
import { test } from "node:test";
import { heading, sees, tap } from "../support/computer.ts";
import { code } from "../support/phone.ts";
import { addService } from "../support/service.ts";
import type { VirtualPhone } from "../support/virtual-phone.ts";
import { type Person, startWorld } from "../support/world.ts";

type Colleague = Person & { readonly phone: VirtualPhone };

test("four people share a counter: it names the four, and each ends the session of the one before, or waits for its end", async () => {
  const world = await startWorld("places-four");
  const people = (await world.people()).slice(0, 4);
  const four: readonly Colleague[] = people.map((person) => ({
    ...person,
    phone: world.virtualPhone(),
  }));
  const [first, second, third, fourth] = four;
  assert(first && second && third && fourth);
  const tests = await addService(world, { name: "Registre des tests", sensitivity: "open" });
  const records = await addService(world, { name: "Dossier de soins", sensitivity: "sensitive" });
  const { page, screen } = await world.openComputer();
  await Promise.all(four.map(({ phone, nationalId }) => phone.enrol(nationalId, code)));

  const signIn = async (service: typeof tests, { phone }: Colleague) => {
    await phone.scan(page);
    const answer = await phone.ask<{ approval: string }>("approve", "--pin", code);
    await service.entered(page);
    return answer.approval;
  };

  // The first day: each says that they work here, among several.
  const approvals: string[] = [];
  for (const one of four) {
    await tests.ask(page);
    approvals.push(await signIn(tests, one));
  }
  const workHere = () =>
    Promise.all(
      four.map(({ phone }, at) =>
        phone.ask<{ state: string; place?: { id: string } }>(
          ...["place-make", "--approval", approvals[at] ?? "", "--people", "several"],
        ),
      ),
    );
  assert.deepEqual(
    (await workHere()).map(({ state }) => state),
    four.map(() => "waiting"),
  );
  await world.advance("31s");
  const places = (await workHere()).map(({ place }) => place?.id ?? "");
  // The next: each signs in on it, and only then says that it is theirs.
  await world.advance("25h");
  for (const one of four) {
    await tests.ask(page);
    await signIn(tests, one);
  }
  await Promise.all(
    four.map(({ phone }, at) =>
      phone.ask("place-confirm", "--place", places[at] ?? "", "--pin", code),
    ),
  );

  await records.ask(page);
  const named = page.getByText(/^Poste partagé\s: .*\. Chacun scanne/u);
  await named.waitFor();
  const names = (await named.textContent()) ?? "";
  for (const { name } of four) {
    const family = name.split(" ").findLast((word) => word === word.toUpperCase()) ?? name;
    assert.ok(!names.includes(family), `${names}: a first name and no more`);
    assert.ok(
      name.split(" ").some((word) => word !== family && names.includes(word)),
      `${names}: ${name} is missing`,
    );
  }
  await screen("computer-four-names");

  // Within ten minutes a session goes on only after it was said whose it is. The next person changes it first.
  await signIn(records, first);
  await tests.ask(page);
  await heading(page, "Une session est ouverte sur ce poste partagé");
  await sees(page, first.name);
  await screen("computer-session-of-the-first");
  await tap(page, "Changer de personne");
  await heading(page, "Ouvrez Aval sur votre téléphone et scannez");
  const [ended] = (await historyOf(first)).filter(({ kind }) => kind === "session_closed");
  assert.ok(ended, "ended before the second has scanned");
  await signIn(tests, second);

  // The second stays at the counter: their own session goes on, and their history says so.
  await records.ask(page);
  await sees(page, second.name);
  await tap(page, "C'est moi, j'entre");
  await records.entered(page);
  assert.ok((await historyOf(second)).some(({ kind }) => kind === "session_entered"));

  // Ten minutes later nobody is offered it any more: the third scans, and the second's session ends with that.
  await world.advance("11m");
  await records.ask(page);
  await heading(page, "Ouvrez Aval sur votre téléphone et scannez");
  assert.ok((await openSessions(second)) > 0);
  await signIn(records, third);
  assert.equal(await openSessions(second), 0, "one counter, one person");
  await tests.ask(page);
  await sees(page, third.name);
  await tap(page, "Changer de personne");
  await heading(page, "Ouvrez Aval sur votre téléphone et scannez");
  await signIn(tests, fourth);
  assert.equal(await openSessions(third), 0);
});

type Event = { readonly kind: string; readonly isOpen: boolean };

const historyOf = async ({ phone }: Colleague): Promise<readonly Event[]> =>
  (await phone.ask<{ events: readonly Event[] }>("history")).events;

const openSessions = async (one: Colleague): Promise<number> =>
  (await historyOf(one)).filter(({ kind, isOpen }) => kind === "session_opened" && isOpen).length;
