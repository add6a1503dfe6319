/**
 * Help: what to do when something is wrong, in both languages, before anybody has signed in; and the list of desks, as the operator's
 * file gives it. It knows nobody, and keeps nothing of who read what. Nothing is opened because of a desk on the list: who is enrolled is
 * decided by keys of registrars (`enrolment`).
 *
 * Source: DESIGN section 7, *Campaigns*; facts/ux.md 3.5; docs/desks.md.
 */
export { deskFaultSentences } from "./desk-line.ts";
export { type DesksImported, importDesks } from "./help.ts";
export { type DeskSource, helpRoutes } from "./routes.ts";
export { hasDesks } from "./store.ts";
