import assert from "node:assert/strict";
import { test } from "node:test";
import { transact } from "#platform/database";
import { nurse, nurses } from "./testing/extracts.ts";
import { restricted, withDirectory } from "./testing/world.ts";

const phone = "Téléphone (coord. correspondance)";
const mail = "Adresse e-mail (coord. correspondance)";

test("every change of a contact is announced once, to one person once however many changed, and a first import announces nothing", () =>
  withDirectory(async (directory, { db }) => {
    await restricted(directory, nurses(400));
    const take = () => transact(db, (tx) => directory.takeContactsChanged(tx, 100));
    assert.deepEqual(await take(), []);

    const moved = [
      nurse(0, { [phone]: "0639989999", [mail]: "nouvelle@example.org" }),
      nurse(1, { [phone]: "0639989998" }),
      ...nurses(400).slice(2),
    ];
    await restricted(directory, moved);
    const rounds = await Promise.all(Array.from({ length: 8 }, take));
    const told = rounds.flat().map(({ professional }) => professional);
    assert.equal(told.length, 2, "somebody was told twice");
    assert.equal(new Set(told).size, 2);
    assert.deepEqual(await take(), []);
  }));

test("what could not be told waits, and is told at the next round", () =>
  withDirectory(async (directory, { db }) => {
    await restricted(directory, nurses(400));
    await restricted(directory, [nurse(0, { [phone]: "0639989999" }), ...nurses(400).slice(1)]);
    const failing = transact(db, async (tx) => {
      assert.equal((await directory.takeContactsChanged(tx, 100)).length, 1);
      throw new Error("the mailer's table is locked");
    });
    await assert.rejects(failing, /locked/);
    const again = await transact(db, (tx) => directory.takeContactsChanged(tx, 100));
    assert.equal(again.length, 1);
  }));
