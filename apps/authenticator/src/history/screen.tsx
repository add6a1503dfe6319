import type { AccountEvent } from "@aval/protocol";
import type { ComponentChildren } from "preact";
import { RequestList } from "../approvals/screens/history.tsx";
import { dayWords, type Messages, timeWords } from "../messages.ts";
import { Icon, type IconName } from "../shell/icons.tsx";
import {
  Button,
  Heading,
  Notice,
  type ScreenProps,
  ToBlock,
  TroubleNotice,
  useFocusOnArrival,
} from "../shell/parts.tsx";
import type { History } from "./request.ts";
import { disownable } from "./state.ts";
import { detailWords, eventWords } from "./words.ts";

/** Everything that happened, by day; without a network, the requests that the phone keeps. */
export function HistoryScreen(props: ScreenProps<History>) {
  const { screen, model, t, dispatch } = props;
  const { events, trouble } = screen;
  return (
    <>
      <Heading>{t.history.title}</Heading>
      {model.holder && (
        <Button
          kind="plain"
          icon="lock"
          onTap={() => dispatch({ event: "opened", screen: "sessions" })}
        >
          {t.sessions.title}
        </Button>
      )}
      {events && (
        <Button
          kind="quiet"
          icon="ringing"
          onTap={() => dispatch({ event: "report_tapped", when: "earlier" })}
        >
          {t.callReport.later}
        </Button>
      )}
      {screen.disowned && <Disowned key={screen.disowned} t={t} dispatch={dispatch} />}
      {events && <TroubleNotice trouble={trouble} t={t} />}
      {events ? <Events {...props} events={events} /> : <RequestList model={model} t={t} />}
      {events && screen.next !== undefined && (
        <Button
          kind="plain"
          busy={screen.loading === true}
          onTap={() => dispatch({ event: "more_tapped" })}
        >
          {screen.loading ? t.events.loading : t.events.more}
        </Button>
      )}
    </>
  );
}

/** In the place of what was tapped, with its focus: what came of it, and the act that goes further. */
function Disowned({ t, dispatch }: Pick<ScreenProps<History>, "t" | "dispatch">) {
  const heard = useFocusOnArrival<HTMLDivElement>();
  return (
    <div ref={heard} tabIndex={-1}>
      <Notice tone="good" icon="check">
        <p>
          <strong>{t.events.done}</strong>
        </p>
        <p>{t.events.doneText}</p>
        <ToBlock t={t} dispatch={dispatch} />
      </Notice>
    </div>
  );
}

function Events({
  screen,
  model,
  t,
  dispatch,
  events,
}: ScreenProps<History> & { readonly events: readonly AccountEvent[] }) {
  if (events.length === 0) return <p>{t.history.empty}</p>;
  const days = Map.groupBy(events, ({ at }) => dayWords(at, model.now, t));
  return (
    <>
      {[...days].map(([day, items]) => (
        <section key={day} class="day">
          <h2>{day}</h2>
          <ul class="events">
            {items.map((event) => {
              const session = disownable(event, events);
              return (
                <Entry key={event.id} event={event} t={t}>
                  {session && (
                    <Button
                      kind="quiet"
                      icon="hand"
                      busy={screen.disowning !== undefined}
                      onTap={() => dispatch({ event: "disown_tapped", session })}
                    >
                      {screen.disowning === session ? t.events.leaving : t.events.notMe}
                      <span class="visually-hidden"> {event.service}</span>
                    </Button>
                  )}
                </Entry>
              );
            })}
          </ul>
        </section>
      ))}
    </>
  );
}

const suspect = new Set([
  "approval_refused",
  "session_disowned",
  "clone_detected",
  "stop_made",
  "device_suspended",
  "card_suspended",
  "replay_refused",
]);
const signOf = (kind: string): readonly [IconName, string] => {
  if (suspect.has(kind)) return ["hand", "danger"];
  if (kind.startsWith("session_opened") || kind === "session_entered") return ["check", "good"];
  if (kind.startsWith("place")) return ["screen", "quiet"];
  if (kind.startsWith("device") || kind.startsWith("pin")) return ["phone", "quiet"];
  if (kind.startsWith("card")) return ["service", "quiet"];
  return ["clock", "quiet"];
};

function Entry({
  event,
  t,
  children,
}: {
  readonly event: AccountEvent;
  readonly t: Messages;
  readonly children: ComponentChildren;
}) {
  const [icon, tone] = signOf(event.kind);
  const details = detailWords(event, t);
  return (
    <li class={`event event-${tone}`}>
      <Icon name={icon} />
      <div>
        <p class="event-service">{eventWords(event, t)}</p>
        {event.service && <p class="event-outcome">{event.service}</p>}
        {details.map((detail) => (
          <p key={detail} class="quiet">
            {detail}
          </p>
        ))}
        {children}
      </div>
      <p class="event-when">{timeWords(event.at, t)}</p>
    </li>
  );
}
