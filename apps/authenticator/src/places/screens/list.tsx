import type { PlaceView } from "@aval/protocol";
import type { Dispatch } from "../../effects.ts";
import { rungFor } from "../../bells/words.ts";
import { mayTakeLocum } from "../../locums/request.ts";
import { LocumEnded, LocumsOf } from "../../locums/screens/listed.tsx";
import { type Messages, whenWords } from "../../messages.ts";
import { Icon } from "../../shell/icons.tsx";
import {
  Button,
  Heading,
  Notice,
  type ScreenProps,
  TroubleNotice,
  useFocusOnArrival,
} from "../../shell/parts.tsx";
import type { PlaceList } from "../request.ts";
import { computerWords, standingWords } from "../words.ts";

/** *Mes postes*: each with how it stands and since when; it goes in one tap. */
export function PlacesScreen({ screen, model, t, dispatch }: ScreenProps<PlaceList>) {
  const { list } = model.places;
  return (
    <>
      <div class="stack stack-tight">
        <Heading>{t.places.title}</Heading>
        <p>{t.places.lead}</p>
      </div>
      {screen.ended && <Ended key={screen.ended.id} place={screen.ended} t={t} />}
      {screen.endedLocum && (
        <LocumEnded key={screen.endedLocum.id} locum={screen.endedLocum} t={t} />
      )}
      <TroubleNotice trouble={screen.trouble} t={t} />
      {!list && !screen.trouble && <p class="quiet">{t.places.loading}</p>}
      {list?.length === 0 && (
        <Notice icon="screen">
          <p>
            <strong>{t.places.none}</strong>
          </p>
          <p>{t.places.how}</p>
        </Notice>
      )}
      {list && list.length > 0 && (
        <ul class="listed">
          {list.map((place) => (
            <PlaceLine
              key={place.id}
              place={place}
              rings={rungFor(model.bells, place.id, t)}
              mayTakeLocum={mayTakeLocum(place, list)}
              screen={screen}
              ending={screen.ending.includes(place.id)}
              now={model.now}
              t={t}
              dispatch={dispatch}
            />
          ))}
        </ul>
      )}
    </>
  );
}

/** In the place of what went, with the focus that the button had. */
function Ended({ place, t }: { place: PlaceView; t: Messages }) {
  const heard = useFocusOnArrival<HTMLDivElement>();
  return (
    <div ref={heard} tabIndex={-1}>
      <Notice tone="good" icon="check">
        <p>
          <strong>{t.places.removed(computerWords(place, t))}</strong>
        </p>
        <p>{t.places.removedText}</p>
      </Notice>
    </div>
  );
}

type LineProps = {
  readonly place: PlaceView;
  /** The services it may ring this phone for; empty for none. */
  readonly rings: string;
  readonly mayTakeLocum: boolean;
  readonly screen: PlaceList;
  readonly ending: boolean;
  readonly now: number;
  readonly t: Messages;
  readonly dispatch: Dispatch;
};

function PlaceLine({ place, rings, screen, ending, now, t, dispatch, ...may }: LineProps) {
  const computer = computerWords(place, t);
  return (
    <li class="card listed-one">
      <div class="listed-head">
        <Icon name="screen" />
        <div>
          <h2>{computer}</h2>
          <p class={`listed-standing place-${place.asks ? "asks" : place.state}`}>
            {standingWords(place, t)}
          </p>
        </div>
      </div>
      {place.state === "asleep" && (
        <p>{place.clonedAt === undefined ? t.places.asleepText : t.places.cloned}</p>
      )}
      <ul class="listed-facts quiet">
        <li>{t.places.made(whenWords(place.madeAt, now, t))}</li>
        <li>{t.places.used(whenWords(place.lastUsedAt, now, t))}</li>
        <li>{t.places.people[place.people]}</li>
        {place.hasL5 && <li>{t.places.l5}</li>}
        {rings && <li>{rings}</li>}
      </ul>
      <LocumsOf place={place} screen={screen} now={now} t={t} dispatch={dispatch} />
      <div class="place-acts">
        {may.mayTakeLocum && (
          <Button kind="plain" onTap={() => dispatch({ event: "locum_tapped", place })}>
            {t.locum.announce}
            <span class="visually-hidden"> {computer}</span>
          </Button>
        )}
        {place.asks && (
          <Button onTap={() => dispatch({ event: "place_asked", place })}>{t.places.answer}</Button>
        )}
        <Button
          kind="refuse"
          busy={ending}
          onTap={() => dispatch({ event: "place_end_tapped", place })}
        >
          {ending ? t.places.removing : t.places.remove}
          <span class="visually-hidden"> {computer}</span>
        </Button>
      </div>
    </li>
  );
}
