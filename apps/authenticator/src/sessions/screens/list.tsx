import type { SessionItem } from "@aval/protocol";
import type { Dispatch } from "../../effects.ts";
import { type Messages, whenWords } from "../../messages.ts";
import { Icon, type IconName } from "../../shell/icons.tsx";
import { EndButton, Gone, Listed, ListedHead } from "../../shell/listed.tsx";
import { Button, Dock, type ScreenProps } from "../../shell/parts.tsx";
import type { SessionList } from "../request.ts";
import { becauseWords, closedWords, deviceWords, untilWords, whereWords } from "../words.ts";

/** *Sessions ouvertes*: each goes in one tap, without a code, and all in one. Then what became of each service. */
export function SessionsScreen({ screen, model, t, dispatch }: ScreenProps<SessionList>) {
  const { items, closed, trouble } = screen;
  const open = items?.filter(({ state }) => state === "open") ?? [];
  const ended = items?.filter(({ state }) => state === "closed") ?? [];
  const line = { screen, now: model.now, t, dispatch };
  return (
    <>
      <Listed
        words={{ ...t.sessions, how: t.sessions.noneText }}
        icon="shield"
        list={items && open}
        gone={closed && <Gone key={closed.session} title={closedWords(closed, t)} />}
        trouble={trouble}
        t={t}
        line={(item) => <OpenSession key={item.session} item={item} {...line} />}
      />
      {ended.length > 0 && (
        <section class="stack stack-tight" aria-labelledby="lately">
          <h2 id="lately">{t.sessions.lately}</h2>
          <ul class="listed">
            {ended.map((item) => (
              <EndedSession key={item.session} item={item} now={model.now} t={t} />
            ))}
          </ul>
        </section>
      )}
      {open.length > 1 && (
        <Dock fixed>
          <Button
            kind="refuse"
            busy={screen.closing !== undefined}
            onTap={() => dispatch({ event: "session_close_tapped", session: "all" })}
          >
            {screen.closing === "all" ? t.sessions.closing : t.sessions.closeAll(open.length)}
          </Button>
        </Dock>
      )}
    </>
  );
}

type OpenProps = {
  readonly item: SessionItem;
  readonly screen: SessionList;
  readonly now: number;
  readonly t: Messages;
  readonly dispatch: Dispatch;
};

function iconOf({ where }: SessionItem): IconName {
  if (where === "own_software") return "program";
  return where === "this_phone" ? "phone" : "screen";
}

function OpenSession({ item, screen, now, t, dispatch }: OpenProps) {
  const { session, services } = item;
  const isClosing = screen.closing === session || screen.closing === "all";
  const names = services.map(({ name }) => name).join(", ");
  return (
    <li class="card listed-one session">
      <ListedHead icon={iconOf(item)} name={names} standing={deviceWords(item, t)} />
      <ul class="listed-facts quiet">
        <li>{whereWords(item, t)}</li>
        <li>{t.sessions.since(whenWords(item.openedAt, now, t))}</li>
        <li>{untilWords(item, t)}</li>
      </ul>
      <EndButton
        busy={screen.closing !== undefined}
        words={isClosing ? t.sessions.closing : t.sessions.close}
        of={names}
        onTap={() => dispatch({ event: "session_close_tapped", session })}
      />
    </li>
  );
}

const signs = {
  open: ["clock", "quiet"],
  closed: ["check", "good"],
  told: ["clock", "quiet"],
  untold: ["warning", "warning"],
} as const satisfies Record<SessionItem["services"][number]["told"], readonly [IconName, string]>;

/** What Aval held is over; whether each service's own part is, only the service can say. */
function EndedSession({ item, now, t }: { item: SessionItem; now: number; t: Messages }) {
  return (
    <li class="card listed-one session">
      <p class="quiet">
        {t.sessions.ended(whenWords(item.closedAt ?? now, now, t))}, {becauseWords(item, t)}.{" "}
        {deviceWords(item, t)}.
      </p>
      <ul class="events">
        {item.services.map(({ id, name, told }) => (
          <li key={id} class={`event event-${signs[told][1]}`}>
            <Icon name={signs[told][0]} />
            <div>
              <p class="event-service">{name}</p>
              <p class="event-outcome">{told === "open" ? "" : t.sessions.told[told]}</p>
            </div>
          </li>
        ))}
      </ul>
    </li>
  );
}
