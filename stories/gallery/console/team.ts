import type { ConsoleTeam } from "@aval/protocol";
import type { Act, Model } from "../../../apps/console/src/state.ts";
import { hours, id, me, now } from "./people.ts";

/** Who works here; stopping an operator takes two others, and each press says how far it has come. */
type Member = ConsoleTeam["members"][number];
const member = (count: number, more: Partial<Member> = {}): Member => ({
  ...{ id: id("stf", count), name: me.name, scope: "national", state: "active" },
  ...{ isSeeded: false, roles: ["registrar"], keys: 2, hasProposal: false, addedAt: hours(900) },
  ...more,
});
const members = [
  member(1, { roles: me.roles }),
  member(2, { name: "Yann Le Bihan-Coatmeur", scope: "structure:3300000001", keys: 1 }),
  member(3, { name: "Solène Marchevoix", keys: 0, hasProposal: true, scope: "order:médecins" }),
  member(4, { name: "Guichet d'essai", isSeeded: true, state: "suspended" }),
];
const operator = (isMine: boolean, by: readonly string[]): Member =>
  member(5, { name: "Maëlle Kerambrun", roles: ["operator"], suspension: { by, isMine } });
const asked = operator(false, ["Yann Le Bihan-Coatmeur"]);
const mine = operator(true, [me.name]);
/** A key that waits for two operators: for its words, and for the second signature. */
const aKey = {
  ...{ key: id("spk", 1), name: "Solène Marchevoix", scope: "order:médecins" },
  roles: ["registrar"],
};
const vouched = {
  ...{ by: "Yann Le Bihan-Coatmeur", isMine: false, reason: "joins" as const },
  until: now + 80_000,
};
const waits = (key: ConsoleTeam["waiting"][number], more: Partial<Model> = {}): Partial<Model> => ({
  ...{ phase: "in", me, route: { section: "team" } },
  ...{ content: { team: { emergencies: [], waiting: [key], members } }, ...more },
});
const vouching: Act = { act: "vouch", key: aKey.key, words: "cerise", reason: "joins" };
const seeing = (some: readonly Member[], more: Partial<Model> = {}): Partial<Model> => ({
  ...{
    phase: "in",
    me,
    route: { section: "team" },
    content: { team: { emergencies: [], waiting: [], members: some } },
  },
  ...more,
});
const suspend = (count: number): Act => ({ act: "suspend", member: id("stf", count) });

export const teamStates: Readonly<Record<string, Partial<Model>>> = {
  "": seeing(members),
  emergency: seeing(members, {
    content: {
      team: {
        ...{ waiting: [], members },
        emergencies: [
          { by: [me.name, "Yann Le Bihan-Coatmeur"], reason: "nobody_reached", at: hours(20) },
        ],
      },
    },
  }),
  words: waits(aKey),
  signing: waits(aKey, { busy: vouching }),
  second: waits({ ...aKey, vouched }),
  mine: waits({ ...aKey, vouched: { ...vouched, isMine: true } }, { told: vouching }),
  "asks-refuse": waits({ ...aKey, vouched }, { asks: { act: "refuse_key", key: aKey.key } }),
  asks: seeing(members, { asks: suspend(2) }),
  suspended: seeing(members, { told: suspend(4) }),
  "asks-operator": seeing(members, { asks: suspend(1) }),
  "asked-operator": seeing([...members, mine], { told: suspend(5) }),
  "to-confirm": seeing([...members, asked]),
  "confirms-operator": seeing([asked], { asks: suspend(5) }),
};
