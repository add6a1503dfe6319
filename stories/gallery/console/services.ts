import type { SignalDelivery, StreamLine } from "@aval/protocol";
import type { Model } from "../../../apps/console/src/state.ts";
import { hours, id, me } from "./people.ts";

/** Services' streams: none, many in every state, and one with its events, for an operator and for an analyst. */
const stream = (count: number, more: Partial<StreamLine> = {}): StreamLine => ({
  ...{ stream: id("str", count), service: "Téléservice fictif de vaccination", state: "enabled" },
  ...{ method: "push", lastTakenAt: hours(1), waiting: 0, failed: 0, replayable: 0 },
  ...more,
});
const { lastTakenAt: _never, ...silent } = stream(3, {
  ...{ service: "Laboratoire fictif", waiting: 1204, oldestAt: hours(47), failed: 12 },
  ...{ lastError: "unanswered", replayable: 11 },
});
const streams: readonly StreamLine[] = [
  stream(1),
  stream(2, {
    service: "Résultats fictifs",
    state: "paused",
    method: "poll",
    waiting: 3,
    oldestAt: hours(2),
  }),
  silent,
  stream(4, { service: "Imagerie fictive", state: "disabled", lastError: "refused" }),
];
const kinds = ["session-revoked", "credential-change", "account-disabled", "fraud-window"];
const delivery = (count: number, more: Partial<SignalDelivery>): SignalDelivery => ({
  ...{ jti: `jti${count}`, event: kinds[count % kinds.length] ?? "verification" },
  ...{ at: hours(count), state: "delivered", tries: 1, replays: 0, mayReplay: true },
  ...more,
});
const view = {
  ...silent,
  deliveries: [
    delivery(1, { state: "due", tries: 9, answered: "unanswered", mayReplay: false }),
    delivery(2, { state: "due", tries: 0, mayReplay: false }),
    delivery(3, { state: "given_up", tries: 19, answered: "failed", settledAt: hours(2) }),
    delivery(4, { state: "dropped", mayReplay: false }),
    delivery(5, { settledAt: hours(5), replays: 2 }),
    delivery(6, { event: "verification", settledAt: hours(6) }),
  ],
};
const operator = { ...me, acts: ["see_deliveries", "replay_deliveries"] };
const route = { section: "services" } as const;
const looking = (more: Partial<Model> = {}): Partial<Model> => ({
  ...{ phase: "in", me: operator, route: { ...route, stream: view.stream } },
  ...{ content: { stream: view }, ...more },
});

export const serviceStates: Readonly<Record<string, Partial<Model>>> = {
  "": { phase: "in", me: operator, route, content: { services: { streams } } },
  none: { phase: "in", me: operator, route, content: { services: { streams: [] } } },
  loading: { phase: "in", me: operator, route },
  one: looking(),
  opening: looking({ content: {} }),
  quiet: looking({ content: { stream: { ...stream(1), deliveries: [] } } }),
  analyst: looking({ me: { ...me, acts: ["see_deliveries"] } }),
  replaying: looking({ busy: { act: "replay", stream: view.stream, jti: "jti3" } }),
  replayed: looking({ told: { act: "replay", stream: view.stream, jti: "jti3" } }),
  replayed_all: looking({ told: { act: "replay", stream: view.stream } }),
};
