import type { InstallationId, InstalledSoftware, LinkAnswer, SoftwareAnswer } from "@aval/protocol";
import { type CodeEntry, emptyEntry } from "../shell/code-entry.ts";
import type { Trouble } from "../trouble.ts";

/**
 * The holder's own software on the phone: what can be on screen, and what moves it.
 *
 * Adding one is an act that opens: the call question, then the code. What is added by its name serves from the next day, and its
 * requests never make the phone ring: the holder comes and looks for one by the two digits that the software shows. An installation
 * with a key of its own is linked by scanning what it shows (`linking.ts`), and stands from then on as a place does.
 */

/** Software of the registry that the holder may add. */
export type Offered = SoftwareAnswer["registry"][number];

/** What the phone knows of the holder's software, beside the screen; `undefined` until it was heard. */
export type Software = {
  readonly mine: readonly InstalledSoftware[] | undefined;
  readonly registry: readonly Offered[];
};
export const noSoftware: Software = { mine: undefined, registry: [] };

export type SoftwareList = {
  readonly at: "software";
  /** Those whose removal was asked for and not yet answered. */
  readonly removing: readonly InstallationId[];
  /** The one that was removed last: said in its stead. */
  readonly removed: InstalledSoftware | undefined;
  readonly trouble: Trouble | undefined;
};
export type SoftwareChoice = {
  readonly at: "software-choice";
  readonly trouble: Trouble | undefined;
};
/** What it will be able to do, and whether somebody on the telephone asks for it. */
export type SoftwareCall = { readonly at: "software-call"; readonly chosen: Offered };
export type SoftwareAdd = CodeEntry & {
  readonly at: "software-add";
  readonly chosen: Offered;
  readonly busy: boolean;
};
/** A program that was scanned: what it is, and whether somebody on the telephone asks for it. */
export type SoftwareLink = { readonly at: "software-link"; readonly link: LinkAnswer };
/** The same, once no caller wants it: half a minute in which only *Annuler* is taken, then the code. */
export type SoftwareLinkWait = CodeEntry & {
  readonly at: "software-link-wait";
  readonly link: LinkAnswer;
  readonly busy: boolean;
};
export type SoftwareLinked = {
  readonly at: "software-linked";
  readonly linked: InstalledSoftware;
};
export type SoftwareAdded = {
  readonly at: "software-added";
  readonly added: { readonly name: string };
};
/** *Chercher une demande*. */
export type Search = {
  readonly at: "search";
  /** Changes when the field must be emptied. */
  readonly entry: number;
  /** Which search is on its way. */
  readonly busy: "here" | "elsewhere" | undefined;
  /** The search that found nothing. */
  readonly nothing: "here" | "elsewhere" | undefined;
  /** What was typed is not two digits: said at once, and nothing is sent. */
  readonly short: boolean;
  readonly trouble: Trouble | undefined;
};

export type SoftwareScreen =
  | SoftwareList
  | SoftwareChoice
  | SoftwareCall
  | SoftwareAdd
  | SoftwareAdded
  | SoftwareLink
  | SoftwareLinkWait
  | SoftwareLinked
  | Search;

export type SoftwareEvent =
  | { readonly event: "software_known"; readonly software: SoftwareAnswer }
  | {
      readonly event: "software_failed";
      readonly trouble: Trouble;
      readonly installation?: InstallationId;
    }
  | { readonly event: "software_add_tapped" }
  | { readonly event: "software_chosen"; readonly chosen: Offered }
  | { readonly event: "software_call_answered"; readonly onCall: boolean }
  | { readonly event: "software_added"; readonly software: SoftwareAnswer }
  | { readonly event: "software_remove_tapped"; readonly one: InstalledSoftware }
  | {
      readonly event: "software_removed";
      readonly installation: InstallationId;
      readonly software: SoftwareAnswer;
    }
  | { readonly event: "link_scanned"; readonly link: LinkAnswer }
  | { readonly event: "link_failed"; readonly trouble: Trouble }
  | { readonly event: "link_call_answered"; readonly onCall: boolean }
  | { readonly event: "software_linked"; readonly linked: InstalledSoftware }
  | { readonly event: "search_given"; readonly number: string; readonly elsewhere: boolean };

export type SoftwareCommand =
  | { readonly command: "load_software" }
  | { readonly command: "add_software"; readonly client: string; readonly code: string }
  | { readonly command: "remove_software"; readonly one: InstalledSoftware }
  | { readonly command: "scan_link"; readonly text: string }
  | { readonly command: "stop_link"; readonly link: LinkAnswer["link"] }
  | {
      readonly command: "confirm_link";
      readonly link: LinkAnswer["link"];
      readonly code: string;
    }
  | { readonly command: "search"; readonly number: string; readonly elsewhere: boolean };

export const softwareList: SoftwareList = {
  at: "software",
  removing: [],
  removed: undefined,
  trouble: undefined,
};
export const softwareChoice: SoftwareChoice = { at: "software-choice", trouble: undefined };

export function softwareAdd(chosen: Offered): SoftwareAdd {
  return { at: "software-add", chosen, ...emptyEntry, busy: false };
}

export const search: Search = {
  at: "search",
  entry: 0,
  busy: undefined,
  nothing: undefined,
  short: false,
  trouble: undefined,
};

/** Whether a screen is one of these. */
export function isOfSoftware(screen: { readonly at: string }): screen is SoftwareScreen {
  return screen.at === "search" || screen.at.startsWith("software");
}

/** Whether there is anything to look for: software that shows two digits, added and usable. */
export function maySearch({ mine }: Software, now: number): boolean {
  return mine?.some(({ kind, usableFrom }) => kind === "plain" && now >= usableFrom) ?? false;
}

/** What could be added and is not yet. */
export function addable({ mine, registry }: Software): readonly Offered[] {
  return registry.filter(({ client }) => !mine?.some((one) => one.client === client));
}
