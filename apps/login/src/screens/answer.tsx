import { cancelSentence } from "../messages.ts";
import type { Screen } from "../state.ts";
import { TimeLeft } from "./code.tsx";
import { Button, Emblem, ForService, Heading, Leave, Rights, type ScreenProps } from "./parts.tsx";

type Props<Name extends Screen["screen"]> = ScreenProps & {
  readonly screen: Extract<Screen, { screen: Name }>;
};

export function ClaimedScreen({ screen, words, view, dispatch }: Props<"claimed">) {
  return (
    <div class="stack answer">
      <Emblem name="phone" tone="act" />
      <ForService words={words} view={view} />
      <Heading takesFocus>{words.claimed.heading}</Heading>
      <p class="lead">{words.claimed.lead}</p>
      <TimeLeft
        seconds={screen.secondsLeft}
        say={(seconds) => words.timeToAnswer(words.time(seconds))}
      />
      {view?.rights === "reduced" && <p class="quiet">{words.rights.reduced}</p>}
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
    </div>
  );
}

/** Who is signed in, for a moment. *Ce n'est pas moi* comes first and is as large as going on. */
export function ApprovedScreen({ screen, words, view, dispatch }: Props<"approved">) {
  const service = view?.service.name ?? "";
  return (
    <div class="stack answer">
      <Emblem name="check" tone="good" />
      <Heading takesFocus>
        {screen.silent ? words.approved.silentHeading : words.approved.heading}
      </Heading>
      {screen.holder && (
        <p class="holder">
          <span class="over">{words.approved.as}</span>
          <strong>{screen.holder}</strong>
        </p>
      )}
      <p class="lead">{words.approved.lead(service)}</p>
      <Rights words={words} view={view} />
      <div class="row pair">
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
    </div>
  );
}

export function RefusedScreen({ words, view, dispatch }: Props<"refused">) {
  return (
    <div class="stack answer">
      <Emblem name="cross" tone="refuse" />
      <ForService words={words} view={view} />
      <Heading takesFocus>{words.refused.heading}</Heading>
      <p class="lead">{words.refused.lead}</p>
      <p>{words.refused.hint}</p>
      <Again words={words} dispatch={dispatch} />
    </div>
  );
}

export function ExpiredScreen({ words, view, dispatch }: Props<"expired">) {
  return (
    <div class="stack answer">
      <Emblem name="clock" tone="quiet" />
      <ForService words={words} view={view} />
      <Heading takesFocus>{words.expired.heading}</Heading>
      <p class="lead">{words.expired.lead}</p>
      <div class="row">
        <Button
          kind="primary"
          icon="again"
          onTap={() => dispatch({ event: "asked", ask: "restart" })}
        >
          {words.expired.again}
        </Button>
        <Button kind="plain" icon="clock" onTap={() => dispatch({ event: "wants_more_time" })}>
          {words.expired.moreTime}
        </Button>
      </div>
      <div class="row">
        <Leave words={words} dispatch={dispatch} ended />
      </div>
    </div>
  );
}

export function CancelledScreen({ screen, words, view, dispatch }: Props<"cancelled">) {
  return (
    <div class="stack answer">
      <Emblem name="cross" tone="quiet" />
      <ForService words={words} view={view} />
      <Heading takesFocus>{words.cancelled.heading}</Heading>
      <p class="lead">{cancelSentence(words.cancelled, screen.reason)}</p>
      <Again words={words} dispatch={dispatch} reason={screen.reason} />
    </div>
  );
}

export function ProblemScreen({
  screen,
  words,
  dispatch,
  lang,
}: Props<"problem"> & { lang: "fr" | "en" }) {
  return (
    <div class="stack answer">
      <Emblem name="warning" tone="refuse" />
      <Heading takesFocus>{words.problem.heading}</Heading>
      <p class="lead">{screen.problem.message[lang]}</p>
      {screen.problem.reference && (
        <p class="quiet">
          {words.problem.reference} <code class="reference">{screen.problem.reference}</code>
        </p>
      )}
      <div class="row">
        <Button kind="plain" icon="again" onTap={() => dispatch({ event: "retry" })}>
          {words.problem.again}
        </Button>
      </div>
    </div>
  );
}

/** Between two screens: opening, or going back to the service. */
export function PassingScreen({ sentence }: { sentence: string }) {
  return (
    <div class="stack answer">
      <Emblem name="service" tone="quiet" />
      <Heading takesFocus={false}>{sentence}</Heading>
    </div>
  );
}

/**
 * Again here, or back to the service. Only back once the page itself was cancelled, and where this computer may not open
 * the service: a new code would end in the same refusal.
 */
function Again({
  words,
  dispatch,
  reason,
}: Pick<ScreenProps, "words" | "dispatch"> & { reason?: string | undefined }) {
  const isDenied = reason === "rights_denied";
  const isOver = isDenied || reason === "page_cancelled";
  return (
    <div class="row">
      {!isOver && (
        <Button
          kind="primary"
          icon="again"
          onTap={() => dispatch({ event: "asked", ask: "restart" })}
        >
          {words.cancelled.again}
        </Button>
      )}
      <Leave words={words} dispatch={dispatch} ended={!isDenied} />
    </div>
  );
}
