import { randomBytes } from "node:crypto";
import type { Lang } from "@aval/design";
import type { Approval } from "../shared/approval.ts";
import type { LoggedOut } from "../shared/logout-token.ts";
import type { Person } from "../shared/person.ts";
import type { Failure, SignInFailure } from "../shared/provider.ts";

/** What the provider gave. Tokens stay in the program. */
export type SignedIn = {
  readonly person: Person;
  readonly subject: string;
  /** The provider's name for its session, by which it says that this one is over. */
  readonly session: string | undefined;
  readonly idToken: string;
  readonly accessToken: string;
  /** Milliseconds since the epoch. */
  readonly accessTokenEndsAt: number;
  readonly refreshToken: string | undefined;
  /** Of a linked installation: by what it asks for this person next time. */
  readonly hintToken: string | undefined;
  readonly rights: "full" | "reduced";
} & Approval;

/** One vaccination, as the register tells it. `at`: milliseconds since the epoch. */
export type Vaccination = {
  readonly patient: string;
  readonly vaccine: Readonly<Record<Lang, string>>;
  readonly at: number;
};

/** A request that waits for a phone. */
export type Asking = {
  /** What the person types on the phone: two digits drawn by this program; of a linked installation, the provider's six. */
  readonly number: string;
  /** Milliseconds since the epoch. */
  readonly endsAt: number;
  readonly cancel: () => void;
  /** Of a linked installation: the code to show now; none once it was scanned. */
  readonly frame?: () => Promise<string | undefined>;
};

/** A link that waits for a phone. */
export type Linking = {
  /** Milliseconds since the epoch. */
  readonly endsAt: number;
  /** How it stands, with the code to show now while nobody has scanned. */
  readonly look: () => Promise<Linked>;
};
export type Linked =
  | { readonly state: "shown"; readonly frame: string }
  | { readonly state: "claimed" | "expired" | "cancelled" | "linked" };

/** Where somebody at this program stands. */
export type Stage =
  | { readonly at: "out" }
  | { readonly at: "asking"; readonly asking: Asking }
  | { readonly at: "linking"; readonly linking: Linking }
  | { readonly at: "linked" }
  /** The request ended without anybody signed in. `isLinked`: this installation asked by its own key, or wanted to be linked. */
  | {
      readonly at: "failed";
      readonly failure: Failure;
      readonly detail: string;
      readonly isLinked: boolean;
    }
  | { readonly at: "in"; readonly signedIn: SignedIn; readonly read?: readonly Vaccination[] }
  | { readonly at: "closed"; readonly by: ClosedBy };

/** Who ended the session: whoever sits here, its own end, or the provider by telling this program so. */
export type ClosedBy = "you" | "time" | "told";

/** One window of the program. */
export type Visit = { readonly id: string; readonly openedAt: number; stage: Stage };

/** A window is forgotten after this: a day behind a counter. */
const visitMs = 12 * 60 * 60_000;
/** More than a demonstration will see; a flood of windows cannot fill the memory. */
const visitsMax = 2_000;

export type Visits = ReturnType<typeof createVisits>;

/** Windows in memory: a restart of the program signs everybody out of it. */
export function createVisits(now: () => number) {
  const visits = new Map<string, Visit>();

  function forget(visit: Visit): void {
    if (visit.stage.at === "asking") visit.stage.asking.cancel();
    visits.delete(visit.id);
  }

  function open(): Visit {
    for (const visit of visits.values()) {
      if (visits.size < visitsMax && now() - visit.openedAt < visitMs) break;
      forget(visit);
    }
    const id = randomBytes(32).toString("base64url");
    const visit: Visit = { id, openedAt: now(), stage: { at: "out" } };
    visits.set(id, visit);
    return visit;
  }

  function find(id: string | undefined): Visit | undefined {
    const visit = id === undefined ? undefined : visits.get(id);
    return visit && now() - visit.openedAt < visitMs ? visit : undefined;
  }

  /** Ends what derives from a session of the provider; all of this person's that are older, when none is named. */
  function end({ subject, session, at }: LoggedOut): void {
    for (const visit of visits.values()) {
      if (visit.stage.at !== "in") continue;
      const { signedIn } = visit.stage;
      if (signedIn.subject !== subject || signedIn.approvedAt > at) continue;
      if (session !== undefined && signedIn.session !== session) continue;
      visit.stage = { at: "closed", by: "told" };
    }
  }

  return {
    open,
    find,
    end,
    clear: () => {
      for (const visit of visits.values()) forget(visit);
    },
  };
}

/** A new request in this window: the one before, if any, is given up. */
export function ask(visit: Visit, asking: Asking, answer: Promise<SignedIn>, fail: Fail): void {
  if (visit.stage.at === "asking") visit.stage.asking.cancel();
  visit.stage = { at: "asking", asking };
  const isLinked = asking.frame !== undefined;
  const isCurrent = () => visit.stage.at === "asking" && visit.stage.asking === asking;
  answer.then(
    (signedIn) => {
      if (isCurrent()) visit.stage = { at: "in", signedIn };
    },
    (fault: unknown) => {
      if (!isCurrent()) return;
      const { failure, message } = fail(fault);
      visit.stage = { at: "failed", failure, detail: message, isLinked };
    },
  );
}

type Fail = (fault: unknown) => SignInFailure;

/** How it stands now: a session whose time is over is over, whoever asks. */
export function standing(visit: Visit, now: number): Stage {
  if (visit.stage.at === "in" && now >= visit.stage.signedIn.endsAt)
    visit.stage = { at: "closed", by: "time" };
  return visit.stage;
}
