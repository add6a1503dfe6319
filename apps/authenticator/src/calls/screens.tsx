import { callFacts, type CallFacts } from "@aval/protocol";
import { Steps } from "../approvals/screens/ends.tsx";
import { type Messages, timeWords } from "../messages.ts";
import {
  Button,
  Dock,
  Heading,
  Panel,
  type ScreenProps,
  ToBlock,
  TroubleNotice,
  useFocusOnArrival,
} from "../shell/parts.tsx";
import type { Screen } from "../state.ts";
import { ReportCall, whoseWords } from "./line.tsx";
import { type Calling, callQuestions, type CallReport } from "./request.ts";
import { CheckAsked } from "./check-screens.tsx";
import { backNow, callingNow, checkNow } from "./state.ts";

type Call = Extract<Screen, { at: "call" }>;

/**
 * *On m'appelle*: answered at once, from the home screen, without a code. It only answers: is it us, who, for which case. What cannot be
 * verified is answered as any other caller is: hang up.
 */
export function CallScreen(props: ScreenProps<Call>) {
  const { model, t, dispatch } = props;
  const calling = callingNow(model);
  const check = checkNow(model);
  if (check) return <CheckAsked shown={check} t={t} dispatch={dispatch} />;
  if (calling.is === "called") return <Called {...props} calling={calling} />;
  const isKnown = calling.is === "nobody";
  const isAsking = calling.is === "asking";
  return (
    <>
      <Panel icon={isKnown ? "hangUp" : "offline"} tone="danger">
        <Heading>{isAsking ? t.callKnown.asking : isKnown ? t.call.title : t.call.offline}</Heading>
        <p>{isKnown ? t.call.lead : t.call.offlineText}</p>
      </Panel>
      <p>
        <strong>{t.danger.coaching}</strong>
      </p>
      <Steps t={t} />
      <ReportCall t={t} dispatch={dispatch} />
      {!isAsking && (
        <Button
          kind="plain"
          icon="ringing"
          onTap={() => dispatch({ event: "opened", screen: "call-back" })}
        >
          {backNow(model) ? t.callBack.mine : t.callBack.tap}
        </Button>
      )}
      <Dock fixed>
        <Button onTap={() => dispatch({ event: "opened", screen: "home" })}>{t.call.done}</Button>
      </Dock>
    </>
  );
}

function Called({
  calling,
  t,
  dispatch,
}: ScreenProps<Call> & { readonly calling: Extract<Calling, { is: "called" }> }) {
  const { caller, heldUntil } = calling;
  return (
    <>
      <Panel icon="ringing" tone="warning">
        <Heading>{t.callKnown.title(caller.name)}</Heading>
        <p>{t.callKnown.lead(capital(whoseWords(calling, t)), caller.case)}</p>
      </Panel>
      <p>
        <strong>{t.calling.never}</strong>
      </p>
      {heldUntil !== undefined && <p>{t.calling.held(timeWords(heldUntil, t))}</p>}
      <p>{t.callKnown.other}</p>
      <ReportCall t={t} dispatch={dispatch} kind="refuse" />
      <Dock fixed>
        <Button onTap={() => dispatch({ event: "opened", screen: "home" })}>
          {t.callKnown.home}
        </Button>
      </Dock>
    </>
  );
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

/** *Signaler cet appel*: done at once; then four questions, by buttons, which may all be passed over. */
export function CallReportScreen(props: ScreenProps<CallReport>) {
  const { screen, t, dispatch } = props;
  if (!screen.report)
    return (
      <>
        <Panel icon="hand" tone={screen.busy ? "quiet" : "warning"}>
          <Heading>{screen.busy ? t.callReport.sending : t.callReport.failed}</Heading>
        </Panel>
        <TroubleNotice trouble={screen.trouble} t={t} />
        <Dock fixed>
          {!screen.busy && (
            <Button onTap={() => dispatch({ event: "report_tapped", when: screen.when })}>
              {t.callReport.again}
            </Button>
          )}
          <Button kind="plain" onTap={() => dispatch({ event: "opened", screen: "block" })}>
            {t.block.tap}
          </Button>
        </Dock>
      </>
    );
  const isNow = screen.when === "now";
  return (
    <>
      <Panel icon="check" tone="plain">
        <Heading>{isNow ? t.callReport.title : t.callReport.earlier}</Heading>
        {isNow && <p>{t.callReport.held}</p>}
        <p>{isNow ? t.callReport.never : t.callReport.looked}</p>
      </Panel>
      <TroubleNotice trouble={screen.trouble} t={t} />
      <Question key={screen.step} {...props} />
    </>
  );
}

function Question({ screen, t, dispatch }: ScreenProps<CallReport>) {
  const { step, told } = screen;
  const arrived = useFocusOnArrival<HTMLDivElement>(step > 0);
  const name = callQuestions[step];
  if (name === undefined) return <Over screen={screen} t={t} dispatch={dispatch} />;
  const { questions, answers, progress, pass } = t.callReport;
  return (
    <div ref={arrived} tabIndex={-1} class="stack">
      {told.isOnLine === "yes" && (
        <p>
          <strong>{t.callReport.hangUp}</strong>
        </p>
      )}
      <h2>{questions[name]}</h2>
      <p class="quiet">{progress(step + 1, callQuestions.length)}</p>
      <ul class="answers">
        {callFacts[name].map((answer) => (
          <li key={answer}>
            <Button
              kind="plain"
              onTap={() => dispatch({ event: "call_told", facts: { [name]: answer } as CallFacts })}
            >
              {(answers[name] as Readonly<Record<string, string>>)[answer]}
            </Button>
          </li>
        ))}
      </ul>
      <Button kind="quiet" onTap={() => dispatch({ event: "call_passed_over" })}>
        {pass}
      </Button>
    </div>
  );
}

function Over({
  screen,
  t,
  dispatch,
}: Pick<ScreenProps<CallReport>, "screen" | "dispatch"> & { readonly t: Messages }) {
  const arrived = useFocusOnArrival<HTMLDivElement>();
  const isEntered = screen.told.approved === "yes";
  return (
    <div ref={arrived} tabIndex={-1} class="stack">
      <p>
        <strong>{isEntered ? t.callReport.block : t.callReport.over}</strong>
      </p>
      {screen.when === "now" && <p>{t.callReport.looked}</p>}
      {isEntered && <ToBlock t={t} dispatch={dispatch} />}
      <Dock fixed>
        <Button onTap={() => dispatch({ event: "opened", screen: "home" })}>
          {t.callKnown.home}
        </Button>
      </Dock>
    </div>
  );
}
