import {
  type Answer,
  ask,
  bytesOf,
  documentMs,
  firstLang,
  followBrowser,
  saveFile,
} from "@aval/design/browser";
import type { AccountHome, ComplaintFile, Nobody, Problem } from "@aval/protocol";
import {
  type Act,
  addresses,
  type Content,
  type Event,
  firstModel,
  type Listed,
  listOf,
  type Model,
  pathOf,
  sectionAt,
  type Section,
  update,
} from "./state.ts";

/** What moves the page. `ask`: a GET without a body, a POST with one. */
export type EngineWorld = {
  readonly ask: (path: string, body?: object, longestMs?: number) => Promise<Answer<Problem>>;
  readonly render: (model: Model) => void;
  /** The address bar follows. */
  readonly show: (path: string) => void;
  /** Puts a file among what its reader has downloaded. */
  readonly save: (file: SavedFile) => void;
};

type SavedFile = { readonly name: string; readonly file: string } | ComplaintFile;

export type Engine = {
  readonly dispatch: (event: Event) => void;
  /** Its reader goes to a section, by a link; `back`: by the browser's own buttons. */
  readonly go: (section: Section, how?: "link" | "back") => void;
  readonly act: (act: Act) => void;
  readonly more: () => void;
  /** What the card's host handed over, in the page's address, is taken up first. */
  readonly start: (handed?: string) => void;
};

/** Runs the page: one event in, one new model out. What an older question is answered never shows in another section. */
export function createEngine(world: EngineWorld, first: Model): Engine {
  let model = first;
  const dispatch = (event: Event): void => {
    model = update(model, event);
    world.render(model);
  };

  /** The answer, or nothing: then what went wrong is told already. */
  async function asked(path: string, body?: object, longestMs?: number): Promise<unknown> {
    const answer = await world.ask(`/mon-acces/api/${path}`, body, longestMs);
    if (answer.kind === "ok") return answer.body;
    if (answer.kind === "offline") dispatch({ event: "failed", trouble: { kind: "offline" } });
    else if (answer.problem.error === "account_signed_out") dispatch({ event: "signed_out" });
    else dispatch({ event: "failed", trouble: { kind: "refused", problem: answer.problem } });
    return undefined;
  }

  async function load(section: Section): Promise<void> {
    const home = (await asked("home")) as AccountHome | Nobody | undefined;
    if (!home) return;
    if ("nobody" in home) return dispatch({ event: "signed_out" });
    dispatch({ event: "came_home", home });
    const what = listOf(section);
    if (!what) return;
    const content = await asked(what);
    if (content !== undefined) dispatch({ event: "came", what, content: { [what]: content } });
  }

  async function open(handed: string | undefined): Promise<void> {
    if (handed !== undefined && !(await asked("read", { handed }))) return;
    await load(model.section);
  }

  async function carryOut(act: Act): Promise<void> {
    dispatch({ event: "acted", act });
    if (act.act === "say_contacts_right") return sayContactsRight(act);
    const { path, body, gives } = calls(act);
    const longest = act.act === "take_complaint" ? documentMs : undefined;
    const content = await asked(path, body, longest);
    if (content === undefined) return;
    if (act.act === "take_proofs" || act.act === "take_complaint") world.save(content as SavedFile);
    dispatch({ event: "done", act, content: gives ? { [gives]: content } : {} });
  }

  async function sayContactsRight(act: Act): Promise<void> {
    const home = await asked("contacts/right", {});
    if (home === undefined) return;
    dispatch({ event: "came_home", home: home as AccountHome });
    dispatch({ event: "done", act, content: {} });
  }

  return {
    dispatch,
    go: (section, how = "link") => {
      if (how === "link") world.show(pathOf(section));
      dispatch({ event: "went", section });
      void load(section);
    },
    act: (act) => void carryOut(act),
    more: () => {
      const before = model.content.history?.next;
      if (!before || model.isReading) return;
      dispatch({ event: "asked_for_more" });
      void asked(`history?before=${encodeURIComponent(before)}`).then((history) => {
        if (history) dispatch({ event: "came_more", history: history as Content["history"] });
      });
    },
    start: (handed) => void open(handed),
  };
}

/** Where each act goes, and which list its answer is. */
function calls(act: Exclude<Act, { act: "say_contacts_right" }>): {
  path: string;
  body: object;
  gives?: Listed;
} {
  switch (act.act) {
    case "close_session":
      return { path: "sessions/close", body: { session: act.session }, gives: "sessions" };
    case "end_place":
      return { path: "places/end", body: { place: act.place }, gives: "places" };
    case "end_bell":
      return { path: "bells/end", body: { bell: act.bell }, gives: "bells" };
    case "end_software":
      return { path: "software/end", body: { software: act.software }, gives: "software" };
    case "end_key":
      return { path: "keys/end", body: { key: act.key }, gives: "keys" };
    case "set_quiet":
      return { path: "quiet-hours", body: { hours: act.hours }, gives: "settings" };
    case "suspend_phone":
      return { path: "phones/suspend", body: { phone: act.phone }, gives: "phones" };
    case "disown":
      return { path: "history/disown", body: { session: act.session } };
    case "set_more_time":
      return { path: "settings", body: { moreTime: act.moreTime }, gives: "settings" };
    case "take_proofs":
      return { path: "proofs", body: {} };
    case "take_complaint":
      return { path: "complaint", body: { days: act.days } };
    case "tick_step":
      return { path: "steps", body: { step: act.step, isDone: act.isDone }, gives: "steps" };
    case "block":
      return { path: "block", body: {} };
    case "leave":
      return { path: "leave", body: {} };
  }
}

/** Starts the page in a real browser. */
export function start(render: (model: Model, engine: Engine) => void): void {
  const engine: Engine = createEngine(
    {
      ask,
      render: (model) => render(model, engine),
      show: (path) => history.pushState(undefined, "", path),
      save: (file) =>
        "pdf" in file
          ? saveFile(file.name, bytesOf(file.pdf), "application/pdf")
          : saveFile(file.name, file.file, "application/json"),
    },
    firstModel(firstLang(), sectionAt(location.pathname)),
  );
  followBrowser(() => engine.go(sectionAt(location.pathname), "back"));
  engine.dispatch({ event: "retried" });
  const handed = /^#lire=([\w-]+)$/.exec(location.hash)?.[1];
  // It works once; neither the address bar nor the history keeps it.
  if (handed !== undefined) history.replaceState(undefined, "", location.pathname);
  engine.start(handed);
}

/** Where signing in begins, and where it leads back to. */
export function entryPath(
  wish: "lire" | "changer",
  { section, lang }: Pick<Model, "section" | "lang">,
): string {
  return `/mon-acces/entrer?${new URLSearchParams({ pour: wish, vers: addresses[section], lang })}`;
}
