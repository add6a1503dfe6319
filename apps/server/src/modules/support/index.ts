/**
 * Support: calls that are announced, so that every other one is known for what it is.
 *
 * An agent of ours, or of an institution for its own members, calls somebody of a case that goes on. The call is a row before the
 * telephone rings: from then on the holder's phone says who calls and for which case, by a statement signed for the very question it
 * asked and worth thirty seconds; at any other time it says that nobody of ours calls. Only the one contact that is trusted is called, by
 * a dialling interface; where there is none, one logged act tells that one number, once.
 *
 * A call opens nothing. While it lasts, and an hour beyond, two at most, nothing is added for its holder: it is a row of the table of
 * stops (`stops/rules.ts`), asked wherever something opens. Signing in on an own aged place, by card or key, goes on.
 *
 * *Signaler cet appel* is the holder's: what is added waits for them from then on, a call of ours ends, and an alert is made. What
 * the caller asked for is told by buttons, never in words.
 *
 * A holder asks on their phone to be called back, by a reason of a list; one agent takes it, a case comes of that, and the call is as any.
 *
 * Whoever is on the line is asked on a `full` phone of whom they say they are (*Vérifier l'appelant*); who confirms with the code lets that
 * agent block, once, for minutes. *Non* is a report. It rings nowhere, and is shown where its holder looks for who calls.
 *
 * It promises: of agents who call one person at once one does; nobody reads another holder's status; a call ends by itself.
 * It refuses by design: any value that a caller could read out or be told, and any call without a case.
 * Source: DESIGN section 7 *Support*, law 5; facts/attacks-and-properties P-07 to P-10; decision 0065.
 */
import type { MultiSigned } from "@aval/protocol";
import * as callbacks from "./callbacks.ts";
import * as checkHolder from "./check-holder.ts";
import * as checks from "./checks.ts";
import * as holder from "./holder.ts";
import * as support from "./support.ts";

export type { Dialler } from "./dialler.ts";
export { heldByCallAlone, isCalled } from "./holder.ts";
export { callRoutes, supportRoutes } from "./routes.ts";

export type Support = ReturnType<typeof createSupport>;
export type HolderCalls = ReturnType<typeof createHolderCalls>;

/** What agents do. */
export function createSupport(deps: support.SupportDeps) {
  return {
    list: (...given: Tail<typeof support.list>) => support.list(deps, ...given),
    announce: (...given: Tail<typeof support.announce>) => support.announce(deps, ...given),
    open: (...given: Tail<typeof support.open>) => support.open(deps, ...given),
    hold: (...given: Tail<typeof support.hold>) => support.hold(deps, ...given),
    signsSeen: (...given: Tail<typeof support.signsSeen>) => support.signsSeen(deps, ...given),
    end: (...given: Tail<typeof support.end>) => support.end(deps, ...given),
    askCaller: (...given: Tail<typeof checks.ask>) => checks.ask(deps, ...given),
    blockForCaller: (...given: Tail<typeof checks.block>) => checks.block(deps, ...given),
    takeCallback: (...given: Tail<typeof callbacks.take>) => callbacks.take(deps, ...given),
  };
}

/** What a holder's phone asks and says. */
export function createHolderCalls(deps: holder.HolderDeps) {
  return {
    status: (jws: string) => holder.status(deps, jws),
    report: (jws: string) => holder.report(deps, jws),
    tell: (jws: string) => holder.tell(deps, jws),
    confirmCaller: (message: MultiSigned) => checkHolder.confirm(deps, message),
    askBack: (jws: string) => callbacks.ask(deps, jws),
    withdrawBack: (jws: string) => callbacks.withdraw(deps, jws),
  };
}

type Tail<F extends (deps: never, ...rest: never[]) => unknown> = F extends (
  deps: never,
  ...rest: infer Rest
) => unknown
  ? Rest
  : never;
