/**
 * Practice: the exercise in which a holder learns to refuse, in calm.
 *
 * A real request, claimed, shown and decided as any other, of a service that does not exist and a computer that was made up. Its own
 * holder begins it, on the phone it is for, by a tap: no page, service, member of staff or caller can, so that nobody is trained to
 * answer what somebody else started. It opens nothing whatever is answered, cancels no request, counts against no bell, place or origin,
 * tells nobody and opens no case; the history says *Entraînement*.
 *
 * Source: DESIGN section 6; facts/ux 3.2.12.
 */
export { createPractice, createPracticeAsker } from "./practice.ts";
export { practiceRoutes } from "./routes.ts";
