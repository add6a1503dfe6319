import type { PasskeyView } from "@aval/protocol";
import type { Dispatch } from "../effects.ts";
import { type Messages, whenWords } from "../messages.ts";
import { EndButton, Gone, Listed, ListedHead } from "../shell/listed.tsx";
import type { ScreenProps } from "../shell/parts.tsx";
import type { PasskeyList } from "./state.ts";

/** *Mes clés*. */
export function PasskeysScreen({ screen, model, t, dispatch }: ScreenProps<PasskeyList>) {
  const { items, ended, trouble } = screen;
  return (
    <Listed
      words={t.passkeys}
      icon="key"
      list={items}
      gone={
        ended && (
          <Gone
            key={ended.id}
            title={t.passkeys.removed(ended.name)}
            text={t.passkeys.removedText}
          />
        )
      }
      trouble={trouble}
      t={t}
      line={(passkey) => (
        <Line
          key={passkey.id}
          passkey={passkey}
          screen={screen}
          now={model.now}
          t={t}
          dispatch={dispatch}
        />
      )}
    />
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
      <ListedHead
        icon={passkey.kind === "computer" ? "screen" : "key"}
        name={name}
        standing={kindWords(passkey, t)}
      />
      <p>{t.passkeys.opens[opensWhat(passkey)]}</p>
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
      <EndButton
        busy={screen.ending !== undefined}
        words={screen.ending === passkey.id ? t.passkeys.removing : t.passkeys.remove}
        of={name}
        onTap={() => dispatch({ event: "passkey_end_tapped", passkey })}
      />
    </li>
  );
}

function opensWhat({ host, isHardwareHeld }: PasskeyView): keyof Messages["passkeys"]["opens"] {
  if (host) return isHardwareHeld ? "phone" : "phoneSynced";
  return isHardwareHeld ? "hardware" : "synced";
}

/** What a key is, in words: by attestation, and not by what the browser called it. */
function kindWords({ kind, isHardwareHeld }: PasskeyView, t: Messages): string {
  const { hardware, hardwareComputer, carried, synced } = t.passkeys.kind;
  if (kind === "phone") return t.passkeys.kind.phone;
  if (isHardwareHeld) return kind === "computer" ? hardwareComputer : hardware;
  return kind === "computer" ? synced : carried;
}
