import { type Phone, type PhoneIdentity, PhoneRefusal } from "@aval/protocol";
import type { Dispatch } from "../effects.ts";
import { troubleOf } from "../trouble.ts";
import type { Push } from "./push.ts";
import type { BellCommand } from "./request.ts";

export type BellDeps = {
  readonly phone: Phone;
  readonly identity: () => Promise<PhoneIdentity>;
  readonly push: Push;
  /** So much time, for a browser's push service that may never answer. */
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly dispatch: Dispatch;
};

/** Runs what a screen about bells asked for. Commands that go on by themselves say nothing when nothing answers. */
export async function runBells(deps: BellDeps, command: BellCommand): Promise<void> {
  switch (command.command) {
    case "load_bells":
    case "set_bell":
    case "end_bell":
      return runList(deps, command);
    case "look_for_rings":
    case "refuse_ring":
      return runRing(deps, command);
    case "load_quiet":
    case "keep_quiet":
      return runQuiet(deps, command);
    default:
      return runPush(deps, command);
  }
}

type Of<Name extends BellCommand["command"]> = Extract<BellCommand, { command: Name }>;

async function runList(
  { phone, identity, dispatch }: BellDeps,
  command: Of<"load_bells" | "set_bell" | "end_bell">,
): Promise<void> {
  try {
    switch (command.command) {
      case "load_bells": {
        const { bells, offers } = await phone.bells(await identity());
        return dispatch({ event: "bells_known", list: bells, offers });
      }
      case "set_bell": {
        const { place, service } = command.offer;
        const asked = { place: place.id, service: service.id };
        return dispatch({ event: "bell_set", bell: await phone.setBell(await identity(), asked) });
      }
      case "end_bell":
        await phone.endBell(await identity(), command.bell);
        return dispatch({ event: "bell_ended", bell: command.bell });
    }
  } catch (thrown) {
    const trouble = troubleOf(thrown);
    if (command.command === "load_bells") return dispatch({ event: "bells_failed", trouble });
    if (command.command === "set_bell") return dispatch({ event: "bell_set_failed", trouble });
    dispatch({ event: "bell_failed", trouble, bell: command.bell });
  }
}

async function runRing(
  { phone, identity, dispatch }: BellDeps,
  command: Of<"look_for_rings" | "refuse_ring">,
): Promise<void> {
  try {
    if (command.command === "look_for_rings") {
      const { rings } = await phone.rings(await identity());
      return dispatch({ event: "rings_known", ring: rings[0] });
    }
    const { bell } = await phone.refuseRing(await identity(), command.ring, command.reason);
    dispatch({ event: "ring_refused", bell });
  } catch (thrown) {
    if (command.command === "refuse_ring")
      dispatch({ event: "ring_failed", trouble: troubleOf(thrown) });
  }
}

async function runQuiet(
  { phone, identity, dispatch }: BellDeps,
  command: Of<"load_quiet" | "keep_quiet">,
): Promise<void> {
  try {
    if (command.command === "load_quiet")
      return dispatch({ event: "quiet_known", quiet: await phone.quietHours(await identity()) });
    const quiet = await phone.setQuietHours(await identity(), command.hours);
    dispatch({ event: "quiet_kept", quiet });
  } catch (thrown) {
    dispatch({ event: "quiet_failed", trouble: troubleOf(thrown) });
  }
}

async function runPush(
  deps: BellDeps,
  command: Of<"look_at_push" | "allow_push" | "renew_push" | "try_push" | "stop_push">,
): Promise<void> {
  const { phone, identity, push, dispatch } = deps;
  try {
    switch (command.command) {
      case "look_at_push": {
        dispatch({ event: "push_seen", permission: push.permission() });
        const { at } = await phone.pushState(await identity());
        return dispatch({ event: "push_known", known: at !== undefined });
      }
      case "allow_push": {
        const permission = await push.ask();
        if (permission === "allowed") await subscribe(deps);
        return dispatch({ event: "push_seen", permission });
      }
      case "renew_push":
        if (await push.isSubscribed()) await subscribe(deps);
        return;
      case "try_push":
        if (!(await subscribe(deps))) return;
        await phone.testPush(await identity());
        return dispatch({ event: "trial_sent" });
      case "stop_push":
        await push.unsubscribe();
        await phone.unsubscribePush(await identity());
        return dispatch({ event: "push_known", known: false });
    }
  } catch (thrown) {
    if (command.command !== "renew_push")
      dispatch({ event: "push_failed", trouble: troubleOf(thrown) });
  }
}

/** How long a browser may take to get an address from its push service before the holder is told that none comes. */
const patienceMs = 15_000;

/** Asks the browser where pushes for this phone go, and tells the server. `false`: the browser's push service does not answer. */
async function subscribe({ phone, identity, push, pause, dispatch }: BellDeps): Promise<boolean> {
  const self = await identity();
  const key = await phone.pushKey(self);
  if (!key) throw new PhoneRefusal("phone_other_answer");
  const address = await Promise.race([
    push.subscribe(key).catch(() => undefined),
    pause(patienceMs).then(() => undefined),
  ]);
  if (!address) {
    dispatch({ event: "push_unreachable" });
    return false;
  }
  await phone.subscribePush(self, address);
  dispatch({ event: "push_known", known: true });
  return true;
}
