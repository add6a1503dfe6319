import type { Json } from "./canonical.ts";
import type { DeviceId } from "./ids.ts";
import { signMulti } from "./jws.ts";
import { purposes } from "./messages.ts";
import type { PhonesAnswer } from "./own-phones.ts";
import type { ByPhone, Lent } from "./phone-lent.ts";

/** The part of a phone that lists its holder's phones, and acts on another one. */
export function phoneOwn<Identity extends ByPhone>({ say, send, stamp, tryCode }: Lent<Identity>) {
  const withCode = async (
    path: string,
    identity: Identity,
    code: string,
    message: { readonly v: string } & Record<string, Json>,
  ): Promise<PhonesAnswer> => {
    const { uk, evaluation } = await tryCode(identity, code);
    const { ik, device } = identity;
    return send(path, () =>
      signMulti({ ...message, device, evaluation, ...stamp() }, message.v, [ik, uk]),
    );
  };
  return {
    /** The holder's phones; a `limited` one is told of itself. */
    ownPhones: (identity: Identity) => say<PhonesAnswer>("/api/phones", identity, purposes.phones),
    /** No code: stopping is cheap. */
    reportLostPhone: (identity: Identity, phone: DeviceId) =>
      say<PhonesAnswer>("/api/phones/lost", identity, purposes.phoneLost, { phone }),
    renamePhone: (identity: Identity, phone: DeviceId, label: string, code: string) =>
      withCode("/api/phones/rename", identity, code, { v: purposes.phoneRename, phone, label }),
    /** By whoever has just said that nobody is on the telephone with them; so the next. */
    removePhone: (identity: Identity, phone: DeviceId, code: string) =>
      withCode("/api/phones/remove", identity, code, {
        ...{ v: purposes.phoneRemove, phone, onCall: false },
      }),
    /** *Ce téléphone n'est pas le mien*: everything freezes. */
    disownPhone: (identity: Identity, phone: DeviceId, code: string) =>
      withCode("/api/phones/disown", identity, code, {
        ...{ v: purposes.phoneDisown, phone, onCall: false },
      }),
  };
}
