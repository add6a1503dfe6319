import type {
  ApprovalId,
  DeviceId,
  LinkId,
  PlaceId,
  PlacePeople,
  ProfessionalId,
  Transfer,
} from "@aval/protocol";
import { lifetimes } from "#lifetimes";
import { after, type Instant } from "#platform/time";

/**
 * A place (*mes postes*): a holder and a browser.
 *
 * `new → aged` by "Oui, j'y travaille" or a card, never by silence, which is what an attacker who relayed one scan would wait
 * for; `aged → asleep` after 120 days without use, or when two browsers hold its key; `asleep → aged` by one scan or a card;
 * sink `ended`, from anywhere, for good. Each step is one conditional statement of `store.ts`, and
 * `places.property.test.ts` holds them to this.
 */
export type Place = New | Aged | Asleep | Ended;

type Made = {
  readonly id: PlaceId;
  readonly professional: ProfessionalId;
  /** Thumbprint of the browser's key; of software, the id of its installation. */
  readonly browser: string;
  readonly people: PlacePeople;
  readonly declared: string;
  /** Of its browser when it was last used. */
  readonly network: string;
  /** What made it: a scanned sign-in, or the link of an installation of software. */
  readonly approval: ApprovalId | LinkId;
  readonly device: DeviceId;
  readonly madeAt: Instant;
  readonly lastUsedAt: Instant;
  /** When a card or a key last proved its holder here; forgotten when the browser's key is found copied. */
  readonly l5At: Instant | undefined;
  readonly clonedAt: Instant | undefined;
};
export type New = Made & { readonly state: "new"; readonly usedAgainAt: Instant | undefined };
type Proven = Made & { readonly agedAt: Instant; readonly usedAgainAt: Instant | undefined };
export type Aged = Proven & { readonly state: "aged" };
export type Asleep = Proven & { readonly state: "asleep" };
export type Ended = Made & { readonly state: "ended"; readonly endedAt: Instant };

/** A sign-in that concluded on the place, by a phone, or by a `key` that its computer keeps or that one carries. */
export type Use = { readonly level: "limited" | "full"; readonly transfer: Transfer | "key" };

/** A `limited` phone makes, ages and wakes no place, and digits, which can be dictated, show nobody the screen. */
export const isScan = ({ level, transfer }: Use) => level === "full" && transfer === "qr";

/** What the outside sees at `now`: an aged place that was not used for 120 days is asleep, whether or not anybody wrote it. */
export function placeAt(place: Place, now: Instant): Place {
  if (place.state !== "aged" || now < after(place.lastUsedAt, lifetimes.placeSleep)) return place;
  return { ...place, state: "asleep" };
}

/** Whether it waits for "Oui, j'y travaille". */
export const asks = (place: Place): boolean =>
  place.state === "new" && place.usedAgainAt !== undefined;
