import type { ContactKind, OwnContactAskAnswer, OwnContactsAnswer } from "@aval/protocol";
import { danger } from "../approvals/request.ts";
import { afterTrouble, type CodeEntry, emptyEntry, given, mayGive } from "../shell/code-entry.ts";
import { isTaken } from "../shell/half-minute.ts";
import type { AppEvent, Command, Model, Screen } from "../state.ts";
import type { Trouble } from "../trouble.ts";

/**
 * Where the holder is told: masked, with who said so and since when; *Toujours les bonnes ?* on the home screen, twice a year; and *Elles ont
 * changé*, which asks for a change and changes nothing: the call question, half a minute, the code, then somebody of the authority.
 */
export type ContactsList = {
  readonly at: "contacts";
  readonly list: OwnContactsAnswer | undefined;
  readonly told: "right" | "asked" | "stopped" | undefined;
  readonly busy: boolean;
  readonly trouble: Trouble | undefined;
};
export type ContactNew = {
  readonly at: "contact-new";
  readonly kind: ContactKind;
  /** Nothing was typed: said at once, and nothing is sent. */
  readonly short: boolean;
};
export type ContactCall = {
  readonly at: "contact-call";
  readonly kind: ContactKind;
  readonly value: string;
  readonly busy: boolean;
  readonly trouble: Trouble | undefined;
};
/** Half a minute in which only *Annuler* is taken, then the code. */
export type ContactWait = CodeEntry & {
  readonly at: "contact-wait";
  readonly asked: OwnContactAskAnswer;
  readonly busy: boolean;
};
export type ContactScreen = ContactsList | ContactNew | ContactCall | ContactWait;

/** What the home screen knows of it. `later`: put aside until the page is opened again. */
export type ContactsDue = { readonly due: OwnContactsAnswer | undefined; readonly later: boolean };
export const nothingDue: ContactsDue = { due: undefined, later: false };

export type ContactEvent =
  | { readonly event: "contacts_known"; readonly list: OwnContactsAnswer }
  | { readonly event: "contacts_failed"; readonly trouble: Trouble }
  | { readonly event: "contacts_right_tapped" }
  | { readonly event: "contacts_right"; readonly list: OwnContactsAnswer }
  | { readonly event: "contacts_later_tapped" }
  | { readonly event: "contact_changed_tapped"; readonly kind: ContactKind }
  | { readonly event: "contact_given"; readonly value: string }
  | { readonly event: "contact_call_answered"; readonly onCall: boolean }
  | { readonly event: "contact_asked"; readonly asked: OwnContactAskAnswer }
  | { readonly event: "contact_kept"; readonly list: OwnContactsAnswer }
  | { readonly event: "contact_stop_tapped" }
  | { readonly event: "contact_stopped"; readonly list: OwnContactsAnswer };

export type ContactCommand =
  | { readonly command: "load_contacts" }
  | { readonly command: "say_contacts_right" }
  | { readonly command: "ask_contact"; readonly kind: ContactKind; readonly value: string }
  | {
      readonly command: "change_contact";
      readonly kind: ContactKind;
      readonly value: string;
      readonly code: string;
    }
  | { readonly command: "stop_contact" };

export const contactsList: ContactsList = {
  at: "contacts",
  list: undefined,
  told: undefined,
  busy: false,
  trouble: undefined,
};

/** Whether a screen is one of these. */
export function isOfContacts(screen: { readonly at: string }): screen is ContactScreen {
  return screen.at === "contacts" || screen.at.startsWith("contact-");
}

type Next = {
  readonly contacts: ContactsDue;
  readonly screen: Screen;
  readonly run: readonly Command[];
};

/** What an event makes of these screens and of the question at home; `undefined`: nothing. */
export function stepContacts(model: Model, event: AppEvent): Next | undefined {
  const { screen, contacts, now } = model;
  const to = (next: Screen, ...run: Command[]): Next => ({ contacts, screen: next, run });
  if (screen.at === "home") return atHome(contacts, screen, event);
  if (!isOfContacts(screen)) return undefined;
  switch (screen.at) {
    case "contacts":
      return onList(contacts, screen, event);
    case "contact-new": {
      if (event.event !== "contact_given") return to(screen);
      const value = event.value.trim();
      if (value === "") return to({ ...screen, short: true });
      const { kind } = screen;
      return to({ at: "contact-call", kind, value, busy: false, trouble: undefined });
    }
    case "contact-call":
      return to(...onCall(screen, event, now));
    case "contact-wait":
      return to(...onWait(screen, event, now));
  }
}

/** On the home screen nothing is said of what failed: the question comes another time. */
function atHome(contacts: ContactsDue, screen: Screen, event: AppEvent): Next | undefined {
  const to = (next: ContactsDue, ...run: Command[]): Next => ({ contacts: next, screen, run });
  switch (event.event) {
    case "contacts_known":
      return to({ ...contacts, due: event.list.isDue ? event.list : undefined });
    case "contacts_failed":
      return to(contacts);
    case "contacts_later_tapped":
      return to({ ...contacts, later: true });
    case "contacts_right_tapped":
      return {
        contacts: nothingDue,
        screen: { ...contactsList, list: contacts.due, busy: true },
        run: [{ command: "say_contacts_right" }],
      };
    default:
      return undefined;
  }
}

function onList(contacts: ContactsDue, screen: ContactsList, event: AppEvent): Next {
  const to = (next: Screen, ...run: Command[]): Next => ({ contacts, screen: next, run });
  const heard = (list: OwnContactsAnswer, told: ContactsList["told"]) =>
    to({ ...contactsList, list, told });
  const doing = { ...screen, busy: true, told: undefined, trouble: undefined };
  switch (event.event) {
    case "contacts_known":
      return heard(event.list, screen.told);
    case "contacts_right":
      return { ...heard(event.list, "right"), contacts: nothingDue };
    case "contact_stopped":
      return heard(event.list, "stopped");
    case "contacts_failed":
      return to({ ...screen, busy: false, trouble: event.trouble });
    case "contacts_right_tapped":
      return screen.busy ? to(screen) : to(doing, { command: "say_contacts_right" });
    case "contact_stop_tapped":
      return screen.busy ? to(screen) : to(doing, { command: "stop_contact" });
    case "contact_changed_tapped":
      return screen.list?.mayChange && !screen.busy
        ? to({ at: "contact-new", kind: event.kind, short: false })
        : to(screen);
    default:
      return to(screen);
  }
}

type Stepped = readonly [Screen, ...Command[]];

function onCall(screen: ContactCall, event: AppEvent, now: number): Stepped {
  const { kind, value } = screen;
  switch (event.event) {
    case "contact_call_answered":
      // A caller asks for it: nothing was said to the server, and nothing is.
      if (event.onCall) return [danger("on_call", now)];
      if (screen.busy) return [screen];
      return [
        { ...screen, busy: true, trouble: undefined },
        { command: "ask_contact", kind, value },
      ];
    case "contact_asked":
      return [{ at: "contact-wait", asked: event.asked, ...emptyEntry, busy: false }];
    case "contacts_failed":
      return [{ ...screen, busy: false, trouble: event.trouble }];
    default:
      return [screen];
  }
}

function onWait(screen: ContactWait, event: AppEvent, now: number): Stepped {
  switch (event.event) {
    case "code_given": {
      if (screen.busy || !isTaken(screen.asked, now) || !mayGive(screen, now)) return [screen];
      const { code, field } = given(event.code);
      if (code === undefined) return [{ ...screen, ...field }];
      const { kind, value } = screen.asked;
      return [
        { ...screen, ...field, busy: true },
        { command: "change_contact", kind, value, code },
      ];
    }
    case "contact_kept":
      return [{ ...contactsList, list: event.list, told: "asked" }];
    case "contacts_failed":
      return [{ ...afterTrouble(screen, event.trouble, now), busy: false }];
    default:
      return [screen];
  }
}
