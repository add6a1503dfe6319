import {
  type Answer,
  ask,
  bytesOf,
  documentMs,
  firstLang,
  followBrowser,
  saveFile,
} from "@aval/design/browser";
import type {
  CallDialled,
  CallList,
  CampaignPreview,
  ComplaintFile,
  ConsoleKeyCreation,
  ConsoleKeyProposal,
  ConsoleKeyStanding,
  ConsoleMe,
  ContactRequestId,
  ContactRequestView,
  DeskVisitId,
  DeskVisitView,
  EmergencyBegun,
  Nobody,
  Problem,
  PublicNoticeList,
  PublicNoticePreview,
} from "@aval/protocol";
import {
  alertQuery,
  type AlertsRoute,
  type CaseSeen,
  type CasesRoute,
  caseQuery,
  isMoved,
} from "./cases/state.ts";
import { madeBy, signedBy } from "./keys.ts";
import { type ServicesRoute, servicesPath } from "./services/state.ts";
import { type StatisticsRoute, statisticsPath, statisticsQuery } from "./statistics/state.ts";
import {
  type Act,
  type Event,
  firstModel,
  isFiltered,
  isKeyWaiting,
  isWatched,
  listOf,
  type Model,
  pathOf,
  pathOfCases,
  requestPath,
  type Route,
  refusalPath,
  routeAt,
  routeOf,
  type Section,
  type Trouble,
  update,
  visitPath,
  watchEvery,
} from "./state.ts";

/** What moves the page. `ask`: a GET without a body, a POST with one. */
export type EngineWorld = {
  readonly ask: (path: string, body?: object, longestMs?: number) => Promise<Answer<Problem>>;
  readonly render: (model: Model) => void;
  /** The address bar follows. */
  readonly show: (path: string) => void;
  readonly signed: typeof signedBy;
  readonly made: typeof madeBy;
  /** Puts a file among what its reader has downloaded. */
  readonly save: (file: ComplaintFile) => void;
  /** The secret of the link that was opened. */
  readonly linkCode: () => string;
};

export type Engine = {
  readonly dispatch: (event: Event) => void;
  /** Its reader goes to a section, by a link; `back`: by the browser's own buttons. */
  readonly go: (section: Section) => void;
  readonly goToVisit: (visit: DeskVisitId) => void;
  readonly goToRequest: (request: ContactRequestId) => void;
  /** To a list of cases or alerts by its filter, or to one case. */
  readonly goToCases: (route: CasesRoute | AlertsRoute) => void;
  /** To the services, or to one's stream. */
  readonly goToServices: (route: ServicesRoute) => void;
  /** To a month, a subject, a profession, a region. */
  readonly goToStatistics: (route: StatisticsRoute) => void;
  /** To the diagnosis of a refusal, by its reference as it was typed. */
  readonly goToRefusal: (reference: string) => void;
  readonly at: (route: Route) => void;
  readonly act: (act: Act) => void;
  readonly start: () => void;
  /** A second has passed: what may have changed by itself is asked for. */
  readonly tick: () => void;
};

/** Ends the work of a moment, with what is to be said of it. */
class Stopped extends Error {
  readonly trouble: Trouble;
  constructor(trouble: Trouble) {
    super(trouble.kind);
    this.trouble = trouble;
  }
}

/** Runs the page: one event in, one new model out. */
export function createEngine(world: EngineWorld, first: Model): Engine {
  let model = first;
  const dispatch = (event: Event): void => {
    model = update(model, event);
    world.render(model);
  };

  async function asked<T>(path: string, body?: object, longestMs?: number): Promise<T> {
    const answer = await world.ask(`/api/${path}`, body, longestMs);
    if (answer.kind === "ok") return answer.body as T;
    throw new Stopped(answer);
  }

  /** Does it; what goes wrong is said, and a session that is over shows the way in. */
  async function attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (fault) {
      if (!(fault instanceof Stopped)) throw fault;
      const { trouble } = fault;
      const isOut = trouble.kind === "refused" && trouble.problem.error === "staff_signed_out";
      dispatch(isOut ? { event: "signed_out" } : { event: "failed", trouble });
    }
  }

  async function load(route: Route): Promise<void> {
    if (route.section === "link") return;
    if (!model.me) {
      const me = await asked<ConsoleMe | Nobody>("me");
      if ("nobody" in me) return dispatch({ event: "signed_out" });
      dispatch({ event: "came_in", me });
    }
    const what = listOf(route);
    if (!what) return;
    const content = await asked(pathFor(route, what));
    // What comes late is not shown on another screen.
    if (model.route === route) dispatch({ event: "came", content: { [what]: content } });
    if (isFiltered(route) && !model.content.views)
      dispatch({ event: "watched", content: { views: await asked("views") } });
  }

  let ticks = 0;
  let isAsking = false;
  async function watch(): Promise<void> {
    const { route } = model;
    const what = listOf(route);
    if (!what || isAsking || model.busy || !isWatched(model)) return;
    isAsking = true;
    const answer = await world.ask(`/api/${pathFor(route, what)}`);
    isAsking = false;
    if (answer.kind === "refused" && answer.problem.error === "staff_signed_out")
      return dispatch({ event: "signed_out" });
    if (answer.kind === "ok" && model.route === route && !model.busy)
      dispatch({ event: "watched", content: { [what]: answer.body } });
  }

  async function signIn(): Promise<void> {
    const challenge = await asked<{ challenge: string; rpId: string }>("sign-in/challenge", {});
    await asked("sign-in", await keySigns(challenge));
    dispatch({ event: "done", act: { act: "sign_in" }, content: {} });
    await load(model.route);
  }

  async function keySigns(asked: { challenge: string; rpId: string }) {
    const assertion = await world.signed(asked);
    if (!assertion) throw new Stopped({ kind: "no_key" });
    return assertion;
  }

  /** Two keys, one after the other; a second that did not sign may be held again, until the server says that it is over. */
  async function emergency(
    act: Extract<Act, { act: "begin_emergency" | "open_emergency" }>,
  ): Promise<void> {
    if (act.act === "begin_emergency") {
      const challenge = await asked<{ challenge: string; rpId: string }>("sign-in/challenge", {});
      const assertion = await keySigns(challenge);
      const { reason } = act;
      const begun = await asked<EmergencyBegun>("emergency/begin", { ...assertion, reason });
      return finish(act, { begun });
    }
    const { code, challenge, rpId } = act.begun;
    const assertion = await keySigns({ challenge, rpId });
    await asked("emergency/open", { ...assertion, code });
    dispatch({ event: "done", act: { act: "sign_in" }, content: {} });
    await load(model.route);
  }

  async function addKey(name: string): Promise<void> {
    const code = world.linkCode();
    const creation = await asked<ConsoleKeyCreation>("keys/begin", { code });
    const made = await world.made(creation);
    if (!made) throw new Stopped({ kind: "no_key" });
    const given = { code, challenge: creation.challenge, name, made };
    const proposal = await asked<ConsoleKeyProposal>("keys/add", given);
    world.show("/");
    finish({ act: "add_key", name }, { proposal });
  }

  /** Whether the words have been confirmed on the host. */
  async function watchKey(): Promise<void> {
    if (isAsking || model.busy) return;
    isAsking = true;
    const answer = await world.ask("/api/keys/standing", { code: world.linkCode() });
    isAsking = false;
    if (answer.kind === "ok")
      dispatch({ event: "key_stands", standing: (answer.body as ConsoleKeyStanding).standing });
  }

  async function carryOut(act: Act): Promise<void> {
    switch (act.act) {
      case "sign_in":
        return signIn();
      case "begin_emergency":
      case "open_emergency":
        return emergency(act);
      case "enter_emergency":
      case "leave_emergency":
        return finish(act, {});
      case "add_key":
        return addKey(act.name);
      case "withdraw_key":
        await asked("keys/withdraw", { code: world.linkCode() });
        return finish(act, {});
      case "end_key":
        return finish(act, { keys: await asked("keys/end", { key: act.key }) });
      case "suspend":
        return finish(act, { team: await asked("team/suspend", { member: act.member }) });
      case "vouch": {
        const { act: _act, ...given } = act;
        return finish(act, { team: await signed("team/keys/vouch", given, "team/keys/sign") });
      }
      case "let_in": {
        const { key } = act;
        return finish(act, { team: await signed("team/keys/let-in", { key }, "team/keys/sign") });
      }
      case "refuse_key":
        return finish(act, { team: await asked("team/keys/refuse", { key: act.key }) });
      case "stop_letter":
        return finish(act, {
          letters: await asked("desk/letters/stop", { enrolment: act.enrolment }),
        });
      case "find":
        return finish(act, { person: await asked("desk/find", { nationalId: act.nationalId }) });
      case "open": {
        const { nationalId } = act;
        const visit = await asked<DeskVisitView>("desk/open", { nationalId, checks });
        world.show(visitPath(visit.visit));
        dispatch({ event: "went", route: { section: "desk", visit: visit.visit } });
        return dispatch({ event: "came", content: { visit } });
      }
      case "sign":
        return sign(act);
      case "end_visit":
        await asked(`desk/visits/${act.visit}/end`, {});
        world.show(pathOf("desk"));
        return at({ section: "desk" });
      case "sign_file": {
        const path = `contacts/files/${act.file}`;
        await signed(`${path}/ask`, {}, `${path}/sign`);
        return finish(act, { contacts: await asked("contacts") });
      }
      case "refuse_file": {
        await asked(`contacts/files/${act.file}/refuse`, {});
        return finish(act, { contacts: await asked("contacts") });
      }
      case "sign_import": {
        const path = `imports/${act.import}`;
        return finish(act, { imports: await signed(`${path}/ask`, {}, `${path}/sign`) });
      }
      case "refuse_import":
        return finish(act, { imports: await asked(`imports/${act.import}/refuse`, {}) });
      case "look_quality":
        return finish(act, {
          quality: await asked(`contacts/quality?from=${act.from}`),
        });
      case "find_contacts": {
        const { nationalId } = act;
        return finish(act, { reached: await asked("contacts/find", { nationalId }) });
      }
      case "ask_contact": {
        const { act: _act, ...change } = act;
        const request = await signed<ContactRequestView>(
          "contacts/ask",
          change,
          "contacts/propose",
        );
        world.show(requestPath(request.request));
        dispatch({ event: "went", route: { section: "contacts", request: request.request } });
        return finish(act, { request });
      }
      case "confirm_contact": {
        const path = `contacts/requests/${act.request}`;
        return finish(act, { request: await signed(`${path}/ask`, {}, `${path}/confirm`) });
      }
      case "refuse_contact": {
        const path = `contacts/requests/${act.request}/refuse`;
        return finish(act, { request: await asked(path, {}) });
      }
      case "case": {
        const seen = await asked<CaseSeen>(`cases/${act.case}/${act.name}`, act.given);
        // What was split off is another case, at an address of its own.
        const shown = isMoved(seen) ? seen.into : seen.case;
        if (shown !== act.case) {
          world.show(pathOfCases({ section: "cases", case: shown }));
          dispatch({ event: "went", route: { section: "cases", case: shown } });
        }
        return finish(act, { case: seen });
      }
      case "save_view": {
        const { act: _act, ...given } = act;
        return finish(act, { views: await asked("views", given) });
      }
      case "drop_view":
        return finish(act, { views: await asked("views/remove", { view: act.view }) });
      case "find_freeze":
        return finish(act, { freeze: await asked("freezes/find", { nationalId: act.nationalId }) });
      case "find_erasable": {
        const { nationalId } = act;
        return finish(act, { erasable: await asked("erasures/find", { nationalId }) });
      }
      case "ask_erasure": {
        const { act: _act, ...given } = act;
        return finish(act, { erasures: await asked("erasures", given) });
      }
      case "sign_erasure": {
        const path = `erasures/${act.erasure}`;
        return finish(act, { erasures: await signed(`${path}/ask`, {}, `${path}/sign`) });
      }
      case "withdraw_erasure":
        return finish(act, { erasures: await asked(`erasures/${act.erasure}/withdraw`, {}) });
      case "report": {
        const { act: _act, ...given } = act;
        return finish(act, { reports: await asked("reports", given) });
      }
      case "check_list":
        return finish(act, { check: await asked("reports/lists/check", { text: act.text }) });
      case "send_list": {
        const { text, sha256 } = act;
        return finish(act, { reports: await asked("reports/lists", { text, sha256 }) });
      }
      case "preview_notice": {
        const { given } = act;
        const seen = await asked<PublicNoticePreview>("public-notices/preview", given);
        return finish(act, { noticePreview: { given, seen } });
      }
      case "ask_notice": {
        const { given, digest } = act;
        const publicNotices = await asked<PublicNoticeList>("public-notices", { ...given, digest });
        return finish(act, { publicNotices });
      }
      case "sign_notice": {
        const path = `public-notices/${act.notice}`;
        return finish(act, { publicNotices: await signed(`${path}/ask`, {}, `${path}/sign`) });
      }
      case "end_notice": {
        const path = `public-notices/${act.notice}/end`;
        return finish(act, { publicNotices: await asked(path, {}) });
      }
      case "preview_campaign": {
        const { given } = act;
        const seen = await asked<CampaignPreview>("campaigns/preview", given);
        return finish(act, { campaignPreview: { given, seen } });
      }
      case "ask_campaign": {
        const { given, digest } = act;
        return finish(act, { campaigns: await asked("campaigns", { ...given, digest }) });
      }
      case "sign_campaign": {
        const path = `campaigns/${act.campaign}`;
        return finish(act, { campaigns: await signed(`${path}/ask`, {}, `${path}/sign`) });
      }
      case "withdraw_campaign":
        return finish(act, { campaigns: await asked(`campaigns/${act.campaign}/withdraw`, {}) });
      case "stop_campaign":
        return finish(act, { campaigns: await asked(`campaigns/${act.campaign}/stop`, {}) });
      case "clear_freeze": {
        const path = `freezes/${act.freeze}`;
        return finish(act, { freeze: await signed(`${path}/ask`, {}, `${path}/clear`) });
      }
      case "preview_measure": {
        const { kind, people, phone, card } = act;
        const path = `cases/${act.case}/measures/preview`;
        return finish(act, { preview: await asked(path, { kind, people, phone, card }) });
      }
      case "take_measure": {
        const { kind, people, phone, card, words, digest } = act;
        const given = { kind, people, phone, card, words, digest };
        return finish(act, { case: await asked(`cases/${act.case}/measures`, given) });
      }
      case "replay": {
        const { stream, jti } = act;
        const path = `services/${stream}/replay`;
        return finish(act, { stream: await asked(path, jti === undefined ? {} : { jti }) });
      }
      case "send_window": {
        const { person, from, to, words } = act;
        const given = { person, from, to, words };
        return finish(act, { case: await asked(`cases/${act.case}/windows`, given) });
      }
      case "sign_measure": {
        const path = `measures/${act.measure}`;
        return finish(act, { case: await signed(`${path}/ask`, {}, `${path}/sign`) });
      }
      case "withdraw_measure":
        return finish(act, { case: await asked(`measures/${act.measure}/withdraw`, {}) });
      case "hold_caller":
        await asked<CallList>(`cases/${act.case}/hold`, { person: act.person });
        return finish(act, {});
      case "announce_call": {
        const calls = await asked<CallList>(`cases/${act.case}/call`, { person: act.person });
        world.show(pathOf("calls"));
        dispatch({ event: "went", route: { section: "calls" } });
        return finish(act, { calls });
      }
      case "ask_caller": {
        const calls = await asked<CallList>(`cases/${act.case}/caller`, { person: act.person });
        world.show(pathOf("calls"));
        dispatch({ event: "went", route: { section: "calls" } });
        return finish(act, { calls });
      }
      case "block_for_caller":
        return finish(act, { calls: await asked(`callers/${act.check}/block`, {}) });
      case "open_call": {
        const { number, ...calls } = await asked<CallDialled>(`calls/${act.call}/open`, {});
        return finish(act, { calls, dialled: number });
      }
      case "take_callback":
        return finish(act, { calls: await asked(`callbacks/${act.callback}/take`, {}) });
      case "end_call": {
        const calls = await asked<CallList>(`calls/${act.call}/end`, {});
        return finish(act, { calls, dialled: undefined });
      }
      case "ask_complaint": {
        const { person, words } = act;
        return finish(act, {
          case: await asked(`cases/${act.case}/complaints`, { person, words }),
        });
      }
      case "sign_complaint": {
        const path = `complaints/${act.complaint}`;
        return finish(act, { case: await signed(`${path}/ask`, {}, `${path}/sign`) });
      }
      case "take_complaint": {
        const path = `complaints/${act.complaint}/take`;
        world.save(await asked<ComplaintFile>(path, {}, documentMs));
        return finish(act, {});
      }
      case "leave":
        await asked("leave", {});
        world.show("/");
        return finish(act, {});
    }
  }

  async function sign(act: Extract<Act, { act: "sign" }>): Promise<void> {
    const { visit, presence } = act;
    const path = `desk/visits/${visit}`;
    finish(act, { visit: await signed(`${path}/ask`, { presence, checks }, `${path}/sign`) });
  }

  /** What the server writes down for this question, signed by the key, and what it says then. */
  async function signed<T>(asking: string, body: object, sending: string): Promise<T> {
    const assertion = await world.signed(
      await asked<{ challenge: string; rpId: string }>(asking, body),
    );
    if (!assertion) throw new Stopped({ kind: "no_key" });
    return asked<T>(sending, assertion);
  }

  const finish = (act: Act, content: Model["content"]): void =>
    dispatch({ event: "done", act, content });

  const at = (route: Route): void => {
    dispatch({ event: "went", route });
    void attempt(() => load(route));
  };

  return {
    dispatch,
    at,
    go: (section) => {
      world.show(pathOf(section));
      at(routeOf(section));
    },
    goToVisit: (visit) => {
      world.show(visitPath(visit));
      at({ section: "desk", visit });
    },
    goToRequest: (request) => {
      world.show(requestPath(request));
      at({ section: "contacts", request });
    },
    goToCases: (route) => {
      world.show(pathOfCases(route));
      at(route);
    },
    goToServices: (route) => {
      world.show(servicesPath(route));
      at(route);
    },
    goToStatistics: (route) => {
      world.show(statisticsPath(route));
      at(route);
    },
    goToRefusal: (typed) => {
      const reference = typed
        .trim()
        .replaceAll(/[^\w-]+/g, "-")
        .slice(0, 32);
      world.show(refusalPath(reference));
      at({ section: "refusals", reference });
    },
    tick: () => {
      ticks += 1;
      if (isKeyWaiting(model)) void watchKey();
      else if (ticks % watchEvery(model.route) === 0) void watch();
    },
    act: (act) => {
      // A press while the key blinks is not a second one.
      if (model.busy) return;
      dispatch({ event: "acted", act });
      void attempt(() => carryOut(act));
    },
    start: () => void attempt(() => load(model.route)),
  };
}

/** The screen sends them once its reader has ticked each. */
const checks = { original: true, face: true, name: true } as const;

function pathFor(route: Route, what: string): string {
  if (route.section === "desk" && route.visit) return `desk/visits/${route.visit}`;
  if (route.section === "contacts" && route.request) return `contacts/requests/${route.request}`;
  if (route.section === "cases")
    return route.case ? `cases/${route.case}` : `cases${caseQuery(route.filter)}`;
  if (route.section === "services" && route.stream) return `services/${route.stream}`;
  if (route.section === "alerts") return `alerts${alertQuery(route.filter)}`;
  if (route.section === "refusals" && route.reference) return `refusals/${route.reference}`;
  if (route.section === "statistics") return `statistics${statisticsQuery(route.filter)}`;
  if (what === "publicNotices") return "public-notices";
  return what === "letters" ? "desk/letters" : what;
}

/** Starts the page in a real browser. */
export function start(render: (model: Model, engine: Engine) => void): void {
  // Taken out of the address bar at once: it stays on no screen and in no history.
  const code = location.hash.slice(1);
  if (code) history.replaceState(undefined, "", location.pathname);
  const here = () => location.pathname + location.search;
  const engine: Engine = createEngine(
    {
      ask,
      render: (model) => render(model, engine),
      show: (path) => history.pushState(undefined, "", path),
      signed: signedBy,
      made: madeBy,
      save: ({ name, pdf }) => saveFile(name, bytesOf(pdf), "application/pdf"),
      linkCode: () => code,
    },
    firstModel(firstLang(), routeAt(here())),
  );
  followBrowser(() => engine.at(routeAt(here())));
  setInterval(engine.tick, 1_000);
  engine.dispatch({ event: "dismissed" });
  engine.start();
}
