import type { PasskeyView } from "@aval/protocol";
import type { Dispatch } from "../effects.ts";
import { type Messages, whenWords } from "../messages.ts";
import { Icon } from "../shell/icons.tsx";
import {
  Button,
  Heading,
  Notice,
  type ScreenProps,
  TroubleNotice,
  useFocusOnArrival,
} from "../shell/parts.tsx";
import type { PasskeyList } from "./state.ts";

/** *Mes clés*. */
export function PasskeysScreen({ screen, model, t, dispatch }: ScreenProps<PasskeyList>) {
  const { items, ended, trouble } = screen;
  return (
    <>
      <div class="stack stack-tight">
        <Heading>{t.passkeys.title}</Heading>
        <p>{t.passkeys.lead}</p>
      </div>
      {ended && <Ended key={ended.id} passkey={ended} t={t} />}
      <TroubleNotice trouble={trouble} t={t} />
      {!items && !trouble && <p class="quiet">{t.passkeys.loading}</p>}
      {items?.length === 0 && (
        <Notice icon="key">
          <p>
            <strong>{t.passkeys.none}</strong>
          </p>
          <p>{t.passkeys.how}</p>
        </Notice>
      )}
      {items && items.length > 0 && (
        <ul class="listed">
          {items.map((passkey) => (
            <Line
              key={passkey.id}
              passkey={passkey}
              screen={screen}
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

/** In the place of what went, with the focus that its button had. */
function Ended({ passkey, t }: { passkey: PasskeyView; t: Messages }) {
  const heard = useFocusOnArrival<HTMLDivElement>();
  return (
    <div ref={heard} tabIndex={-1}>
      <Notice tone="good" icon="check">
        <p>
          <strong>{t.passkeys.removed(passkey.name)}</strong>
        </p>
        <p>{t.passkeys.removedText}</p>
      </Notice>
    </div>
  );
}

type LineProps = {
  readonly passkey: PasskeyView;
  readonly screen: PasskeyList;
  readonly now: number;
  readonly t: Messages;
  readonly dispatch: Dispatch;
};

function Line({ passkey, screen, now, t, dispatch }: LineProps) {
  const { name, usableFrom, lastUsedAt } = passkey;
  return (
    <li class="card listed-one">
      <div class="listed-head">
        <Icon name={passkey.kind === "computer" ? "screen" : "key"} />
        <div>
          <h2>{name}</h2>
          <p class="listed-standing">{kindWords(passkey, t)}</p>
        </div>
      </div>
      <p>{t.passkeys.opens[passkey.isHardwareHeld ? "hardware" : "synced"]}</p>
      {passkey.isAsleep && <p>{t.passkeys.asleep}</p>}
      <ul class="listed-facts quiet">
        <li>{t.passkeys.made(whenWords(passkey.madeAt, now, t))}</li>
        {now < usableFrom && <li>{t.passkeys.waits(whenWords(usableFrom, now, t))}</li>}
        <li>
          {lastUsedAt === undefined
            ? t.passkeys.never
            : t.passkeys.used(whenWords(lastUsedAt, now, t))}
        </li>
      </ul>
      <Button
        kind="refuse"
        busy={screen.ending !== undefined}
        onTap={() => dispatch({ event: "passkey_end_tapped", passkey })}
      >
        {screen.ending === passkey.id ? t.passkeys.removing : t.passkeys.remove}
        <span class="visually-hidden"> {name}</span>
      </Button>
    </li>
  );
}

/** What a key is, in words: by attestation, and not by what the browser called it. */
function kindWords({ kind, isHardwareHeld }: PasskeyView, t: Messages): string {
  const { hardware, hardwareComputer, carried, synced } = t.passkeys.kind;
  if (isHardwareHeld) return kind === "computer" ? hardwareComputer : hardware;
  return kind === "computer" ? synced : carried;
}
