import { whenWords } from "@aval/design";
import type { InstalledSoftware, PasskeyView } from "@aval/protocol";
import type { Messages } from "../messages.ts";
import { Acting, Empty, Icon, type ScreenProps, Top } from "./parts.tsx";

/** *Logiciels*: what may ask without a browser; each goes in a press and a yes. */
export function SoftwareScreen(given: ScreenProps) {
  const { model, t } = given;
  const items = model.content.software;
  return (
    <>
      <Top {...given} section="software" lead={t.mySoftware.lead} />
      {items?.length === 0 && (
        <Empty icon="program" title={t.mySoftware.none} text={t.mySoftware.noneText} />
      )}
      <ul class="listed">
        {items?.map((item) => (
          <Software key={item.id} item={item} {...given} />
        ))}
      </ul>
    </>
  );
}

function Software({ item, ...given }: ScreenProps & { item: InstalledSoftware }) {
  const { model, t } = given;
  const name = item.machine ? t.mySoftware.on(item.name, item.machine) : item.name;
  const waits = item.kind === "plain" && item.usableFrom > (model.home?.now ?? item.usableFrom);
  return (
    <li class="card listed-one">
      <div class="listed-head">
        <Icon name="program" />
        <div>
          <h2>{name}</h2>
          <p class="listed-standing">{t.mySoftware.kinds[item.kind]}</p>
        </div>
      </div>
      <ul class="listed-facts quiet">
        <li>{t.mySoftware.added(whenWords(item.addedAt, model.lang))}</li>
        {waits && <li>{t.mySoftware.waits(whenWords(item.usableFrom, model.lang))}</li>}
        <li>
          {item.lastUsedAt === undefined
            ? t.mySoftware.unused
            : t.mySoftware.used(whenWords(item.lastUsedAt, model.lang))}
        </li>
      </ul>
      <div class="row">
        <Acting
          {...given}
          act={{ act: "end_software", software: item.id }}
          label={
            <>
              {t.mySoftware.end}
              <span class="visually-hidden"> {name}</span>
            </>
          }
          question={t.mySoftware.ask}
          texts={[t.mySoftware.askText]}
          confirm={t.mySoftware.confirm}
        />
      </div>
    </li>
  );
}

/** *Clés*: what opens without scanning. */
export function KeysScreen(given: ScreenProps) {
  const { model, t } = given;
  const items = model.content.keys;
  return (
    <>
      <Top {...given} section="keys" lead={t.keys.lead} />
      {items?.length === 0 && <Empty icon="key" title={t.keys.none} text={t.keys.noneText} />}
      <ul class="listed">
        {items?.map((item) => (
          <Key key={item.id} item={item} {...given} />
        ))}
      </ul>
    </>
  );
}

function Key({ item, ...given }: ScreenProps & { item: PasskeyView }) {
  const { model, t } = given;
  const { name, usableFrom, lastUsedAt } = item;
  return (
    <li class="card listed-one">
      <div class="listed-head">
        <Icon name={item.kind === "computer" ? "screen" : "key"} />
        <div>
          <h2>{name}</h2>
          <p class="listed-standing">{kindWords(item, t)}</p>
        </div>
      </div>
      <ul class="listed-facts quiet">
        <li>{t.keys.opens[item.host ?? (item.isHardwareHeld ? "hardware" : "synced")]}</li>
        {item.isAsleep && <li>{t.keys.asleep}</li>}
        <li>{t.keys.made(whenWords(item.madeAt, model.lang))}</li>
        {usableFrom > (model.home?.now ?? usableFrom) && (
          <li>{t.keys.waits(whenWords(usableFrom, model.lang))}</li>
        )}
        <li>
          {lastUsedAt === undefined
            ? t.keys.unused
            : t.keys.used(whenWords(lastUsedAt, model.lang))}
        </li>
      </ul>
      <div class="row">
        <Acting
          {...given}
          act={{ act: "end_key", key: item.id }}
          label={
            <>
              {t.keys.end}
              <span class="visually-hidden"> {name}</span>
            </>
          }
          question={t.keys.ask}
          texts={[t.keys.askText]}
          confirm={t.keys.confirm}
        />
      </div>
    </li>
  );
}

/** What a key is, by attestation, and not by what the browser called it. */
function kindWords({ kind, isHardwareHeld }: PasskeyView, t: Messages): string {
  const { hardware, hardwareComputer, carried, synced } = t.keys.kinds;
  if (isHardwareHeld) return kind === "computer" ? hardwareComputer : hardware;
  return kind === "computer" ? synced : carried;
}
