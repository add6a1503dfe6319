import { CallQuestion } from "../../shell/call-question.tsx";
import { halfMinuteWords, isTaken } from "../../shell/half-minute.ts";
import {
  Button,
  Dock,
  Heading,
  Panel,
  type ScreenProps,
  TroubleNotice,
} from "../../shell/parts.tsx";
import type { PlaceCall, PlaceMade, PlaceWait } from "../request.ts";
import { computerWords } from "../words.ts";

/** Whoever adds a place for a caller is asked here first: the answer that ends it comes first and is as large. */
export function PlaceCallScreen({ screen, t, dispatch }: ScreenProps<PlaceCall>) {
  return (
    <CallQuestion
      words={t.placeCall}
      busy={screen.busy}
      answer={(onCall) => dispatch({ event: "call_answered", onCall })}
    >
      <p>{t.placeCall.lead(computerWords(screen.candidate, t))}</p>
      <TroubleNotice trouble={screen.trouble} t={t} />
    </CallQuestion>
  );
}

/**
 * Thirty seconds in which nothing can be answered but *Annuler*, which is the largest. The two answers stand there from the
 * start and only lose their grey: nothing appears under a finger.
 */
export function PlaceWaitScreen({ screen, model, t, dispatch }: ScreenProps<PlaceWait>) {
  const locked = screen.busy !== undefined || !isTaken(screen.making, model.now);
  return (
    <>
      <Panel icon="screen">
        <Heading>{t.placeWait.title}</Heading>
        <p>{computerWords(screen.making, t)}</p>
      </Panel>
      <p>{t.placeWait.gives}</p>
      <p>{t.placeWait.why}</p>
      <p class="quiet">{t.placeWait.kept}</p>
      <TroubleNotice trouble={screen.trouble} t={t} />
      <Dock fixed>
        <Button big onTap={() => dispatch({ event: "place_cancelled" })}>
          {t.placeWait.cancel}
        </Button>
        {/* Not for screen readers: they are told at the start, at ten seconds and at the end. */}
        <p class="quiet" aria-hidden="true">
          {screen.busy ? t.placeWait.busy : halfMinuteWords(screen.making, model.now, t.placeWait)}
        </p>
        <div class="dock-pair">
          <Button
            kind="plain"
            busy={locked}
            onTap={() => dispatch({ event: "people_answered", people: "alone" })}
          >
            {t.placeWait.alone}
          </Button>
          <Button
            kind="plain"
            busy={locked}
            onTap={() => dispatch({ event: "people_answered", people: "several" })}
          >
            {t.placeWait.several}
          </Button>
        </div>
      </Dock>
    </>
  );
}

/** The place exists and is new: what it opens today, and what will be asked tomorrow. */
export function PlaceMadeScreen({ screen, t, dispatch }: ScreenProps<PlaceMade>) {
  const { place } = screen;
  return (
    <>
      <Panel icon="check" about={computerWords(place, t)}>
        <Heading>{t.placeMade.title}</Heading>
        <p>{t.placeMade.lead}</p>
      </Panel>
      <section class="stack stack-tight" aria-labelledby="next">
        <h2 id="next">{t.placeMade.next}</h2>
        <ol class="steps">
          {t.placeMade.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </section>
      {place.people === "several" && <p>{t.placeMade.several}</p>}
      <Dock fixed>
        <Button onTap={() => dispatch({ event: "opened", screen: "home" })}>
          {t.placeMade.home}
        </Button>
      </Dock>
    </>
  );
}
