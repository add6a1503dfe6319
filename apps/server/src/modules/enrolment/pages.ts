import {
  bindingAddress,
  type EnrolmentId,
  type EnrolmentPageId,
  parseBinding,
  type ProfessionalId,
} from "@aval/protocol";
import { lifetimes } from "#lifetimes";
import type { Devices } from "#modules/devices";
import type { Database } from "#platform/database";
import { newId, type Random } from "#platform/random";
import type { Clock } from "#platform/time";
import { bindingAt, isOurs } from "./binding.ts";
import * as store from "./page-store.ts";
import { type EnrolmentTables, find } from "./store.ts";
import { wordsFor } from "./words.ts";

type Tx = Database<store.EnrolmentPageTables & EnrolmentTables>;

export type PageDeps = {
  readonly clock: Clock;
  readonly random: Random;
  readonly devices: Pick<Devices, "find">;
  /** The authenticator's: what the QR says is an address of ours. */
  readonly origin: string;
};

/** Opens a page for a new phone to scan. `by`: the registrar, the card's visit. An old phone opens its own (`old-phone.ts`). */
export async function openPage(
  { random }: Pick<PageDeps, "random">,
  tx: Tx,
  given:
    | { readonly kind: "desk"; readonly by: string }
    | { readonly kind: "card"; readonly by: string; readonly professional: ProfessionalId },
): Promise<EnrolmentPageId> {
  const id = newId("enp", random);
  await store.insertPage(tx, {
    ...given,
    id,
    professional: given.kind === "card" ? given.professional : undefined,
    secret: random.bytes(32),
    lasts: lifetimes.enrolmentPage,
    isOpen: true,
  });
  return id;
}

/** How far a page is. `words` are a check for two people in one room, never the binding. */
export type PageState =
  /** `address`: what its QR says in this second. */
  | { readonly state: "open"; readonly address: string }
  /** One phone scanned it. `label`: what that phone calls itself, never trusted. */
  | {
      readonly state: "bound";
      readonly enrolment: EnrolmentId;
      readonly ik: string;
      readonly words: readonly string[];
      readonly label: string;
      /** Whose phone to confirm it is, where it is one that its holder has. */
      readonly raisesFor?: ProfessionalId;
      /** Whose phone it is that was proven before, held, and is shown again. */
      readonly heldFor?: ProfessionalId;
    }
  | { readonly state: "over" };

export async function pageState(deps: PageDeps, tx: Tx, id: EnrolmentPageId): Promise<PageState> {
  const page = await store.findPage(tx, id);
  const shown = page?.again ?? page?.enrolment;
  if (page && shown) {
    const row = await find(tx, shown);
    const device = row && (await deps.devices.find(row.device));
    if (!row || !device) return { state: "over" };
    const { ikThumbprint: ik, label } = device;
    const words = wordsFor(row.id, ik);
    const { professional } = row;
    const isHeld = page.again !== undefined && professional !== undefined;
    return {
      ...{ state: "bound", enrolment: row.id, ik, words, label },
      ...(row.raises && professional !== undefined ? { raisesFor: professional } : {}),
      ...(isHeld ? { heldFor: professional } : {}),
    };
  }
  if (!page?.openedAt || page.isOver) return { state: "over" };
  return { state: "open", address: addressAt(deps, page, page.openedAt) };
}

/**
 * What a page's QR will say from now on, one address every `step` seconds: for a page without script, which cannot ask again. One
 * that is shown too soon binds nothing before its second.
 */
export async function comingAddresses(
  deps: Pick<PageDeps, "clock" | "origin">,
  tx: Tx,
  id: EnrolmentPageId,
  { step, count }: { readonly step: number; readonly count: number },
): Promise<readonly string[]> {
  const page = await store.findPage(tx, id);
  const openedAt = page?.openedAt;
  if (!page || page.isOver || page.enrolment || openedAt === undefined) return [];
  const { secret } = page;
  const from = Math.max(0, Math.floor((deps.clock.now() - openedAt) / 1000));
  return Array.from({ length: count }, (_, at) =>
    bindingAddress(deps.origin, bindingAt(secret, id, from + at * step)),
  );
}

function addressAt(
  { clock, origin }: Pick<PageDeps, "clock" | "origin">,
  { id, secret }: store.EnrolmentPage,
  openedAt: number,
): string {
  const number = Math.max(0, Math.floor((clock.now() - openedAt) / 1000));
  return bindingAddress(origin, bindingAt(secret, id, number));
}

/** Ends a page: nobody is bound to it any more. */
export const endPage = (tx: Tx, id: EnrolmentPageId): Promise<void> =>
  store.recordPageEnded(tx, id);

/** The page that this binding is of, if we made it. One answer for an unknown page and a forged binding. */
export async function pageOf(tx: Tx, text: unknown) {
  const binding = parseBinding(text);
  const page = binding && (await store.findPage(tx, binding.page));
  return binding && page && isOurs(binding, page.secret) ? { binding, page } : undefined;
}

/** Binds this enrolment to that page, if it is the first and the binding was made lately. Once, on every node together. */
export function bind(
  tx: Tx,
  given: {
    readonly page: EnrolmentPageId;
    readonly number: number;
    readonly enrolment: EnrolmentId;
  },
): Promise<boolean> {
  const { enrolmentBinding: age, clockSkewMax: skew } = lifetimes;
  return store.recordBound(tx, { ...given, age, skew });
}

/** Binds a held enrolment to a desk's page again: the same binding, spent as once. */
export function bindAgain(tx: Tx, given: Parameters<typeof bind>[1]): Promise<boolean> {
  const { enrolmentBinding: age, clockSkewMax: skew } = lifetimes;
  return store.recordAgain(tx, { ...given, age, skew });
}
