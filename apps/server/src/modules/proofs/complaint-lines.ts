import { type Instant, instant } from "#platform/time";
import type { Bundle, BundleFact } from "./bundle.ts";
import {
  eventWords,
  otherEvent,
  reasonWords,
  ruleWords,
  stoppingKinds,
  words,
} from "./complaint-words.ts";
import { bodyOf } from "./decisions.ts";

/* What a complaint file says, out of the file of proofs that it carries: a line says nothing that a fact in there does not prove. */

/** What its facts name, looked up among its holder's rows: none of it is proven. */
export type ToldFact = {
  readonly id: string;
  readonly service?: string;
  readonly declared?: string;
  readonly phone?: string;
  readonly reason?: string;
  readonly rights?: string;
  readonly rule?: string;
  readonly triesLeft?: number;
};

/** What a service answered when it was asked what had been done in its holder's name. */
export type ServiceAnswer = {
  readonly service: string;
  readonly at: Instant;
  readonly acts: number;
  readonly cancelled: number;
};

export type ComplaintGiven = {
  readonly bundle: Bundle;
  readonly name: string;
  /** Whoever it is made for: the holder, or two analysts for a case. */
  readonly preparedBy: string;
  readonly brand: string;
  /** Hexadecimal SHA-256 of the attached file; base64url thumbprint of the root. */
  readonly print: string;
  readonly root: string;
  readonly told: readonly ToldFact[];
  /** Kinds that say again what another one says. */
  readonly untold: readonly string[];
  /** When a fact was seen as an alert. */
  readonly known: ReadonlyMap<string, Instant>;
  readonly phones: readonly {
    readonly label: string;
    readonly state: string;
    /** Seconds since the epoch. */
    readonly since?: number | undefined;
  }[];
  readonly places: readonly {
    readonly declared: string;
    readonly since: number;
    readonly used: number;
  }[];
  readonly answers: readonly ServiceAnswer[];
  readonly mostLines: number;
};

/** One moment by both clocks. */
type Moment = { readonly paris: string; readonly utc: string };

const inParis = new Intl.DateTimeFormat("fr-FR", {
  dateStyle: "short",
  timeStyle: "medium",
  timeZone: "Europe/Paris",
});
const dayInParis = new Intl.DateTimeFormat("fr-FR", {
  dateStyle: "long",
  timeZone: "Europe/Paris",
});

/** To the second. The first is named by the document itself, the second says its own zone, and its day where that is another. */
function momentOf(at: Instant): Moment {
  const paris = inParis.format(at);
  const iso = new Date(at).toISOString();
  const day = iso.slice(0, 10).split("-").reverse().join("/");
  const time = `${iso.slice(11, 19)} UTC`;
  return { paris, utc: paris.startsWith(day) ? time : `${day} ${time}` };
}

type Line = {
  readonly at: Moment;
  readonly what: string;
  readonly details: readonly string[];
  readonly isGrave: boolean;
  readonly known: Moment | null;
  readonly place: string;
};

export type Complaint = ReturnType<typeof complaintOf>;

/** The whole content, as the document sets it. Pure. */
export function complaintOf(given: ComplaintGiven) {
  const { bundle, mostLines } = given;
  const told = new Map(given.told.map((one) => [one.id, one]));
  const facts = bundle.facts.filter(
    ({ kind, at }) =>
      !given.untold.includes(kind) && at >= bundle.span.from && at <= bundle.span.to,
  );
  const lineOf = (fact: BundleFact): Line => {
    const known = given.known.get(fact.id);
    return {
      at: momentOf(instant(fact.at)),
      what: eventWords[fact.kind] ?? otherEvent,
      details: detailsOf(told.get(fact.id)),
      isGrave: known !== undefined,
      known: known === undefined ? null : momentOf(known),
      place: String(fact.seq),
    };
  };
  const shown = facts.slice(-mostLines);
  const [first = "", ...others] = bundle.holder.nationalIds;
  return {
    brand: given.brand,
    name: given.name,
    foot: words.foot(first),
    about: [
      [words.name, given.name],
      [words.number, first],
      ...(others.length > 0 ? [[words.others, others.join(", ")]] : []),
      [
        words.span,
        words.fromTo(dayInParis.format(bundle.span.from), dayInParis.format(bundle.span.to)),
      ],
      [words.prepared, `${inParis.format(bundle.made)} (Paris)`],
      [words.by, given.preparedBy],
    ] as readonly (readonly string[])[],
    brief: briefOf(facts, told),
    cut: shown.length < facts.length ? words.cut(shown.length, facts.length) : null,
    events: shown.map(lineOf),
    stopped: shown.filter(({ kind }) => stoppingKinds.includes(kind)).map(lineOf),
    services: servicesOf(facts, told),
    answers: given.answers.map(({ at, ...rest }) => ({ ...rest, at: momentOf(at) })),
    phones: given.phones.map(({ label, state, since }) => ({
      label,
      state: words.phoneStates[state] ?? state,
      since: since === undefined ? null : momentOf(instant(since * 1000)),
    })),
    places: given.places.map(({ declared, since, used }) => ({
      declared,
      since: momentOf(instant(since * 1000)),
      used: momentOf(instant(used * 1000)),
    })),
    proof: [
      [words.print, given.print],
      [words.root, given.root],
      [words.checkpoint, bundle.checkpoint.split("\n\n")[0] ?? ""],
      [
        words.witnesses,
        bundle.witnesses.length > 0 ? bundle.witnesses.join("\n") : words.witnessesNone,
      ],
    ] as readonly (readonly string[])[],
  };
}

function detailsOf(told: ToldFact | undefined): readonly string[] {
  if (!told) return [];
  const { service, declared, phone, reason, rights, rule, triesLeft } = told;
  return [
    service && words.service(service),
    declared && words.computer(declared),
    phone && words.phone(phone),
    reason && reasonWords[reason],
    rule && ruleWords[rule],
    rights === "reduced" && words.reduced,
    triesLeft !== undefined && words.tries(triesLeft),
  ].filter((line): line is string => typeof line === "string");
}

/** Counts, of what the log says: none is an estimate. */
function briefOf(facts: readonly BundleFact[], told: ReadonlyMap<string, ToldFact>) {
  const count = (...kinds: readonly string[]) =>
    facts.filter(({ kind }) => kinds.includes(kind)).length;
  const refused = facts.filter(({ kind }) => kind === "approval_refused");
  const because = (reason: string) =>
    refused.filter((fact) => (told.get(fact.id)?.reason ?? bodyOf(fact)["reason"]) === reason)
      .length;
  const disowned = count("session_disowned");
  const contested = count("enrolment_contested", "enrolment_held");
  const stops = count("stop_made");
  return [
    words.facts(facts.length),
    words.opened(count("session_opened")),
    words.refused(refused.length),
    ...(because("not_me") > 0 ? [words.notMe(because("not_me"))] : []),
    ...(because("on_call") > 0 ? [words.called(because("on_call"))] : []),
    ...(disowned > 0 ? [words.disowned(disowned)] : []),
    ...(contested > 0 ? [words.contested(contested)] : []),
    ...(stops > 0 ? [words.stops(stops)] : []),
  ];
}

/** Each service that was entered, by whichever session; who disowned one, disowned all that it entered. */
function servicesOf(facts: readonly BundleFact[], told: ReadonlyMap<string, ToldFact>) {
  const disowned = new Set(
    facts.filter(({ kind }) => kind === "session_disowned").map((fact) => bodyOf(fact)["session"]),
  );
  const entered = facts.filter(
    ({ kind }) => kind === "session_opened" || kind === "session_entered",
  );
  const found = new Map<string, BundleFact[]>();
  for (const fact of entered) {
    const name = told.get(fact.id)?.service ?? String(bodyOf(fact)["service"] ?? "");
    found.set(name, [...(found.get(name) ?? []), fact]);
  }
  return [...found]
    .map(([service, own]) => ({
      service,
      sessions: own.length,
      first: momentOf(instant(own[0]?.at ?? 0)),
      last: momentOf(instant(own.at(-1)?.at ?? 0)),
      disowned: own.filter((fact) => disowned.has(bodyOf(fact)["session"])).length,
    }))
    .sort((one, other) => one.service.localeCompare(other.service, "fr"));
}
