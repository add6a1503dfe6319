import type { Json } from "./canonical.ts";
import type { DeviceId } from "./ids.ts";
import type { MultiSigned, Signer } from "./jws.ts";

/** Whose phone speaks, and by what it signs. */
export type ByPhone = { readonly ik: Signer; readonly device: DeviceId };

/** What the rest of the phone lends to a part of it: its letters and its code. */
export type Lent<Identity> = {
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
};
