import type { HistoryItem } from "@aval/protocol";
import { dayWords, type Messages, timeWords, whenWords } from "../../messages.ts";
import { Icon, type IconName } from "../../shell/icons.tsx";
import { Notice, type ScreenProps, TroubleNotice } from "../../shell/parts.tsx";
import type { Screen } from "../../state.ts";
import { outcomeWords } from "../words.ts";

/** Every request this holder's phones took, by day: the phone's own copy, before the history is there and without a network. */
export function RequestList({ model, t }: Pick<ScreenProps<Screen>, "model" | "t">) {
  const { activity, activityTrouble, now } = model;
  const offline = activityTrouble?.kind === "offline";
  return (
    <>
      {offline && activity && (
        <Notice tone="warning" icon="offline">
          <p>{t.history.asOf(whenWords(activity.asOf, now, t))}</p>
        </Notice>
      )}
      {activityTrouble && !(offline && activity) && (
        <TroubleNotice trouble={activityTrouble} t={t} />
      )}
      {!activity && !activityTrouble && <p class="quiet">{t.history.loading}</p>}
      {activity?.items.length === 0 && <p>{t.history.empty}</p>}
      {byDay(activity?.items ?? [], now, t).map(({ day, items }) => (
        <section key={day} class="day">
          <h2>{day}</h2>
          <ul class="events">
            {items.map((item) => (
              <EventLine key={item.approval} item={item} when={timeWords(item.at, t)} t={t} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function byDay(
  items: readonly HistoryItem[],
  now: number,
  t: Messages,
): { day: string; items: HistoryItem[] }[] {
  const days = new Map<string, HistoryItem[]>();
  for (const item of items) {
    const day = dayWords(item.at, now, t);
    days.set(day, [...(days.get(day) ?? []), item]);
  }
  return [...days].map(([day, ofThatDay]) => ({ day, items: ofThatDay }));
}

const signs = {
  shown: ["clock", "quiet"],
  claimed: ["clock", "warning"],
  approved: ["check", "good"],
  spent: ["check", "good"],
  refused: ["hand", "danger"],
  expired: ["clock", "quiet"],
  cancelled: ["cross", "quiet"],
} as const satisfies Record<HistoryItem["state"], readonly [IconName, string]>;

/** One request in one entry: which service, when, how it ended. The sign repeats the words, never replaces them. */
export function EventLine({
  item,
  when,
  t,
  stacked,
}: {
  item: HistoryItem;
  when: string;
  t: Messages;
  stacked?: boolean;
}) {
  const [icon, tone] = signs[item.state];
  return (
    <li class={`event event-${tone}`}>
      <Icon name={icon} />
      <div>
        <p class="event-service">
          {item.kind
            ? (item.kind === "practice" ? t.practice : t.passkeyAdd).history
            : item.service || t.history.unknownService}
        </p>
        <p class="event-outcome">{outcomeWords(item, t)}</p>
        {stacked && <p class="event-when">{when}</p>}
      </div>
      {!stacked && <p class="event-when">{when}</p>}
    </li>
  );
}
