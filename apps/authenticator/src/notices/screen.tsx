import type { NoticeItem } from "@aval/protocol";
import type { Lang } from "@aval/design";
import { whenWords } from "../messages.ts";
import { Icon } from "../shell/icons.tsx";
import { Heading, Notice, type ScreenProps, ToBlock, TroubleNotice } from "../shell/parts.tsx";
import type { NoticeList } from "./state.ts";

/** What somebody wrote to many, line by line. */
const linesOf = ({ words }: NoticeItem, lang: Lang): readonly string[] =>
  words?.[lang].text.split(/\n+/) ?? [];

/** *Mes avis*: each with its moment; what one does about one that is not one's own is under them. */
export function NoticesScreen({ screen, model, t, dispatch }: ScreenProps<NoticeList>) {
  const { items, trouble } = screen;
  return (
    <>
      <div class="stack stack-tight">
        <Heading>{t.notices.title}</Heading>
        <p>{t.notices.lead}</p>
      </div>
      <TroubleNotice trouble={trouble} t={t} />
      {!items && !trouble && <p class="quiet">{t.notices.loading}</p>}
      {items?.length === 0 && (
        <Notice icon="note">
          <p>{t.notices.none}</p>
        </Notice>
      )}
      {items && items.length > 0 && (
        <>
          <ul class="events">
            {items.map((item) => (
              <li key={item.id} class="event event-quiet">
                <Icon name="note" />
                <div>
                  <p class="event-service">
                    {item.words?.[model.language].title ??
                      t.notices.events[item.event] ??
                      t.notices.other}
                  </p>
                  {linesOf(item, model.language).map((line) => (
                    <p key={line}>{line}</p>
                  ))}
                  {item.service && <p class="event-outcome">{item.service}</p>}
                  <p class="event-when">{whenWords(item.at, model.now, t)}</p>
                  {item.reached.length > 0 && (
                    <ul class="event-when">
                      {item.reached.map(({ kind, masked, state }) => (
                        <li key={masked}>
                          {t.notices.reach[state](kind === "app" ? t.notices.app(masked) : masked)}
                        </li>
                      ))}
                    </ul>
                  )}
                </div>
              </li>
            ))}
          </ul>
          <p>{t.notices.not}</p>
          <ToBlock t={t} dispatch={dispatch} />
        </>
      )}
    </>
  );
}
