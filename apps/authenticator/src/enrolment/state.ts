import type { EnrolmentStatus } from "@aval/protocol";
import { denied, type Trouble } from "../trouble.ts";
import { type CodeEntry, emptyEntry, given, mayGive } from "../shell/code-entry.ts";
import { type CodeFault, cleanCode, codeFault } from "./code.ts";

/**
 * From a phone that knows nobody to a phone that may approve.
 *
 * Each step survives a reload: what the server knows is asked again, what the phone made is in its vault. The code is
 * never in a state, and a code that was never confirmed by the server is asked once more rather than kept.
 */
export type Person = { readonly nationalId: string; readonly name: string; readonly story: string };
export type Registrar = { readonly id: string; readonly name: string; readonly scope: string };
export type Holder = { readonly name: string; readonly nationalId: string };

/** How this browser lets itself be installed. `menu`: by its own menu, which only words can point at. */
export type InstallOffer = "installed" | "prompt" | "ios" | "menu";

export type Desk = {
  readonly at: "desk";
  readonly people: readonly Person[];
  readonly registrars: readonly Registrar[];
  readonly person: Person | undefined;
  readonly first: string | undefined;
  readonly second: string | undefined;
  /** `loading`: the lists; `presenting`: the two registrars sign. */
  readonly busy: "loading" | "presenting" | undefined;
  readonly trouble: Trouble | undefined;
};
export type Waiting = {
  readonly at: "waiting";
  readonly activeAt: number | undefined;
  /** Somebody who was told holds it: it goes on once its holder is seen again. */
  readonly held: boolean;
  /** While it is held: what is typed or compared when it is shown again. */
  readonly words: readonly string[] | undefined;
  /** It will be a phone to confirm. */
  readonly limited: boolean;
  /** Whether it may open its holder's own places until then, or does (docs/decisions/0054). */
  readonly atHome?: "offered" | "given";
  /** Its code was chosen already. */
  readonly isCoded?: true;
  readonly frozen?: true;
  readonly busy: boolean;
  readonly trouble: Trouble | undefined;
};
export type Code = {
  readonly at: "code";
  /** Its holder is frozen: it opens nothing until two analysts have cleared that. */
  readonly frozen?: true;
  /** It still waits: the code is for its holder's own places until then, and for the rest afterwards. */
  readonly atHome?: true;
  readonly entry: number;
  readonly busy: "code" | "activation" | undefined;
  readonly fault: CodeFault | undefined;
  readonly trouble: Trouble | undefined;
};
/** The code was set and the phone never heard that it is active. */
export type Confirm = CodeEntry & {
  readonly at: "confirm";
  readonly atHome?: true;
  readonly busy: boolean;
};
/** This phone scanned a page of ours: its four words are compared there. */
export type Words = {
  readonly at: "words";
  /** Absent while the binding is on its way. */
  readonly words: readonly string[] | undefined;
  readonly trouble: Trouble | undefined;
  /** Where a hardware-held key of the holder's would give this phone more, or has. */
  readonly key?: KeyUse;
};
/** `silent`: the browser had no signature: its reader stopped it, or no key answered. */
export type KeyUse = {
  readonly use: "open" | "busy" | "silent" | "used";
  readonly trouble?: Trouble;
};
/** This phone scanned its holder's own place, and has its own passkey to show: what it made before its storage was cleared. */
export type SamePhone = {
  readonly at: "same-phone";
  /** `silent`: the browser had no signature: its holder stopped it, or the passkey is gone. */
  readonly use: "open" | "busy" | "silent";
  readonly trouble: Trouble | undefined;
};
export type OverReason = "expired" | "contested" | "still_used" | "refused" | "code_lost";

export type EnrolmentScreen =
  | { readonly at: "welcome" }
  | { readonly at: "install"; readonly offer: InstallOffer }
  | Desk
  | { readonly at: "elsewhere" }
  | Words
  | SamePhone
  | Waiting
  | Code
  | Confirm
  | { readonly at: "over"; readonly why: OverReason }
  | { readonly at: "enrolled"; readonly frozen?: true };

export type EnrolmentEvent =
  | { readonly event: "begin_tapped" }
  | { readonly event: "binding_seen"; readonly binding: string }
  /** This phone's camera opened a desk's page, and it has asked before: only one that is held is shown again. */
  | { readonly event: "again_seen"; readonly binding: string }
  | { readonly event: "install_tapped" }
  | { readonly event: "install_done" }
  | {
      readonly event: "desk_loaded";
      readonly people: readonly Person[];
      readonly registrars: readonly Registrar[];
    }
  | { readonly event: "person_chosen"; readonly person: Person | undefined }
  | { readonly event: "registrar_chosen"; readonly rank: "first" | "second"; readonly id: string }
  | { readonly event: "present_tapped" }
  | {
      readonly event: "enrolment_known";
      readonly status: EnrolmentStatus;
      /** The phone keeps what its code was made with. */
      readonly isCoded?: boolean;
    }
  | { readonly event: "enrolment_failed"; readonly trouble: Trouble }
  | { readonly event: "check_tapped" }
  /** To open its holder's own places while it waits. */
  | { readonly event: "at_home_tapped" }
  | { readonly event: "codes_given"; readonly first: string; readonly second: string }
  | { readonly event: "code_set" }
  | { readonly event: "confirm_given"; readonly code: string }
  | { readonly event: "key_use_tapped" }
  | { readonly event: "key_use_failed"; readonly trouble: Trouble | undefined }
  | { readonly event: "start_again_tapped" };

export type EnrolmentCommand =
  | { readonly command: "ask_to_install" }
  | { readonly command: "load_desk" }
  | { readonly command: "enrol_bound"; readonly binding: string }
  | { readonly command: "show_again"; readonly binding: string }
  | {
      readonly command: "present";
      readonly nationalId: string;
      readonly registrars: readonly [string, string];
    }
  | { readonly command: "check_enrolment" }
  | { readonly command: "use_key" }
  | { readonly command: "set_code"; readonly code: string; readonly atHome?: true }
  | { readonly command: "activate"; readonly code: string; readonly atHome?: true }
  | { readonly command: "keep_storage" }
  | { readonly command: "forget_phone" };

export type EnrolmentStep = {
  readonly screen: EnrolmentScreen;
  readonly run: readonly EnrolmentCommand[];
};
/** What enrolment needs to know of the world. */
export type EnrolmentWorld = {
  readonly sandbox: boolean;
  readonly offer: InstallOffer;
  readonly now: number;
};

const stay = (screen: EnrolmentScreen, ...run: EnrolmentCommand[]): EnrolmentStep => ({
  screen,
  run,
});

export const emptyDesk: Desk = {
  at: "desk",
  people: [],
  registrars: [],
  person: undefined,
  first: undefined,
  second: undefined,
  busy: "loading",
  trouble: undefined,
};
export const samePhone: SamePhone = { at: "same-phone", use: "open", trouble: undefined };
export const emptyWaiting: Waiting = {
  at: "waiting",
  activeAt: undefined,
  held: false,
  words: undefined,
  limited: false,
  busy: true,
  trouble: undefined,
};
export const emptyCode: Code = {
  at: "code",
  entry: 0,
  busy: undefined,
  fault: undefined,
  trouble: undefined,
};
export const emptyConfirm: Confirm = { at: "confirm", ...emptyEntry, busy: false };

/** Where a desk would send the phone now: the sandbox has one in the page, a deployment has it in a building. */
function toDesk(world: EnrolmentWorld): EnrolmentStep {
  return world.sandbox ? stay(emptyDesk, { command: "load_desk" }) : stay({ at: "elsewhere" });
}

export function stepEnrolment(
  screen: EnrolmentScreen,
  event: EnrolmentEvent,
  world: EnrolmentWorld,
): EnrolmentStep {
  if (event.event === "enrolment_known")
    return known(screen, event.status, { ...world, isCoded: event.isCoded ?? false });
  if (event.event === "binding_seen" && mayBind(screen)) {
    const { binding } = event;
    return stay(
      { at: "words", words: undefined, trouble: undefined },
      { command: "enrol_bound", binding },
    );
  }
  if (event.event === "start_again_tapped")
    return stay({ at: "welcome" }, { command: "forget_phone" });
  switch (screen.at) {
    case "welcome":
      if (event.event !== "begin_tapped") return stay(screen);
      return world.offer === "installed"
        ? toDesk(world)
        : stay({ at: "install", offer: world.offer });
    case "install":
      return stepInstall(screen, event, world);
    case "desk":
      return stepDesk(screen, event);
    case "words":
      return stepWords(screen, event);
    case "same-phone":
      return stepSamePhone(screen, event);
    case "waiting":
      return stepWaiting(screen, event);
    case "code":
      return stepCode(screen, event);
    case "confirm":
      return stepConfirm(screen, event, world.now);
    default:
      return stay(screen);
  }
}

/** Only a phone that is nobody's yet, and has asked for nothing. */
const mayBind = ({ at }: EnrolmentScreen): boolean =>
  at === "welcome" || at === "install" || at === "elsewhere";

function stepInstall(
  screen: EnrolmentScreen,
  event: EnrolmentEvent,
  world: EnrolmentWorld,
): EnrolmentStep {
  if (event.event === "install_tapped") return stay(screen, { command: "ask_to_install" });
  if (event.event === "begin_tapped" || event.event === "install_done") return toDesk(world);
  return stay(screen);
}

function stepDesk(screen: Desk, event: EnrolmentEvent): EnrolmentStep {
  switch (event.event) {
    case "desk_loaded":
      return stay({
        ...screen,
        people: event.people,
        registrars: event.registrars,
        busy: undefined,
        trouble: undefined,
        first: screen.first ?? event.registrars[0]?.id,
        second: screen.second ?? event.registrars[1]?.id,
      });
    case "person_chosen":
      return screen.busy
        ? stay(screen)
        : stay({ ...screen, person: event.person, trouble: undefined });
    case "registrar_chosen":
      return screen.busy
        ? stay(screen)
        : stay({ ...screen, [event.rank]: event.id, trouble: undefined });
    case "present_tapped": {
      if (screen.people.length === 0)
        return stay({ ...screen, busy: "loading", trouble: undefined }, { command: "load_desk" });
      if (screen.busy || !screen.person || !mayPresent(screen)) return stay(screen);
      return stay(
        { ...screen, busy: "presenting", trouble: undefined },
        {
          command: "present",
          nationalId: screen.person.nationalId,
          registrars: [screen.first as string, screen.second as string],
        },
      );
    }
    case "enrolment_failed":
      return stay({ ...screen, busy: undefined, trouble: event.trouble });
    default:
      return stay(screen);
  }
}

/** One person, and two different registrars: one person cannot be both. */
export function mayPresent(screen: Desk): boolean {
  return (
    screen.person !== undefined &&
    screen.first !== undefined &&
    screen.second !== undefined &&
    screen.first !== screen.second
  );
}

function stepWords(screen: Words, event: EnrolmentEvent): EnrolmentStep {
  switch (event.event) {
    case "enrolment_failed":
      return failed(event.trouble) ?? stay({ ...screen, trouble: event.trouble });
    case "key_use_tapped": {
      const isOpen = screen.key?.use === "open" || screen.key?.use === "silent";
      return isOpen
        ? stay({ ...screen, key: { use: "busy" } }, { command: "use_key" })
        : stay(screen);
    }
    case "key_use_failed":
      return stay({
        ...screen,
        key: event.trouble ? { use: "open", trouble: event.trouble } : { use: "silent" },
      });
    default:
      return stay(screen);
  }
}

function stepSamePhone(screen: SamePhone, event: EnrolmentEvent): EnrolmentStep {
  switch (event.event) {
    case "key_use_tapped":
      return screen.use === "busy"
        ? stay(screen)
        : stay({ ...screen, use: "busy", trouble: undefined }, { command: "use_key" });
    case "key_use_failed": {
      const { trouble } = event;
      const over = trouble && failed(trouble);
      return over ?? stay({ ...screen, use: trouble ? "open" : "silent", trouble });
    }
    case "enrolment_failed":
      return failed(event.trouble) ?? stay({ ...screen, use: "open", trouble: event.trouble });
    default:
      return stay(screen);
  }
}

/** What of a key is shown: what the server says, but for what is going on here. */
function keyOf(screen: EnrolmentScreen, { key }: EnrolmentStatus): Pick<Words, "key"> {
  if (key === "used") return { key: { use: "used" } };
  if (key !== "open") return {};
  return { key: (screen.at === "words" ? screen.key : undefined) ?? { use: "open" } };
}

function stepWaiting(screen: Waiting, event: EnrolmentEvent): EnrolmentStep {
  if (event.event === "again_seen") {
    const { binding } = event;
    return stay({ ...screen, busy: true, trouble: undefined }, { command: "show_again", binding });
  }
  if (event.event === "at_home_tapped" && screen.atHome === "offered" && !screen.busy)
    return stay({ ...(screen.isCoded ? emptyConfirm : emptyCode), atHome: true });
  if (event.event === "check_tapped" && !screen.busy)
    return stay({ ...screen, busy: true, trouble: undefined }, { command: "check_enrolment" });
  if (event.event === "enrolment_failed")
    return failed(event.trouble) ?? stay({ ...screen, busy: false, trouble: event.trouble });
  return stay(screen);
}

/** Back from the code to the wait: it is chosen later. */
const later = (): EnrolmentStep => stay(emptyWaiting, { command: "check_enrolment" });

function stepCode(screen: Code, event: EnrolmentEvent): EnrolmentStep {
  switch (event.event) {
    case "check_tapped":
      return screen.atHome && !screen.busy ? later() : stay(screen);
    case "codes_given": {
      if (screen.busy) return stay(screen);
      const code = cleanCode(event.first);
      const fault = codeFault(code, cleanCode(event.second));
      if (fault)
        return stay({
          ...screen,
          fault,
          trouble: undefined,
          entry: screen.entry + (fault === "differs" ? 0 : 1),
        });
      return stay(
        { ...screen, busy: "code", fault: undefined, trouble: undefined },
        { command: "keep_storage" },
        { command: "set_code", code, ...forHome(screen) },
      );
    }
    case "code_set":
      return stay({ ...screen, busy: "activation" });
    case "enrolment_failed":
      // Once the server has the code, only the activation is left: asking for a second new code would be refused.
      if (screen.busy === "activation")
        return stay({ ...emptyConfirm, ...forHome(screen), trouble: event.trouble });
      return failed(event.trouble) ?? stay({ ...screen, busy: undefined, trouble: event.trouble });
    default:
      return stay(screen);
  }
}

function stepConfirm(screen: Confirm, event: EnrolmentEvent, now: number): EnrolmentStep {
  switch (event.event) {
    case "check_tapped":
      return screen.atHome && !screen.busy ? later() : stay(screen);
    case "confirm_given": {
      if (screen.busy || !mayGive(screen, now)) return stay(screen);
      const { code, field } = given(event.code);
      if (code === undefined) return stay({ ...screen, ...field });
      return stay(
        { ...screen, ...field, busy: true },
        { command: "activate", code, ...forHome(screen) },
      );
    }
    case "enrolment_failed": {
      const { trouble } = event;
      const waitUntil =
        trouble.kind === "denied" && trouble.error === "pin_wait"
          ? now + (trouble.retryAfterSeconds ?? 30)
          : undefined;
      return (
        failed(trouble) ??
        stay({ ...screen, busy: false, entry: screen.entry + 1, trouble, waitUntil })
      );
    }
    default:
      return stay(screen);
  }
}

/** Where the server says this enrolment stands. */
function known(
  screen: EnrolmentScreen,
  status: EnrolmentStatus,
  world: EnrolmentWorld & { readonly isCoded: boolean },
): EnrolmentStep {
  switch (status.state) {
    case "requested":
      if (status.words) return stay({ at: "words", words: status.words, trouble: undefined });
      return screen.at === "desk" ? stay({ ...screen, busy: undefined }) : toDesk(world);
    case "evidenced":
      if (status.key === "needed") return stay(screen.at === "same-phone" ? screen : samePhone);
      return stay({
        ...{ at: "words", words: status.words, trouble: undefined },
        ...keyOf(screen, status),
      });
    case "cooling":
    case "held":
      return stay({
        at: "waiting",
        activeAt: status.state === "held" ? undefined : status.activeAt,
        held: status.state === "held",
        words: status.state === "held" ? status.words : undefined,
        limited: status.level === "limited",
        ...(status.meanwhile ? { atHome: status.meanwhile } : {}),
        ...(world.isCoded ? { isCoded: true } : {}),
        ...frozenOf(status),
        busy: false,
        trouble: undefined,
      });
    case "ready":
      if (screen.at === "confirm" && !screen.atHome) return stay(screen);
      return stay(world.isCoded ? emptyConfirm : { ...emptyCode, ...frozenOf(status) });
    case "active":
      return stay({ at: "enrolled", ...frozenOf(status) });
    case "contested":
      return stay({ at: "over", why: status.stillUsed ? "still_used" : "contested" });
    case "expired":
    case "refused":
      return stay({ at: "over", why: status.state });
  }
}

const forHome = ({ atHome }: Code | Confirm) => (atHome ? { atHome } : {});
const frozenOf = ({ isFrozen }: EnrolmentStatus): { readonly frozen?: true } =>
  isFrozen ? { frozen: true } : {};

/** The refusals after which this enrolment leads nowhere. */
function failed(trouble: Trouble): EnrolmentStep | undefined {
  switch (denied(trouble)) {
    case "enrolment_not_found":
      return stay({ at: "over", why: "expired" });
    case "pin_already_set":
    case "pin_unknown_key":
      return stay({ at: "over", why: "code_lost" });
    default:
      return undefined;
  }
}
