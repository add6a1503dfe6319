import type { InstalledSoftware } from "@aval/protocol";
import type { Dispatch } from "../../effects.ts";
import { daysBetween, type Messages, timeWords, whenWords } from "../../messages.ts";
import { EndButton, Gone, Listed, ListedHead } from "../../shell/listed.tsx";
import { Button, Dock, type ScreenProps } from "../../shell/parts.tsx";
import type { SoftwareList } from "../request.ts";

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
              title={t.software.removed(removed.name)}
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
            removing={screen.removing.includes(one.client)}
            now={model.now}
            t={t}
            dispatch={dispatch}
          />
        )}
      />
      {mine && (
        <Dock>
          <Button onTap={() => dispatch({ event: "software_add_tapped" })}>{t.software.add}</Button>
        </Dock>
      )}
    </>
  );
}

/** From when it may ask: the next day, which may have begun. */
function standingWords({ usableFrom }: InstalledSoftware, now: number, t: Messages): string {
  if (now >= usableFrom) return t.software.usable;
  const isToday = daysBetween(usableFrom, now) === 0;
  return isToday ? t.software.today(timeWords(usableFrom, t)) : t.software.tomorrow;
}

type LineProps = {
  readonly one: InstalledSoftware;
  readonly removing: boolean;
  readonly now: number;
  readonly t: Messages;
  readonly dispatch: Dispatch;
};

function Line({ one, removing, now, t, dispatch }: LineProps) {
  return (
    <li class="card listed-one">
      <ListedHead icon="program" name={one.name} standing={standingWords(one, now, t)} />
      <ul class="listed-facts quiet">
        <li>{t.software.kinds[one.kind]}</li>
        <li>{t.software.added(whenWords(one.addedAt, now, t))}</li>
        <li>
          {one.lastUsedAt === undefined
            ? t.software.unused
            : t.software.used(whenWords(one.lastUsedAt, now, t))}
        </li>
      </ul>
      <EndButton
        busy={removing}
        words={removing ? t.software.removing : t.software.remove}
        of={one.name}
        onTap={() => dispatch({ event: "software_remove_tapped", client: one.client })}
      />
    </li>
  );
}
