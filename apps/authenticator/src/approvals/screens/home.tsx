import { type Messages, whenWords } from "../../messages.ts";
import {
  Button,
  Dock,
  Heading,
  Notice,
  Panel,
  type ScreenProps,
  TroubleNotice,
} from "../../shell/parts.tsx";
import { asking, goingOn } from "../../places/request.ts";
import { RingNotice } from "../../bells/screens/ring.tsx";
import { OnboardingNotice } from "../../onboarding/screens.tsx";
import { CallLine } from "../../calls/line.tsx";
import { ContactsNotice } from "../../own-contacts/screens.tsx";
import { ComingNotices } from "../../phones/screens/coming.tsx";
import { computerWords } from "../../places/words.ts";
import { MeansNotice } from "../../second-means/screens.tsx";
import { maySearch } from "../../software/request.ts";
import type { Activity, Screen } from "../../state.ts";
import { gravest, PauseNotice, ShutPanel } from "../../stops/screens/stopped.tsx";
import { EventLine } from "./history.tsx";

type Home = Extract<Screen, { at: "home" }>;

/** The first screen of a phone that is enrolled: how things stand, what happened lately, and under the thumb the one thing one comes to do. */
export function HomeScreen({ screen, model, t, dispatch }: ScreenProps<Home>) {
  const offline = !model.online || model.activityTrouble?.kind === "offline";
  const stop = gravest(model.stops ?? []);
  const shut = stop?.kind === "pause" ? undefined : stop;
  return (
    <>
      {shut && !offline ? (
        <ShutPanel kind={shut.kind} t={t} dispatch={dispatch} />
      ) : (
        <Panel beside icon={offline ? "offline" : "shield"} tone={offline ? "warning" : "plain"}>
          <Heading>{offline ? t.home.offline : t.home.title}</Heading>
          <p>{offline ? t.home.offlineText : lastWords(model.activity, model.now, t)}</p>
        </Panel>
      )}

      <CallLine model={model} t={t} />
      {stop?.kind === "pause" && <PauseNotice t={t} dispatch={dispatch} />}
      <ComingNotices model={model} t={t} dispatch={dispatch} />
      {screen.waiting && (
        <Notice tone="warning" icon="clock">
          <p>
            <strong>{t.home.waiting(screen.waiting.context.service.name)}</strong>
          </p>
          <Button onTap={() => dispatch({ event: "resume_tapped" })}>{t.home.answer}</Button>
        </Notice>
      )}
      {model.bells.ring && model.now < model.bells.ring.until && !screen.waiting && (
        <RingNotice ring={model.bells.ring} t={t} dispatch={dispatch} />
      )}
      {!screen.waiting && <OfPlaces model={model} t={t} dispatch={dispatch} />}
      {maySearch(model.software, model.now) && !shut && (
        <Button
          kind="plain"
          icon="program"
          onTap={() => dispatch({ event: "opened", screen: "search" })}
        >
          {t.search.tap}
        </Button>
      )}
      {!screen.waiting && !shut && <OnboardingNotice model={model} t={t} dispatch={dispatch} />}
      {!screen.waiting && !shut && <ContactsNotice model={model} t={t} dispatch={dispatch} />}
      {!screen.waiting && !shut && !offline && !model.onboarding && (
        <MeansNotice model={model} t={t} dispatch={dispatch} />
      )}
      {model.update && !screen.waiting && (
        <Notice icon="again">
          <p>{t.home.update}</p>
          <Button kind="quiet" onTap={() => dispatch({ event: "update_tapped" })}>
            {t.home.updateNow}
          </Button>
        </Notice>
      )}
      {model.activityTrouble && !offline && <TroubleNotice trouble={model.activityTrouble} t={t} />}

      <Recent model={model} t={t} dispatch={dispatch} />
      {!shut && (
        <Button
          kind="plain"
          icon="lock"
          onTap={() => dispatch({ event: "opened", screen: "block" })}
        >
          {t.block.tap}
        </Button>
      )}

      <Dock fixed>
        <Button big icon="scan" onTap={() => dispatch({ event: "opened", screen: "scan" })}>
          {t.home.scan}
        </Button>
        <div class="dock-pair">
          <Button
            kind="plain"
            icon="ringing"
            onTap={() => dispatch({ event: "opened", screen: "call" })}
          >
            {t.home.call}
          </Button>
          <Button
            kind="plain"
            icon="digits"
            onTap={() => dispatch({ event: "opened", screen: "digits" })}
          >
            {t.home.digits}
          </Button>
        </div>
      </Dock>
    </>
  );
}

/** A place that waits for an answer, or one that is being added. One at a time, and never beside a request. */
function OfPlaces({ model, t, dispatch }: Omit<ScreenProps<Home>, "screen">) {
  const asks = asking(model.places);
  const making = goingOn(model.places, model.now);
  if (asks)
    return (
      <Notice tone="warning" icon="screen">
        <p>
          <strong>{asks.software ? t.softwareAsk.home : t.place.confirm}</strong>
        </p>
        <p>{t.place.confirmLead(computerWords(asks, t), whenWords(asks.madeAt, model.now, t))}</p>
        <Button onTap={() => dispatch({ event: "place_asked", place: asks })}>
          {t.places.answer}
        </Button>
      </Notice>
    );
  if (!making) return null;
  return (
    <Notice icon="screen">
      <p>{t.place.resume(computerWords(making, t))}</p>
      <Button kind="plain" onTap={() => dispatch({ event: "place_resumed" })}>
        {t.place.goOn}
      </Button>
    </Notice>
  );
}

function Recent({ model, t, dispatch }: Omit<ScreenProps<Home>, "screen">) {
  const recent = model.activity?.items.slice(0, 3) ?? [];
  if (model.activity && recent.length === 0) return <First t={t} />;
  return (
    <section class="recent" aria-labelledby="recent">
      <h2 id="recent">{t.home.recent}</h2>
      {recent.length === 0 ? (
        <p class="quiet">{model.activityTrouble ? t.home.none : t.history.loading}</p>
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
  );
}

/** Nothing has happened yet: how it will. */
function First({ t }: { t: Messages }) {
  return (
    <section class="recent" aria-labelledby="recent">
      <h2 id="recent">{t.home.first}</h2>
      <ol class="card steps">
        {t.enrolled.how.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </section>
  );
}

function lastWords(activity: Activity | undefined, now: number, t: Messages): string {
  if (!activity) return t.home.unheard;
  const last = activity.items.find(
    ({ state, kind }) => (state === "approved" || state === "spent") && kind !== "practice",
  );
  return last ? t.home.last(whenWords(last.at, now, t), last.service) : t.home.never;
}
