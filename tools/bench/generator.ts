import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Measured, Order } from "./load-worker.ts";

/** The load generator, seen from the bench. */
export type Generator = {
  /** One order at a time. */
  readonly tell: (order: Order) => Promise<Measured | undefined>;
  readonly measure: (
    order: Extract<Order, { order: "open" | "closed" | "stage" }>,
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
