import { waitWords } from "../../approvals/words.ts";
import { type Messages, troubleWords } from "../../messages.ts";
import {
  Button,
  Dock,
  Heading,
  type ScreenProps,
  SecretField,
  ShowToggle,
  TroubleNotice,
  useRefocus,
  useToggle,
} from "../../shell/parts.tsx";
import { denied } from "../../trouble.ts";
import type { Code, Confirm } from "../state.ts";
import { FrozenNotice } from "./standing.tsx";

/** The code, chosen twice on one screen; what is wrong with it is said here and sent nowhere. */
export function CodeScreen({ screen, t, dispatch }: ScreenProps<Code>) {
  const [shown, toggle] = useToggle();
  const form = useRefocus(screen.entry, "input");
  const { fault, busy } = screen;
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget as HTMLFormElement);
    dispatch({
      event: "codes_given",
      first: String(given.get("first") ?? ""),
      second: String(given.get("second") ?? ""),
    });
  };
  return (
    <>
      <div class="stack stack-tight">
        <Heading>{t.code.title}</Heading>
        <p class="lead">{t.code.lead}</p>
      </div>
      {screen.frozen && <FrozenNotice t={t} />}
      <form ref={form} class="code-form" noValidate onSubmit={send}>
        <SecretField
          key={`first-${screen.entry}`}
          name="first"
          label={t.code.first}
          hint={t.code.hint}
          error={fault && fault !== "differs" ? t.code.faults[fault] : undefined}
          shown={shown}
          locked={busy !== undefined}
          purpose="new-password"
          beside={
            <ShowToggle
              shown={shown}
              onTap={toggle}
              show={t.question.show}
              hide={t.question.hide}
              what={t.code.theCodes}
            />
          }
        />
        <SecretField
          key={`second-${screen.entry}`}
          name="second"
          label={t.code.second}
          error={fault === "differs" ? t.code.faults.differs : undefined}
          shown={shown}
          locked={busy !== undefined}
          purpose="new-password"
        />
        <TroubleNotice trouble={screen.trouble} t={t} />
        <p class="quiet">{t.code.forgotten}</p>
        <Dock>
          <Button busy={busy !== undefined}>{codeButton(screen, t)}</Button>
          {screen.atHome && <Later busy={busy !== undefined} t={t} dispatch={dispatch} />}
        </Dock>
      </form>
    </>
  );
}

function codeButton({ busy, atHome }: Code, t: Messages): string {
  if (busy === "code") return t.code.making;
  if (busy === "activation") return atHome ? t.code.openingAtHome : t.code.activating;
  return t.code.go;
}

function confirmButton({ busy, atHome }: Confirm, t: Messages): string {
  if (atHome) return busy ? t.code.openingAtHome : t.confirm.goAtHome;
  return busy ? t.code.activating : t.confirm.go;
}

/** Back to where the phone waits: it is chosen once the wait is over. */
function Later({
  busy,
  t,
  dispatch,
}: { readonly busy: boolean } & Pick<ScreenProps<Code>, "t" | "dispatch">) {
  return (
    <Button kind="quiet" busy={busy} onTap={() => dispatch({ event: "check_tapped" })}>
      {t.code.later}
    </Button>
  );
}

/** The code is set and the activation never came back: the code is asked once more, since it was kept nowhere. */
export function ConfirmScreen({ screen, model, t, dispatch }: ScreenProps<Confirm>) {
  const [shown, toggle] = useToggle();
  const form = useRefocus(screen.entry, "input");
  const wrong =
    denied(screen.trouble) === "wrong_code" && screen.trouble
      ? troubleWords(screen.trouble, t)
      : undefined;
  const wait = waitWords(screen.waitUntil, model.now, t);
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    dispatch({
      event: "confirm_given",
      code: String(new FormData(event.currentTarget as HTMLFormElement).get("code") ?? ""),
    });
  };
  return (
    <>
      <div class="stack stack-tight">
        <Heading>{screen.atHome ? t.confirm.titleAtHome : t.confirm.title}</Heading>
        <p class="lead">{screen.atHome ? t.confirm.leadAtHome : t.confirm.lead}</p>
      </div>
      <form ref={form} class="code-form" noValidate onSubmit={send}>
        <SecretField
          key={screen.entry}
          name="code"
          label={t.confirm.label}
          error={wait ?? (screen.short ? t.code.faults.not_six_digits : wrong)}
          shown={shown}
          locked={screen.busy}
          purpose="current-password"
          beside={
            <ShowToggle
              shown={shown}
              onTap={toggle}
              show={t.question.show}
              hide={t.question.hide}
              what={t.question.theCode}
            />
          }
        />
        {!wrong && !wait && <TroubleNotice trouble={screen.trouble} t={t} />}
        <Dock>
          <Button busy={screen.busy || wait !== undefined}>{confirmButton(screen, t)}</Button>
          {screen.atHome ? (
            <Later busy={screen.busy} t={t} dispatch={dispatch} />
          ) : (
            <Button kind="quiet" onTap={() => dispatch({ event: "start_again_tapped" })}>
              {t.confirm.startAgain}
            </Button>
          )}
        </Dock>
      </form>
    </>
  );
}
