import { codeError } from "../approvals/words.ts";
import { CallQuestion } from "../shell/call-question.tsx";
import { isOfField, mayGive } from "../shell/code-entry.ts";
import {
  Button,
  Dock,
  Heading,
  Notice,
  Panel,
  type ScreenProps,
  SecretField,
  ShowToggle,
  TroubleNotice,
  useRefocus,
  useToggle,
} from "../shell/parts.tsx";
import {
  type NewCode,
  type NewCodeCall,
  type NewCodeDone,
  type NewCodeForgotten,
  newCodeCall,
} from "./state.ts";

/** A code that a caller dictates is the caller's: asked before anything is typed. */
export function NewCodeCallScreen({ t, dispatch }: ScreenProps<NewCodeCall>) {
  return (
    <CallQuestion
      words={t.newCodeCall}
      answer={(onCall) => dispatch({ event: "new_code_call_answered", onCall })}
    >
      <p>{t.newCodeCall.lead}</p>
    </CallQuestion>
  );
}

/** The old code and the new one, twice, on one screen. */
export function NewCodeScreen({ screen, model, t, dispatch }: ScreenProps<NewCode>) {
  const [shown, toggle] = useToggle();
  const form = useRefocus(screen.entry, "input");
  const { fault, busy, trouble } = screen;
  const locked = busy || !mayGive(screen, model.now);
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget as HTMLFormElement);
    const text = (name: string) => String(given.get(name) ?? "");
    dispatch({
      event: "new_code_given",
      ...{ before: text("before"), first: text("first"), second: text("second") },
    });
  };
  return (
    <>
      <div class="stack stack-tight">
        <Heading>{t.newCode.title}</Heading>
        <p class="lead">{t.newCode.lead}</p>
      </div>
      <form ref={form} class="code-form" noValidate onSubmit={send}>
        <SecretField
          key={`before-${screen.entry}`}
          name="before"
          label={t.newCode.before}
          error={screen.short ? t.newCode.short : codeError(screen, model.now, t)}
          shown={shown}
          locked={locked}
          purpose="current-password"
          beside={
            <ShowToggle
              shown={shown}
              onTap={toggle}
              show={t.question.show}
              hide={t.question.hide}
              what={t.newCode.show}
            />
          }
        />
        <SecretField
          key={`first-${screen.entry}`}
          name="first"
          label={t.newCode.first}
          hint={t.newCode.hint}
          error={fault && fault !== "differs" ? t.newCode.faults[fault] : undefined}
          shown={shown}
          locked={locked}
          purpose="new-password"
        />
        <SecretField
          key={`second-${screen.entry}`}
          name="second"
          label={t.newCode.second}
          error={fault === "differs" ? t.newCode.faults.differs : undefined}
          shown={shown}
          locked={locked}
          purpose="new-password"
        />
        {!isOfField(trouble) && <TroubleNotice trouble={trouble} t={t} />}
        {trouble?.kind === "offline" && <p>{t.newCode.unheard}</p>}
        <Dock>
          <Button kind="plain" busy={busy} onTap={() => dispatch({ event: "back" })}>
            {t.shell.back}
          </Button>
          <Button icon="check" busy={locked}>
            {busy ? t.newCode.busy : t.newCode.go}
          </Button>
          <Button
            kind="quiet"
            busy={busy}
            onTap={() => dispatch({ event: "code_forgotten_tapped" })}
          >
            {t.newCode.forgotten}
          </Button>
        </Dock>
      </form>
    </>
  );
}

export function NewCodeDoneScreen({ t, dispatch }: ScreenProps<NewCodeDone>) {
  return (
    <>
      <Panel icon="check">
        <Heading>{t.newCodeDone.title}</Heading>
        <p>{t.newCodeDone.lead}</p>
      </Panel>
      <p class="quiet">{t.newCodeDone.told}</p>
      <Dock fixed>
        <Button onTap={() => dispatch({ event: "opened", screen: "home" })}>
          {t.newCodeDone.home}
        </Button>
      </Dock>
    </>
  );
}

/** What leads on, each with its wait; nothing of it is a message. */
export function NewCodeForgottenScreen({ t, dispatch }: ScreenProps<NewCodeForgotten>) {
  return (
    <>
      <div class="stack stack-tight">
        <Heading>{t.newCodeForgotten.title}</Heading>
        <p class="lead">{t.newCodeForgotten.lead}</p>
      </div>
      <ul class="card steps">
        {t.newCodeForgotten.ways.map((way) => (
          <li key={way}>{way}</li>
        ))}
      </ul>
      <Notice tone="warning" icon="ringing">
        <p>{t.newCodeForgotten.never}</p>
      </Notice>
      <Dock>
        <Button kind="plain" onTap={() => dispatch({ event: "opened", screen: newCodeCall.at })}>
          {t.newCodeForgotten.again}
        </Button>
      </Dock>
    </>
  );
}
