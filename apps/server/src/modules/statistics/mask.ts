/**
 * Which numbers of a table are withheld, so that none of them can be had from the others.
 *
 * A table has rows and columns, a total for each and one for all. A number below `fewest` is withheld, and with it as many others as it takes:
 * whoever knows every number that is told, that none is negative, and how many professionals
 * there are of each profession in each region (the register is public) finds for each that is not at least `fewest` values more than one possible, or all that are.
 *
 * How that is known: a table with its totals is a flow. Each number is an arc, from its row to its column, or back where it is a total, and what
 * enters a row or column leaves it. What is withheld can be other than it is exactly as far as it can go round over arcs that are withheld too;
 * what can go round is a largest flow. Source: Fischetti and Salazar, cell suppression in two-dimensional tables; decision 0085.
 *
 * What an attacker gains if this is wrong: that one of three midwives of an island was defrauded.
 */
export type Table = readonly (readonly number[])[];

type Arc = {
  readonly from: number;
  readonly to: number;
  readonly value: number;
  /** How much more it could be. */
  readonly room: number;
  /** 1: the total of a row or a column; 2: of all. */
  readonly totals: number;
};

/** The same table with its totals: a column more, and a row more. */
export function withTotals(cells: Table): Table {
  const rows = cells.map((row) => [...row, sum(row)]);
  const width = rows[0]?.length ?? 1;
  return [...rows, Array.from({ length: width }, (_, at) => sum(rows.map((row) => row[at] ?? 0)))];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/**
 * Which numbers of a table with totals are told. `most`: how many each could be at all, which everybody may know; where it is none, that is told.
 * One that is free once stays so whatever is withheld after it: each is looked at once, and takes with it what lies on the cheapest way round.
 */
export function told(table: Table, most: Table, fewest: number): readonly (readonly boolean[])[] {
  const arcs = arcsOf(table, most);
  const isHidden = arcs.map(({ value, room }) => value < fewest && value + room > 0);
  const network = { arcs, touching: touchingOf(arcs), isHidden };
  const queue = arcs.flatMap((_, at) => (isHidden[at] ? [at] : []));
  for (const at of queue)
    for (;;) {
      const more = takenAlong(network, at, fewest).filter((other) => !isHidden[other]);
      if (more.length === 0) break;
      for (const other of more) {
        isHidden[other] = true;
        queue.push(other);
      }
    }
  const width = table[0]?.length ?? 0;
  return table.map((row, r) => row.map((_, c) => !isHidden[r * width + c]));
}

type Network = {
  readonly arcs: readonly Arc[];
  /** The arcs at each end. */
  readonly touching: ReadonlyMap<number, readonly number[]>;
  readonly isHidden: readonly boolean[];
};

/** Row by row. A total goes back: what all columns of a row say enters the row through it. */
function arcsOf(table: Table, most: Table): readonly Arc[] {
  const [rows, columns] = [table.length, table[0]?.length ?? 0];
  return table.flatMap((cells, r) =>
    cells.map((value, c) => {
      const [isOfColumn, isOfRow] = [r === rows - 1, c === columns - 1];
      const room = (most[r]?.[c] ?? value) - value;
      const of = { value, room, totals: Number(isOfColumn) + Number(isOfRow) };
      const [row, column] = [r, rows + c];
      return isOfColumn === isOfRow
        ? { from: row, to: column, ...of }
        : { from: column, to: row, ...of };
    }),
  );
}

function touchingOf(arcs: readonly Arc[]): ReadonlyMap<number, readonly number[]> {
  const touching = new Map<number, number[]>();
  arcs.forEach(({ from, to }, at) => {
    for (const end of [from, to]) {
      const there = touching.get(end) ?? [];
      there.push(at);
      touching.set(end, there);
    }
  });
  return touching;
}

/**
 * What has to be withheld with a number that is: nothing where enough other values are possible (`fewest`, or all there are), or where nothing would
 * help; else whatever lies on the cheapest way on which it could be more, or less.
 */
function takenAlong(network: Network, at: number, fewest: number): readonly number[] {
  const arc = network.arcs[at];
  if (!arc) return [];
  const enough = Math.min(fewest, arc.value + arc.room);
  const up = flow(network, at, "more", Math.min(arc.room, enough));
  if (up.all >= enough) return [];
  const down = flow(network, at, "less", Math.min(arc.value, enough - up.all));
  if (up.all + down.all >= enough) return [];
  const ways = [
    ...(up.all < arc.room ? [wayOver(network, at, "more", up.has)] : []),
    ...(down.all < arc.value ? [wayOver(network, at, "less", down.has)] : []),
  ].flatMap((way) => (way ? [way] : []));
  const [best] = ways.sort((one, other) => one.cost - other.cost);
  return best?.steps.map((step) => step.arc) ?? [];
}

type Way = Pick<Arc, "from" | "to">;
type Step = { readonly arc: number; readonly isBack: boolean; readonly before: number };
type Cost = (arc: number, isBack: boolean) => number | undefined;
type Change = "more" | "less";

/** What makes a number more goes from its end to its beginning. */
const wayOf = ({ from, to }: Arc, change: Change): Way =>
  change === "more" ? { from: to, to: from } : { from, to };

/** Whether an arc can carry anything still: forward to what it could be at most, back to nothing. */
const carries = ({ arcs }: Network, has: readonly number[], at: number, isBack: boolean) =>
  isBack ? (has[at] ?? 0) : (arcs[at]?.value ?? 0) + (arcs[at]?.room ?? 0) - (has[at] ?? 0);

/** By how much a number may change over what is withheld, up to `enough`; and what every arc has then. */
function flow(network: Network, at: number, change: Change, enough: number) {
  const has = network.arcs.map(({ value }) => value);
  const arc = network.arcs[at];
  const cost: Cost = (other, isBack) =>
    other !== at && network.isHidden[other] && carries(network, has, other, isBack) > 0
      ? 0
      : undefined;
  let all = 0;
  while (arc && all < enough) {
    const found = cheapest(network, wayOf(arc, change), cost);
    if (!found) break;
    const most = Math.min(
      enough - all,
      ...found.steps.map((step) => carries(network, has, step.arc, step.isBack)),
    );
    for (const step of found.steps)
      has[step.arc] = (has[step.arc] ?? 0) + (step.isBack ? -most : most);
    all += most;
  }
  return { all, has };
}

/** What one total, or the total of all, is worth against one number. */
const worth = [1, 8, 64] as const;

/** The cheapest way that is left over what is withheld and what is told: few, small, and no totals where anything else will do. */
function wayOver(network: Network, at: number, change: Change, has: readonly number[]) {
  const arc = network.arcs[at];
  const cost: Cost = (other, isBack) => {
    if (other === at || carries(network, has, other, isBack) <= 0) return undefined;
    const { value = 0, totals = 0 } = network.arcs[other] ?? {};
    return network.isHidden[other] ? 0 : (worth[totals] ?? 0) * (1 + Math.log10(1 + value));
  };
  return arc && cheapest(network, wayOf(arc, change), cost);
}

/** The cheapest way from one end to another. `cost`: of going along an arc; `undefined`: not at all. */
function cheapest(
  { arcs, touching }: Network,
  { from, to }: Way,
  cost: Cost,
): { readonly steps: readonly Step[]; readonly cost: number } | undefined {
  const best = new Map<number, { readonly cost: number; readonly step?: Step }>([
    [from, { cost: 0 }],
  ]);
  const open = new Set([from]);
  while (open.size > 0) {
    const here = [...open].reduce((one, other) =>
      (best.get(other)?.cost ?? 0) < (best.get(one)?.cost ?? 0) ? other : one,
    );
    if (here === to) break;
    open.delete(here);
    for (const arc of touching.get(here) ?? []) {
      const isBack = arcs[arc]?.from !== here;
      const next = (isBack ? arcs[arc]?.from : arcs[arc]?.to) ?? here;
      const price = cost(arc, isBack);
      if (price === undefined) continue;
      const reached = (best.get(here)?.cost ?? 0) + price;
      if (reached >= (best.get(next)?.cost ?? Number.POSITIVE_INFINITY)) continue;
      best.set(next, { cost: reached, step: { arc, isBack, before: here } });
      open.add(next);
    }
  }
  if (!best.has(to)) return undefined;
  const steps: Step[] = [];
  for (let step = best.get(to)?.step; step; step = best.get(step.before)?.step) steps.push(step);
  return { steps, cost: best.get(to)?.cost ?? 0 };
}
