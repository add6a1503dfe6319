import type { BellView } from "@aval/protocol";
import type { Dispatch } from "../../effects.ts";
import { type Messages, whenWords } from "../../messages.ts";
import { EndButton, Gone, Listed, ListedHead } from "../../shell/listed.tsx";
import { Button, type ScreenProps } from "../../shell/parts.tsx";
import type { BellList } from "../request.ts";
import { placeWords, silencedUntil } from "../words.ts";

/** *Mes sonneries*: what may ring this phone, by service and place. Each goes in one tap. */
export function BellsScreen({ screen, model, t, dispatch }: ScreenProps<BellList>) {
  const { ended, trouble } = screen;
  return (
    <>
      <Listed
        words={t.bells}
        icon="bell"
        list={model.bells.list}
        gone={
          ended && (
            <Gone
              key={ended.id}
              title={t.bells.removed(ended.service.name)}
              text={t.bells.removedText}
            />
          )
        }
        trouble={trouble}
        t={t}
        line={(bell) => (
          <BellLine
            key={bell.id}
            bell={bell}
            ending={screen.ending.includes(bell.id)}
            now={model.now}
            t={t}
            dispatch={dispatch}
          />
        )}
      />
      <div class="stack stack-tight">
        <Button
          kind="plain"
          icon="bell"
          onTap={() => dispatch({ event: "opened", screen: "bell-trial" })}
        >
          {t.trial.title}
        </Button>
        <Button
          kind="plain"
          icon="clock"
          onTap={() => dispatch({ event: "opened", screen: "quiet-hours" })}
        >
          {t.quiet.title}
        </Button>
      </div>
    </>
  );
}

type LineProps = {
  readonly bell: BellView;
  readonly ending: boolean;
  readonly now: number;
  readonly t: Messages;
  readonly dispatch: Dispatch;
};

function BellLine({ bell, ending, now, t, dispatch }: LineProps) {
  const silenced = silencedUntil(bell, now);
  const computer = placeWords(bell.place, t);
  return (
    <li class="card listed-one">
      <ListedHead icon="bell" name={bell.service.name} standing={t.bells.from(computer)} />
      {silenced !== undefined && <p>{t.bells.silenced(whenWords(silenced, now, t))}</p>}
      <ul class="listed-facts quiet">
        <li>{t.bells.set(whenWords(bell.setAt, now, t))}</li>
        <li>{t.bells.used(whenWords(bell.lastUsedAt, now, t))}</li>
      </ul>
      <EndButton
        busy={ending}
        words={ending ? t.bells.removing : t.bells.remove}
        of={`${bell.service.name}, ${computer}`}
        onTap={() => dispatch({ event: "bell_end_tapped", bell })}
      />
    </li>
  );
}
