import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { lifetimes, limits } from "#lifetimes";
import { capabilityStatement } from "./capability.ts";
import {
  chains,
  modifiers,
  notHeld,
  pageSize,
  searchParameters,
  types,
} from "./search-parameters.ts";

const statement = capabilityStatement({
  base: "https://x.example/fhir/v2",
  brand: "X",
  version: "1",
});

test("the capability statement names every parameter of the table, with its type, and no other", () => {
  const said = statement.rest[0]?.resource.map(({ type, searchParam }) => [
    type,
    searchParam.map(({ name, type }) => `${name} ${type}`),
  ]);
  const table = types.map((type) => [
    type,
    searchParameters[type].map(({ name, type }) => `${name} ${type}`),
  ]);
  assert.deepEqual(said, table);
});

test("no parameter is both declared and refused as not held, and none is declared twice", () => {
  for (const type of types) {
    const names = searchParameters[type].map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    for (const name of notHeld[type]) assert.equal(names.includes(name), false, name);
  }
});

/** The rows of docs/fhir.md between its two marks. */
function rows(): string[] {
  return types.flatMap((type) =>
    searchParameters[type].map(({ name, type: kind, target, says }) => {
      const more = [
        ...modifiers[kind].map((one) => `\`:${one}\``),
        ...(target.kind === "reference" ? chains[target.to].map((one) => `\`.${one}\``) : []),
      ];
      const tail = more.length > 0 ? ` (${more.join(", ")})` : "";
      return `| ${type} | \`${name}\` | ${kind} | ${says.en.replaceAll("|", "\\|")}${tail} |`;
    }),
  );
}

test("docs/fhir.md has the table's rows and the limits as they are", async () => {
  const page = await readFile(join(import.meta.dirname, "../../../../../docs/fhir.md"), "utf8");
  const table = /<!-- parameters -->\n([\s\S]*?)\n<!-- \/parameters -->/.exec(page)?.[1] ?? "";
  assert.equal(table.split("\n").slice(2).join("\n"), rows().join("\n"));
  for (const said of [
    `ask ${limits.directoryReads} times a minute`,
    `at most ${pageSize.most};`,
    `(${pageSize.usual},`,
  ])
    assert.ok(page.includes(said), said);
  assert.equal(lifetimes.directoryReadWindow, 60_000);
  assert.equal(lifetimes.directorySearch, 5_000, "docs/fhir.md says five seconds");
});
