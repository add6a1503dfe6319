import assert from "node:assert/strict";
import { test } from "node:test";
import type { ProfessionalId } from "@aval/protocol";
import { errors, type Refusal } from "#errors";
import { limits as bounds } from "#lifetimes";
import { hours, instant } from "#platform/time";
import { createIntake } from "./intake.ts";
import { kinds } from "./kinds.ts";
import { referenceIn } from "./refusals.ts";
import { allSteps, isStep, stepOf, stepWords } from "./steps.ts";
import { diagnoses, initialsOf, maskedId } from "./words.ts";

test("every refusal has a diagnosis, in short sentences of both languages, which asks the caller for nothing", () => {
  assert.deepEqual(Object.keys(kinds).sort(), Object.keys(errors).sort());
  for (const [refusal, kind] of Object.entries(kinds))
    for (const part of ["expected", "received", "say"] as const)
      for (const lang of ["fr", "en"] as const) {
        const words = diagnoses[kind][part][lang];
        for (const sentence of words.split(/(?<=[.?])\s/))
          assert.ok(sentence.split(/\s+/).length <= 15, `${refusal} ${lang}: ${sentence}`);
        assert.match(words, /[.]$/, refusal);
        if (part === "say")
          assert.doesNotMatch(
            words,
            /(donnez|dites|lisez|give|tell|read)[- ](moi|me)|rappelez|photo/i,
            refusal,
          );
      }
  const used = new Set(Object.values(kinds));
  assert.deepEqual(
    Object.keys(diagnoses).filter((kind) => !used.has(kind as never)),
    [],
    "a diagnosis of nothing",
  );
});

test("what a person can be refused is no other program's", () => {
  const people: readonly Refusal[] = [
    ...([
      "holder_stopped",
      "call_lasts",
      "wrong_code",
      "rights_denied",
      "browser_mismatch",
    ] as const),
    ...(["card_absent", "account_signed_out", "approval_expired", "pin_wait", "internal"] as const),
  ];
  for (const refusal of people) assert.notEqual(kinds[refusal], "other_program", refusal);
});

test("each address of a screen is of one step, in both languages; a program's is of none", () => {
  for (const [route, step] of [
    ["/login/:id/:act", "sign_in"],
    ["/login/establishment", "establishment"],
    ["/api/approvals/:id/decision", "answer"],
    ["/pin/evaluate", "code"],
    ["/mon-acces/api/block", "account"],
    [undefined, "lost"],
  ] as const)
    assert.equal(stepOf(route), step);
  assert.equal(stepOf("/card/confirm", "card"), "card");
  for (const route of ["/metadata", "/Practitioner/_search", "/api/contacts", "/tile/:level/*"])
    assert.equal(stepOf(route), undefined, route);
  for (const step of allSteps) assert.ok(isStep(step) && stepWords(step).fr && stepWords(step).en);
});

test("a reference is found as it is said: capitals, spaces, and letters that no reference has", () => {
  for (const typed of ["k1q0-2m9d", "K1Q0 2M9D", "kiqo2m9d", " KLQO-2M9D "])
    assert.equal(referenceIn(typed), "k1q0-2m9d");
  for (const typed of ["", "k7qf-2m9", "k7qf-2m9dd", "k7qf-2m9'", "uuuu-uuuu"])
    assert.equal(referenceIn(typed), undefined, typed);
});

test("who it is about is named by initials and the end of an identifier", () => {
  assert.equal(initialsOf("Marie-Antoinette  DE MONTIGNY"), "M. D. M.");
  assert.equal(maskedId("899700000017"), "•••••••••017");
});

test("a flood writes so much in an hour and no more, and takes nothing from what concerns people", () => {
  let now = 0;
  const intake = createIntake({ now: () => instant(now) }, (address) => address.slice(0, 3));
  let count = 0;
  const refused = (more: { address?: string; professional?: string; route?: string }) => {
    count += 1;
    const { professional, ...rest } = more;
    intake.keep({
      ...{
        reference: String(count),
        refusal: "frame_refused",
        address: "a.1",
        route: "/login/:id",
      },
      ...rest,
      ...(professional ? { professional: professional as ProfessionalId } : {}),
    });
  };
  const flood = (times: number, more: Parameters<typeof refused>[0]) => {
    for (let one = 0; one < times; one++) refused(more);
    return intake.take().length;
  };
  assert.equal(flood(bounds.refusalsOfNetwork + 5, { address: "abc.1" }), bounds.refusalsOfNetwork);
  assert.equal(flood(1, { address: "abc.2" }), 0, "the same network");
  assert.equal(flood(1, { address: "xyz.1" }), 1, "another one");
  for (let network = 100; network < 200; network++)
    for (let one = 0; one < 100; one++) refused({ address: `${network}` });
  const left = bounds.refusalsOfStrangers - bounds.refusalsOfNetwork - 1;
  assert.equal(intake.take().length, left);
  assert.equal(flood(1, { professional: "pro_1" }), 1, "whoever has proven who they are");
  assert.equal(
    flood(bounds.refusalsOfPerson, { professional: "pro_1" }),
    bounds.refusalsOfPerson - 1,
  );
  assert.equal(flood(1, { professional: "pro_2" }), 1, "somebody else");
  assert.equal(flood(1, { route: "/metadata" }), 0, "a program's");
  now = hours(1);
  assert.equal(flood(1, { address: "abc.1" }), 1, "the next hour");
  const [kept] = (refused({ professional: "pro_1" }), intake.take());
  assert.deepEqual(Object.keys(kept ?? {}).sort(), [
    "professional",
    "reference",
    "refusal",
    "step",
  ]);
});
