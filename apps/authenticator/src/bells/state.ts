import { danger } from "../approvals/request.ts";
import { noticeList } from "../notices/state.ts";
import type { AppEvent, Command, Model, Screen } from "../state.ts";
import { denied } from "../trouble.ts";
import {
  type BellEvent,
  type BellList,
  type Bells,
  type BellTrial,
  isOfBells,
  type QuietScreen,
  type Ring,
  type RingRefused,
  type RingWhy,
  ringWhy,
} from "./request.ts";

export type BellStep = {
  readonly screen: Screen;
  readonly bells: Bells;
  readonly run: readonly Command[];
};

/** How long a push that was asked for is waited for, in seconds. */
const trialSeconds = 20;

/** What an event about bells makes of the page; `undefined` leaves the event to its screen. */
export function stepBells(model: Model, event: AppEvent): BellStep | undefined {
  return known(model, event) ?? onScreen(model, event as BellEvent);
}

/** What is learnt of bells, whatever is on screen. */
function known({ screen, bells, now }: Model, event: AppEvent): BellStep | undefined {
  const stay: BellStep = { screen, bells, run: [] };
  switch (event.event) {
    case "bells_known":
      return {
        ...stay,
        bells: {
          ...bells,
          list: event.list.filter(({ id }) => !bells.ended.includes(id)),
          offers: event.offers,
        },
      };
    case "rings_known":
      return rung(stay, event.ring, now);
    case "wake_arrived":
      if (isTrial(event.id) && screen.at === "bell-trial")
        return { ...stay, screen: { ...screen, run: { how: "arrived" } } };
      if (isNotice(event.id)) return { ...stay, bells: { ...bells, told: true } };
      return mayRing(screen) ? { ...stay, run: [{ command: "look_for_rings" }] } : stay;
    case "wake_opened":
      if (bells.told && screen.at === "home")
        return {
          screen: noticeList,
          bells: { ...bells, told: false },
          run: [{ command: "load_notices" }],
        };
      return mayRing(screen) ? { ...stay, run: [{ command: "look_for_rings" }] } : stay;
    case "wake_moved":
      return { ...stay, run: [{ command: "renew_push" }] };
    case "bell_set_tapped":
      if (screen.at !== "answered" || bells.setting?.how === "busy") return stay;
      return {
        ...stay,
        bells: { ...bells, setting: { offer: event.offer, how: "busy" } },
        run: [{ command: "set_bell", offer: event.offer }],
      };
    case "bell_set":
      return { ...stay, bells: { ...withBell(bells, event.bell), ...settled(bells, "made") } };
    case "bell_set_failed":
      return { ...stay, bells: { ...bells, ...settled(bells, event.trouble) } };
    case "quiet_known":
      return { ...stay, bells: { ...bells, quiet: event.quiet } };
    case "ring_tapped":
      if (screen.at !== "home" || !bells.ring) return stay;
      return { ...stay, screen: { at: "ring", ring: bells.ring, over: false } };
    default:
      return undefined;
  }
}

/** Where a ring that is heard of is shown: not over a request that is being answered, nor over a code being typed. */
const mayRing = (screen: Screen) => screen.at === "home" || screen.at === "ring";

/** The ring that is heard of takes the screen where nothing else is being done, once; put aside, it waits on the home screen. */
function rung(stay: BellStep, ring: Bells["ring"], now: number): BellStep {
  const { screen } = stay;
  const current = ring && now < ring.until ? ring : undefined;
  const bells: Bells = { ...stay.bells, ring: current };
  if (screen.at === "ring" && screen.ring.ring !== current?.ring)
    return { ...stay, bells, screen: { ...screen, over: true } };
  const isFree = screen.at === "home" && !screen.waiting;
  if (!current || !isFree || bells.aside === current.ring) return { ...stay, bells };
  return {
    screen: { at: "ring", ring: current, over: false },
    bells,
    run: [{ command: "buzz" }],
  };
}

function withBell(bells: Bells, bell: NonNullable<Bells["list"]>[number]): Bells {
  const list = [bell, ...(bells.list ?? []).filter(({ id }) => id !== bell.id)];
  const offers = bells.offers.filter(
    ({ place, service }) => place.id !== bell.place.id || service.id !== bell.service.id,
  );
  return { ...bells, list, offers };
}

const settled = ({ setting }: Bells, how: NonNullable<Bells["setting"]>["how"]) => ({
  setting: setting && { ...setting, how },
});

function onScreen(model: Model, event: BellEvent): BellStep | undefined {
  const { screen } = model;
  if (!isOfBells(screen)) return undefined;
  switch (screen.at) {
    case "bells":
      return onList(model, screen, event);
    case "ring":
      return event.event === "not_me_tapped" ? shows(model, ringWhy(screen.ring)) : undefined;
    case "ring-why":
      return onWhy(model, screen, event);
    case "bell-trial":
      return onTrial(model, screen, event);
    case "quiet-hours":
      return onQuiet(model, screen, event);
    default:
      return undefined;
  }
}

const shows = ({ bells }: Model, screen: Screen, ...run: Command[]): BellStep => ({
  screen,
  bells,
  run,
});

function onList(model: Model, screen: BellList, event: BellEvent): BellStep | undefined {
  const { bells } = model;
  const without = (gone: string) => screen.ending.filter((id) => id !== gone);
  switch (event.event) {
    case "bell_end_tapped": {
      const { id } = event.bell;
      if (screen.ending.includes(id)) return shows(model, screen);
      return shows(
        model,
        { ...screen, ending: [...screen.ending, id], trouble: undefined },
        { command: "end_bell", bell: id },
      );
    }
    case "bell_ended":
      return {
        screen: {
          ...screen,
          ending: without(event.bell),
          ended: bells.list?.find(({ id }) => id === event.bell),
        },
        bells: {
          ...bells,
          list: bells.list?.filter(({ id }) => id !== event.bell),
          ended: [...bells.ended, event.bell],
        },
        run: [],
      };
    case "bell_failed":
      return shows(model, { ...screen, ending: without(event.bell), trouble: event.trouble });
    case "bells_failed":
      return shows(model, { ...screen, trouble: event.trouble });
    default:
      return undefined;
  }
}

function onWhy(model: Model, screen: RingWhy, event: BellEvent): BellStep | undefined {
  const { ring } = screen;
  switch (event.event) {
    case "question_tapped":
      return screen.busy ? shows(model, screen) : shows(model, { at: "ring", ring, over: false });
    case "reason_given":
      if (screen.busy) return shows(model, screen);
      return shows(
        model,
        { ...screen, busy: true, reason: event.reason, trouble: undefined },
        { command: "refuse_ring", ring: ring.ring, reason: event.reason },
      );
    case "ring_refused":
      return refused(model, screen, event.bell);
    case "ring_failed":
      // It had stopped by itself, or another phone of the holder's answered.
      return denied(event.trouble) === "ring_over"
        ? put(shows(model, { at: "ring", ring, over: true }), ring)
        : shows(model, { ...screen, busy: false, trouble: event.trouble });
    default:
      return undefined;
  }
}

function refused(model: Model, screen: RingWhy, bell: RingRefused["bell"]): BellStep {
  const { ring, reason = "not_me" } = screen;
  const next: Screen =
    reason === "on_call"
      ? danger("on_call", model.now)
      : { at: "ring-refused", ring, reason, bell };
  return put(shows(model, next), ring);
}

/** A ring that was answered rings no more here. */
const put = (step: BellStep, { ring }: Ring["ring"]): BellStep => ({
  ...step,
  bells: { ...step.bells, ring: undefined, aside: ring },
});

function onTrial(model: Model, screen: BellTrial, event: BellEvent): BellStep | undefined {
  const { run } = screen;
  const idle = !isBusy(screen, model.now);
  switch (event.event) {
    case "push_seen":
      return shows(model, { ...screen, permission: event.permission, run: afterPush(run) });
    case "push_known":
      return shows(model, { ...screen, known: event.known, run: afterPush(run) });
    case "push_unreachable":
      return shows(model, { ...screen, known: false, run: { how: "unreachable" } });
    case "push_failed":
      return shows(model, { ...screen, run: { how: "idle" }, trouble: event.trouble });
    case "allow_tapped":
      if (!idle || screen.permission !== "unasked") return shows(model, screen);
      return shows(model, begun(screen, "allowing"), { command: "allow_push" });
    case "trial_tapped":
      if (!idle || screen.permission !== "allowed") return shows(model, screen);
      return shows(model, begun(screen, "sending"), { command: "try_push" });
    case "trial_sent":
      if (run.how !== "sending") return shows(model, screen);
      return shows(model, {
        ...screen,
        known: true,
        run: { how: "waiting", until: model.now + trialSeconds },
      });
    case "push_stop_tapped":
      if (!idle || !screen.known) return shows(model, screen);
      return shows(model, begun(screen, "stopping"), { command: "stop_push" });
    default:
      return undefined;
  }
}

const begun = (screen: BellTrial, how: "allowing" | "sending" | "stopping"): BellTrial => ({
  ...screen,
  run: { how },
  trouble: undefined,
});

/** What was asked of the browser or of the server is answered; a push that is under way goes on. */
function afterPush(run: BellTrial["run"]): BellTrial["run"] {
  return run.how === "allowing" || run.how === "stopping" ? { how: "idle" } : run;
}

/** Whether something is asked and not yet answered. A push that did not come in time is waited for no more. */
export function isBusy({ run }: BellTrial, now: number): boolean {
  if (run.how === "waiting") return now < run.until;
  return run.how === "allowing" || run.how === "sending" || run.how === "stopping";
}

/** The start of an id says what the push is for: one that its holder asked for, a notice. */
const isTrial = (id: string) => id.startsWith("tst_");
const isNotice = (id: string) => id.startsWith("ntc_");

const hour = /^([01]\d|2[0-3]):[0-5]\d$/;

function onQuiet(model: Model, screen: QuietScreen, event: BellEvent): BellStep | undefined {
  switch (event.event) {
    case "quiet_given": {
      const { hours } = event;
      if (screen.busy) return shows(model, screen);
      if (hours && !(hour.test(hours.from) && hour.test(hours.to) && hours.from !== hours.to))
        return shows(model, { ...screen, slip: true, kept: false, trouble: undefined });
      return shows(
        model,
        { ...screen, busy: true, slip: false, kept: false, trouble: undefined },
        { command: "keep_quiet", hours },
      );
    }
    case "quiet_kept":
      return {
        screen: { ...screen, busy: false, kept: true },
        bells: { ...model.bells, quiet: event.quiet },
        run: [],
      };
    case "quiet_failed":
      return shows(model, { ...screen, busy: false, trouble: event.trouble });
    default:
      return undefined;
  }
}

/** What goes on by itself on this screen: the countdown of a ring, the wait for a push; asking whether anything rings. */
export function needsOfBells({ screen, bells, now }: Model): { tick: boolean; rings: boolean } {
  const rings = screen.at === "ring" && !isOver(screen, now);
  const waits = screen.at === "bell-trial" && screen.run.how === "waiting";
  return {
    tick: rings || (waits && isBusy(screen, now)),
    // Without a bell nothing can ring: whoever has none asks for nothing.
    rings: rings || (screen.at === "home" && (bells.list?.length ?? 0) > 0),
  };
}

/** Whether a ring that is looked at still rings. */
export function isOver({ ring, over }: Ring, now: number): boolean {
  return over || now >= ring.until;
}
