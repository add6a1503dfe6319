import type { Json } from "./canonical.ts";
import type { DeviceId } from "./ids.ts";
import type { MultiSigned, Signer } from "./jws.ts";
import { signMulti } from "./jws.ts";
import { type ClaimAnswer, purposes, type SoftwareAnswer } from "./messages.ts";

/** Whose phone speaks, and by what it signs. */
type ByPhone = { readonly ik: Signer; readonly device: DeviceId };

/** What the rest of the phone lends: its letters, its code, and how it opens a context. */
type Lent<Identity, Opened> = {
  readonly say: <T>(
    path: string,
    identity: Identity,
    purpose: string,
    more?: Record<string, Json>,
  ) => Promise<T>;
  readonly send: <T>(path: string, make: () => Promise<Json | MultiSigned>) => Promise<T>;
  readonly stamp: () => Record<string, Json>;
  readonly tryCode: (
    identity: Identity,
    code: string,
  ) => Promise<{ readonly uk: Signer; readonly evaluation: string }>;
  readonly opened: (identity: Identity, answer: ClaimAnswer) => Promise<Opened>;
};

/** The part of a phone that is about the holder's own software. */
export function phoneSoftware<Identity extends ByPhone, Opened>({
  say,
  send,
  stamp,
  tryCode,
  opened,
}: Lent<Identity, Opened>) {
  return {
    /** The holder's software, newest first, and what the registry offers. */
    software: (identity: Identity) =>
      say<SoftwareAnswer>("/api/software", identity, purposes.software),
    /**
     * "Ajouter mon logiciel", by whoever has just said that nobody is on the telephone with them. Throws `wrong_code` with
     * `triesLeft` when the code was not the one.
     */
    addSoftware: async (
      identity: Identity,
      client: string,
      code: string,
    ): Promise<SoftwareAnswer> => {
      const { uk, evaluation } = await tryCode(identity, code);
      const { ik, device } = identity;
      return send("/api/software/add", async () => ({
        decision: (await signMulti(
          { v: purposes.softwareAdd, device, client, onCall: false, evaluation, ...stamp() },
          purposes.softwareAdd,
          [ik, uk],
        )) as unknown as Json,
      }));
    },
    /** Takes software away, and ends what it opened: no code, stopping is cheap. */
    removeSoftware: (identity: Identity, client: string) =>
      say<SoftwareAnswer>("/api/software/remove", identity, purposes.softwareRemove, { client }),
    /**
     * Claims the request of the holder's own software that shows these two digits. Throws `search_nothing` when none does, and
     * `search_silenced` with `until` after a wrong entry.
     */
    search: async (identity: Identity, number: string, elsewhere: boolean): Promise<Opened> => {
      const asked = { number, elsewhere };
      const answer = await say<ClaimAnswer>("/api/search", identity, purposes.search, asked);
      return opened(identity, answer);
    },
  };
}
