import type { InstalledSoftware, PlaceView } from "@aval/protocol";
import { rungFor } from "../../bells/words.ts";
import type { Dispatch } from "../../effects.ts";
import { daysBetween, type Messages, timeWords, whenWords } from "../../messages.ts";
import { EndButton, Gone, Listed, ListedHead } from "../../shell/listed.tsx";
import { Button, Dock, type ScreenProps } from "../../shell/parts.tsx";
import type { SoftwareList } from "../request.ts";
import { installationWords } from "../words.ts";

/** *Mes logiciels*: each with its kind and since when; it goes in one tap. */
export function SoftwareScreen({ screen, model, t, dispatch }: ScreenProps<SoftwareList>) {
  const { mine } = model.software;
  const { removed, trouble } = screen;
  return (
    <>
      <Listed
        words={t.software}
        icon="program"
        list={mine}
        gone={
          removed && (
            <Gone
              key={removed.id}
              title={t.software.removed(installationWords(removed, t))}
              text={t.software.removedText}
            />
          )
        }
        trouble={trouble}
        t={t}
        line={(one) => (
          <Line
            key={one.id}
            one={one}
            removing={screen.removing.includes(one.id)}
            place={model.places.list?.find(({ id }) => id === one.place?.id)}
            rings={one.place ? rungFor(model.bells, one.place.id, t) : ""}
            now={model.now}
            t={t}
            dispatch={dispatch}
          />
        )}
      />
      {mine && (
        <Dock>
          <p class="quiet">{t.software.scan}</p>
          <Button onTap={() => dispatch({ event: "software_add_tapped" })}>{t.software.add}</Button>
        </Dock>
      )}
    </>
  );
}

/** How it stands: as the place it is, or from when it may ask, the next day, which may have begun. */
function standingWords({ usableFrom, place }: InstalledSoftware, now: number, t: Messages): string {
  if (place) return place.asks ? t.places.asks : t.places.states[place.state];
  if (now >= usableFrom) return t.software.usable;
  const isToday = daysBetween(usableFrom, now) === 0;
  return isToday ? t.software.today(timeWords(usableFrom, t)) : t.software.tomorrow;
}

type LineProps = {
  readonly one: InstalledSoftware;
  readonly removing: boolean;
  /** What it is as a place of its holder's, where that was heard. */
  readonly place: PlaceView | undefined;
  /** The services it may ring this phone for; empty for none. */
  readonly rings: string;
  readonly now: number;
  readonly t: Messages;
  readonly dispatch: Dispatch;
};

function Line({ one, removing, place, rings, now, t, dispatch }: LineProps) {
  const name = installationWords(one, t);
  const sign = one.place && (`place-${one.place.asks ? "asks" : one.place.state}` as const);
  return (
    <li class="card listed-one">
      <ListedHead
        icon="program"
        name={name}
        standing={standingWords(one, now, t)}
        {...(sign && { sign })}
      />
      {one.place?.state === "asleep" && (
        <p>{place?.clonedAt === undefined ? t.software.asleep : t.places.cloned}</p>
      )}
      <ul class="listed-facts quiet">
        <li>{t.software.kinds[one.kind]}</li>
        <li>{t.software.added(whenWords(one.addedAt, now, t))}</li>
        <li>
          {one.lastUsedAt === undefined
            ? t.software.unused
            : t.software.used(whenWords(one.lastUsedAt, now, t))}
        </li>
        {rings && <li>{rings}</li>}
      </ul>
      {one.place?.asks && place && (
        <Button onTap={() => dispatch({ event: "place_asked", place })}>{t.places.answer}</Button>
      )}
      <EndButton
        busy={removing}
        words={removing ? t.software.removing : t.software.remove}
        of={name}
        onTap={() => dispatch({ event: "software_remove_tapped", one })}
      />
    </li>
  );
}
