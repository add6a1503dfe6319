import type { IconName } from "@aval/design";
import type { Problem } from "@aval/protocol";
import { type CancelReason, endingFor, type Messages } from "../messages.ts";
import type { Screen } from "../state.ts";
import { TimeLeft } from "./code.tsx";
import { Doors, Rights } from "./doors.tsx";
import { Stopped } from "./stopped.tsx";
import { Button, ForService, Heading, Icon, Leave, type ScreenProps, Split } from "./parts.tsx";

type Props<Name extends Screen["screen"]> = ScreenProps & {
  readonly screen: Extract<Screen, { screen: Name }>;
};

export function ClaimedScreen({ screen, words, view, dispatch }: Props<"claimed">) {
  const timeLeft = (
    <TimeLeft
      seconds={screen.secondsLeft}
      say={(seconds) => words.timeToAnswer(words.time(seconds))}
    />
  );
  return (
    <Split
      panel={
        <>
          <Icon name="phone" large />
          {timeLeft}
        </>
      }
    >
      <ForService words={words} view={view} />
      <Heading takesFocus>{words.claimed.heading}</Heading>
      <p class="lead">{words.claimed.lead}</p>
      <Rights words={words} view={view} />
      <div class="row">
        {screen.hasMoreTime ? (
          <p>{words.claimed.moreTimeUsed}</p>
        ) : (
          <Button kind="plain" icon="clock" onTap={() => dispatch({ event: "wants_more_time" })}>
            {words.claimed.moreTime}
          </Button>
        )}
        <Leave words={words} dispatch={dispatch} />
      </div>
    </Split>
  );
}

/** Who is signed in, for a moment. *Ce n'est pas moi* comes first and is as large as going on. */
export function ApprovedScreen(given: Props<"approved">) {
  const { screen, words, view, dispatch } = given;
  const service = view?.service.name ?? "";
  if (screen.shared) return <SomeonesSession {...given} />;
  return (
    <Split panel={<Icon name="check" large />}>
      <Heading takesFocus>
        {screen.silent ? words.approved.silentHeading : words.approved.heading}
      </Heading>
      <Holder screen={screen} words={words} />
      <p class="lead">{words.approved.lead(service)}</p>
      <Rights words={words} view={view} />
      <div class="pair">
        <Button
          kind="refuse"
          icon="cross"
          onTap={() => dispatch({ event: "asked", ask: "not_me" })}
        >
          {words.approved.notMe}
        </Button>
        <Button kind="primary" onTap={() => dispatch({ event: "asked", ask: "conclude" })}>
          {words.approved.goOn}
        </Button>
      </div>
      {screen.held && <p class="quiet">{words.approved.held}</p>}
    </Split>
  );
}

/** A session left open on a shared place: the page waits, since whoever reads it may be another. The safe answer first. */
function SomeonesSession({ screen, words, view, dispatch }: Props<"approved">) {
  return (
    <Split panel={<Icon name="person" large />}>
      <ForService words={words} view={view} />
      <Heading takesFocus>{words.shared.heading}</Heading>
      <Holder screen={screen} words={words} />
      <p class="lead">{words.shared.lead(view?.service.name ?? "")}</p>
      <div class="pair">
        <Button
          kind="refuse"
          icon="person"
          onTap={() => dispatch({ event: "asked", ask: "change_person" })}
        >
          {words.shared.change}
        </Button>
        <Button kind="primary" onTap={() => dispatch({ event: "asked", ask: "conclude" })}>
          {words.approved.goOn}
        </Button>
      </div>
      <p class="quiet">{words.shared.closes}</p>
    </Split>
  );
}

function Holder({ screen, words }: Pick<Props<"approved">, "screen" | "words">) {
  if (!screen.holder) return null;
  return (
    <p class="holder">
      <Icon name="person" />
      <span>
        <span class="over">{words.approved.as}</span> <strong>{screen.holder}</strong>
      </span>
    </p>
  );
}

/** Refused on the phone, or its holder's access is stopped: to this page, which a stranger may have opened, the same. */
export function RefusedScreen({ words, view, dispatch }: Props<"refused">) {
  return (
    <Split panel={<Icon name="cross" large />}>
      <ForService words={words} view={view} />
      <Heading takesFocus>{words.refused.heading}</Heading>
      <p class="lead">{words.refused.lead}</p>
      <p>{words.refused.hint}</p>
      <div class="row">
        <Restart dispatch={dispatch}>{words.refused.again}</Restart>
        <Leave words={words} dispatch={dispatch} ended />
      </div>
    </Split>
  );
}

export function ExpiredScreen({ words, view, dispatch }: Props<"expired">) {
  const byDigits = () => {
    dispatch({ event: "chose", choice: "digits" });
    dispatch({ event: "asked", ask: "restart" });
  };
  return (
    <Split panel={<Icon name="clock" large />}>
      <ForService words={words} view={view} />
      <Heading takesFocus>{words.expired.heading}</Heading>
      <p class="lead">{words.expired.lead}</p>
      <div class="row">
        <Restart dispatch={dispatch}>{words.expired.again}</Restart>
        <Button kind="plain" icon="clock" onTap={() => dispatch({ event: "wants_more_time" })}>
          {words.expired.moreTime}
        </Button>
        <Button kind="plain" choose="digits" icon="digits" onTap={byDigits}>
          {words.expired.otherwise}
        </Button>
      </div>
      <Leave words={words} dispatch={dispatch} ended />
    </Split>
  );
}

const endingIcons: Readonly<Record<CancelReason, IconName>> = {
  page_cancelled: "leave",
  not_me_on_page: "person",
  asked_for_digits: "hangUp",
  replaced: "screens",
  two_at_once: "screens",
  already_claimed: "phone",
  rights_denied: "lock",
  not_returned: "phone",
  holder_stopped: "lock",
};

export function CancelledScreen({ screen, words, view, dispatch }: Props<"cancelled">) {
  const { heading, lead, advice } = endingFor(words.cancelled, screen.reason);
  return (
    <Split panel={<Icon name={endingIcons[screen.reason as CancelReason] ?? "cross"} large />}>
      <ForService words={words} view={view} />
      <Heading takesFocus>{heading ?? words.cancelled.heading}</Heading>
      <p class="lead">{lead}</p>
      {screen.reason === "rights_denied" && <Doors words={words} view={view} />}
      {view?.stop ? <Stopped words={words} view={view} /> : advice && <p>{advice}</p>}
      <div class="row">
        <WayOn screen={screen} words={words} dispatch={dispatch} />
      </div>
    </Split>
  );
}

/**
 * Again here, or back to the service. Only back once the page itself was cancelled, or its holder's access stopped. Where this computer may not open the
 * service so, the same way would end in the same refusal: digits give way to the code, and the code to the service.
 */
function WayOn({ screen, words, dispatch }: Omit<Props<"cancelled">, "view">) {
  const isDenied = screen.reason === "rights_denied";
  const isOver = screen.reason === "page_cancelled" || screen.reason === "holder_stopped";
  const scanInstead = () => {
    dispatch({ event: "chose", choice: "scan" });
    dispatch({ event: "asked", ask: "restart" });
  };
  return (
    <>
      {isDenied && screen.by === "digits" && (
        <Button kind="primary" choose="scan" icon="scan" onTap={scanInstead}>
          {words.cancelled.byScan}
        </Button>
      )}
      {!isDenied && !isOver && <Restart dispatch={dispatch}>{words.cancelled.again}</Restart>}
      <Leave words={words} dispatch={dispatch} ended={!isDenied} />
    </>
  );
}

/** Problems that trying again on this page cannot mend: the page is over, or this browser cannot hold it. */
const finalProblems: ReadonlySet<string> = new Set([
  "sign_in_not_found",
  "service_suspended",
  "browser_mismatch",
  "wrong_origin",
  "wrong_host",
  "not_found",
  "unfit_browser",
  "holder_stopped",
]);

/** What a problem's screen says first. */
export function problemHeading(words: Messages["problem"], { error }: Problem): string {
  if (error === "unfit_browser") return words.otherBrowser;
  if (error === "holder_stopped") return words.stopped;
  return finalProblems.has(error) ? words.elsewhere : words.heading;
}

export function ProblemScreen({
  screen: { problem },
  words,
  dispatch,
  lang,
}: Props<"problem"> & { lang: "fr" | "en" }) {
  return (
    <Split panel={<Icon name="warning" large />}>
      <Heading takesFocus>{problemHeading(words.problem, problem)}</Heading>
      <p class="lead">{problem.message[lang]}</p>
      {problem.reference && (
        <p class="quiet">
          {words.problem.reference} <code class="reference">{problem.reference}</code>
        </p>
      )}
      <div class="row">
        {!finalProblems.has(problem.error) && (
          <Button kind="primary" icon="again" onTap={() => dispatch({ event: "retry" })}>
            {words.problem.again}
          </Button>
        )}
        <Button kind="plain" icon="leave" onTap={() => dispatch({ event: "went_back" })}>
          {words.problem.back}
        </Button>
      </div>
    </Split>
  );
}

/** Going back to the service. */
export function LeavingScreen({ sentence }: { sentence: string }) {
  return (
    <Split panel={<Icon name="service" large />}>
      <Heading takesFocus={false}>{sentence}</Heading>
    </Split>
  );
}

function Restart({ dispatch, children }: Pick<ScreenProps, "dispatch"> & { children: string }) {
  return (
    <Button kind="primary" icon="again" onTap={() => dispatch({ event: "asked", ask: "restart" })}>
      {children}
    </Button>
  );
}
