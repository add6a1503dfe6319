import { BellOfferNotice } from "../../bells/screens/offer.tsx";
import { ReportCall } from "../../calls/line.tsx";
import type { Messages } from "../../messages.ts";
import { PracticeAnsweredScreen, PracticeOverScreen } from "../../practice/screens.tsx";
import {
  Button,
  Dock,
  Heading,
  Notice,
  Panel,
  Reference,
  type ScreenProps,
  ToBlock,
} from "../../shell/parts.tsx";
import { denied, isPassing, isSuspect } from "../../trouble.ts";
import type { Answered, Danger, Ended, Ending } from "../request.ts";
import { endingWords, rightsText, rightsWords } from "../words.ts";

/** The holder answered, and the server has recorded it. */
export function AnsweredScreen({ screen, model, t, dispatch }: ScreenProps<Answered>) {
  const { context } = screen;
  const approved = screen.decision === "approved";
  const isKey = context.kind === "passkey";
  if (context.kind === "practice")
    return <PracticeAnsweredScreen screen={screen} model={model} t={t} dispatch={dispatch} />;
  return (
    <>
      <Panel
        icon={approved ? "check" : "hand"}
        tone={approved ? "plain" : "refuse"}
        about={approved ? undefined : context.service.name}
      >
        <Heading>
          {approved ? (isKey ? t.passkeyAdd.approved : t.answered.approved) : t.answered.refused}
        </Heading>
        <p>
          {approved
            ? isKey
              ? t.passkeyAdd.approvedText
              : t.answered.approvedText(context.service.name)
            : t.answered.refusedText[screen.reason ?? "other"]}
        </p>
      </Panel>
      {approved && (
        <>
          <p>
            <strong>{rightsWords(context, t)}.</strong> {rightsText(context, t)}
          </p>
          <p class="quiet">
            {t.answered.notYou} {t.answered.notYouText}
          </p>
        </>
      )}
      {screen.decision === "refused" && screen.reason === "not_me" && (
        <ToBlock t={t} dispatch={dispatch} kind="plain" />
      )}
      {screen.decision === "approved" && screen.mayBePlace && <Offer t={t} dispatch={dispatch} />}
      {approved && <BellOfferNotice context={context} model={model} t={t} dispatch={dispatch} />}
      <Dock fixed>
        <Button onTap={() => dispatch({ event: "opened", screen: "home" })}>
          {t.answered.home}
        </Button>
      </Dock>
    </>
  );
}

/** Beside being done, never before it: whoever is in a hurry leaves. Above the answers, where no finger is on its way. */
function Offer({ t, dispatch }: Omit<ScreenProps<Answered>, "screen" | "model">) {
  return (
    <Notice icon="screen">
      <p>
        <strong>{t.place.offer}</strong>
      </p>
      <p>{t.place.offerText}</p>
      <Button kind="plain" onTap={() => dispatch({ event: "work_here_tapped" })}>
        {t.place.workHere}
      </Button>
    </Notice>
  );
}

/** The request ended without the holder's answer being what ended it. */
export function EndedScreen({ screen, model, t, dispatch }: ScreenProps<Ended>) {
  const [heading, text] = endingWords(screen.ending, t);
  const { ending } = screen;
  if (screen.context?.kind === "practice")
    return <PracticeOverScreen model={model} t={t} dispatch={dispatch} />;
  const again = mayScanAgain(ending);
  const suspect = ending.how === "denied" && isSuspect(ending.trouble);
  return (
    <>
      <Panel
        icon={suspect ? "warning" : ending.how === "expired" ? "clock" : "cross"}
        tone={suspect ? "danger" : "quiet"}
        about={screen.context?.service.name}
      >
        <Heading>{heading}</Heading>
        <p>{text}</p>
      </Panel>
      {ending.how === "denied" && <Reference of={ending.trouble} t={t} />}
      <Dock fixed>
        {again && (
          <Button icon="scan" onTap={() => dispatch({ event: "opened", screen: "scan" })}>
            {t.answered.scanAgain}
          </Button>
        )}
        <Button
          kind={again ? "plain" : "primary"}
          onTap={() => dispatch({ event: "opened", screen: "home" })}
        >
          {t.answered.home}
        </Button>
      </Dock>
    </>
  );
}

/** Whether scanning again may end otherwise. What a right, a stop or a forged answer refused would be refused again. */
function mayScanAgain(ending: Ending): boolean {
  if (ending.how === "unknown") return false;
  if (ending.how !== "denied") return true;
  return isPassing(ending.trouble) || denied(ending.trouble) === "not_claimed";
}

const pictures = ["putDown", "stopSign", "shutDoor"] as const;

/**
 * The holder says that somebody is leading them. Three wordings and three pictures take turns, so that the warning stays
 * one; the button never moves.
 */
export function DangerScreen({ screen, t, dispatch }: ScreenProps<Danger>) {
  const { cause, wording } = screen;
  return (
    <>
      <Panel icon={pictures[wording] ?? "putDown"} tone="danger" pictured>
        <Heading>{t.danger[cause][wording]}</Heading>
        <p>{t.danger.leads[wording]}</p>
      </Panel>
      <p>
        <strong>{t.danger.coaching}</strong>
      </p>
      <Steps t={t} />
      <p class="quiet">
        {cause === "place" && `${t.danger.noPlace} `}
        {cause === "software" && `${t.danger.noSoftware} `}
        {cause === "phone" && `${t.danger.noPhone} `}
        {cause === "locum" && `${t.danger.noLocum} `}
        {(cause === "dictated" || cause === "sent") && `${t.danger.nothing} `}
        {t.danger.fault} {t.danger.calm}
      </p>
      {cause !== "sent" && (
        <Button
          kind="plain"
          icon="ringing"
          onTap={() => dispatch({ event: "opened", screen: "call" })}
        >
          {t.danger.check}
        </Button>
      )}
      {cause !== "sent" && <ReportCall t={t} dispatch={dispatch} />}
      {/* Only here is a session open: what came before it was refused or never sent. */}
      {cause === "place" && <ToBlock t={t} dispatch={dispatch} />}
      <Dock fixed>
        <Button big onTap={() => dispatch({ event: "opened", screen: "home" })}>
          {t.danger.done[cause]}
        </Button>
      </Dock>
    </>
  );
}

/** What one does when somebody is leading, in order. */
export function Steps({ t }: { t: Messages }) {
  return (
    <section class="stack stack-tight" aria-labelledby="todo">
      <h2 id="todo">{t.danger.todo}</h2>
      <ol class="steps">
        {t.danger.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </section>
  );
}
