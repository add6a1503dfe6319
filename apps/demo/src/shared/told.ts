import { fraudWindow, reactionTo, type ToldKind } from "./reactions.ts";
import type { SecurityEvent } from "./security-event.ts";

/** What a service keeps in memory of who was here lately and of what the provider said of them. Whoever calls says what time it is. */

/** Milliseconds since the epoch. */
export type Span = { readonly from: number; readonly to: number };

/** Somebody who signed in here lately. */
export type Guest = {
  readonly nationalId: string;
  readonly name: string;
  readonly subject: string;
  /** The provider's name for the session they came by last. */
  readonly session: string | undefined;
};

/** What the provider said, and when it was heard. `name`: of whom, if they were here. */
export type Told = { readonly at: number; readonly kind: ToldKind; readonly name?: string };

/** A time to look through: of whom, and what was answered. Milliseconds since the epoch. */
export type Review = Span & {
  readonly window: string;
  readonly guest: Guest | undefined;
  readonly subject: string;
  readonly answerAt: string;
  readonly answered?:
    | { readonly acts: number; readonly cancelled: number; readonly at: number }
    | undefined;
};

/** Of each kind: a demonstration that runs for weeks does not fill its memory. */
export const kept = 200;

export type ToldBook = ReturnType<typeof createToldBook>;

export function createToldBook(now: () => number) {
  const guests = new Map<string, Guest>();
  const told: Told[] = [];
  const reviews = new Map<string, Review>();

  /** Told again it is the same time, and what was answered stays. */
  function review({ body, about }: SecurityEvent, guest: Guest | undefined): void {
    const { window, from, to, answer_endpoint: answerAt } = body;
    if (typeof window !== "string" || typeof answerAt !== "string" || !about.sub) return;
    if (typeof from !== "number" || typeof to !== "number" || reviews.has(window)) return;
    const span = { from: from * 1_000, to: to * 1_000 };
    reviews.set(window, { window, ...span, answerAt, subject: about.sub, guest });
  }

  return {
    came: (guest: Guest): void => {
      guests.delete(guest.nationalId);
      guests.set(guest.nationalId, guest);
      for (const [oldest] of guests) {
        if (guests.size <= kept) break;
        guests.delete(oldest);
      }
    },
    guest: (nationalId: string) => guests.get(nationalId),
    /** Those who came last first. */
    guests: (): readonly Guest[] => [...guests.values()].toReversed(),
    heard: (event: SecurityEvent): void => {
      const of = [...guests.values()].find(({ subject }) => subject === event.about.sub);
      const { told: kind } = reactionTo(event);
      told.push({ at: now(), kind, ...(of ? { name: of.name } : {}) });
      if (told.length > kept) told.shift();
      if (event.type === fraudWindow) review(event, of);
    },
    /** The last first. */
    reviews: (): readonly Review[] => [...reviews.values()].toReversed(),
    review: (window: string) => reviews.get(window),
    answered: (window: string, answer: NonNullable<Review["answered"]>): void => {
      const one = reviews.get(window);
      if (one) reviews.set(window, { ...one, answered: answer });
    },
    /** The last first. */
    told: (): readonly Told[] => told.toReversed(),
  };
}
