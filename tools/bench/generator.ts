import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Measured, Operated, Order } from "./load-worker.ts";
import type { Driver } from "./measures.ts";

/** The load generator, seen from the bench. */
export type Generator = {
  /** One order at a time. */
  readonly tell: (order: Order) => Promise<Measured | undefined>;
  readonly measure: (
    order: Extract<Order, { order: "open" | "closed" | "stage" | "beside" }>,
  ) => Promise<Measured>;
  readonly close: () => Promise<void>;
};

export function startGenerator(): Generator {
  const child = fork(join(import.meta.dirname, "load-worker.ts"), { serialization: "advanced" });
  type Answer = { readonly result?: Measured; readonly fault?: string };
  let awaited: ((answer: Answer) => void) | undefined;
  child.on("message", (answer: Answer) => awaited?.(answer));
  child.on("exit", () => awaited?.({ fault: "the load generator has ended" }));
  const tell = async (order: Order) => {
    const answered = new Promise<Answer>((resolve) => {
      awaited = resolve;
    });
    child.send(order);
    const { result, fault } = await answered;
    if (fault !== undefined) throw new Error(fault);
    return result;
  };
  return {
    tell,
    measure: async (order) => (await tell(order)) as Measured,
    close: async () => {
      const left = once(child, "exit");
      child.kill("SIGTERM");
      await left;
    },
  };
}

/** Sessions kept at hand for the token paths; each is used by one request at a time. */
const sessionsAtHand = 150;
const sessionsInFlight = 128;

const usesSessions = (operation: string) =>
  ["refresh", "userinfo", "introspection"].includes(operation);

/** Drives servers of ours through the generator. */
export function driverOf(generator: Generator): Driver {
  return {
    prepare: async (operation, { perSecond, seconds }) => {
      if (operation === "exchange") {
        const count = Math.ceil(perSecond * seconds * 1.3) + 5;
        await generator.tell({ order: "stock", what: "codes", count });
      }
      if (usesSessions(operation)) {
        await generator.tell({ order: "stock", what: "sessions", count: sessionsAtHand });
        await generator.tell({ order: "renew" });
      }
    },
    open: (operation, rate) =>
      generator.measure({
        order: "open",
        ...rate,
        operation: operation as Operated,
        maxInFlight: usesSessions(operation)
          ? Math.min(rate.maxInFlight, sessionsInFlight)
          : rate.maxInFlight,
      }),
    closed: (operation, given) =>
      generator.measure({
        order: "closed",
        turns: 1e9,
        ...given,
        operation: operation as Operated,
      }),
  };
}
