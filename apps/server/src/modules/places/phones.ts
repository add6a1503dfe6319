import type { DeviceId, MultiSigned, ProfessionalId, purposes } from "@aval/protocol";
import type { Refusal } from "#errors";
import type { AnyTables, Database } from "#platform/database";
import type { Outcome } from "#platform/outcome";
import type { Duration } from "#platform/time";

/** A phone as places see it. */
export type OwnedPhone = {
  readonly id: DeviceId;
  readonly state: "active" | "suspended" | "disabled" | "revoked";
  readonly professional: ProfessionalId;
  readonly level: "limited" | "full";
};
type Phone = OwnedPhone | { readonly id: DeviceId; readonly state: "enrolling" };
type Received<P extends Phone> = {
  readonly device: P;
  readonly payload: Record<string, unknown>;
};

/** A code that was not confirmed, as it is told. */
export type Denied = {
  readonly ok: false;
  readonly refusal: Refusal;
  readonly extra?: { readonly triesLeft?: number };
};

/** What places ask of phones, a module of the same rank: `wiring.ts` passes it. */
export type PhonesForPlaces = {
  receive(jws: string, purpose: string): Promise<Outcome<Received<Phone>, Refusal>>;
  /** Not from a suspended phone, nor a revoked one. */
  receiveOwned(jws: string, purpose: string): Promise<Outcome<Received<OwnedPhone>, Refusal>>;
  receiveActive(jws: string, purpose: string): Promise<Outcome<Received<OwnedPhone>, Refusal>>;
  receiveDecision(
    message: MultiSigned,
    purpose: string,
  ): Promise<
    Outcome<Received<OwnedPhone> & { readonly code: "right" | "wrong" | "absent" }, Refusal>
  >;
  holdActive(tx: Database<AnyTables>, id: DeviceId): Promise<boolean>;
  /** Full, and its holder's for at least `age`, or the only active one there is. */
  isSettled(tx: Database<AnyTables>, id: DeviceId, age: Duration): Promise<boolean>;
  /** By the PIN program's own word, before the row. */
  confirmCode(given: {
    readonly device: Pick<OwnedPhone, "id" | "professional">;
    readonly code: "right" | "wrong";
    readonly message: MultiSigned;
    readonly purpose: (typeof purposes)["placeConfirm" | "locumAnnounce"];
  }): Promise<{ readonly ok: true } | Denied>;
};
