import { type Messages, whenWords } from "../../messages.ts";
import { Icon } from "../../shell/icons.tsx";
import { Button, Heading, Notice, type ScreenProps, TroubleNotice } from "../../shell/parts.tsx";
import type { Activity, Screen } from "../../state.ts";
import { EventLine } from "./history.tsx";

type Home = Extract<Screen, { at: "home" }>;

/** The first screen of a phone that is enrolled: how things stand, the one thing one comes to do, what happened lately. */
export function HomeScreen({ screen, model, t, dispatch }: ScreenProps<Home>) {
  const offline = !model.online || model.activityTrouble?.kind === "offline";
  const recent = model.activity?.items.slice(0, 3) ?? [];
  return (
    <>
      <div class="stack stack-tight">
        <Heading>{offline ? t.home.offline : t.home.title}</Heading>
        <p class={`status ${offline ? "status-warning" : "quiet"}`}>
          <Icon name={offline ? "offline" : "check"} />
          <span>{offline ? t.home.offlineText : lastWords(model.activity, model.now, t)}</span>
        </p>
      </div>

      {screen.waiting && (
        <Notice tone="warning">
          <p>
            <strong>{t.home.waiting(screen.waiting.context.service.name)}</strong>
          </p>
          <Button onTap={() => dispatch({ event: "resume_tapped" })}>{t.home.answer}</Button>
        </Notice>
      )}

      <div class="stack">
        <button
          type="button"
          class="scan-hero"
          onClick={() => dispatch({ event: "opened", screen: "scan" })}
        >
          <span class="corners" aria-hidden="true">
            <Icon name="scan" />
          </span>
          <span>{t.home.scan}</span>
        </button>
        <Button
          kind="plain"
          icon="digits"
          onTap={() => dispatch({ event: "opened", screen: "digits" })}
        >
          {t.home.digits}
        </Button>
      </div>

      {!offline && (
        <p class="status call-line">
          <Icon name="hangUp" />
          <span>{t.home.call}</span>
        </p>
      )}

      <section class="stack stack-tight" aria-labelledby="recent">
        <h2 id="recent">{t.home.recent}</h2>
        {model.activityTrouble && model.activityTrouble.kind !== "offline" && (
          <TroubleNotice trouble={model.activityTrouble} t={t} />
        )}
        {recent.length === 0 ? (
          <p class="quiet">{t.home.none}</p>
        ) : (
          <ul class="events">
            {recent.map((item) => (
              <EventLine
                key={item.approval}
                item={item}
                when={whenWords(item.at, model.now, t)}
                t={t}
                stacked
              />
            ))}
          </ul>
        )}
        <Button
          kind="quiet"
          icon="history"
          onTap={() => dispatch({ event: "opened", screen: "history" })}
        >
          {t.home.all}
        </Button>
      </section>
    </>
  );
}

function lastWords(activity: Activity | undefined, now: number, t: Messages): string {
  const last = activity?.items.find((item) => item.state === "approved" || item.state === "spent");
  return last ? t.home.last(whenWords(last.at, now, t), last.service) : t.home.never;
}
