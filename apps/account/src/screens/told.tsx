import { type IconName, whenWords } from "@aval/design";
import type { AccountAlert, AccountContact, AccountEvent } from "@aval/protocol";
import { eventDetails, eventWords } from "../messages.ts";
import { Acting, Button, Empty, Icon, type ScreenProps, Top } from "./parts.tsx";

/** *Historique*: what happened, in words; of a sign-in one may say that it was somebody else's. */
export function HistoryScreen(given: ScreenProps) {
  const { model, t, engine } = given;
  const { history } = model.content;
  return (
    <>
      <Top {...given} section="history" lead={t.history.lead} />
      {history?.events.length === 0 && (
        <Empty icon="history" title={t.history.none} text={t.history.noneText} />
      )}
      {history && history.events.length > 0 && (
        <ol class="listed history">
          {history.events.map((event) => (
            <Happened key={event.id} event={event} {...given} />
          ))}
        </ol>
      )}
      {history?.next !== undefined && (
        <div class="row">
          <Button kind="plain" isBusy={model.isReading} onTap={engine.more}>
            {model.isReading ? t.history.reading : t.history.more}
          </Button>
        </div>
      )}
      {history && history.next === undefined && history.events.length > 0 && (
        <p class="quiet">{t.history.end}</p>
      )}
      {history && history.events.length > 0 && <Proofs {...given} />}
    </>
  );
}

/** What the log proves of its reader, to take away. */
function Proofs({ model, t, engine }: ScreenProps) {
  const isBusy = model.busy?.act === "take_proofs";
  return (
    <section class="card listed-one" aria-labelledby="proofs">
      <h2 id="proofs">{t.history.proofs}</h2>
      <p>{t.history.proofsText}</p>
      <p class="quiet">{t.history.proofsLimit}</p>
      <div class="row">
        <Button kind="plain" isBusy={isBusy} onTap={() => engine.act({ act: "take_proofs" })}>
          {isBusy ? t.history.taking : t.history.take}
        </Button>
      </div>
    </section>
  );
}

/** Sign-ins may be disowned for thirty days, but for the one whose reader is reading: the server holds the days. */
const mayDisown = ({ kind, session, at, isThis }: AccountEvent, now: number) =>
  session !== undefined &&
  !isThis &&
  (kind === "session_opened" || kind === "session_entered") &&
  now - at < 30 * 86_400;

const eventIcons: readonly (readonly [prefix: string, icon: IconName])[] = [
  ["session_disowned", "warning"],
  ["session_closed", "leave"],
  ["session_", "service"],
  ["approval_", "cross"],
  ["refusal_", "cross"],
  ["device_", "phone"],
  ["pin_", "digits"],
  ["place_", "screen"],
  ["clone_", "warning"],
  ["bell_", "sound"],
  ["ring_", "sound"],
  ["quiet_", "sound"],
  ["passkey_", "card"],
  ["stop_", "lock"],
  ["card_", "card"],
  ["notice_", "bell"],
  ["setting_", "settings"],
];
const iconOf = (kind: string): IconName =>
  eventIcons.find(([prefix]) => kind.startsWith(prefix))?.[1] ?? "note";

function Happened({ event, ...given }: ScreenProps & { event: AccountEvent }) {
  const { model, t } = given;
  const name = eventWords(event, t);
  return (
    <li class="happened">
      <Icon name={iconOf(event.kind)} />
      <div class="stack stack-tight">
        <p>
          <strong>{name}</strong>
          {event.kind === "session_opened" && event.isOpen && (
            <>
              {" "}
              <span class="chip">{event.isThis ? t.thisOne : t.history.stillOpen}</span>
            </>
          )}
        </p>
        <p class="quiet">{whenWords(event.at, model.lang)}</p>
        <ul class="listed-facts quiet">
          {eventDetails(event, t).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        {event.session !== undefined && mayDisown(event, model.home?.now ?? event.at) && (
          <div class="row">
            <Acting
              {...given}
              act={{ act: "disown", session: event.session }}
              label={
                <>
                  {t.history.disown}
                  <span class="visually-hidden">
                    {" "}
                    ({name}, {whenWords(event.at, model.lang)})
                  </span>
                </>
              }
              question={t.history.ask}
              texts={[t.history.askText]}
              confirm={t.history.confirm}
            />
          </div>
        )}
      </div>
    </li>
  );
}

/** *Alertes*: what was told, and how far it got. */
export function AlertsScreen(given: ScreenProps) {
  const { model, t } = given;
  const items = model.content.alerts;
  return (
    <>
      <Top {...given} section="alerts" lead={t.alerts.lead} />
      {items?.length === 0 && <Empty icon="bell" title={t.alerts.none} text={t.alerts.noneText} />}
      {items && items.length > 0 && (
        <ol class="listed history">
          {items.map((alert) => (
            <Alert key={alert.id} alert={alert} {...given} />
          ))}
        </ol>
      )}
    </>
  );
}

function Alert({ alert, model, t }: ScreenProps & { alert: AccountAlert }) {
  const { reached } = alert;
  const lines = [
    alert.service === undefined ? undefined : t.history.to(alert.service),
    ...reached.map(({ kind, masked, state }) =>
      t.alerts.reach[state](kind === "app" ? t.alerts.app(masked) : masked),
    ),
    reached.length === 0 ? t.alerts.nowhere : undefined,
    alert.isStopped ? t.alerts.stopped : undefined,
  ].filter((line) => line !== undefined);
  return (
    <li class="happened">
      <Icon name={alert.isStopped ? "pause" : "bell"} />
      <div class="stack stack-tight">
        <p>
          <strong>{t.alerts.events[alert.event] ?? t.alerts.other}</strong>
        </p>
        <p class="quiet">{whenWords(alert.at, model.lang)}</p>
        <ul class="listed-facts quiet">
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </div>
    </li>
  );
}

/** *Coordonnées*: masked, with who said so and since when; not changed from here. */
export function ContactsScreen(given: ScreenProps) {
  const { model, t } = given;
  const items = model.content.contacts;
  return (
    <>
      <Top {...given} section="contacts" lead={t.contacts.lead} />
      {items?.length === 0 && (
        <Empty icon="mail" title={t.contacts.none} text={t.contacts.noneText} />
      )}
      <ul class="listed">
        {items?.map((contact) => (
          <Contact key={contact.id} contact={contact} {...given} />
        ))}
      </ul>
      <div class="stack stack-tight">
        <p>{t.contacts.change}</p>
        {given.phone !== undefined && (
          <p>
            <a href={given.phone}>{t.contacts.onPhone}</a>
          </p>
        )}
        <p class="quiet">{t.contacts.why}</p>
      </div>
    </>
  );
}

function Contact({ contact, model, t }: ScreenProps & { contact: AccountContact }) {
  const { confirmedAt, servesFrom, withdrawnAt, replacedAt } = contact;
  return (
    <li class="card listed-one">
      <div class="listed-head">
        <Icon name={contact.kind === "email" ? "mail" : "phone"} />
        <div>
          <h2>{t.contacts.kinds[contact.kind]}</h2>
          <p class="listed-standing mono">{contact.masked}</p>
        </div>
      </div>
      <ul class="listed-facts quiet">
        <li>{t.contacts.from(t.contacts.sources[contact.source] ?? t.contacts.otherSource)}</li>
        <li>{t.contacts.since(whenWords(contact.since, model.lang))}</li>
        {confirmedAt !== undefined && (
          <li>{t.contacts.confirmed(whenWords(confirmedAt, model.lang))}</li>
        )}
        {servesFrom !== undefined && <li>{t.contacts.young(whenWords(servesFrom, model.lang))}</li>}
        {withdrawnAt !== undefined && (
          <li>{t.contacts.withdrawn(whenWords(withdrawnAt, model.lang))}</li>
        )}
        {replacedAt !== undefined && (
          <li>{t.contacts.replaced(whenWords(replacedAt, model.lang))}</li>
        )}
      </ul>
    </li>
  );
}
