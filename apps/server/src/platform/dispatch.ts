import type { Log } from "./log.ts";

/** What a service did with what was sent to it, as far as HTTP says. `unanswered`: no connection, or nothing in time. */
export type Answered = "accepted" | "refused" | "failed" | "unanswered";

/** What a status means; `accepts`: those that say yes. A redirect is no answer: it would lead to an address that nobody registered. */
export function answeredBy(status: number | undefined, accepts: readonly number[]): Answered {
  if (status === undefined) return "unanswered";
  if (accepts.includes(status)) return "accepted";
  return status >= 400 && status < 500 && !isPassing(status) ? "refused" : "failed";
}

/** Too slow, too early, too many: what the service itself expects to pass. */
const isPassing = (status: number) => status === 408 || status === 425 || status === 429;

/** Seconds until the next try, after `tries` that failed; `undefined`: there is none. `refusals`: how often a service may refuse. */
export function waitAfter(
  tries: number,
  answered: Exclude<Answered, "accepted">,
  how: { readonly waitSeconds: readonly number[]; readonly refusals: number },
): number | undefined {
  if (answered === "refused" && tries >= how.refusals) return undefined;
  return how.waitSeconds[tries - 1];
}

/**
 * This node's part of telling services. `begin` starts what is due and does not wait for answers: a service that is slow to answer,
 * or never does, holds a few of this node's requests, for seconds, and delays no other service.
 */
export function createDispatch<Claimed>(deps: {
  /** Requests of this node at most. */
  readonly atOnce: number;
  readonly claim: (how: {
    readonly busy: readonly string[];
    readonly most: number;
  }) => Promise<readonly Claimed[]>;
  readonly serviceOf: (claimed: Claimed) => string;
  readonly tell: (claimed: Claimed) => Promise<void>;
  readonly fault: string;
  readonly log: Log;
}) {
  const underWay = new Map<string, Set<Promise<void>>>();
  let isEnding = false;
  const count = () => [...underWay.values()].reduce((sum, { size }) => sum + size, 0);

  const start = (claimed: Claimed) => {
    const service = deps.serviceOf(claimed);
    const here = underWay.get(service) ?? new Set();
    underWay.set(service, here);
    const telling: Promise<void> = deps
      .tell(claimed)
      .catch((fault: unknown) => deps.log.error(deps.fault, fault))
      .finally(() => {
        here.delete(telling);
        if (here.size === 0) underWay.delete(service);
      });
    here.add(telling);
  };

  return {
    /** Starts what is due, as far as this node has room. Returns how many. */
    begin: async (): Promise<number> => {
      const room = deps.atOnce - count();
      if (isEnding || room <= 0) return 0;
      const claimed = await deps.claim({ busy: [...underWay.keys()], most: room });
      for (const one of claimed) start(one);
      return claimed.length;
    },
    underWay: count,
    /** Begins nothing more, and waits for what is under way. */
    close: async (): Promise<void> => {
      isEnding = true;
      await Promise.all([...underWay.values()].flatMap((here) => [...here]));
    },
  };
}
