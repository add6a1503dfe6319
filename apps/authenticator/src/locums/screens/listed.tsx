import type { LocumView, PlaceView } from "@aval/protocol";
import type { Dispatch } from "../../effects.ts";
import type { Messages } from "../../messages.ts";
import type { PlaceList } from "../../places/request.ts";
import { Button, Notice, useFocusOnArrival } from "../../shell/parts.tsx";
import { daysWords } from "../words.ts";

type Props = {
  readonly place: PlaceView;
  readonly screen: PlaceList;
  readonly now: number;
  readonly t: Messages;
  readonly dispatch: Dispatch;
};

/** Who is announced at a place, on its card: each goes in one tap. */
export function LocumsOf({ place, screen, now, t, dispatch }: Props) {
  if (!place.locums) return null;
  return (
    <section class="stack stack-tight" aria-label={t.locum.here}>
      <h3 class="locums-title">{t.locum.here}</h3>
      <ul class="locums">
        {place.locums.map((locum) => {
          const ending = screen.endingLocums?.includes(locum.id) ?? false;
          return (
            <li key={locum.id} class="locum">
              <p>
                <strong>{locum.name}</strong>, {daysWords(locum, now, t)}
              </p>
              <Button
                kind="refuse"
                busy={ending}
                onTap={() => dispatch({ event: "locum_end_tapped", locum })}
              >
                {ending ? t.locum.removing : t.locum.remove}
                <span class="visually-hidden"> {locum.name}</span>
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** In the place of whoever went, with the focus that the button had. */
export function LocumEnded({ locum, t }: { readonly locum: LocumView; readonly t: Messages }) {
  const heard = useFocusOnArrival<HTMLDivElement>();
  return (
    <div ref={heard} tabIndex={-1}>
      <Notice tone="good" icon="check">
        <p>
          <strong>{t.locum.removed(locum.name)}</strong>
        </p>
        <p>{t.locum.removedText}</p>
      </Notice>
    </div>
  );
}
