import { whenWords } from "@aval/design";
import type { AccountPhone, AccountPlace, AccountSession, BellView } from "@aval/protocol";
import { deviceWords, whereWords } from "../messages.ts";
import { isSameAct, mayAct } from "../state.ts";
import { Acting, Button, Empty, Icon, type ScreenProps, Top } from "./parts.tsx";

/** *Sessions*: this one first, then the others, each closed in one press; then what became of each service. */
export function SessionsScreen(given: ScreenProps) {
  const { model, t, engine } = given;
  const items = model.content.sessions;
  const open = items?.filter(({ state }) => state === "open") ?? [];
  const others = open.filter(({ isThis }) => !isThis);
  const ended = items?.filter(({ state }) => state === "closed") ?? [];
  const closeOthers = { act: "close_session", session: "others" } as const;
  return (
    <>
      <Top {...given} section="sessions" lead={t.sessions.lead} />
      {items && (
        <ul class="listed">
          {open
            .toSorted((one, other) => Number(other.isThis) - Number(one.isThis))
            .map((item) => (
              <OpenSession key={item.session} item={item} {...given} />
            ))}
        </ul>
      )}
      {items && others.length === 0 && (
        <Empty icon="check" title={t.sessions.none} text={t.sessions.noneText} />
      )}
      {others.length > 0 && mayAct(model) && (
        <div class="row">
          <Button
            kind="refuse"
            isBusy={model.busy !== undefined}
            onTap={() => engine.act(closeOthers)}
          >
            {isSameAct(model.busy, closeOthers)
              ? t.sessions.closing
              : t.sessions.closeOthers(others.length)}
          </Button>
        </div>
      )}
      {ended.length > 0 && (
        <section class="stack" aria-labelledby="lately">
          <h2 id="lately">{t.sessions.lately}</h2>
          <ul class="listed">
            {ended.map((item) => (
              <EndedSession key={item.session} item={item} {...given} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function OpenSession({ item, model, t, engine }: ScreenProps & { item: AccountSession }) {
  const names = item.services.map(({ name }) => name).join(", ");
  const close = { act: "close_session", session: item.session } as const;
  return (
    <li class="card listed-one">
      <div class="listed-head">
        <Icon name={item.where === "this_phone" ? "phone" : "screen"} />
        <div>
          <h2>{names}</h2>
          <p class="listed-standing">{deviceWords(item, t)}</p>
        </div>
        {item.isThis && <span class="chip">{t.thisOne}</span>}
      </div>
      <ul class="listed-facts quiet">
        <li>{whereWords(item.where, t)}</li>
        <li>{t.sessions.since(whenWords(item.openedAt, model.lang))}</li>
        <li>{t.sessions[item.rights](whenWords(item.endsAt, model.lang))}</li>
      </ul>
      {!item.isThis && mayAct(model) && (
        <div class="row">
          <Button kind="refuse" isBusy={model.busy !== undefined} onTap={() => engine.act(close)}>
            {isSameAct(model.busy, close) ? t.sessions.closing : t.sessions.close}
            <span class="visually-hidden"> {names}</span>
          </Button>
        </div>
      )}
    </li>
  );
}

const signs = { open: "clock", closed: "check", told: "clock", untold: "warning" } as const;

/** What Aval held is over; whether each service's own part is, only the service can say. */
function EndedSession({ item, model, t }: ScreenProps & { item: AccountSession }) {
  return (
    <li class="card listed-one">
      <p class="quiet">
        {t.sessions.ended(whenWords(item.closedAt ?? item.endsAt, model.lang))}
        {" · "}
        {t.reasons[item.because ?? ""] ?? deviceWords(item, t)}
      </p>
      <ul class="told-services">
        {item.services.map(({ id, name, told }) => (
          <li
            key={id}
            class={`status status-${told === "closed" ? "good" : told === "untold" ? "warning" : "quiet"}`}
          >
            <Icon name={signs[told]} />
            <div>
              <p>
                <strong>{name}</strong>
              </p>
              <p class="quiet">{told === "open" ? "" : t.sessions.told[told]}</p>
            </div>
          </li>
        ))}
      </ul>
    </li>
  );
}

/** *Téléphones*: a lost one is stopped from here. */
export function PhonesScreen(given: ScreenProps) {
  const { model, t } = given;
  const items = model.content.phones;
  return (
    <>
      <Top {...given} section="phones" lead={t.phones.lead} />
      {items?.length === 0 && <Empty icon="phone" title={t.phones.none} text={t.phones.noneText} />}
      <ul class="listed">
        {items?.map((item) => (
          <Phone key={item.id} item={item} {...given} />
        ))}
      </ul>
      {given.cardPhone !== undefined && mayAct(model) && (
        <p>
          <a href={given.cardPhone}>{t.phones.withCard}</a>
        </p>
      )}
      {mayAct(model) && (
        <p>
          <a href="/telephone">{t.phones.wiped}</a>
        </p>
      )}
    </>
  );
}

function Phone({ item, ...given }: ScreenProps & { item: AccountPhone }) {
  const { model, t } = given;
  const name = item.name || t.phones.unnamed;
  const used =
    item.lastUsedAt === undefined
      ? t.phones.unused
      : t.phones.used(whenWords(item.lastUsedAt, model.lang));
  return (
    <li class="card listed-one">
      <div class="listed-head">
        <Icon name="phone" />
        <div>
          <h2>{name}</h2>
          <p class="listed-standing">{t.phones.states[item.state]}</p>
        </div>
        {item.isThis && <span class="chip">{t.phones.opened}</span>}
      </div>
      <ul class="listed-facts quiet">
        <li>{t.phones.levels[item.level]}</li>
        {item.since !== undefined && <li>{t.phones.since(whenWords(item.since, model.lang))}</li>}
        <li>{used}</li>
      </ul>
      {item.state === "active" && !item.maySuspend && mayAct(model) && (
        <p class="quiet">{t.phones.tooYoung}</p>
      )}
      {item.maySuspend && (
        <div class="row">
          <Acting
            {...given}
            act={{ act: "suspend_phone", phone: item.id }}
            label={
              <>
                {t.phones.lost}
                <span class="visually-hidden"> {name}</span>
              </>
            }
            question={t.phones.ask}
            texts={[t.phones.askText, t.phones.askMade, t.phones.askLast]}
            confirm={t.phones.confirm}
          />
        </div>
      )}
    </li>
  );
}

/** *Postes*: each goes in a press and a yes. */
export function PlacesScreen(given: ScreenProps) {
  const { model, t } = given;
  const items = model.content.places;
  return (
    <>
      <Top {...given} section="places" lead={t.places.lead} />
      {items?.length === 0 && (
        <Empty icon="screen" title={t.places.none} text={t.places.noneText} />
      )}
      <ul class="listed">
        {items?.map((item) => (
          <Place key={item.id} item={item} {...given} />
        ))}
      </ul>
    </>
  );
}

function Place({ item, ...given }: ScreenProps & { item: AccountPlace }) {
  const { model, t } = given;
  const name = item.declared || t.computer;
  return (
    <li class="card listed-one">
      <div class="listed-head">
        <Icon name="screen" />
        <div>
          <h2>{name}</h2>
          <p class="listed-standing">
            {item.isCloned ? t.places.cloned : t.places.states[item.state]}
          </p>
        </div>
        {item.isThis && <span class="chip">{t.thisOne}</span>}
      </div>
      <ul class="listed-facts quiet">
        <li>{t.places.people[item.people]}</li>
        {item.hasL5 && <li>{t.places.proven}</li>}
        <li>{t.places.made(whenWords(item.madeAt, model.lang))}</li>
        {item.agedAt !== undefined && <li>{t.places.aged(whenWords(item.agedAt, model.lang))}</li>}
        <li>{t.places.used(whenWords(item.lastUsedAt, model.lang))}</li>
      </ul>
      <div class="row">
        <Acting
          {...given}
          act={{ act: "end_place", place: item.id }}
          label={
            <>
              {t.places.end}
              <span class="visually-hidden"> {name}</span>
            </>
          }
          question={t.places.ask}
          texts={[t.places.askText, ...(item.isThis ? [t.places.askThis] : [])]}
          confirm={t.places.confirm}
        />
      </div>
    </li>
  );
}

/** *Sonneries*: what may ring the holder's phones, and since when. */
export function BellsScreen(given: ScreenProps) {
  const { model, t } = given;
  const items = model.content.bells;
  return (
    <>
      <Top {...given} section="bells" lead={t.bells.lead} />
      {items?.length === 0 && <Empty icon="sound" title={t.bells.none} text={t.bells.noneText} />}
      <ul class="listed">
        {items?.map((item) => (
          <Bell key={item.id} item={item} {...given} />
        ))}
      </ul>
    </>
  );
}

function Bell({ item, ...given }: ScreenProps & { item: BellView }) {
  const { model, t, engine } = given;
  const act = { act: "end_bell", bell: item.id } as const;
  const { silencedUntil } = item;
  return (
    <li class="card listed-one">
      <div class="listed-head">
        <Icon name="sound" />
        <div>
          <h2>{item.service.name}</h2>
          <p class="listed-standing">{item.place.declared || t.computer}</p>
        </div>
      </div>
      <ul class="listed-facts quiet">
        {silencedUntil !== undefined && (
          <li>{t.bells.silent(whenWords(silencedUntil, model.lang))}</li>
        )}
        <li>{t.bells.set(whenWords(item.setAt, model.lang))}</li>
        <li>{t.bells.used(whenWords(item.lastUsedAt, model.lang))}</li>
      </ul>
      {mayAct(model) && (
        <div class="row">
          <Button kind="refuse" isBusy={model.busy !== undefined} onTap={() => engine.act(act)}>
            {t.bells.end}
            <span class="visually-hidden"> {item.service.name}</span>
          </Button>
        </div>
      )}
    </li>
  );
}
