import { createPhone, type Phone, type PhoneIdentity } from "@aval/protocol";
import { type ApprovalDeps, lookForPending, runApproval } from "./approvals/effects.ts";
import type { Eye } from "./approvals/eye.ts";
import { runBells } from "./bells/effects.ts";
import type { Push } from "./bells/push.ts";
import { runDrills } from "./drills/effects.ts";
import { type EnrolmentDeps, runEnrolment } from "./enrolment/effects.ts";
import { runCalls } from "./calls/effects.ts";
import { reportCard } from "./cards/effects.ts";
import { runHistory } from "./history/effects.ts";
import { identityOf } from "./keys/kept.ts";
import type { Vault } from "./keys/vault.ts";
import { runLetter } from "./letter/effects.ts";
import { runLocums } from "./locums/effects.ts";
import { runPasskeys } from "./passkeys/effects.ts";
import { loadNotices } from "./notices/effects.ts";
import { changeCode, renewCode } from "./new-code/effects.ts";
import { runContacts } from "./own-contacts/effects.ts";
import { runOwnPhones } from "./own-phones/effects.ts";
import { runRaise } from "./raise/effects.ts";
import { runPhones } from "./phones/effects.ts";
import { runMeans } from "./second-means/effects.ts";
import { runPlaces } from "./places/effects.ts";
import { beginPractice } from "./practice/effects.ts";
import { runSessions } from "./sessions/effects.ts";
import { runSoftware } from "./software/effects.ts";
import { runStops } from "./stops/effects.ts";
import type { Network } from "./shell/network.ts";
import type { Platform } from "./shell/platform.ts";
import type { AppEvent, Command, Needs } from "./state.ts";
import { runThisPhone, type ThisPhoneDeps } from "./this-phone/effects.ts";
import { troubleOf } from "./trouble.ts";
import { runWallet, type WalletDeps } from "./wallet/effects.ts";

export type Dispatch = (event: AppEvent) => void;

/** The world the page lives in, made once in `main.tsx`. */
export type World = {
  readonly network: Network;
  readonly vault: Vault;
  readonly platform: Platform;
  readonly push: Push;
  readonly label: string;
  /** This machine's clock, in milliseconds. */
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array<ArrayBuffer>;
  readonly createEye: (dispatch: Dispatch) => Eye;
  /** Lets the newer version that waits take over, and opens it. */
  readonly update: () => Promise<void>;
  /** Where the page itself goes. */
  readonly ways: Pick<ThisPhoneDeps, "sendForm" | "openEntry" | "leaveEntry"> &
    Pick<WalletDeps, "openAddress">;
};

export type Effects = {
  readonly eye: Eye;
  readonly run: (command: Command) => Promise<void>;
  /** Starts and stops what must go on while a screen is shown. */
  readonly keep: (needs: Needs) => void;
  /** Asks the server what time it is; silent when it does not answer. */
  readonly learnTime: () => Promise<void>;
  /** Seconds since the epoch on the server's clock. */
  readonly now: () => number;
};

const pollMs = 2000;
const renewalMs = 5000;
/** A ring lasts a minute: what no push announced is on the open page within a few seconds. */
const ringPollMs = 3000;
/** Two registrars and a card are shown by hand: the screen beside them follows within a few seconds. */
const deskPollMs = 3000;
/** An answer about calls is worth thirty seconds. */
const callPollMs = 10_000;
const tickMs = 1000;
/** A clock that jumps, here or at the server, leaves a countdown absurd no longer than this. */
const timeMs = 5000;

const approvalCommands = new Set<Command["command"]>([
  "claim",
  "claim_digits",
  "look_for_pending",
  "settle",
  "approve",
  "refuse",
  "explain",
  "torch",
  "buzz",
]);

const placeCommands = new Set<Command["command"]>([
  "load_places",
  "offer_place",
  "decline_place",
  "keep_making",
  "make_place",
  "confirm_place",
  "end_place",
]);

const locumCommands = new Set<Command["command"]>(["find_locum", "announce_locum", "end_locum"]);

const softwareCommands = new Set<Command["command"]>([
  "load_software",
  "add_software",
  "remove_software",
  "scan_link",
  "stop_link",
  "confirm_link",
  "search",
]);

const thisPhoneCommands = new Set<Command["command"]>([
  "claim_here",
  "come_back",
  "open_entry",
  "leave_entry",
]);

const walletCommands = new Set<Command["command"]>([
  "ask_wallet",
  "take_wallet",
  "end_wallet",
  "leave_wallet",
]);

const letterCommands = new Set<Command["command"]>(["ask_eid", "use_letter", "leave_letter"]);

const bellCommands = new Set<Command["command"]>([
  "load_bells",
  "set_bell",
  "end_bell",
  "look_for_rings",
  "refuse_ring",
  "look_at_push",
  "allow_push",
  "renew_push",
  "try_push",
  "stop_push",
  "load_quiet",
  "keep_quiet",
]);

const meansCommands = new Set<Command["command"]>([
  "load_means",
  "keep_means_later",
  "begin_key",
  "make_key",
  "add_key",
]);

const phoneCommands = new Set<Command["command"]>([
  "ask_phone_page",
  "ask_mine",
  "say_mine",
  "open_phone_page",
  "watch_phone_page",
  "type_phone_words",
  "load_coming",
  "stop_coming",
]);

const contactCommands = new Set<Command["command"]>([
  "load_contacts",
  "say_contacts_right",
  "ask_contact",
  "change_contact",
  "stop_contact",
]);

const ownPhoneCommands = new Set<Command["command"]>([
  "load_own_phones",
  "report_lost_phone",
  "change_own_phone",
]);

const raiseCommands = new Set<Command["command"]>(["load_raise", "ask_raise", "raise_phone"]);

const drillCommands = new Set<Command["command"]>(["load_drill", "answer_drill", "end_drills"]);

const callCommands = new Set<Command["command"]>([
  ...["load_call", "report_call", "tell_call", "ask_back", "withdraw_back", "confirm_caller"],
] as Command["command"][]);

/** Its QR changes every second. */
const pageMs = 1000;

const stopCommands = new Set<Command["command"]>([
  "load_stops",
  "block_access",
  "lift_stop",
  "begin_reopening",
  "sign_at_sandbox_desk",
]);

export function createEffects(world: World, dispatch: Dispatch): Effects {
  let offsetMs = 0;
  const nowMs = () => world.now() + offsetMs;
  const phone = createPhone({ ...world.network, now: nowMs, randomBytes: world.randomBytes });
  const eye = world.createEye(dispatch);
  const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  const breathe = () => new Promise<void>((resolve) => setTimeout(resolve, 30));

  // The server tells whole seconds, rounded down: half of one on average is missing.
  const learnTime = async () => {
    const answer = await world.network.get("/api/time").catch(() => undefined);
    const now = (answer?.body as { now?: unknown } | undefined)?.now;
    if (answer?.status === 200 && typeof now === "number")
      offsetMs = now * 1000 + 500 - world.now();
  };

  /** What signs next waits for the key that is being made anew, and no longer than that may take on a slow line. */
  let renewal: Promise<void> = Promise.resolve();
  const identity = async (): Promise<PhoneIdentity> => {
    await renewal;
    const kept = await world.vault.phone();
    const found = kept && (await identityOf(kept));
    if (!found) throw new Error("a phone that is not enrolled was asked to sign");
    return found;
  };

  const approvals: ApprovalDeps = {
    phone,
    identity,
    eye,
    dispatch,
    breathe,
    vibrate: world.platform.vibrate,
    renewCode: (code) => {
      renewal = Promise.race([renewCode({ phone, vault: world.vault }, code), pause(renewalMs)]);
    },
  };
  const bells = { phone, identity, push: world.push, pause, dispatch };
  const enrolment: EnrolmentDeps = {
    phone,
    network: world.network,
    vault: world.vault,
    dispatch,
    breathe,
    randomBytes: world.randomBytes,
    label: world.label,
    askToInstall: world.platform.askToInstall,
    persist: world.platform.persist,
  };

  const run = async (command: Command): Promise<void> => {
    if (command.command === "load_activity")
      return loadActivity(phone, identity, world.vault, nowMs, dispatch);
    if (command.command === "update_page") return world.update();
    if (command.command === "keep_language") return world.vault.keepLanguage(command.language);
    if (command.command === "load_events" || command.command === "disown")
      return runHistory({ phone, identity, dispatch }, command);
    if (command.command === "load_sessions" || command.command === "close_session")
      return runSessions({ phone, identity, dispatch }, command);
    if (command.command === "load_passkeys" || command.command === "end_passkey")
      return runPasskeys({ phone, identity, dispatch }, command);
    if (placeCommands.has(command.command))
      return runPlaces(
        { phone, identity, vault: world.vault, dispatch, breathe },
        command as Parameters<typeof runPlaces>[1],
      );
    if (locumCommands.has(command.command))
      return runLocums(
        { phone, identity, dispatch, breathe },
        command as Parameters<typeof runLocums>[1],
      );
    if (softwareCommands.has(command.command))
      return runSoftware(approvals, command as Parameters<typeof runSoftware>[1]);
    if (thisPhoneCommands.has(command.command))
      return runThisPhone(
        { ...approvals, ...world.ways },
        command as Parameters<typeof runThisPhone>[1],
      );
    if (letterCommands.has(command.command))
      return runLetter(
        { ...enrolment, openAddress: world.ways.openAddress },
        command as Parameters<typeof runLetter>[1],
      );
    if (walletCommands.has(command.command))
      return runWallet(
        { ...enrolment, openAddress: world.ways.openAddress },
        command as Parameters<typeof runWallet>[1],
      );
    if (bellCommands.has(command.command))
      return runBells(bells, command as Parameters<typeof runBells>[1]);
    // What wakes this browser ends with the phone that it woke for; without a network the server's next push finds it gone.
    if (command.command === "forget_phone") void world.push.unsubscribe().catch(() => undefined);
    if (command.command === "load_notices") return loadNotices({ phone, identity, dispatch });
    if (command.command === "begin_practice") return beginPractice({ phone, identity, dispatch });
    if (command.command === "keep_onboarding") return world.vault.keepOnboarding(command.step);
    if (command.command === "change_code") {
      await renewal;
      return changeCode({ phone, vault: world.vault, dispatch, breathe }, command);
    }
    if (contactCommands.has(command.command))
      return runContacts(
        { phone, identity, dispatch, breathe },
        command as Parameters<typeof runContacts>[1],
      );
    if (ownPhoneCommands.has(command.command))
      return runOwnPhones(
        { phone, identity, dispatch, breathe },
        command as Parameters<typeof runOwnPhones>[1],
      );
    if (raiseCommands.has(command.command))
      return runRaise(
        { phone, identity, dispatch, breathe },
        command as Parameters<typeof runRaise>[1],
      );
    if (command.command === "report_card") return reportCard({ phone, identity, dispatch });
    if (meansCommands.has(command.command))
      return runMeans(
        {
          phone,
          identity,
          dispatch,
          breathe,
          label: world.label,
          keepLater: world.vault.keepMeansLater,
        },
        command as Parameters<typeof runMeans>[1],
      );
    if (phoneCommands.has(command.command))
      return runPhones(
        { phone, identity, dispatch, breathe },
        command as Parameters<typeof runPhones>[1],
      );
    if (drillCommands.has(command.command))
      return runDrills(
        { phone, identity, dispatch, breathe },
        command as Parameters<typeof runDrills>[1],
      );
    if (callCommands.has(command.command))
      return runCalls(
        { phone, identity, dispatch, breathe },
        command as Parameters<typeof runCalls>[1],
      );
    if (stopCommands.has(command.command))
      return runStops(
        { phone, network: world.network, identity, dispatch, breathe },
        command as Parameters<typeof runStops>[1],
      );
    if (approvalCommands.has(command.command))
      return runApproval(approvals, command as Parameters<typeof runApproval>[1]);
    return runEnrolment(enrolment, command as Parameters<typeof runEnrolment>[1]);
  };

  const watchEye = keeper<NonNullable<Needs["eye"]>>((source) => {
    // The connection is opened with the camera, so that the first frame is not three seconds old when it arrives, and
    // the keys are asked for ahead of the context they open.
    void learnTime();
    void phone.prepare();
    eye.open(source);
    return () => eye.close();
  });
  const watchTime = keeper<true>(() => {
    const stopTicks = every(tickMs, () => dispatch({ event: "ticked" }));
    const stopLearning = everyAfter(timeMs, learnTime);
    return () => {
      stopTicks();
      stopLearning();
    };
  });
  const warmEye = keeper<true>(() => {
    eye.prepare();
    return () => {};
  });
  const watchRings = keeper<true>(() =>
    everyAfter(ringPollMs, () => run({ command: "look_for_rings" })),
  );
  const watchDesk = keeper<true>(() =>
    everyAfter(deskPollMs, () => run({ command: "load_stops" })),
  );
  const watchCall = keeper<true>(() => {
    void run({ command: "load_call" });
    return everyAfter(callPollMs, () => run({ command: "load_call" }));
  });
  const watchPage = keeper<NonNullable<Needs["page"]>>((page) =>
    everyAfter(pageMs, () => run({ command: "watch_phone_page", page })),
  );
  const watchWords = keeper<true>(() =>
    everyAfter(pollMs, () => run({ command: "check_enrolment" })),
  );
  const watchPending = keeper<true>(() => everyAfter(pollMs, () => lookForPending(approvals)));

  return {
    eye,
    run,
    learnTime,
    now: () => nowMs() / 1000,
    keep: (needs) => {
      watchEye(needs.eye);
      warmEye(needs.warm || undefined);
      watchTime(needs.tick || undefined);
      watchPending(needs.poll || undefined);
      watchRings(needs.rings || undefined);
      watchPage(needs.page);
      watchWords(needs.words || undefined);
      watchDesk(needs.desk || undefined);
      watchCall(needs.call || undefined);
    },
  };
}

/** Keeps one thing going: started when wanted, stopped when not, restarted when something else is wanted. */
function keeper<T>(start: (wanted: T) => () => void): (wanted: T | undefined) => void {
  let current: T | undefined;
  let stop = () => {};
  return (wanted) => {
    if (wanted === current) return;
    current = wanted;
    stop();
    stop = () => {};
    if (wanted !== undefined) stop = start(wanted);
  };
}

function every(pauseMs: number, act: () => void): () => void {
  const timer = setInterval(act, pauseMs);
  act();
  return () => clearInterval(timer);
}

/** One at a time, each after the answer to the one before. */
function everyAfter(pauseMs: number, act: () => Promise<void>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  const next = () => {
    timer = setTimeout(async () => {
      await act();
      if (!stopped) next();
    }, pauseMs);
  };
  next();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

async function loadActivity(
  phone: Phone,
  identity: () => Promise<PhoneIdentity>,
  vault: Vault,
  nowMs: () => number,
  dispatch: Dispatch,
): Promise<void> {
  try {
    const activity = { items: await phone.history(await identity()), asOf: nowMs() / 1000 };
    await vault.keepActivity(activity);
    dispatch({ event: "activity_known", activity });
  } catch (thrown) {
    dispatch({ event: "activity_failed", trouble: troubleOf(thrown) });
  }
}
