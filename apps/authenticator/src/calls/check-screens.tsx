import type { CallerCheckView } from "@aval/protocol";
import type { Messages } from "../messages.ts";
import { CodeAct } from "../shell/code-act.tsx";
import { Button, Dock, Heading, Panel, type ScreenProps } from "../shell/parts.tsx";
import { ReportCall } from "./line.tsx";
import type { CallerCheck } from "./request.ts";

/**
 * *Vous êtes au téléphone avec nous ?*, on *On m'appelle* alone: nothing rings and nothing comes before what somebody is doing. *Non* comes
 * first, is as large, and is *Signaler cet appel*.
 */
export function CheckAsked({
  shown,
  t,
  dispatch,
}: Pick<ScreenProps<unknown>, "t" | "dispatch"> & { readonly shown: CallerCheckView }) {
  const { callerCheck: words } = t;
  return (
    <>
      <Panel icon="ringing" tone="warning">
        <Heading>{words.title}</Heading>
        <p>{whoWords(shown, t)}</p>
      </Panel>
      <div>
        <p>{words.same}</p>
        <p class="number">
          <strong>{shown.words}</strong>
        </p>
      </div>
      <p>
        <strong>{t.calling.never}</strong>
      </p>
      <p>{words.only}</p>
      <Dock>
        <Button
          kind="refuse"
          icon="hand"
          onTap={() => dispatch({ event: "report_tapped", when: "now" })}
        >
          {words.no}
        </Button>
        <Button onTap={() => dispatch({ event: "caller_known_yes", shown })}>{words.yes}</Button>
      </Dock>
      <Button kind="plain" onTap={() => dispatch({ event: "opened", screen: "home" })}>
        {t.callKnown.home}
      </Button>
    </>
  );
}

const whoWords = ({ name, institution, case: ofCase }: CallerCheckView, t: Messages) =>
  t.callerCheck.who(`${name}, ${institution?.[t.language] ?? t.calling.ours}`, ofCase);

export function CallerCheckScreen(props: ScreenProps<CallerCheck>) {
  const { screen, t, dispatch } = props;
  const { callerCheck: words } = t;
  if (screen.confirmed)
    return (
      <>
        <Panel icon="check">
          <Heading>{words.done}</Heading>
          <p>{words.doneText}</p>
        </Panel>
        <p>
          <strong>{t.calling.never}</strong>
        </p>
        <ReportCall t={t} dispatch={dispatch} />
        <Dock fixed>
          <Button onTap={() => dispatch({ event: "opened", screen: "home" })}>
            {t.callKnown.home}
          </Button>
        </Dock>
      </>
    );
  return (
    <CodeAct
      {...props}
      title={words.code}
      lead={`${whoWords(screen.shown, t)} ${words.words(screen.shown.words)}`}
      hint={words.only}
      keep={t.shell.back}
      go={words}
      onKeep={() => dispatch({ event: "opened", screen: "call" })}
    />
  );
}
