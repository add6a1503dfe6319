import { Worker } from "node:worker_threads";
import { fromBase64url } from "@aval/protocol";
import { p256, p256_oprf } from "@noble/curves/nist.js";
import type { Random } from "#platform/random";

export type EvaluationAsked = {
  readonly id: number;
  readonly secretKey: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly blinded: Uint8Array;
};

export type Evaluated = { readonly evaluated: Uint8Array; readonly proof: Uint8Array };
export type EvaluationMade = { readonly id: number } & (Evaluated | { readonly fault: string });

export type Evaluator = {
  /** Throws when the thread broke: the try stays counted. */
  readonly evaluate: (asked: Omit<EvaluationAsked, "id">) => Promise<Evaluated>;
  readonly close: () => Promise<void>;
};

type Waiting = { resolve: (value: Evaluated) => void; reject: (fault: Error) => void };
type Thread = { worker: Worker; waiting: Map<number, Waiting> };

/** A new OPRF key for one phone (RFC 9497, DeriveKeyPair over 32 random bytes). */
export function makeOprfKey(random: Random): {
  readonly secretKey: Uint8Array;
  readonly publicKey: Uint8Array;
} {
  return p256_oprf.voprf.deriveKeyPair(
    random.bytes(32),
    new TextEncoder().encode("aval-pin-key-v1"),
  );
}

/** Whether this text is a point of P-256 that can be evaluated. Asked before counting: a broken message spends no try. */
export function isElement(text: string): boolean {
  try {
    const point = p256.Point.fromBytes(fromBase64url(text) ?? new Uint8Array());
    return !point.equals(p256.Point.ZERO);
  } catch {
    return false;
  }
}

/** Worker threads for OPRF evaluations, started when first needed. They keep no process alive while idle. */
export function createEvaluator(threads: number): Evaluator {
  const pool: (Thread | undefined)[] = Array.from({ length: threads });
  let nextId = 0;

  function start(place: number): Thread {
    const worker = new Worker(new URL("./oprf-worker.ts", import.meta.url));
    const thread: Thread = { worker, waiting: new Map() };
    worker.unref();
    worker.on("message", (made: EvaluationMade) => {
      const waiting = thread.waiting.get(made.id);
      thread.waiting.delete(made.id);
      if (thread.waiting.size === 0) worker.unref();
      if ("fault" in made) waiting?.reject(new Error(made.fault));
      else waiting?.resolve({ evaluated: made.evaluated, proof: made.proof });
    });
    const fail = (fault: Error) => {
      if (pool[place] === thread) pool[place] = undefined;
      for (const waiting of thread.waiting.values()) waiting.reject(fault);
      thread.waiting.clear();
    };
    worker.on("error", fail);
    worker.on("exit", () => fail(new Error("the evaluation thread has ended")));
    pool[place] = thread;
    return thread;
  }

  /** The thread with the least to do; one that is not started has nothing to do. */
  function leastBusy(): Thread {
    const busy = pool.map((thread) => thread?.waiting.size ?? 0);
    const place = busy.indexOf(Math.min(...busy));
    return pool[place] ?? start(place);
  }

  return {
    evaluate: (asked) =>
      new Promise((resolve, reject) => {
        const thread = leastBusy();
        const id = nextId++;
        thread.waiting.set(id, { resolve, reject });
        thread.worker.ref();
        thread.worker.postMessage({ ...asked, id } satisfies EvaluationAsked);
      }),
    close: async () => {
      await Promise.all(pool.map((thread) => thread?.worker.terminate()));
    },
  };
}
