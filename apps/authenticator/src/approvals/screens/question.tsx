import type { Model } from "../../state.ts";
import { CalledNotice } from "../../calls/line.tsx";
import { callingNow } from "../../calls/state.ts";
import type { Context } from "@aval/protocol";
import type { Messages } from "../../messages.ts";
import { PasskeyCall } from "../../passkeys/adding.tsx";
import { browserWords } from "../../places/words.ts";
import { isPractice } from "../../practice/state.ts";
import { Icon, type IconName } from "../../shell/icons.tsx";
import { CodeForm } from "../../shell/code-form.tsx";
import {
  Button,
  Dock,
  Fact,
  Heading,
  Notice,
  type ScreenProps,
  TroubleNotice,
} from "../../shell/parts.tsx";
import type { Question } from "../request.ts";
import { isOfField, mayGive } from "../../shell/code-entry.ts";
import { questionError, rightsText, rightsWords, secondsLeft, titleWords } from "../words.ts";

/** From here on the time left is said beside the code too, in its own colour. */
const shortSeconds = 30;

/**
 * The one screen on which something is approved: what was signed by Aval, the refusal first and as large, then the
 * code. Nothing is approved by a tap alone. What does not fit is scrolled through before the code is reached: the answer
 * does not float over what it answers.
 */
export function QuestionScreen({ screen, model, t, dispatch }: ScreenProps<Question>) {
  const { context } = screen;
  const waits = screen.busy || !mayGive(screen, model.now);
  if (context.kind === "passkey" && !screen.alone) return <PasskeyCall t={t} dispatch={dispatch} />;
  return (
    <>
      <div>
        <Heading>{titleWords(context, t)}</Heading>
        <p class="quiet">{leadWords(context, t)}</p>
      </div>
      {isPractice(screen) && (
        <Notice icon="shield">
          <p>
            <strong>{t.practice.marked}</strong>
          </p>
        </Notice>
      )}
      <Facts context={context} now={model.now} t={t} />
      <Call context={context} model={model} t={t} />
      {!isOfField(screen.trouble) && <Trouble screen={screen} t={t} />}

      <Dock>
        <Button
          kind="refuse"
          icon="hand"
          busy={screen.busy}
          onTap={() => dispatch({ event: "not_me_tapped" })}
        >
          {t.question.notMe}
        </Button>
        <CodeForm
          entry={screen.entry}
          error={questionError(screen, model.now, t)}
          hint={t.question.codeHint}
          locked={waits}
          t={t}
          dispatch={dispatch}
        >
          <Button icon="check" busy={waits}>
            {screen.busy ? t.question.approving : t.question.go}
          </Button>
        </CodeForm>
        <TimeLeft context={context} now={model.now} t={t} />
      </Dock>
    </>
  );
}

function leadWords({ kind, service }: Context, t: Messages): string {
  if (kind === "practice") return t.practice.invented;
  return kind === "passkey" ? t.passkeyAdd.lead : t.question.number(service.number);
}

/** Not for screen readers: they are told at a minute, thirty and ten seconds (`announcement.ts`). */
function TimeLeft({ context, now, t }: { context: Context; now: number; t: Messages }) {
  const left = secondsLeft(context, now);
  return (
    <p class={`time-left ${left <= shortSeconds ? "status-warning" : "quiet"}`} aria-hidden="true">
      <Icon name="clock" />
      {t.question.left(left)}
    </p>
  );
}

function Call({ context, model, t }: { context: Context; model: Model; t: Messages }) {
  const calling = callingNow(model);
  if (calling.is === "called") return <CalledNotice calling={calling} t={t} />;
  const words = t.question.call[context.call];
  if (context.call === "open")
    return (
      <Notice tone="warning" icon="ringing">
        <p>
          <strong>{words}</strong>
        </p>
      </Notice>
    );
  return (
    <p class="status quiet call-line">
      <Icon name="hangUp" />
      <span>{words}</span>
    </p>
  );
}

function Trouble({ screen, t }: { screen: Question; t: Messages }) {
  if (screen.trouble?.kind !== "offline") return <TroubleNotice trouble={screen.trouble} t={t} />;
  return (
    <Notice tone="warning" icon="offline">
      <p>{t.question.nothingLost}</p>
    </Notice>
  );
}

/** Every member of the signed context that means something to a person (law 9). Where from, what it opens, when, in whose name. */
function Facts({ context, now, t }: { context: Context; now: number; t: Messages }) {
  const { software, holder, browser } = context;
  return (
    <dl class="card what">
      <Fact {...askerOf(context, t)} value={browserWords(context, now, t)}>
        {browser.declared && (
          <>
            {browser.declared} <Declared t={t} />
            <br />
          </>
        )}
        {browser.linked && (
          <>
            {t.question.linked[browser.linked]}
            <br />
          </>
        )}
        {t.question.distance[context.distance]}
      </Fact>
      {software.length > 0 && (
        <Fact icon="service" name={t.question.software} value={software[0]?.name ?? ""}>
          {software.map((link, index) => (
            <span key={link.name} class="link-of-chain">
              {index > 0 && link.name} {link.declared && <Declared t={t} />}
            </span>
          ))}
        </Fact>
      )}
      <Fact
        icon="lock"
        name={context.kind === "passkey" ? t.passkeyAdd.gives : t.question.rights}
        value={rightsWords(context, t)}
      >
        {rightsText(context, t)}
      </Fact>
      <Fact
        icon="clock"
        name={t.question.asked}
        value={t.question.ago(Math.max(0, Math.floor(now - context.shownAt)))}
      >
        {t.question.transfer[context.transfer]}
      </Fact>
      {context.reasons.length > 0 && (
        <Fact icon="warning" name={t.question.reasons} value={context.reasons.join(", ")} />
      )}
      <Fact icon="person" name={t.question.holder} value={holder.name}>
        <span class="number">{holder.nationalId}</span>
      </Fact>
    </dl>
  );
}

/** A browser on a computer asks, or software without one. */
function askerOf({ browser }: Context, t: Messages): { icon: IconName; name: string } {
  return browser.standing === "own_software"
    ? { icon: "program", name: t.question.asker }
    : { icon: "screen", name: t.question.browser };
}

/** Beside what is only said, and not known. */
export function Declared({ t }: { t: Messages }) {
  return (
    <span class="chip" title={t.question.declaredHint}>
      {t.question.declared}
    </span>
  );
}
