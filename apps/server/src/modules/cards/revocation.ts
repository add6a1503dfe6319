import { lifetimes } from "#lifetimes";
import type { Random } from "#platform/random";
import type { Clock } from "#platform/time";
import type { Certificate } from "./authorities.ts";
import { serialOf } from "./card.ts";
import { listAddress, readList, type RevocationList } from "./crl.ts";
import { askAbout, readAnswer, responderAddress, type Told } from "./ocsp.ts";

/** Asks an address of an authority's. `undefined`: it did not answer, or not with what was asked. */
export type Fetch = (address: string, question?: Uint8Array) => Promise<Uint8Array | undefined>;

export type RevocationDeps = {
  readonly clock: Clock;
  readonly random: Random;
  readonly fetch: Fetch;
};

export type Revocation = ReturnType<typeof createRevocation>;

/**
 * Whether an authority has taken a certificate back.
 *
 * A card is asked about at its responder and looked for in its authority's list: one that says "revoked" is enough, one that says
 * "good" is needed. Authorities are looked for in the list of the one above. When neither can be had, fresh and signed, the answer
 * is `unknown` and nothing opens: whoever cuts this server off from the authority must not win a stolen card by it.
 *
 * Lists are kept in this process until they are old. Addresses come from certificates that an authority of ours has signed, never
 * from what a stranger presents.
 */
export function createRevocation({ clock, random, fetch }: RevocationDeps) {
  type Kept = {
    readonly list: RevocationList;
    readonly fetchedAt: number;
    /** Whose list it is. */
    readonly above: Certificate;
  };
  const lists = new Map<string, Kept>();

  async function listOf(
    below: Certificate,
    above: Certificate,
  ): Promise<RevocationList | undefined> {
    const address = listAddress(below);
    if (!address) return undefined;
    const kept = lists.get(address);
    const now = clock.now();
    if (kept && now - kept.fetchedAt < lifetimes.revocationRefresh && now < kept.list.until)
      return kept.list;
    return fetched(address, above);
  }

  async function fetched(address: string, above: Certificate): Promise<RevocationList | undefined> {
    const kept = lists.get(address);
    const now = clock.now();
    const der = await fetch(address);
    const list = der && (await readList(der, above));
    const isNewer =
      list && list.from <= now + lifetimes.revocationSkew && (!kept || list.from >= kept.list.from);
    if (isNewer) lists.set(address, { list, fetchedAt: now, above });
    const best = lists.get(address)?.list;
    return best && now < best.until ? best : undefined;
  }

  async function byList(below: Certificate, above: Certificate): Promise<Told | undefined> {
    const list = await listOf(below, above);
    if (!list) return undefined;
    return list.serials.has(serialOf(below.read.serialNumber)) ? "revoked" : "good";
  }

  async function byResponder(card: Certificate, issuer: Certificate): Promise<Told | undefined> {
    const address = responderAddress(card);
    if (!address) return undefined;
    const question = await askAbout(card, issuer, random.bytes(32));
    const der = await fetch(address, question.der);
    return der && readAnswer(der, question, issuer, clock.now());
  }

  return {
    /** Asks again for every list that was ever needed here, so that an authority gone silent is known before a card comes. */
    refresh: async (): Promise<void> => {
      await Promise.all([...lists].map(([address, { above }]) => fetched(address, above)));
    },
    /** Whether none of them is past its own end: RFC 5280 5.1.2.5, nextUpdate. */
    areFresh: (): boolean => [...lists.values()].every(({ list }) => clock.now() < list.until),
    /** `chain`: the card's authority first, its root last. A root is taken back by taking it out of the file. */
    standingOf: async (
      card: Certificate,
      chain: readonly Certificate[],
    ): Promise<Told | "unknown"> => {
      const [issuer] = chain;
      if (!issuer) return "unknown";
      const told = await Promise.all([byResponder(card, issuer), byList(card, issuer)]);
      const above = await Promise.all(
        chain.slice(0, -1).map((one, index) => byList(one, chain[index + 1] as Certificate)),
      );
      if ([...told, ...above].includes("revoked")) return "revoked";
      return told.includes("good") && above.every((one) => one === "good") ? "good" : "unknown";
    },
  };
}
