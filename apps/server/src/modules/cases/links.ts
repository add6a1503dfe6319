import type { LinkKind } from "@aval/protocol";
import { limits as bounds } from "#lifetimes";

/** Something that an alert has, which others may share. */
export type Link = { readonly kind: LinkKind; readonly value: string };

/**
 * What joins alerts into one case, and how many may share it before it says nothing: a hospital's network, a known workstation and a
 * register that everybody opens join nobody. `counted`: among whom. The one table; facts/risk 2.7.
 *
 * Who gains if a limit is too high: nobody, and analysts read one case of everybody; too low: a wave is looked at person by person.
 */
export const links = {
  holder: { counted: "nobody", most: Number.POSITIVE_INFINITY },
  browser: { counted: "places", most: bounds.linkedByBrowser },
  phone: { counted: "nobody", most: Number.POSITIVE_INFINITY },
  network: { counted: "requests", most: bounds.linkedByNetwork },
  contact: { counted: "contacts", most: bounds.linkedByContact },
  service: { counted: "requests", most: bounds.linkedByService },
  staff: { counted: "alerts", most: bounds.linkedByStaff },
  /** A partner's: whom it names together is looked at together. */
  list: { counted: "nobody", most: Number.POSITIVE_INFINITY },
} as const satisfies Readonly<
  Record<
    LinkKind,
    {
      readonly counted: "nobody" | "places" | "requests" | "contacts" | "alerts";
      readonly most: number;
    }
  >
>;

/** Whether so many have it that it joins nothing. */
export const isCommon = (kind: LinkKind, holders: number): boolean => holders > links[kind].most;

/** Networks that are no place: what one machine says to itself, and nobody's address. */
export const namesNobody = (network: string): boolean =>
  network === "loopback" || network === "unknown";

export const keyOf = ({ kind, value }: Link): string => `${kind}:${value}`;
