import type { PlaceView } from "@aval/protocol";
import type { Dispatch } from "../../effects.ts";
import { rungFor } from "../../bells/words.ts";
import { mayTakeLocum } from "../../locums/request.ts";
import { LocumEnded, LocumsOf } from "../../locums/screens/listed.tsx";
import { type Messages, whenWords } from "../../messages.ts";
import { EndButton, Gone, Listed, ListedHead } from "../../shell/listed.tsx";
import { Button, type ScreenProps } from "../../shell/parts.tsx";
import { computers, type PlaceList } from "../request.ts";
import { computerWords, standingWords } from "../words.ts";

/** *Mes postes*: each with how it stands and since when; it goes in one tap. */
export function PlacesScreen({ screen, model, t, dispatch }: ScreenProps<PlaceList>) {
  const list = computers(model.places);
  const { ended, endedLocum } = screen;
  return (
    <Listed
      words={t.places}
      icon="screen"
      list={list}
      gone={
        <>
          {ended && (
            <Gone
              key={ended.id}
              title={t.places.removed(computerWords(ended, t))}
              text={t.places.removedText}
            />
          )}
          {endedLocum && <LocumEnded key={endedLocum.id} locum={endedLocum} t={t} />}
        </>
      }
      trouble={screen.trouble}
      t={t}
      line={(place) => (
        <PlaceLine
          key={place.id}
          place={place}
          rings={rungFor(model.bells, place.id, t)}
          mayTakeLocum={mayTakeLocum(place, list ?? [])}
          screen={screen}
          ending={screen.ending.includes(place.id)}
          now={model.now}
          t={t}
          dispatch={dispatch}
        />
      )}
    />
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
      <ListedHead
        icon="screen"
        name={computer}
        standing={standingWords(place, t)}
        sign={`place-${place.asks ? "asks" : place.state}`}
      />
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
        <EndButton
          busy={ending}
          words={ending ? t.places.removing : t.places.remove}
          of={computer}
          onTap={() => dispatch({ event: "place_end_tapped", place })}
        />
      </div>
    </li>
  );
}
