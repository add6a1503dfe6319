import type { InstalledSoftware } from "@aval/protocol";
import type { Dispatch } from "../../effects.ts";
import { type Messages, whenWords } from "../../messages.ts";
import { Icon } from "../../shell/icons.tsx";
import {
  Button,
  Dock,
  Heading,
  Notice,
  type ScreenProps,
  TroubleNotice,
  useFocusOnArrival,
} from "../../shell/parts.tsx";
import type { SoftwareList } from "../request.ts";

/** *Mes logiciels*: each with its kind and since when; it goes in one tap. */
export function SoftwareScreen({ screen, model, t, dispatch }: ScreenProps<SoftwareList>) {
  const { mine } = model.software;
  return (
    <>
      <div class="stack stack-tight">
        <Heading>{t.software.title}</Heading>
        <p>{t.software.lead}</p>
      </div>
      {screen.removed && <Removed key={screen.removed.id} one={screen.removed} t={t} />}
      <TroubleNotice trouble={screen.trouble} t={t} />
      {!mine && !screen.trouble && <p class="quiet">{t.software.loading}</p>}
      {mine?.length === 0 && (
        <Notice icon="program">
          <p>
            <strong>{t.software.none}</strong>
          </p>
          <p>{t.software.how}</p>
        </Notice>
      )}
      {mine && mine.length > 0 && (
        <ul class="listed">
          {mine.map((one) => (
            <Line
              key={one.id}
              one={one}
              removing={screen.removing.includes(one.client)}
              now={model.now}
              t={t}
              dispatch={dispatch}
            />
          ))}
        </ul>
      )}
      {mine && (
        <Dock>
          <Button onTap={() => dispatch({ event: "software_add_tapped" })}>{t.software.add}</Button>
        </Dock>
      )}
    </>
  );
}

/** In the place of what went, with the focus that the button had. */
function Removed({ one, t }: { one: InstalledSoftware; t: Messages }) {
  const heard = useFocusOnArrival<HTMLDivElement>();
  return (
    <div ref={heard} tabIndex={-1}>
      <Notice tone="good" icon="check">
        <p>
          <strong>{t.software.removed(one.name)}</strong>
        </p>
        <p>{t.software.removedText}</p>
      </Notice>
    </div>
  );
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
      <div class="listed-head">
        <Icon name="program" />
        <div>
          <h2>{one.name}</h2>
          <p class="listed-standing">
            {now < one.usableFrom ? t.software.tomorrow : t.software.usable}
          </p>
        </div>
      </div>
      <ul class="listed-facts quiet">
        <li>{t.software.kinds[one.kind]}</li>
        <li>{t.software.added(whenWords(one.addedAt, now, t))}</li>
        <li>
          {one.lastUsedAt === undefined
            ? t.software.unused
            : t.software.used(whenWords(one.lastUsedAt, now, t))}
        </li>
      </ul>
      <Button
        kind="refuse"
        busy={removing}
        onTap={() => dispatch({ event: "software_remove_tapped", client: one.client })}
      >
        {removing ? t.software.removing : t.software.remove}
        <span class="visually-hidden"> {one.name}</span>
      </Button>
    </li>
  );
}
