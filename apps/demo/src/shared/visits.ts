import { randomBytes } from "node:crypto";
import type { Approval } from "./approval.ts";
import type { LoggedOut } from "./logout-token.ts";
import type { Person } from "./person.ts";

/** A sign-in that has left for the provider and not come back. Kept by its `state`. */
export type Leaving = {
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly leftAt: number;
};

/** What the provider gave. Tokens stay on this server: the browser never sees them. */
export type SignedIn = {
  readonly person: Person;
  readonly userinfo: Readonly<Record<string, unknown>>;
  readonly subject: string;
  /** The provider's name for its session, by which it says that this one is over. */
  readonly session: string | undefined;
  readonly idToken: string;
  readonly accessToken: string;
  /** Milliseconds since the epoch. */
  readonly accessTokenEndsAt: number;
  readonly refreshToken: string | undefined;
  readonly rights: "full" | "reduced";
} & Approval;

/** One browser's visit. `leaving` is bounded: somebody opening many tabs keeps the newest ones. */
export type Visit = {
  readonly id: string;
  readonly leaving: Map<string, Leaving>;
  readonly startedAt: number;
  /** The state that must come back from signing out. */
  signingOut: string | undefined;
  signedIn: SignedIn | undefined;
  /** The provider has said that the session is over; the next page says so. */
  wasTold: boolean;
  /** It has said that what opened the session is worth less now: the rest of it is a reduced one. */
  wasReduced: boolean;
  /** One refresh at a time: a refresh token is good once. */
  refreshing: Promise<SignedIn | undefined> | undefined;
};

/** A visit is forgotten after this: the provider's longest session. */
const visitMs = 4 * 60 * 60_000;
/** A sign-in left open longer than this is begun again. */
const leavingMs = 60 * 60_000;
const leavingMax = 5;
/** More than a demo will see; a flood of visits cannot fill the memory. */
const visitsMax = 5_000;

export type Visits = ReturnType<typeof createVisits>;

/** Visits in memory: a restart of the demo signs everybody out of it. */
export function createVisits(now: () => number) {
  const visits = new Map<string, Visit>();

  function open(): Visit {
    for (const [id, visit] of visits) {
      if (visits.size < visitsMax && now() - visit.startedAt < visitMs) break;
      visits.delete(id);
    }
    const visit: Visit = {
      id: randomBytes(32).toString("base64url"),
      leaving: new Map(),
      startedAt: now(),
      signingOut: undefined,
      signedIn: undefined,
      wasTold: false,
      wasReduced: false,
      refreshing: undefined,
    };
    visits.set(visit.id, visit);
    return visit;
  }

  function find(id: string | undefined): Visit | undefined {
    const visit = id === undefined ? undefined : visits.get(id);
    return visit && now() - visit.startedAt < visitMs ? visit : undefined;
  }

  /** A new id on signing in: an id planted in a browser before is worth nothing after. */
  function signIn(before: Visit, signedIn: SignedIn): Visit {
    visits.delete(before.id);
    const visit = open();
    visit.signedIn = signedIn;
    return visit;
  }

  /** What derives from a session of the provider; all of this person's that are older, when none is named. */
  function derived({ subject, session, at }: LoggedOut): readonly Visit[] {
    return [...visits.values()].filter(
      ({ signedIn }) =>
        signedIn?.subject === subject &&
        signedIn.approvedAt <= at &&
        (session === undefined || signedIn.session === session),
    );
  }

  function end(over: LoggedOut): void {
    for (const visit of derived(over)) {
      visit.signedIn = undefined;
      visit.wasTold = true;
    }
  }

  /** From here on they write no more than a stranger's computer may. */
  function reduce(less: LoggedOut): void {
    for (const visit of derived(less)) visit.wasReduced = true;
  }

  /** Somebody's visits that are signed in. */
  const openOf = (subject: string): readonly Visit[] =>
    [...visits.values()].filter(({ signedIn }) => signedIn?.subject === subject);

  return {
    open,
    find,
    signIn,
    end,
    reduce,
    openOf,
    close: (visit: Visit) => visits.delete(visit.id),
    clear: () => visits.clear(),
  };
}

/** What a visit may write: as its session says, and less once the provider has said so. */
export const rightsOf = ({ signedIn, wasReduced }: Visit): "full" | "reduced" =>
  signedIn?.rights === "full" && !wasReduced ? "full" : "reduced";

/** Remembers a sign-in under its state, forgetting the oldest beyond five. */
export function leave(visit: Visit, state: string, leaving: Leaving): void {
  visit.leaving.set(state, leaving);
  for (const oldest of visit.leaving.keys()) {
    if (visit.leaving.size <= leavingMax) break;
    visit.leaving.delete(oldest);
  }
}

/** The sign-in that comes back, once. */
export function comeBack(visit: Visit, state: string, now: number): Leaving | undefined {
  const leaving = visit.leaving.get(state);
  visit.leaving.delete(state);
  return leaving && now - leaving.leftAt < leavingMs ? leaving : undefined;
}
