import type { WaitingImportView } from "@aval/protocol";
import type { Model } from "../../../apps/console/src/state.ts";
import { hours, me, now } from "./people.ts";

/** Extracts above their share: what names each, what it would change, and who signed. */
const waiting = (count: number, more: Partial<WaitingImportView> = {}): WaitingImportView => ({
  ...{ import: `imp_${String(count).padStart(26, "0")}`, source: "rpps-psc" },
  ...{ sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" },
  counts: {
    ...{ lines: 2_202_246, added: 1_204, changed: 96_310, removed: 12_007 },
    ...{ unchanged: 1_546_683, problems: 12 },
  },
  shares: {
    people: { count: 108_317, of: 1_655_000 },
    contacts: { count: 40_112, of: 3_100_000 },
  },
  ...{ madeAt: hours(3), until: now + 200_000, signed: [], isMine: false },
  ...more,
});
const by = { by: "Yann Le Bihan-Coatmeur", at: hours(1) };
const mine = { by: me.name, at: hours(2) };
const first = waiting(1, { signed: [by] });
const own = waiting(2, { signed: [mine], isMine: true });
const agreed = waiting(3, {
  ...{ source: "rpps-public", signed: [mine, by], isMine: true },
  shares: { people: { count: 108_317, of: 1_655_000 }, contacts: { count: 0, of: 0 } },
});
const among = (some: readonly WaitingImportView[], more: Partial<Model> = {}): Partial<Model> => ({
  ...{ phase: "in", me, route: { section: "imports" } },
  content: { imports: { waiting: some } },
  ...more,
});

export const importStates: Readonly<Record<string, Partial<Model>>> = {
  "": among([waiting(4), agreed]),
  none: among([]),
  loading: { phase: "in", me, route: { section: "imports" } },
  second: among([first]),
  signing: among([first], { busy: { act: "sign_import", import: first.import } }),
  mine: among([own], { told: { act: "sign_import", import: own.import } }),
  agreed: among([agreed]),
  asks: among([first], { asks: { act: "refuse_import", import: first.import } }),
  refused: among([], { told: { act: "refuse_import", import: first.import } }),
};
