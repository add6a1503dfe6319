import type { LocumView, PlaceView } from "@aval/protocol";
import type { Dispatch } from "../../effects.ts";
import type { Messages } from "../../messages.ts";
import type { PlaceList } from "../../places/request.ts";
import { EndButton, Gone } from "../../shell/listed.tsx";
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
              <EndButton
                busy={ending}
                words={ending ? t.locum.removing : t.locum.remove}
                of={locum.name}
                onTap={() => dispatch({ event: "locum_end_tapped", locum })}
              />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

export const LocumEnded = ({ locum, t }: { readonly locum: LocumView; readonly t: Messages }) => (
  <Gone title={t.locum.removed(locum.name)} text={t.locum.removedText} />
);
