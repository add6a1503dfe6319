import type { ContactKind } from "./console.ts";
import { signMulti } from "./jws.ts";
import { purposes } from "./messages.ts";
import type { OwnContactAskAnswer, OwnContactsAnswer } from "./own-contacts.ts";
import type { ByPhone, Lent } from "./phone-lent.ts";

/** A contact, and what it is to become. */
export type OwnContactChange = { readonly kind: ContactKind; readonly value: string };

/** The part of a phone that is about where its holder is told. */
export function phoneContacts<Identity extends ByPhone>({
  say,
  send,
  stamp,
  tryCode,
}: Lent<Identity>) {
  return {
    /** Masked, with source and date. A `limited` phone is refused. */
    ownContacts: (identity: Identity) =>
      say<OwnContactsAnswer>("/api/own-contacts", identity, purposes.ownContacts),
    /** "Oui, elles sont bonnes". */
    sayContactsRight: (identity: Identity) =>
      say<OwnContactsAnswer>("/api/own-contacts/right", identity, purposes.ownContactsRight),
    /** "Elles ont changé", by whoever has just said that nobody is on the telephone with them. */
    askContact: (identity: Identity, { kind, value }: OwnContactChange) =>
      say<OwnContactAskAnswer>("/api/own-contacts/ask", identity, purposes.ownContactAsk, {
        ...{ kind, value, onCall: false },
      }),
    /** Half a minute later, with the code. Throws `wrong_code` with `triesLeft` when the code was not the one. */
    changeContact: async (
      identity: Identity,
      { kind, value }: OwnContactChange,
      code: string,
    ): Promise<OwnContactsAnswer> => {
      const { uk, evaluation } = await tryCode(identity, code);
      const { ik, device } = identity;
      const v = purposes.ownContactChange;
      return send("/api/own-contacts/change", () =>
        signMulti({ v, device, kind, value, onCall: false, evaluation, ...stamp() }, v, [ik, uk]),
      );
    },
    /** *Annuler ma demande*: no code, stopping is cheap. */
    stopContact: (identity: Identity) =>
      say<OwnContactsAnswer>("/api/own-contacts/stop", identity, purposes.ownContactStop),
  };
}
