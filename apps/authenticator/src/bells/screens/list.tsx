import type { BellView } from "@aval/protocol";
import type { Dispatch } from "../../effects.ts";
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
import type { BellList } from "../request.ts";
import { placeWords, silencedUntil } from "../words.ts";

/** *Mes sonneries*: what may ring this phone, by service and place. Each goes in one tap. */
export function BellsScreen({ screen, model, t, dispatch }: ScreenProps<BellList>) {
  const { list } = model.bells;
  return (
    <>
      <div class="stack stack-tight">
        <Heading>{t.bells.title}</Heading>
        <p>{t.bells.lead}</p>
      </div>
      {screen.ended && <Ended key={screen.ended.id} bell={screen.ended} t={t} />}
      <TroubleNotice trouble={screen.trouble} t={t} />
      {!list && !screen.trouble && <p class="quiet">{t.bells.loading}</p>}
      {list?.length === 0 && (
        <Notice icon="bell">
          <p>
            <strong>{t.bells.none}</strong>
          </p>
          <p>{t.bells.how}</p>
        </Notice>
      )}
      {list && list.length > 0 && (
        <ul class="listed">
          {list.map((bell) => (
            <BellLine
              key={bell.id}
              bell={bell}
              ending={screen.ending.includes(bell.id)}
              now={model.now}
              t={t}
              dispatch={dispatch}
            />
          ))}
        </ul>
      )}
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

/** In the place of what went, with the focus that the button had. */
function Ended({ bell, t }: { bell: BellView; t: Messages }) {
  const heard = useFocusOnArrival<HTMLDivElement>();
  return (
    <div ref={heard} tabIndex={-1}>
      <Notice tone="good" icon="check">
        <p>
          <strong>{t.bells.removed(bell.service.name)}</strong>
        </p>
        <p>{t.bells.removedText}</p>
      </Notice>
    </div>
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
      <div class="listed-head">
        <Icon name="bell" />
        <div>
          <h2>{bell.service.name}</h2>
          <p class="listed-standing">{t.bells.from(computer)}</p>
        </div>
      </div>
      {silenced !== undefined && <p>{t.bells.silenced(whenWords(silenced, now, t))}</p>}
      <ul class="listed-facts quiet">
        <li>{t.bells.set(whenWords(bell.setAt, now, t))}</li>
        <li>{t.bells.used(whenWords(bell.lastUsedAt, now, t))}</li>
      </ul>
      <Button
        kind="refuse"
        busy={ending}
        onTap={() => dispatch({ event: "bell_end_tapped", bell })}
      >
        {ending ? t.bells.removing : t.bells.remove}
        <span class="visually-hidden">
          {" "}
          {bell.service.name}, {computer}
        </span>
      </Button>
    </li>
  );
}
