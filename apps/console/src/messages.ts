import { french, type Lang } from "@aval/design";
import type { ContactRequestView, DeskVisitView } from "@aval/protocol";
import { isMoved, shortId } from "./cases/state.ts";
import { inEnglish } from "./messages.en.ts";
import { inFrench, type Messages } from "./messages.fr.ts";
import type { Act, Model, Trouble } from "./state.ts";

export type { Messages } from "./messages.fr.ts";

export const messages: Readonly<Record<Lang, Messages>> = { fr: inFrench, en: inEnglish };

/** The authority somebody acts for. */
export function scopeWords(scope: string, t: Messages): string {
  const [kind, name] = scope.split(":");
  if (name === undefined) return t.scopes.national;
  return kind === "order" ? t.scopes.order(name) : t.scopes.structure(name);
}

export const roleWords = (roles: readonly string[], t: Messages): string =>
  roles.map((role) => t.roles[role] ?? role).join(", ");

/** What went wrong: ours where the line or the key failed, the server's own sentence where it refused. */
export function troubleWords(trouble: Trouble, lang: Lang): string {
  const t = messages[lang];
  if (trouble.kind === "offline") return t.offline;
  if (trouble.kind === "no_key") return t.noKey;
  const theirs = trouble.problem.message?.[lang] ?? t.unnamed;
  return lang === "fr" ? french(theirs) : theirs;
}

/** What was just done, in a sentence. */
export function toldWords(
  act: Act,
  { team, case: seen, freeze }: Model["content"],
  t: Messages,
): string | undefined {
  if (act.act === "case") return t.cases.told[act.name];
  if (act.act === "save_view") return t.cases.saved.done;
  if (act.act === "drop_view") return t.cases.saved.dropped;
  if (act.act === "replay")
    return act.jti === undefined ? t.services.told.all : t.services.told.one;
  if (act.act === "send_window") return t.cases.window.told;
  if (act.act === "take_measure") {
    const isWaiting = seen && "measures" in seen && seen.measures[0]?.state === "waiting";
    return isWaiting ? t.cases.measure.told.asked : t.cases.measure.told.taken;
  }
  if (act.act === "announce_call") return t.calls.told.announced;
  if (act.act === "ask_caller") return t.calls.checks.told.asked;
  if (act.act === "block_for_caller") return t.calls.checks.told.blocked;
  if (act.act === "hold_caller") return t.calls.hold.told;
  if (act.act === "open_call") return t.calls.told.opened;
  if (act.act === "end_call") return t.calls.told.ended;
  if (act.act === "clear_freeze")
    return freeze?.isCleared ? t.freezes.told.cleared : t.freezes.told.signed;
  if (act.act === "report") return t.reports.told.one;
  if (act.act === "send_list") return t.reports.told.list;
  if (act.act === "ask_erasure") return t.erasures.told.asked;
  if (act.act === "sign_erasure") return t.erasures.told.signed;
  if (act.act === "withdraw_erasure") return t.erasures.told.withdrawn;
  if (act.act === "ask_notice") return t.publicNotices.told.asked;
  if (act.act === "sign_notice") return t.publicNotices.told.signed;
  if (act.act === "end_notice") return t.publicNotices.told.ended;
  if (act.act === "ask_campaign") return t.campaigns.told.asked;
  if (act.act === "sign_campaign") return t.campaigns.told.signed;
  if (act.act === "withdraw_campaign") return t.campaigns.told.withdrawn;
  if (act.act === "stop_campaign") return t.campaigns.told.stopped;
  if (act.act === "sign_measure") return t.cases.measure.told.signed;
  if (act.act === "ask_complaint") return t.cases.complaint.told.asked;
  if (act.act === "sign_complaint") return t.cases.complaint.told.signed;
  if (act.act === "take_complaint") return t.cases.complaint.told.taken;
  if (act.act === "withdraw_measure") return t.cases.measure.told.withdrawn;
  if (act.act === "end_key") return t.keys.done;
  if (act.act === "stop_letter") return t.letters.done;
  if (act.act === "ask_contact") return t.request.asked;
  if (act.act === "confirm_contact") return t.request.done;
  if (act.act === "refuse_contact") return t.request.refusedDone;
  if (act.act === "vouch") return t.team.letIn.vouched;
  if (act.act === "let_in") return t.team.letIn.done;
  if (act.act === "refuse_key") return t.team.letIn.refused;
  if (act.act === "sign_import") return t.imports.done;
  if (act.act === "refuse_import") return t.imports.refusedDone;
  if (act.act === "sign_file") return t.files.done;
  if (act.act === "refuse_file") return t.files.refusedDone;
  if (act.act !== "suspend") return undefined;
  // The first of two presses has stopped nobody.
  const isStopped = team?.members.some((one) => one.id === act.member && one.state === "suspended");
  return isStopped ? t.team.done : t.team.askedDone;
}

/** Its holder is frozen and has had their one phone: a second new one is signed by nobody. */
export const isBarred = (visit: DeskVisitView): boolean =>
  visit.freeze === "taken" &&
  (visit.stage === "bound" || visit.stage === "signed") &&
  visit.phone === "new";

/** What the screen of a visit is about: its stage, and whose turn it is. */
export function visitHeading(visit: DeskVisitView, t: Messages): string {
  const { stage, isMine } = visit;
  if (stage === "bound" && visit.phone === "of_another") return t.visit.ofAnother.heading;
  if (isBarred(visit)) return t.visit.freeze.barred;
  if (stage === "signed") return isMine ? t.visit.waits.heading : t.visit.second.heading;
  return {
    open: t.visit.scan.heading,
    bound: t.visit.words.heading,
    proven: t.visit.proven.heading,
    over: t.visit.over.heading,
  }[stage];
}

/** What the screen of a change is about. */
export function requestHeading({ stage, isMine }: ContactRequestView, t: Messages): string {
  if (stage === "open") return isMine ? t.request.mine : t.request.heading;
  return { confirmed: t.request.confirmed, refused: t.request.refused, over: t.request.over }[
    stage
  ];
}

/** What is looked at, of those that have screens of their own. */
function headingOf({ route, content }: Model, t: Messages): string | undefined {
  const { visit, request, case: seen, stream } = content;
  if (route.section === "services" && route.stream) return stream?.service;
  if (route.section === "cases" && route.case)
    return seen && isMoved(seen) ? t.cases.moved.heading : t.cases.name(shortId(route.case));
  if (route.section === "desk" && route.visit && visit) return visitHeading(visit, t);
  if (route.section === "contacts" && route.request && request) return requestHeading(request, t);
  return undefined;
}

/** The page's title, which follows what is on it. */
export function titleOf(model: Model, brand: string): string {
  const { lang, phase, route } = model;
  const t = messages[lang];
  const here = route.section === "link" ? t.link.heading : t.sections[route.section];
  const said = {
    opening: t.opening,
    out: t.out.heading,
    locked: t.locked.heading,
    left: t.left.heading,
    link: t.link.heading,
    proposed: t.proposed.heading,
    vouched: t.vouched.heading,
    added: t.added.heading,
    differed: t.notAdded.heading,
    withdrawn: t.notAdded.heading,
    late: t.notAdded.heading,
    emergency: model.content.begun ? t.emergency.second : t.emergency.heading,
    in: route.section === "home" ? model.me?.name : here,
  }[phase];
  return [phase === "in" ? headingOf(model, t) : undefined, said, t.console, brand]
    .filter(Boolean)
    .join(" – ");
}
