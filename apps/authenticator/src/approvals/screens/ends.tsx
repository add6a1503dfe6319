import { Icon } from "../../shell/icons.tsx";
import { Button, Heading, Notice, type ScreenProps } from "../../shell/parts.tsx";
import type { Answered, Danger, Ended } from "../request.ts";
import { endingWords, rightsWords } from "../words.ts";

/** The holder answered, and the server has recorded it. */
export function AnsweredScreen({ screen, t, dispatch }: ScreenProps<Answered>) {
  const { context } = screen;
  const approved = screen.decision === "approved";
  return (
    <>
      <div class={`seal seal-${approved ? "good" : "danger"}`} aria-hidden="true">
        <Icon name={approved ? "check" : "hand"} />
      </div>
      <Heading>{approved ? t.answered.approved : t.answered.refused}</Heading>
      <p class="lead">
        {approved
          ? t.answered.approvedText(context.service.name)
          : t.answered.refusedText[screen.reason ?? "other"]}
      </p>
      {approved && context.rights === "reduced" && (
        <Notice>
          <p>{rightsWords(context, t)}.</p>
        </Notice>
      )}
      {approved && <p class="quiet">{t.answered.notYou}</p>}
      <Button onTap={() => dispatch({ event: "opened", screen: "home" })}>{t.answered.home}</Button>
    </>
  );
}

/** The request ended without the holder's answer being what ended it. */
export function EndedScreen({ screen, t, dispatch }: ScreenProps<Ended>) {
  const [heading, text] = endingWords(screen.ending, t);
  const { ending } = screen;
  const reference =
    ending.how === "denied" && ending.trouble.kind === "denied" ? ending.trouble.reference : "";
  return (
    <>
      <div class="seal" aria-hidden="true">
        <Icon name={ending.how === "expired" ? "clock" : "warning"} />
      </div>
      <Heading>{heading}</Heading>
      <p class="lead">{text}</p>
      {screen.context && <p class="quiet">{screen.context.service.name}</p>}
      {reference && <p class="quiet mono">{t.shell.reference(reference)}</p>}
      <div class="stack stack-tight">
        <Button icon="scan" onTap={() => dispatch({ event: "opened", screen: "scan" })}>
          {t.answered.scanAgain}
        </Button>
        <Button kind="plain" onTap={() => dispatch({ event: "opened", screen: "home" })}>
          {t.answered.home}
        </Button>
      </div>
    </>
  );
}

const pictures = ["hangUp", "hand", "warning"] as const;

/**
 * The holder says that somebody is leading them. Three wordings and three pictures take turns, so that the warning stays
 * one; the button never moves.
 */
export function DangerScreen({ screen, t, dispatch }: ScreenProps<Danger>) {
  const { cause, wording } = screen;
  return (
    <>
      <div class="seal seal-danger" aria-hidden="true">
        <Icon name={pictures[wording] ?? "hangUp"} />
      </div>
      <Heading tone="danger">{t.danger[cause][wording]}</Heading>
      <Notice tone="danger">
        <p class="lead">{t.danger.leads[wording]}</p>
        <p>
          <strong>{t.danger.coaching}</strong>
        </p>
      </Notice>
      <Button onTap={() => dispatch({ event: "opened", screen: "home" })}>
        {t.danger.done[cause]}
      </Button>
      <section class="stack stack-tight" aria-labelledby="todo">
        <h2 id="todo">{t.danger.todo}</h2>
        <ol class="steps">
          {t.danger.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <p>
          {cause === "on_call" ? "" : `${t.danger.nothing} `}
          {t.danger.fault}
        </p>
        <Button
          kind="plain"
          icon="history"
          onTap={() => dispatch({ event: "opened", screen: "history" })}
        >
          {t.danger.history}
        </Button>
      </section>
    </>
  );
}
