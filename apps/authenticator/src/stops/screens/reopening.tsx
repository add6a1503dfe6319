import type { ReopeningView, StopView } from "@aval/protocol";
import { type Messages, timeWords } from "../../messages.ts";
import { Icon } from "../../shell/icons.tsx";
import {
  Button,
  Dock,
  Heading,
  Notice,
  type ScreenProps,
  TroubleNotice,
} from "../../shell/parts.tsx";
import type { Reopening } from "../request.ts";
import { referenceWords } from "../words.ts";

/** *Rouvrir au guichet*: the three that lift it together, and which of them is still missing. Beginning it opens nothing. */
export function ReopeningScreen({ screen, model, t, dispatch }: ScreenProps<Reopening>) {
  const stop = model.stops?.find(({ id }) => id === screen.stop);
  const shown = stop?.reopening;
  const isReady = shown?.desk !== undefined && shown.card !== undefined;
  return (
    <>
      <div class="stack stack-tight">
        <Heading>{t.reopening.title}</Heading>
        <p class="lead">{isReady ? t.reopening.ready : t.reopening.lead}</p>
      </div>
      {shown?.begun && <Shown shown={shown} t={t} />}
      {stop && shown?.begun && !isReady && <How stop={stop} shown={shown} t={t} />}
      {model.sandbox && shown?.begun && shown.desk === undefined && (
        <section class="card stack stack-tight" aria-labelledby="sandbox-desk">
          <h2 id="sandbox-desk">{t.reopening.sandbox}</h2>
          <p class="quiet">{t.reopening.sandboxText}</p>
          <Button
            kind="plain"
            busy={screen.busy !== undefined}
            onTap={() => dispatch({ event: "sandbox_desk_tapped" })}
          >
            {screen.busy === "desk" ? t.reopening.sandboxBusy : t.reopening.sandboxGo}
          </Button>
        </section>
      )}
      <TroubleNotice trouble={screen.trouble} t={t} />
      <Notice tone="warning" icon="ringing">
        <p>{t.stopped.never}</p>
      </Notice>
      <Dock fixed={isReady}>
        <Button
          kind="plain"
          busy={screen.busy !== undefined}
          onTap={() => dispatch({ event: "back" })}
        >
          {t.shell.back}
        </Button>
        {isReady && stop && (
          <Button icon="check" onTap={() => dispatch({ event: "lift_tapped", stop })}>
            {t.stopped.lift[stop.kind]}
          </Button>
        )}
      </Dock>
    </>
  );
}

function Shown({ shown, t }: { shown: ReopeningView; t: Messages }) {
  const lines = [
    { name: t.reopening.desk, until: shown.desk },
    { name: t.reopening.card, until: shown.card },
  ];
  return (
    <ul class="card listed-told stack stack-tight">
      {lines.map(({ name, until }) => (
        <li key={name} class={`status status-${until === undefined ? "warning" : "good"}`}>
          <Icon name={until === undefined ? "clock" : "check"} />
          <div>
            <p>
              <strong>{name}</strong>
            </p>
            <p class="quiet">
              {until === undefined ? t.reopening.missing : t.reopening.until(timeWords(until, t))}
            </p>
          </div>
        </li>
      ))}
      <li class="status">
        <Icon name="phone" />
        <div>
          <p>
            <strong>{t.reopening.phone}</strong>
          </p>
          <p class="quiet">{t.reopening.last}</p>
        </div>
      </li>
    </ul>
  );
}

/** What to do for each that is missing. */
function How({ stop, shown, t }: { stop: StopView; shown: ReopeningView; t: Messages }) {
  return (
    <section class="stack stack-tight" aria-labelledby="how">
      <h2 id="how">{t.reopening.how}</h2>
      {shown.desk === undefined && shown.phone !== undefined && (
        <p>
          {t.reopening.howDesk} <code class="mono">{referenceWords(shown.phone)}</code>
        </p>
      )}
      {shown.card === undefined && (
        <p>
          {t.reopening.howCard}{" "}
          <strong class="number">{stop.cardAddress?.replace(/^https:\/\//, "")}</strong>
        </p>
      )}
    </section>
  );
}
