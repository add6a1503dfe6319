import type { EnrolmentPageId, HistoryItem, StopView } from "@aval/protocol";
import {
  type ApprovalCommand,
  type ApprovalEvent,
  type ApprovalScreen,
  danger,
  digits,
  type Held,
  pendingOn,
  question,
  scan,
} from "./approvals/request.ts";
import { questionAgain, stepApproval } from "./approvals/state.ts";
import {
  type DrillCommand,
  type DrillEvent,
  type DrillScreen,
  drillOver,
  isCalm,
  isOfDrills,
  stepDrills,
} from "./drills/state.ts";
import {
  type EnrolmentCommand,
  type EnrolmentEvent,
  type EnrolmentScreen,
  emptyConfirm,
  emptyWaiting,
  type Holder,
  type InstallOffer,
  stepEnrolment,
} from "./enrolment/state.ts";
import {
  type BellCommand,
  type BellEvent,
  type BellScreen,
  type Bells,
  bellList,
  bellTrial,
  isOfBells,
  noBells,
  quietHours,
} from "./bells/request.ts";
import { needsOfBells, stepBells } from "./bells/state.ts";
import {
  type CallCommand,
  callBack,
  type CallBack,
  type CallerCheck,
  type CallEvent,
  type CallReport,
  type Calls,
  noCalls,
} from "./calls/request.ts";
import { needsCall, stepCalls } from "./calls/state.ts";
import {
  type CardCommand,
  type CardEvent,
  type CardLost,
  cardLost,
  stepCard,
} from "./cards/state.ts";
import {
  type History,
  type HistoryCommand,
  type HistoryEvent,
  history,
} from "./history/request.ts";
import { stepHistory } from "./history/state.ts";
import type { Stage } from "./keys/kept.ts";
import {
  isOfLocums,
  type LocumCommand,
  type LocumEvent,
  type LocumScreen,
} from "./locums/request.ts";
import { backFromLocum, stepLocums } from "./locums/state.ts";
import {
  isOfNewCode,
  type NewCodeCommand,
  type NewCodeEvent,
  type NewCodeScreen,
  newCodeCall,
  stepNewCode,
} from "./new-code/state.ts";
import {
  type ContactCommand,
  type ContactEvent,
  type ContactScreen,
  type ContactsDue,
  contactsList,
  isOfContacts,
  nothingDue,
  stepContacts,
} from "./own-contacts/state.ts";
import {
  isOfOwnPhones,
  type OwnPhoneCommand,
  type OwnPhoneEvent,
  type OwnPhoneScreen,
  ownPhones,
} from "./own-phones/request.ts";
import { stepOwnPhones } from "./own-phones/state.ts";
import {
  type PasskeyCommand,
  type PasskeyEvent,
  type PasskeyList,
  passkeyList,
  stepPasskeys,
} from "./passkeys/state.ts";
import {
  type NoticeCommand,
  type NoticeEvent,
  type NoticeList,
  noticeList,
  stepNotices,
} from "./notices/state.ts";
import {
  type OnboardingCommand,
  type OnboardingEvent,
  type OnboardingScreen,
  type OnboardingStep,
  onboardingAt,
  onEntering,
  stepOnboarding,
} from "./onboarding/state.ts";
import {
  type Coming,
  isOfPhones,
  noComing,
  type PhoneCommand,
  type PhoneEvent,
  type PhoneScreen,
  phoneCall,
} from "./phones/request.ts";
import { stepPhones } from "./phones/state.ts";
import {
  isOfMeans,
  type MeansCommand,
  type MeansEvent,
  type MeansKnown,
  type MeansScreen,
  meansList,
  nothingKnown,
} from "./second-means/request.ts";
import { hearMeans, stepMeans } from "./second-means/state.ts";
import {
  isOfRaise,
  type RaiseCommand,
  type RaiseEvent,
  type RaiseScreen,
  raise,
  stepRaise,
} from "./raise/state.ts";
import { enterPlaces } from "./places/entry.ts";
import {
  isOfPlaces,
  type Making,
  noPlaces,
  type PlaceCommand,
  type PlaceEvent,
  type PlaceScreen,
  type Places,
  placeList,
} from "./places/request.ts";
import { stepPlaces } from "./places/state.ts";
import {
  isPractice,
  type PracticeCommand,
  type PracticeEvent,
  type PracticeScreen,
  practice,
  stepPractice,
} from "./practice/state.ts";
import {
  type SessionCommand,
  type SessionEvent,
  type SessionList,
  sessionList,
} from "./sessions/request.ts";
import { stepSessions } from "./sessions/state.ts";
import {
  isOfSoftware,
  noSoftware,
  type Software,
  type SoftwareCommand,
  type SoftwareEvent,
  type SoftwareScreen,
  search,
  softwareList,
} from "./software/request.ts";
import { stepSoftware } from "./software/state.ts";
import {
  type LetterCommand,
  type LetterEvent,
  type LetterScreen,
  stepLetter,
} from "./letter/state.ts";
import type { Language, SettingsScreen } from "./settings/state.ts";
import {
  block,
  isOfStops,
  type StopCommand,
  type StopEvent,
  type StopScreen,
} from "./stops/request.ts";
import { stepStops } from "./stops/state.ts";
import type { ThisPhoneCommand, ThisPhoneEvent, ThisPhoneScreen } from "./this-phone/request.ts";
import { enterThisPhone } from "./this-phone/state.ts";
import { type Asking, askingOf, calmLeft, calmSeconds } from "./shell/asking.ts";
import { type GoneReason, goneReason, type Trouble } from "./trouble.ts";
import {
  stepWallet,
  type WalletCommand,
  type WalletEvent,
  type WalletScreen,
} from "./wallet/state.ts";

/**
 * The whole phone page as one value: what is on screen, and the one function that moves it.
 *
 * `step` is pure. What it wants from the world it returns as commands, which `effects.ts` runs and answers with
 * events; what must go on as long as a screen is shown (camera, polling, the countdown) is read from the model by
 * `needs`, so that leaving a screen by any door stops it.
 */
export type Screen =
  | { readonly at: "starting" }
  /** `no_storage`: this browser keeps no keys (private window). `fault`: a bug. */
  | { readonly at: "broken"; readonly why: "no_storage" | "fault" }
  /** The server no longer hears this phone. */
  | { readonly at: "gone"; readonly why: GoneReason }
  /** `opening`: the page has just opened, and a request found now is shown rather than announced. */
  | { readonly at: "home"; readonly opening: boolean; readonly waiting: Held | undefined }
  | History
  /** Somebody is on the telephone: the one answer, from the home screen, without a code. */
  | { readonly at: "call" }
  | CallBack
  | CallerCheck
  | CallReport
  | EnrolmentScreen
  | WalletScreen
  | LetterScreen
  | ApprovalScreen
  | PlaceScreen
  | LocumScreen
  | ThisPhoneScreen
  | SessionList
  | SoftwareScreen
  | CardLost
  | PasskeyList
  | OwnPhoneScreen
  | RaiseScreen
  | ContactScreen
  | NewCodeScreen
  | StopScreen
  | BellScreen
  | PhoneScreen
  | NoticeList
  | MeansScreen
  | PracticeScreen
  | DrillScreen
  | OnboardingScreen
  | SettingsScreen;

export type Activity = {
  readonly items: readonly HistoryItem[];
  /** Seconds since the epoch, server's clock: when the server said so. */
  readonly asOf: number;
};

export type Model = {
  readonly screen: Screen;
  readonly language: Language;
  readonly sandbox: boolean;
  readonly offer: InstallOffer;
  /** The phone's name in the simulator. */
  readonly name: string | undefined;
  readonly holder: Holder | undefined;
  /** Seconds since the epoch on the server's clock. */
  readonly now: number;
  readonly online: boolean;
  /** The last history heard, kept for when there is no network. */
  readonly activity: Activity | undefined;
  readonly activityTrouble: Trouble | undefined;
  readonly calls: Calls;
  readonly places: Places;
  readonly bells: Bells;
  readonly coming: Coming;
  readonly contacts: ContactsDue;
  readonly means: MeansKnown;
  readonly software: Software;
  /** Whether this is the page that the sign-in page of this phone's own browser enters, and may go back from. */
  readonly atEntry: boolean;
  /** What is stopped of the holder's, as last heard; `undefined` before. */
  readonly stops: readonly StopView[] | undefined;
  /** A newer version of the page is on this phone and waits to take over. */
  readonly update: boolean;
  /** The step of the first minutes that comes next; `undefined`: over, or never begun. */
  readonly onboarding: OnboardingStep | undefined;
  /** A whole number from nought, drawn anew each time something happens. */
  readonly draw: number;
  /** How what is asked of calls stands, drawn when its screen came. */
  readonly asking: Asking;
  /** It waits for what two registrars signed, and opens its holder's own places meanwhile: it has no home screen but that wait. */
  readonly atHome?: boolean;
  /** Until when nothing that opens is taken: somebody was said to be leading the holder. Seconds since the epoch. */
  readonly calmUntil: number | undefined;
};

export type Started = {
  readonly event: "started";
  readonly stage: Stage | undefined;
  readonly holder: Holder | undefined;
  readonly activity: Activity | undefined;
  readonly making?: Making | undefined;
  readonly onboarding?: OnboardingStep | undefined;
  readonly meansLater?: number | undefined;
};

type ShellEvent =
  | Started
  | { readonly event: "broke"; readonly why: "no_storage" | "fault" }
  /** A second has passed: whoever dispatches has already put the time into the model. */
  | { readonly event: "ticked" }
  | { readonly event: "online_changed"; readonly online: boolean }
  | { readonly event: "woken" }
  | { readonly event: "mode_known"; readonly sandbox: boolean }
  | { readonly event: "update_ready" }
  | { readonly event: "update_tapped" }
  | { readonly event: "offer_changed"; readonly offer: InstallOffer }
  | { readonly event: "holder_known"; readonly holder: Holder | undefined }
  | { readonly event: "activity_known"; readonly activity: Activity }
  | { readonly event: "activity_failed"; readonly trouble: Trouble }
  | { readonly event: "language_chosen"; readonly language: Language }
  | {
      readonly event: "opened";
      readonly screen: OpenedScreen;
    }
  | { readonly event: "resume_tapped" }
  /** The first of the two questions about calls and screens was answered: nobody. */
  | { readonly event: "first_answered" }
  | { readonly event: "back" }
  | { readonly event: "remove_confirmed" }
  | { readonly event: "removed" };
/** What a tap may open from somewhere else. */
export type OpenedScreen =
  | "home"
  | "scan"
  | "digits"
  | "call"
  | "history"
  | "places"
  | "sessions"
  | "notices"
  | "bells"
  | "bell-trial"
  | "quiet-hours"
  | "software"
  | "search"
  | "phone-call"
  | "call-back"
  | "own-phones"
  | "raise"
  | "contacts"
  | "new-code-call"
  | "block"
  | "card-lost"
  | "passkeys"
  | "means"
  | "stopped"
  | "practice"
  | "onboarding"
  | "settings"
  | "stored"
  | "remove";
export type AppEvent =
  | ShellEvent
  | ApprovalEvent
  | EnrolmentEvent
  | WalletEvent
  | LetterEvent
  | PlaceEvent
  | LocumEvent
  | SessionEvent
  | HistoryEvent
  | SoftwareEvent
  | CardEvent
  | PasskeyEvent
  | OwnPhoneEvent
  | RaiseEvent
  | ContactEvent
  | NewCodeEvent
  | StopEvent
  | CallEvent
  | BellEvent
  | PhoneEvent
  | NoticeEvent
  | MeansEvent
  | PracticeEvent
  | DrillEvent
  | OnboardingEvent
  | ThisPhoneEvent;

type ShellCommand =
  | { readonly command: "load_activity" }
  | { readonly command: "update_page" }
  | { readonly command: "keep_language"; readonly language: Language };
export type Command =
  | ShellCommand
  | ApprovalCommand
  | EnrolmentCommand
  | WalletCommand
  | LetterCommand
  | PlaceCommand
  | LocumCommand
  | ThisPhoneCommand
  | SessionCommand
  | HistoryCommand
  | SoftwareCommand
  | CardCommand
  | PasskeyCommand
  | OwnPhoneCommand
  | RaiseCommand
  | ContactCommand
  | NewCodeCommand
  | BellCommand
  | CallCommand
  | PhoneCommand
  | NoticeCommand
  | MeansCommand
  | PracticeCommand
  | DrillCommand
  | OnboardingCommand
  | StopCommand;

export type Step = { readonly model: Model; readonly run: readonly Command[] };

/** What must go on while this screen is shown. */
export type Needs = {
  readonly eye: "camera" | "display" | undefined;
  /** The eye's decoder, made ready while the phone has nothing else to do. */
  readonly warm: boolean;
  readonly poll: boolean;
  /** Whether it is asked, again and again, if anything rings. */
  readonly rings: boolean;
  /** The page of a new phone that is watched, second by second. */
  readonly page: EnrolmentPageId | undefined;
  /** Whether this new phone waits for its words to be compared. */
  readonly words: boolean;
  /** Whether it is asked, again and again, what a desk and a card have shown. */
  readonly desk: boolean;
  /** Whether it is asked, again and again, who calls. */
  readonly call: boolean;
  readonly tick: boolean;
};

const home = (opening: boolean, waiting?: Held): Screen => ({ at: "home", opening, waiting });
const goHome: readonly Command[] = [
  { command: "load_activity" },
  { command: "look_for_pending" },
  { command: "load_places" },
  { command: "load_software" },
  { command: "load_stops" },
  { command: "load_bells" },
  { command: "look_for_rings" },
  { command: "load_coming" },
  { command: "load_contacts" },
  { command: "load_means" },
];

export function needs(model: Model): Needs {
  const { screen } = model;
  const looking = screen.at === "scan" && (screen.eye === "opening" || screen.eye === "open");
  const pending = pendingOn(screen);
  const bells = needsOfBells(model);
  const counting =
    pending !== undefined ||
    bells.tick ||
    calmLeft(model.calmUntil, model.now) > 0 ||
    screen.at === "place-wait" ||
    screen.at === "software-link-wait" ||
    screen.at === "phone-wait" ||
    screen.at === "phone-mine-wait" ||
    screen.at === "contact-wait" ||
    screen.at === "stopped" ||
    screen.at === "reopening" ||
    ((screen.at === "lift" || screen.at === "own-code" || screen.at === "new-code") &&
      screen.waitUntil !== undefined) ||
    (screen.at === "locum-check" && screen.waitUntil !== undefined) ||
    (screen.at === "key-code" && screen.waitUntil !== undefined) ||
    (screen.at === "raise-code" && screen.waitUntil !== undefined) ||
    ((screen.at === "confirm" || screen.at === "place-ask") && screen.waitUntil !== undefined);
  return {
    eye: looking ? screen.source : undefined,
    warm: screen.at === "home",
    poll: pending !== undefined && !pending.busy,
    rings: bells.rings,
    page: screen.at === "phone-page" ? screen.page : undefined,
    words: screen.at === "words" && screen.words !== undefined,
    desk: screen.at === "reopening" && screen.busy === undefined,
    call: needsCall(model),
    tick: counting,
  };
}

const enrolmentScreens = new Set([
  "welcome",
  "install",
  "desk",
  "elsewhere",
  "words",
  "same-phone",
  "waiting",
  "code",
  "confirm",
  "over",
  "enrolled",
]);
const approvalScreens = new Set([
  "scan",
  "digits",
  "question",
  "why",
  "answered",
  "ended",
  "danger",
]);

/** What an event makes of the page. No *non* counts in the half minute after a *oui*, whatever screen asks. */
export function step(model: Model, event: AppEvent): Step {
  if ("onCall" in event && !event.onCall && calmLeft(model.calmUntil, model.now) > 0)
    return keep(model);
  const next = whileItWaits(stepOn(model, event));
  if (next.model.screen.at === model.screen.at) return next;
  const isLed = next.model.screen.at === "danger";
  const calmUntil = isLed ? model.now + calmSeconds : model.calmUntil;
  return { ...next, model: { ...next.model, asking: askingOf(model.draw), calmUntil } };
}

/**
 * A phone that waits opens its holder's own places and nothing else: where another goes home, it goes where it waits, and so it does when the
 * server refuses it, which says there what has become of it. What an active phone asks for then is not asked.
 */
function whileItWaits(next: Step): Step {
  const { model } = next;
  const { screen } = model;
  if (screen.at === "waiting")
    return screen.busy ? next : { ...next, model: { ...model, atHome: screen.atHome === "given" } };
  if (enrolmentScreens.has(screen.at)) return { ...next, model: { ...model, atHome: false } };
  if (!model.atHome) return next;
  if (screen.at === "home" || screen.at === "gone")
    return show(model, emptyWaiting, [{ command: "check_enrolment" }]);
  return { ...next, run: next.run.filter(({ command }) => command !== "load_bells") };
}

function stepOn(model: Model, event: AppEvent): Step {
  const here = enterThisPhone(model, event);
  if (here) return show(model, here.screen, here.run);
  const ofLetter = stepLetter(model, event);
  if (ofLetter) return show(model, ofLetter.screen, ofLetter.run);
  const ofWallet = stepWallet(model, event);
  if (ofWallet) return show(model, ofWallet.screen, ofWallet.run);
  const shell = stepShell(model, event);
  if (shell) return shell;
  const entered = enterPlaces(model, event);
  if (entered) return show({ ...model, places: entered.places }, entered.screen, entered.run);

  const drilled = stepDrills(model, event);
  if (drilled) return show(model, drilled.screen, drilled.run);
  const called = stepCalls(model, event);
  if (called) return show({ ...model, calls: called.calls }, called.screen, called.run);

  const stopped = stepStops(model, event);
  if (stopped) return show({ ...model, stops: stopped.stops }, stopped.screen, stopped.run);

  const heard = hearMeans(model, event);
  if (heard) return show({ ...model, means: heard.means }, heard.screen, heard.run);

  const { screen } = model;
  if (screen.at === "history") {
    // A phone that is gone still reads what it has.
    const next = stepHistory(screen, event);
    return show(model, next.screen, next.run);
  }
  const why = "trouble" in event && event.trouble ? goneReason(event.trouble) : undefined;
  if (why && !enrolmentScreens.has(screen.at)) return show(model, { at: "gone", why });
  const exercise = stepPractice(screen, event);
  if (exercise) return show(model, exercise.screen, exercise.run);
  const learning = stepOnboarding(screen, model.onboarding, event);
  if (learning) return show({ ...model, onboarding: learning.next }, learning.screen, learning.run);
  const ofLocums = stepLocums(model, event);
  if (ofLocums) return show({ ...model, places: ofLocums.places }, ofLocums.screen, ofLocums.run);
  const ofSoftware = stepSoftware(model, event);
  if (ofSoftware)
    return show({ ...model, software: ofSoftware.software }, ofSoftware.screen, ofSoftware.run);
  const ofPhones = stepPhones(model, event);
  if (ofPhones) return show({ ...model, coming: ofPhones.coming }, ofPhones.screen, ofPhones.run);
  const ofContacts = stepContacts(model, event);
  if (ofContacts)
    return show({ ...model, contacts: ofContacts.contacts }, ofContacts.screen, ofContacts.run);
  const ofOwn = stepOwnPhones(model, event) ?? stepNewCode(model, event);
  if (ofOwn) return show(model, ofOwn.screen, ofOwn.run);
  const raised = stepRaise(model, event);
  if (raised) return show(model, raised.screen, raised.run);
  const ofMeans = stepMeans(model, event);
  if (ofMeans) return show(model, ofMeans.screen, ofMeans.run);
  const rung = stepBells(model, event);
  if (rung) return show({ ...model, bells: rung.bells }, rung.screen, rung.run);
  if (event.event === "pending_known" && screen.at === "home")
    return pendingAtHome(model, event.held);
  if (enrolmentScreens.has(screen.at) || screen.at === "gone") {
    const from: EnrolmentScreen =
      screen.at === "gone" ? { at: "over", why: "expired" } : (screen as EnrolmentScreen);
    const next = stepEnrolment(from, event as EnrolmentEvent, {
      sandbox: model.sandbox,
      offer: model.offer,
      now: model.now,
    });
    if (next.screen === from) return { model, run: next.run };
    if (next.screen.at !== "enrolled") return show(model, next.screen, next.run);
    // Kept from the first moment: whoever closes the page here finds where it begins.
    const onboarding = "notices";
    const run = [...next.run, { command: "keep_onboarding", step: onboarding } as const];
    return show({ ...model, onboarding }, next.screen, run);
  }
  if (approvalScreens.has(screen.at)) {
    const next = stepApproval(screen as ApprovalScreen, event as ApprovalEvent, model.now);
    return show(model, next.screen, [...next.run, ...afterAnswer(screen, next.screen)]);
  }
  if (screen.at === "sessions") {
    const next = stepSessions(screen, event);
    return show(model, next.screen, next.run);
  }
  if (screen.at === "passkeys") {
    const next = stepPasskeys(screen, event);
    return show(model, next.screen, next.run);
  }
  if (screen.at === "notices") return show(model, stepNotices(screen, event));
  if (screen.at === "card-lost") {
    const next = stepCard(screen, event);
    return show(model, next.screen, next.run);
  }
  if (isOfPlaces(screen)) {
    const next = stepPlaces(screen, event as PlaceEvent, model.places, model.now);
    return show({ ...model, places: next.places }, next.screen, next.run);
  }
  return { model, run: [] };
}

const show = (model: Model, screen: Screen, run: readonly Command[] = []): Step => ({
  model: { ...model, screen },
  run,
});
const keep = (model: Model, run: readonly Command[] = []): Step => ({ model, run });

/** Let in from a place of one's own, or by software that is one: whether it may ring, too, is asked while the answer is read. */
function afterAnswer(before: Screen, after: ApprovalScreen): readonly Command[] {
  const isEntered = after.at === "answered" && after.decision === "approved";
  const isNew = before.at !== "answered";
  if (!isNew || !isEntered) return [];
  const { standing, linked } = after.context.browser;
  return standing === "own_place" || linked === "aged" ? [{ command: "load_bells" }] : [];
}

const askCall = (model: Model): readonly Command[] =>
  needsCall(model) ? [{ command: "load_call" }] : [];

/** What any screen answers alike; `undefined` leaves the event to the screen. */
function stepShell(model: Model, event: AppEvent): Step | undefined {
  switch (event.event) {
    case "started":
      return started(model, event);
    case "broke":
      return show(model, { at: "broken", why: event.why });
    case "ticked":
      return keep(model);
    case "online_changed":
      return keep(
        { ...model, online: event.online, calls: noCalls },
        event.online ? [...(model.screen.at === "home" ? goHome : []), ...askCall(model)] : [],
      );
    case "woken":
      // Whatever was heard of calls before the phone slept is worth nothing now.
      return keep({ ...model, calls: noCalls }, [
        ...(model.screen.at === "home" ? goHome : []),
        ...askCall(model),
      ]);
    case "mode_known":
      return keep({ ...model, sandbox: event.sandbox });
    case "update_ready":
      return keep({ ...model, update: true });
    case "update_tapped":
      return keep(model, [{ command: "update_page" }]);
    case "offer_changed":
      return keep({
        ...model,
        offer: event.offer,
        screen:
          model.screen.at === "install" ? { ...model.screen, offer: event.offer } : model.screen,
      });
    case "holder_known":
      return keep({ ...model, holder: event.holder });
    case "activity_known":
      return keep({ ...model, activity: event.activity, activityTrouble: undefined });
    case "activity_failed":
      return activityFailed(model, event.trouble);
    case "language_chosen":
      return keep({ ...model, language: event.language }, [
        { command: "keep_language", language: event.language },
      ]);
    case "opened":
      return opened(model, event.screen);
    case "first_answered":
      return keep({ ...model, asking: { ...model.asking, passed: true } });
    case "resume_tapped":
      return model.screen.at === "home" && model.screen.waiting
        ? show(model, question(model.screen.waiting))
        : keep(model);
    case "back":
      return back(model);
    case "remove_confirmed":
      return model.screen.at === "remove"
        ? show(model, { at: "remove", busy: true }, [{ command: "forget_phone" }])
        : keep(model);
    case "removed":
      return removed(model);
    case "onboarding_ended": {
      const over = { ...model, onboarding: undefined };
      return keep(over, [{ command: "keep_onboarding", step: undefined }]);
    }
    case "fraud_tapped":
      return show(model, danger(event.cause, model.now));
    default:
      return undefined;
  }
}

function activityFailed(model: Model, trouble: Trouble): Step {
  const why = goneReason(trouble);
  // A phone that is gone still reads the history it has: it asked for it there, and stays.
  return why && model.screen.at !== "history" && !enrolmentScreens.has(model.screen.at)
    ? show(model, { at: "gone", why })
    : keep({ ...model, activityTrouble: trouble });
}

function started(model: Model, event: Started): Step {
  const told: Model = {
    ...model,
    holder: event.holder,
    activity: event.activity,
    places: { ...noPlaces, making: event.making },
    onboarding: event.onboarding,
    means: { ...nothingKnown, later: event.meansLater },
  };
  switch (event.stage) {
    case undefined:
      return show(told, { at: "welcome" });
    case "asked":
    case "proved":
      return show(told, emptyWaiting, [{ command: "check_enrolment" }]);
    case "coded":
      return show(told, emptyConfirm, [{ command: "check_enrolment" }]);
    case "active":
      return show(told, home(true), [...goHome, { command: "renew_push" }]);
  }
}

/** A request found when the page opens, after a reload or a lost answer, is shown at once. */
function pendingAtHome(model: Model, held: readonly Held[]): Step {
  // A real request is answered first.
  const waiting = held.find((one) => !isPractice(one)) ?? held[0];
  const opening = model.screen.at === "home" && model.screen.opening;
  if (waiting && opening) return show(model, question(waiting));
  const next = show(model, home(false, waiting));
  return opening && isCalm(next.model) ? { ...next, run: [{ command: "load_drill" }] } : next;
}

function opened(model: Model, screen: OpenedScreen): Step {
  switch (screen) {
    case "home":
      return show({ ...model, bells: { ...model.bells, setting: undefined } }, home(false), goHome);
    case "scan":
      return show(model, scan());
    case "digits":
      // The row of a phone that waits is of what it scans.
      return model.atHome ? keep(model) : show(model, digits);
    case "history":
      return show(model, history, [
        { command: "load_activity" },
        { command: "load_events", before: undefined },
      ]);
    case "call":
      // Asked anew: what is shown of the network is then what the network says now.
      return show(model, { at: screen }, [{ command: "load_activity" }, { command: "load_call" }]);
    case "places":
      return show(model, placeList, [{ command: "load_places" }, { command: "load_bells" }]);
    case "notices":
      return show(model, noticeList, [{ command: "load_notices" }]);
    case "bells":
      return show(model, bellList, [{ command: "load_bells" }]);
    case "bell-trial":
      return show(model, bellTrial, [{ command: "look_at_push" }, { command: "load_quiet" }]);
    case "quiet-hours":
      return show(model, quietHours, [{ command: "load_quiet" }]);
    case "sessions":
      return show(model, sessionList, [{ command: "load_sessions", soon: false }]);
    case "software":
      return show(model, softwareList, [
        { command: "load_software" },
        { command: "load_places" },
        { command: "load_bells" },
      ]);
    case "search":
      return show(model, search);
    case "passkeys":
      return show(model, passkeyList, [{ command: "load_passkeys" }]);
    case "own-phones":
      return show(model, ownPhones, [{ command: "load_own_phones" }]);
    case "raise":
      return show(model, raise, [{ command: "load_raise" }]);
    case "contacts":
      return show(model, contactsList, [{ command: "load_contacts" }]);
    case "new-code-call":
      return show(model, newCodeCall);
    case "means":
      return show(model, meansList, [{ command: "load_means" }]);
    case "card-lost":
      return show(model, cardLost);
    case "phone-call":
      return show(model, phoneCall);
    case "call-back":
      return show(model, callBack, [{ command: "load_call" }]);
    case "block":
      return show(model, block);
    case "stopped":
      return show(model, { at: "stopped" }, [{ command: "load_stops" }]);
    case "practice":
      return show(model, practice);
    case "onboarding": {
      const onboarding = model.onboarding ?? "notices";
      const run = [
        { command: "keep_onboarding", step: onboarding },
        ...onEntering(onboarding),
      ] as const;
      return show({ ...model, onboarding }, onboardingAt(onboarding), run);
    }
    case "remove":
      return show(model, { at: "remove", busy: false });
    default:
      return show(model, { at: screen });
  }
}

/** The phone's own *back*, the browser's and the arrow of each page are one thing. */
function back(model: Model): Step {
  const { screen } = model;
  switch (screen.at) {
    case "why":
      if (screen.busy) return keep(model);
      return screen.refused ? opened(model, "home") : show(model, questionAgain(screen));
    case "question":
      if (screen.busy) return keep(model);
      return show(model, home(false, { approval: screen.approval, context: screen.context }), [
        { command: "load_activity" },
      ]);
    case "stored":
    case "remove":
    case "places":
    case "bells":
    case "notices":
    case "software":
      return show(model, { at: "settings" });
    case "call-back":
    case "caller-check":
      return screen.busy ? keep(model) : opened(model, "call");
    case "phone-call":
    case "phone-wait":
      return screen.busy ? keep(model) : show(model, { at: "settings" });
    case "phone-mine-call":
    case "phone-mine-wait":
      return screen.busy ? keep(model) : opened(model, "home");
    case "software-choice":
    case "software-call":
      return opened(model, "software");
    case "software-add":
      return screen.busy ? keep(model) : opened(model, "software");
    case "software-link-wait":
      return screen.busy ? keep(model) : opened(model, "home");
    case "bell-trial":
    case "quiet-hours":
      return opened(model, "bells");
    case "ring":
      // Put aside: it stays on the home screen while it rings, and does not come back by itself.
      return opened({ ...model, bells: { ...model.bells, aside: screen.ring.ring } }, "home");
    case "ring-why":
      return screen.busy
        ? keep(model)
        : show(model, { at: "ring", ring: screen.ring, over: false });
    case "means":
    case "passkeys":
      return show(model, { at: "settings" });
    case "key-call":
    case "key-make":
    case "key-code":
      return screen.busy ? keep(model) : opened(model, "means");
    case "drill":
      return show(model, drillOver(undefined));
    case "practice":
      return screen.busy ? keep(model) : show(model, { at: "settings" });
    case "card-lost":
    case "new-code":
      return screen.busy ? keep(model) : show(model, { at: "settings" });
    case "own-phones":
    case "new-code-call":
    case "new-code-forgotten":
      return show(model, { at: "settings" });
    case "raise":
      return opened(model, "own-phones");
    case "raise-code":
      return screen.busy ? keep(model) : opened(model, "raise");
    case "own-lost":
    case "own-code":
      return screen.busy ? keep(model) : opened(model, "own-phones");
    case "own-name":
    case "own-call":
      return opened(model, "own-phones");
    case "contacts":
      return show(model, { at: "settings" });
    case "contact-new":
      return opened(model, "contacts");
    case "contact-call":
    case "contact-wait":
      return screen.busy ? keep(model) : opened(model, "contacts");
    case "lift-call":
      return opened(model, "stopped");
    case "reopening":
      return screen.busy ? keep(model) : opened(model, "stopped");
    case "lift":
      return screen.busy ? keep(model) : opened(model, "stopped");
    case "block":
    case "place-call":
    case "place-ask":
      return screen.busy ? keep(model) : opened(model, "home");
    case "install":
    case "elsewhere":
    case "desk":
    case "wallet-who":
    case "eid-who":
      return show(model, { at: "welcome" });
    case "locum-call":
    case "locum-who":
    case "locum-check":
    case "locum-done":
      return show(model, backFromLocum(screen) ?? screen);
    default:
      return hasHome(screen) ? opened(model, "home") : keep(model);
  }
}

/** Whether this is a screen of an enrolled phone, one step from its home. */
export function hasHome(screen: Screen): boolean {
  return (
    approvalScreens.has(screen.at) ||
    isOfPlaces(screen) ||
    isOfStops(screen) ||
    isOfBells(screen) ||
    screen.at === "notices" ||
    isOfSoftware(screen) ||
    isOfPhones(screen) ||
    isOfOwnPhones(screen) ||
    isOfRaise(screen) ||
    isOfContacts(screen) ||
    isOfNewCode(screen) ||
    isOfMeans(screen) ||
    isOfLocums(screen) ||
    isOfDrills(screen) ||
    screen.at === "history" ||
    screen.at === "sessions" ||
    screen.at === "call" ||
    screen.at === "call-report" ||
    screen.at === "call-back" ||
    screen.at === "caller-check" ||
    screen.at === "settings" ||
    screen.at === "practice" ||
    screen.at === "onboarding" ||
    screen.at === "enrolled"
  );
}

/** Whether *back* leads anywhere inside the page. */
export function canGoBack(screen: Screen): boolean {
  return (
    hasHome(screen) ||
    [
      "stored",
      "remove",
      "card-lost",
      "passkeys",
      "install",
      "desk",
      "elsewhere",
      "wallet-who",
      "eid-who",
    ].includes(screen.at)
  );
}

function removed(model: Model): Step {
  const emptied: Model = {
    ...model,
    holder: undefined,
    activity: undefined,
    activityTrouble: undefined,
    calls: noCalls,
    places: noPlaces,
    bells: noBells,
    coming: noComing,
    contacts: nothingDue,
    means: nothingKnown,
    software: noSoftware,
    stops: undefined,
    onboarding: undefined,
  };
  return model.screen.at === "remove" ? show(emptied, { at: "welcome" }) : keep(emptied);
}
