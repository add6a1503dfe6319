import type { ConsoleRetention, RetentionLine, RetentionRun } from "@aval/protocol";
import type { Model } from "../../../apps/console/src/state.ts";
import { hours, me } from "./people.ts";

/** What is kept and what left: never looked through yet, all well with what waits, and late. */
const ran = (more: Partial<RetentionRun> = {}): RetentionRun => ({
  ...{ at: hours(5), isDone: true, gone: 0, goneLast: 0, held: 0, needed: 0, ...more },
});
const kept: readonly RetentionLine[] = [
  { table: "aval.place", kind: "standing" },
  { table: "aval.passkey", kind: "standing" },
  { table: "aval.professional", kind: "register" },
  { table: "aval.clock_offset", kind: "setting" },
  { table: "aval.staff_challenge", kind: "short" },
  { table: "pin.announcement", kind: "short" },
  { table: "aval.checkpoint", kind: "for_ever" },
];
const names = ["aval.approval", "aval.fraud_window_service", "aval.session", "aval.fact"];
const linesOf = (run?: (place: number) => RetentionRun): readonly RetentionLine[] => [
  ...names.map((table, place) => ({
    ...{ table, kind: "evidence" as const },
    ...(run ? { run: run(place) } : {}),
  })),
  { table: "aval.approval", kind: "network", ...(run ? { run: run(4) } : {}) },
  ...kept,
];
const showing = (retention: ConsoleRetention): Partial<Model> => ({
  ...{ phase: "in", me, route: { section: "retention" }, content: { retention } },
});

export const retentionStates: Readonly<Record<string, Partial<Model>>> = {
  "": showing({
    isUpToDate: true,
    lines: linesOf((place) =>
      ran({
        gone: 1_204_310 * place,
        goneLast: 12_007 * place,
        held: place,
        needed: 3 - place > 0 ? 3 - place : 0,
      }),
    ),
  }),
  never: showing({ isUpToDate: false, lines: linesOf() }),
  late: showing({
    isUpToDate: false,
    lines: linesOf((place) => ran({ at: hours(90), isDone: place !== 1 })),
  }),
  loading: { phase: "in", me, route: { section: "retention" } },
};
