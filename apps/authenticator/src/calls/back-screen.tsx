import { callbackReasons, type CallbackView } from "@aval/protocol";
import { type Messages, whenWords } from "../messages.ts";
import type { Model } from "../state.ts";
import {
  Button,
  Dock,
  Heading,
  Notice,
  Panel,
  type ScreenProps,
  TroubleNotice,
} from "../shell/parts.tsx";
import type { CallBack } from "./request.ts";
import { backNow } from "./state.ts";

/**
 * *Demander à être rappelé*: a reason by a button, then how it stands. Whoever calls is shown as any caller of ours is; the number is the
 * trusted one, which this phone neither names nor chooses.
 */
export function CallBackScreen({ screen, model, t, dispatch }: ScreenProps<CallBack>) {
  const back = backNow(model);
  const waits = back?.state === "asked" || back?.state === "taken";
  const asks = back !== undefined && !waits && back.state !== "called";
  return (
    <>
      <Standing back={back} model={model} t={t} />
      <TroubleNotice trouble={screen.trouble} t={t} />
      {(asks || !back) && <Reasons screen={screen} t={t} dispatch={dispatch} />}
      {back?.state !== "called" && (
        <Notice icon="lock">
          <p>
            <strong>{t.calling.never}</strong>
          </p>
          <p>{t.callBack.safe}</p>
        </Notice>
      )}
      <Dock fixed>
        {waits && (
          <Button
            kind="plain"
            busy={screen.busy}
            onTap={() => dispatch({ event: "back_withdrawn" })}
          >
            {t.callBack.withdraw}
          </Button>
        )}
        <Button onTap={() => dispatch({ event: "opened", screen: "home" })}>
          {t.callKnown.home}
        </Button>
      </Dock>
    </>
  );
}

function Standing({
  back,
  model,
  t,
}: {
  readonly back: CallbackView | undefined;
  readonly model: Model;
  readonly t: Messages;
}) {
  const { callBack: words } = t;
  if (!back)
    return (
      <div>
        <Heading>{words.title}</Heading>
        <p>{words.lead}</p>
      </div>
    );
  const isOver = back.state === "missed";
  return (
    <Panel
      icon={isOver ? "hangUp" : back.state === "called" ? "ringing" : "check"}
      tone={isOver ? "warning" : "plain"}
    >
      <Heading>{words.states[back.state]}</Heading>
      <p>{words.next[back.state]}</p>
      <p>
        {words.reasons[back.reason]}, {whenWords(back.at, model.now, t)}
      </p>
    </Panel>
  );
}

function Reasons({
  screen,
  t,
  dispatch,
}: Pick<ScreenProps<CallBack>, "screen" | "dispatch"> & { readonly t: Messages }) {
  return (
    <section class="stack">
      <h2>{t.callBack.why}</h2>
      <ul class="answers">
        {callbackReasons.map((reason) => (
          <li key={reason}>
            <Button
              kind="plain"
              busy={screen.busy}
              onTap={() => dispatch({ event: "back_asked", reason })}
            >
              {t.callBack.reasons[reason]}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
