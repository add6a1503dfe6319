import { createHash } from "node:crypto";
import { after, type Duration, type Instant } from "#platform/time";

/**
 * What one network may try of keys that are wrong. It is spent before a key is looked up and given back when the key is right,
 * so that a flood of wrong ones, however many at once, keeps no service waiting for the database.
 *
 * In this process's memory, and not in the ledger of `limits`: what it spares is the database itself. No key can be guessed in
 * any number of tries; several nodes, or a restart, cost a flood's few look-ups more. Keys that were right here before
 * spend nothing: nobody closes a service's door by knocking beside it.
 */
export type WrongKeys = {
  /**
   * Takes one try, unless the network has none left: `undefined`. What is returned must be told whether the key was right;
   * until then it counts as wrong.
   */
  readonly take: (
    network: string,
    credential: string,
    now: Instant,
  ) => ((isRight: boolean) => void) | undefined;
};

type Allowance = { spent: number; readonly endsAt: Instant };

/** Networks remembered at once: an attacker with more of them has more than this holds off. */
const networksMax = 10_000;

export function createWrongKeys(max: number, window: Duration): WrongKeys {
  const networks = new Map<string, Allowance>();
  /** Hashes of what was right when it was last shown: as many at most as services have keys and secrets. */
  const rights = new Set<string>();

  const allowanceOf = (network: string, now: Instant): Allowance => {
    const known = networks.get(network);
    if (known && now < known.endsAt) return known;
    const fresh = { spent: 0, endsAt: after(now, window) };
    // At the end again: the first are those that end first.
    networks.delete(network);
    networks.set(network, fresh);
    if (networks.size > networksMax) networks.delete(networks.keys().next().value as string);
    return fresh;
  };

  return {
    take: (network, credential, now) => {
      const hash = createHash("sha256").update(credential).digest("base64url");
      const allowance = allowanceOf(network, now);
      if (!rights.has(hash)) {
        if (allowance.spent >= max) return undefined;
        allowance.spent += 1;
        return (isRight) => {
          if (!isRight) return;
          allowance.spent -= 1;
          rights.add(hash);
        };
      }
      return (isRight) => {
        if (isRight) return;
        // Removed meanwhile, or its service was suspended: from now on it counts like any other.
        if (rights.delete(hash)) allowance.spent += 1;
      };
    },
  };
}
