import type { DeskPhone, DeskVisitView } from "@aval/protocol";
import type { Act, Model } from "../../../apps/console/src/state.ts";
import { errors } from "../../../apps/server/src/errors.ts";
import { holder, id, me, now } from "./people.ts";

/** One person at the desk, in every stage a visit can be in: a stage that has no row does not compile. */
const visit = { visit: id("dkv", 1), holder, by: "Yann Le Bihan-Coatmeur", isMine: true };
const label = "iPhone, Safari, fuseau de Paris";
const words = ["cerise", "violon", "nuage", "trente"];
const address = `https://telephone.exemple.org/enrol#b=enp_0123456789abcdefghjkmnpqrs.12.AAAAAAAAAAAAAAAAAAAAAA`;
const bound = (phone: DeskPhone) => ({ ...visit, stage: "bound" as const, phone, words, label });
const signed = (phone: DeskPhone) => ({
  ...{ ...visit, stage: "signed" as const, phone, words, label },
  until: now + 1_500,
});
const proven = (phone: DeskPhone) => ({
  ...{ ...visit, stage: "proven" as const, phone },
  ...{ readyAt: now + 86_400, isReady: false },
});
const visits = {
  open: { ...visit, stage: "open", address },
  bound: bound("new"),
  signed: signed("new"),
  proven: proven("new"),
  over: { ...visit, stage: "over" },
} as const satisfies {
  readonly [Stage in DeskVisitView["stage"]]: DeskVisitView & { stage: Stage };
};

const seeing = (view: DeskVisitView, more: Partial<Model> = {}): Partial<Model> => ({
  ...{ phase: "in", me, route: { section: "desk", visit: view.visit }, content: { visit: view } },
  ...more,
});
const signing: Act = { act: "sign", visit: visit.visit, presence: "room" };
const ending: Act = { act: "end_visit", visit: visit.visit };
const { fr, en } = errors.internal;
const fault = { error: "internal", message: { fr, en }, reference: "k7qf-2m9d" } as const;

export const visitStates: Readonly<Record<string, Partial<Model>>> = {
  ...Object.fromEntries(Object.entries(visits).map(([stage, view]) => [stage, seeing(view)])),
  loading: seeing(visits.over, { content: {} }),
  signing: seeing(visits.bound, { busy: signing }),
  asks: seeing(visits.bound, { asks: ending }),
  countersign: seeing({ ...visits.signed, isMine: false }),
  ready: seeing({ ...visits.proven, isReady: true }),
  fault: seeing(visits.bound, { trouble: { kind: "refused", problem: fault } }),
  // A phone that is this person's already, and one that is somebody else's.
  "to-confirm": seeing(bound("to_confirm")),
  "to-confirm-proven": seeing(proven("to_confirm")),
  held: seeing(bound("held")),
  "held-countersign": seeing({ ...signed("held"), isMine: false }),
  "of-another": seeing(bound("of_another")),
  // A measure stands against this person.
  frozen: seeing({ ...visits.open, freeze: "one_phone" }),
  "frozen-countersign": seeing({ ...visits.signed, isMine: false, freeze: "one_phone" }),
  "frozen-proven": seeing({ ...visits.proven, isReady: true, freeze: "one_phone" }),
  "frozen-taken": seeing({ ...visits.bound, freeze: "taken" }),
};
