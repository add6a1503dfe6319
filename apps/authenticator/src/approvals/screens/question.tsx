import type { Context } from "@aval/protocol";
import type { ComponentChildren } from "preact";
import type { Messages } from "../../messages.ts";
import { Icon, type IconName } from "../../shell/icons.tsx";
import {
  Button,
  fieldOf,
  Heading,
  Notice,
  type ScreenProps,
  SecretField,
  ShowToggle,
  TroubleNotice,
  useRefocus,
  useToggle,
} from "../../shell/parts.tsx";
import { denied } from "../../trouble.ts";
import type { Question } from "../request.ts";
import { mayTry } from "../state.ts";
import { codeError, rightsWords, secondsLeft } from "../words.ts";

/**
 * The one screen on which something is approved: what was signed by Aval, the refusal first and as large, then the
 * code. Everything that decides is visible together; nothing is approved by a tap alone.
 */
export function QuestionScreen({ screen, model, t, dispatch }: ScreenProps<Question>) {
  const { context } = screen;
  const [shown, toggle] = useToggle();
  const form = useRefocus(screen.entry, "input");
  const name = denied(screen.trouble);
  const isFieldTrouble = name === "wrong_code" || name === "pin_wait";
  return (
    <>
      <div>
        <Heading>{t.question.title(context.service.name)}</Heading>
        <p class="quiet">{t.question.number(context.service.number)}</p>
      </div>
      <Facts context={context} now={model.now} t={t} />
      <p class="status call-line">
        <Icon name="hangUp" />
        <span>{t.question.call[context.call]}</span>
      </p>

      {!isFieldTrouble && <Trouble screen={screen} t={t} />}

      <Button
        kind="refuse"
        icon="hand"
        busy={screen.busy}
        onTap={() => dispatch({ event: "not_me_tapped" })}
      >
        {t.question.notMe}
      </Button>
      <form
        ref={form}
        class="code-form stack"
        noValidate
        onSubmit={(event) => dispatch({ event: "code_given", code: fieldOf(event, "code") })}
      >
        <SecretField
          key={screen.entry}
          name="code"
          label={t.question.code}
          hint={t.question.codeHint}
          error={codeError(screen, model.now, t)}
          shown={shown}
          locked={screen.busy || !mayTry(screen, model.now)}
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
        <Button icon="check" busy={screen.busy || !mayTry(screen, model.now)}>
          {screen.busy ? t.question.approving : t.question.go}
        </Button>
      </form>
      <p class="time-left quiet" aria-hidden="true">
        <Icon name="clock" />
        {t.question.left(secondsLeft(context, model.now))}
      </p>
    </>
  );
}

function Trouble({ screen, t }: { screen: Question; t: Messages }) {
  if (screen.trouble?.kind === "offline") {
    return (
      <Notice tone="warning">
        <p class="status">
          <Icon name="offline" />
          <span>{t.question.nothingLost}</span>
        </p>
      </Notice>
    );
  }
  return <TroubleNotice trouble={screen.trouble} t={t} />;
}

/** Every member of the signed context that means something to a person (law 9). */
function Facts({ context, now, t }: { context: Context; now: number; t: Messages }) {
  const { software, holder, browser } = context;
  const asked = t.question.ago(Math.max(0, Math.floor(now - context.shownAt)));
  return (
    <dl class="card what">
      <Fact icon="person" name={t.question.holder} more={holder.nationalId}>
        {holder.name}
      </Fact>
      {software.length > 0 && (
        <Fact icon="network" name={t.question.software}>
          {software.map((link) => (
            <span key={link.name} class="link-of-chain">
              {link.name} {link.declared && <Declared t={t} />}
            </span>
          ))}
        </Fact>
      )}
      <Fact icon="screen" name={t.question.browser}>
        {t.question.standing[browser.standing]}
        {browser.declared && (
          <span class="more">
            {browser.declared} <Declared t={t} />
          </span>
        )}
      </Fact>
      <Fact icon="network" name={t.question.network}>
        {t.question.distance[context.distance]}
      </Fact>
      <Fact icon="lock" name={t.question.rights}>
        {rightsWords(context, t)}
      </Fact>
      <Fact
        icon="clock"
        name={t.question.asked}
        more={`${asked}, ${t.question.transfer[context.transfer]}`}
      />
      {context.reasons.length > 0 && (
        <Fact icon="warning" name={t.question.reasons}>
          {context.reasons.join(", ")}
        </Fact>
      )}
    </dl>
  );
}

function Fact({
  icon,
  name,
  more,
  children,
}: {
  icon: IconName;
  name: string;
  more?: string;
  children?: ComponentChildren;
}) {
  return (
    <div class="fact">
      <dt>
        <Icon name={icon} />
        <span class="visually-hidden">{name}</span>
      </dt>
      <dd>
        {children}
        {more && <span class="more">{more}</span>}
      </dd>
    </div>
  );
}

function Declared({ t }: { t: Messages }) {
  return (
    <span class="declared" title={t.question.declaredHint}>
      {t.question.declared}
    </span>
  );
}
