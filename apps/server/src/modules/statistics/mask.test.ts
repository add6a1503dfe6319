import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { told, type Table, withTotals } from "./mask.ts";

/*
 * The law is checked by another way than the code's: every number that is told is an equation, and what can be had from all of them is what
 * elimination leaves (exactly, in rationals); for small tables every table of whole numbers that fits what is told is made.
 */

const count = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 12 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 400 }) },
  { weight: 2, arbitrary: fc.constant(0) },
);
const tableOf = (most: number, one = count) =>
  fc
    .tuple(fc.integer({ min: 1, max: most }), fc.integer({ min: 1, max: most }))
    .chain(([rows, columns]) =>
      fc.array(fc.array(one, { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
    );

/** The same, were there a thousand people more of each. */
const manyMore = (table: Table): Table =>
  withTotals(table.slice(0, -1).map((row) => row.slice(0, -1).map((value) => value + 1000)));

type Shown = readonly (readonly boolean[])[];

/** Of every table of whole numbers that has what is told, all values of each number. Only for tables of few cells and small numbers. */
function possible(table: Table, most: Table, shown: Shown): ReadonlyMap<string, Set<number>> {
  const rows = table.length - 1;
  const columns = (table[0]?.length ?? 1) - 1;
  const seen = new Map<string, Set<number>>();
  const cells = Array.from({ length: rows * columns }, (_, at) => [
    Math.floor(at / columns),
    at % columns,
  ]);
  const trial = table.slice(0, -1).map((row) => [...row.slice(0, -1)]);
  const fits = (full: Table) =>
    full.every((row, r) =>
      row.every((value, c) => !shown[r]?.[c] || value === (table[r]?.[c] ?? 0)),
    );
  const fill = (at: number): void => {
    const [r = 0, c = 0] = cells[at] ?? [];
    if (at === cells.length) {
      const full = withTotals(trial);
      if (!fits(full)) return;
      full.forEach((row, x) => {
        row.forEach((value, y) => {
          const name = `${x} ${y}`;
          seen.set(name, (seen.get(name) ?? new Set()).add(value));
        });
      });
      return;
    }
    const row = trial[r];
    if (!row) return;
    const values = shown[r]?.[c]
      ? [table[r]?.[c] ?? 0]
      : Array.from({ length: (most[r]?.[c] ?? 0) + 1 }, (_, n) => n);
    for (const value of values) {
      row[c] = value;
      fill(at + 1);
    }
  };
  fill(0);
  return seen;
}

/** Small numbers, and how many there could be of each at most: sometimes no more than there are. */
const smallTables = tableOf(2, fc.integer({ min: 0, max: 5 })).chain((cells) =>
  fc.tuple(
    fc.constant(cells),
    fc
      .array(fc.constantFrom(0, 0, 1, 9), { minLength: 4, maxLength: 4 })
      .map((rooms) =>
        cells.map((row, r) => row.map((value, c) => value + (rooms[r * 2 + c] ?? 0))),
      ),
  ),
);

test("of small tables, every number that is withheld could be as many others as the law says, though one knows how many people there are", () => {
  const fewest = 3;
  fc.assert(
    fc.property(smallTables, ([cells, people]) => {
      const [table, most] = [withTotals(cells), withTotals(people)];
      const shown = told(table, most, fewest);
      const seen = possible(table, most, shown);
      table.forEach((row, r) => {
        row.forEach((value, c) => {
          const others = (seen.get(`${r} ${c}`)?.size ?? 0) - 1;
          const could = most[r]?.[c] ?? 0;
          if (shown[r]?.[c]) assert.ok(value >= fewest || could === 0);
          else assert.ok(others >= Math.min(fewest, could), `${r} ${c} is one of ${others + 1}`);
        });
      });
    }),
    { numRuns: 300 },
  );
});

/** Whether sums and differences of what is told, however many, give a number that is not: by elimination over a prime field. */
function isHad(table: Table, shown: Shown, hidden: readonly [number, number]): boolean {
  const prime = 1_000_003;
  const rows = table.length;
  const columns = table[0]?.length ?? 0;
  const unknown = new Map<string, number>();
  shown.forEach((row, r) => {
    row.forEach((isShown, c) => {
      if (!isShown) unknown.set(`${r} ${c}`, unknown.size);
    });
  });
  const equations: number[][] = [];
  const equation = (parts: readonly (readonly [number, number, number])[]) => {
    const line = new Array<number>(unknown.size).fill(0);
    for (const [r, c, sign] of parts) {
      const at = unknown.get(`${r} ${c}`);
      if (at !== undefined) line[at] = (sign + prime) % prime;
    }
    equations.push(line);
  };
  const upTo = (end: number) => Array.from({ length: end }, (_, at) => at);
  for (const r of upTo(rows))
    equation(upTo(columns).map((c) => [r, c, c === columns - 1 ? -1 : 1] as const));
  for (const c of upTo(columns))
    equation(upTo(rows).map((r) => [r, c, r === rows - 1 ? -1 : 1] as const));
  const target = new Array<number>(unknown.size).fill(0);
  target[unknown.get(hidden.join(" ")) ?? 0] = 1;
  const rank = (lines: readonly number[][]) => rankOf(lines, prime);
  return rank([...equations, target]) === rank(equations);
}

function rankOf(given: readonly number[][], prime: number): number {
  const lines = given.map((line) => [...line]);
  const width = lines[0]?.length ?? 0;
  let rank = 0;
  for (let column = 0; column < width; column++) {
    const pivot = lines.findIndex((line, at) => at >= rank && line[column] !== 0);
    const line = lines[pivot];
    if (!line) continue;
    [lines[pivot], lines[rank]] = [lines[rank] ?? line, line];
    const inverse = power(line[column] ?? 1, prime - 2, prime);
    for (let at = rank + 1; at < lines.length; at++) {
      const other = lines[at];
      const factor = other ? ((other[column] ?? 0) * inverse) % prime : 0;
      if (!other || factor === 0) continue;
      for (let c = column; c < width; c++)
        other[c] = ((((other[c] ?? 0) - factor * (line[c] ?? 0)) % prime) + prime) % prime;
    }
    rank++;
  }
  return rank;
}

function power(base: number, exponent: number, prime: number): number {
  let [result, square] = [1n, BigInt(base)];
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = (result * square) % BigInt(prime);
    square = (square * square) % BigInt(prime);
  }
  return Number(result);
}

test("of any table, no sum or difference of what is told gives what is withheld; nothing small is told", () => {
  fc.assert(
    fc.property(tableOf(6), (cells) => {
      const table = withTotals(cells);
      const all = manyMore(table);
      const shown = told(table, all, 10);
      table.forEach((row, r) => {
        row.forEach((value, c) => {
          if (shown[r]?.[c]) assert.ok(value >= 10);
          else assert.ok(!isHad(table, shown, [r, c]), `${r} ${c} can be computed`);
        });
      });
    }),
    { numRuns: 150 },
  );
});

test("a table of large numbers is told whole, and one small number takes as little with it as it can", () => {
  const large = withTotals([
    [40, 50, 60],
    [70, 80, 90],
    [33, 44, 55],
  ]);
  assert.ok(
    told(large, manyMore(large), 10)
      .flat()
      .every((isTold) => isTold),
  );
  const oneSmall = withTotals([
    [4, 50, 60],
    [70, 80, 90],
    [33, 44, 55],
  ]);
  assert.equal(
    told(oneSmall, manyMore(oneSmall), 10)
      .flat()
      .filter((isTold) => !isTold).length,
    4,
  );
});

test("a withheld zero is as hidden as a nine, and where something could be, nothing is told of nothing", () => {
  for (const small of [0, 9]) {
    const table = withTotals([
      [small, 100],
      [200, 300],
    ]);
    const shown = told(table, manyMore(table), 10);
    assert.ok(shown.slice(0, 2).every((row) => !row[0] && !row[1] && row[2]));
  }
  const empty = withTotals([
    [0, 0],
    [0, 0],
  ]);
  assert.ok(!told(empty, manyMore(empty), 10).flat().some(Boolean));
});

test("where nobody is, nobody is told, and takes nothing along", () => {
  const table = withTotals([
    [40, 0],
    [50, 60],
  ]);
  assert.ok(told(table, table, 10).flat().every(Boolean));
});

test("all that there are of a few, beside others of whom it is all too, takes more along", () => {
  const cells = [
    [3, 9, 500],
    [400, 300, 200],
  ];
  const most = withTotals([
    [3, 9, 600],
    [900, 900, 900],
  ]);
  const shown = told(withTotals(cells), most, 10);
  // Three and nine of twelve that there are: the two alone would give both.
  assert.equal(shown[0]?.[2], false);
});
