import type { serviceMessages as french } from "./messages.fr.ts";

/** The words of the services' page, in English. */
export const serviceMessages: typeof french = {
  lead: "What Aval tells each service, and whether it took it. Nobody is named.",
  none: "No service listens to these signals yet.",
  back: "All services",
  columns: {
    service: "Service",
    state: "State",
    taken: "Last taken",
    waiting: "Waiting",
    oldest: "The oldest",
    failed: "Given up",
    error: "Last error",
  },
  states: { enabled: "Open", paused: "Paused", disabled: "Stopped" },
  methods: { push: "Aval sends", poll: "The service fetches" },
  errors: { refused: "It refuses", failed: "It is broken", unanswered: "It does not answer" },
  never: "Never",
  events: {
    heading: "Last signals",
    none: "No signal for thirty days.",
    at: "When",
    what: "What",
    state: "Where it stands",
    tries: "Tries",
    again: "Send again",
    replays: (count: number) => (count > 1 ? `Replayed ${count} times` : "Replayed once"),
  },
  kinds: {
    "session-revoked": "Session over",
    "credential-change": "Means of signing in changed",
    "account-disabled": "Access stopped",
    "account-enabled": "Access reopened",
    "fraud-window": "Window of fraud",
    verification: "Trial of the stream",
    "stream-updated": "Stream changed",
  },
  deliveries: { due: "Waiting", delivered: "Taken", given_up: "Given up", dropped: "Not kept" },
  replay: "Replay",
  replayOf: (what: string, when: string) => `: ${what}, ${when}`,
  replayAll: (count: number) => `Replay the ${count} given up`,
  replayHint: "The same signal goes again. A service that has it counts it once.",
  told: {
    one: "The signal goes again.",
    all: "The signals given up go again, in their order.",
  },
};
