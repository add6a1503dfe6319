import type { Json } from "./canonical.ts";
import type { LinkId } from "./ids.ts";
import { signMulti } from "./jws.ts";
import { type ClaimAnswer, type Context, purposes, type SoftwareAnswer } from "./messages.ts";
import type { ByPhone, Lent } from "./phone-lent.ts";
import type { LinkAnswer, LinkConfirmAnswer, LinkStopAnswer } from "./strict-software.ts";

type LentOpening<Identity, Opened> = Lent<Identity> & {
  readonly opened: (identity: Identity, answer: ClaimAnswer) => Promise<Opened>;
};

/** Whether the holder's plain software asks: no browser, and no installation with a key of its own. */
export const isPlainSoftware = ({ browser }: Pick<Context, "browser">): boolean =>
  browser.standing === "own_software" && browser.linked === undefined;

/** The part of a phone that is about the holder's own software. */
export function phoneSoftware<Identity extends ByPhone, Opened>({
  say,
  send,
  stamp,
  tryCode,
  opened,
}: LentOpening<Identity, Opened>) {
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
    /** Scans the frame of a program that wants to be linked: what it is, and from when on it may be confirmed. */
    scanLink: (identity: Identity, frame: string) =>
      say<LinkAnswer>("/api/software/link", identity, purposes.installationLink, { frame }),
    /**
     * Links it, by whoever has just said that nobody is on the telephone with them. Throws `wrong_code` with `triesLeft` when the
     * code was not the one.
     */
    confirmLink: async (
      identity: Identity,
      link: LinkId,
      code: string,
    ): Promise<LinkConfirmAnswer> => {
      const { uk, evaluation } = await tryCode(identity, code);
      const { ik, device } = identity;
      return send("/api/software/link/confirm", async () => ({
        decision: (await signMulti(
          { v: purposes.installationConfirm, device, link, onCall: false, evaluation, ...stamp() },
          purposes.installationConfirm,
          [ik, uk],
        )) as unknown as Json,
      }));
    },
    /** Somebody on the telephone asked for it: the link ends for good. */
    stopLink: (identity: Identity, link: LinkId) =>
      say<LinkStopAnswer>("/api/software/link/stop", identity, purposes.installationStop, { link }),
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
