import { type Lang, hourWords, whenWords } from "@aval/design";
import type { AccountFreeze, QuietHours } from "@aval/protocol";
import { entryPath } from "../effects.ts";
import { isSameAct, mayChange, sectionsFor } from "../state.ts";
import {
  Button,
  Heading,
  Icon,
  Notice,
  type ScreenProps,
  sectionIcons,
  Split,
  To,
  Top,
} from "./parts.tsx";

/** Who is signed in and what stands in the way; on a narrow screen, the way to every section too. */
export function HomeScreen(given: ScreenProps) {
  const { model, t, engine } = given;
  const { home } = model;
  if (!home) return null;
  return (
    <>
      <div class="stack stack-tight">
        <Heading takesFocus={model.hasMoved}>{t.home.title}</Heading>
        <p class="holder">
          <span class="over">{home.onlyReads ? t.home.of : t.home.as}</span>{" "}
          <strong>{home.name}</strong>
        </p>
      </div>
      {home.stops.length === 0 && (
        <Notice tone="good" icon="check">
          <p>{t.home.fine}</p>
        </Notice>
      )}
      {home.stops.map(({ rule, madeAt }) => (
        <Notice key={rule} tone="warning" icon={rule === "freeze" ? "lock" : "pause"}>
          <p>
            <strong>{t.home.stops[rule] ?? t.home.stopOther}</strong>
          </p>
          <p>
            {t.home.stopSince(whenWords(madeAt, model.lang))} {rule !== "freeze" && t.home.stopLift}
          </p>
          {rule === "freeze" && home.freeze && <Frozen {...given} freeze={home.freeze} />}
        </Notice>
      ))}
      {home.onlyReads && (
        <Notice icon="person">
          <p>
            <strong>{t.home.onlyReads}</strong> {t.home.onlyReadsText}
          </p>
          <p>
            <To section="history" engine={engine}>
              {t.home.onlyReadsFile}
            </To>
          </p>
        </Notice>
      )}
      {home.contactsAsked && !model.isAskedLater && (
        <ContactsAsked {...given} masked={home.contactsAsked} />
      )}
      {home.means.length === 0 && !home.onlyReads && <OneMeans {...given} />}
      {mayChange(model) && (
        <p class="quiet">{t.home.changes(hourWords(home.changesUntil ?? 0, model.lang))}</p>
      )}
      <ul class="tiles">
        {sectionsFor(model).map((section) =>
          section === "home" ? null : (
            <li key={section}>
              <To section={section} engine={engine} class={`tile tile-${section}`}>
                <Icon name={sectionIcons[section]} />
                <span>
                  <strong>{t.sections[section]}</strong>
                  <span class="quiet">{t.about[section]}</span>
                </span>
              </To>
            </li>
          ),
        )}
      </ul>
      <p class="quiet">{t.home.never}</p>
    </>
  );
}

/** Why, what ends it, who decides, how far they are and by when they should have looked. */
function Frozen({ model, t, freeze }: ScreenProps & { readonly freeze: AccountFreeze }) {
  const words = t.home.freeze;
  return (
    <>
      <p>{words.because[freeze.reason]}</p>
      <p>{words.ends}</p>
      <p>{words.signed[freeze.signed === 0 ? "none" : "one"]}</p>
      {freeze.reviewBy !== undefined && (
        <p>
          {words.review(
            whenWords(freeze.reviewBy, model.lang),
            freeze.reviewBy < (model.home?.now ?? 0),
          )}
        </p>
      )}
      <p>{words.never}</p>
    </>
  );
}

/** Twice a year, as the phone asks it. A contact that changed is said there: a stolen session must not be able to. */
function ContactsAsked(given: ScreenProps & { readonly masked: readonly string[] }) {
  const { model, t, engine, masked } = given;
  const words = t.home.contacts;
  return (
    <Notice icon="mail">
      <p>
        <strong>{words.ask}</strong>
      </p>
      <p>{masked.join(" · ")}</p>
      <div class="row">
        <Button
          kind="primary"
          icon="check"
          isBusy={model.busy?.act === "say_contacts_right"}
          onTap={() => engine.act({ act: "say_contacts_right" })}
        >
          {words.yes}
        </Button>
        <To section="contacts" engine={engine} class="button button-plain">
          {words.changed}
        </To>
        <Button kind="plain" onTap={() => engine.dispatch({ event: "put_aside" })}>
          {words.later}
        </Button>
      </div>
    </Notice>
  );
}

/** While there is one means to enter by: what makes a second, each a press away. */
function OneMeans({ t, engine, cardTest }: ScreenProps) {
  return (
    <Notice tone="warning" icon="phone">
      <p>
        <strong>{t.home.oneMeans}</strong> {t.home.oneMeansText}
      </p>
      <ul>
        {cardTest !== undefined && (
          <li>
            <a href={cardTest}>{t.home.tryCard}</a>
          </li>
        )}
        <li>
          <To section="keys" engine={engine}>
            {t.home.addKey}
          </To>
        </li>
        <li>
          <To section="phones" engine={engine}>
            {t.home.addPhone}
          </To>
        </li>
      </ul>
    </Notice>
  );
}

const langs: readonly Lang[] = ["fr", "en"];

/** *Réglages*: reading shows them; changing one takes a sign-in of its own. */
export function SettingsScreen(given: ScreenProps & { choose: (lang: Lang) => void }) {
  const { model, t, engine, choose } = given;
  const { settings } = model.content;
  const act = { act: "set_more_time", moreTime: !settings?.moreTime } as const;
  return (
    <>
      <Top {...given} section="settings" lead={t.settings.lead} />
      <section class="card listed-one" aria-labelledby="language">
        <h2 id="language">{t.settings.language}</h2>
        <p class="quiet">{t.settings.languageText}</p>
        <div class="row">
          {langs.map((lang) => (
            <button
              key={lang}
              type="button"
              lang={lang}
              class={`button ${lang === model.lang ? "button-primary" : "button-plain"}`}
              aria-pressed={lang === model.lang}
              onClick={() => choose(lang)}
            >
              {t.settings.languages[lang]}
            </button>
          ))}
        </div>
      </section>
      {settings && !mayChange(model) && (
        <Notice icon="lock">
          <p>{t.settings.closed}</p>
          <p class="quiet">{t.settings.doors}</p>
          <p>
            <a class="button button-plain" href={entryPath("changer", model)}>
              {t.settings.open}
            </a>
          </p>
        </Notice>
      )}
      {settings && (
        <section class="card listed-one" aria-labelledby="time">
          <h2 id="time">{t.settings.time}</h2>
          <p>{t.settings.timeText}</p>
          <p>
            <strong>
              {t.settings.now(settings.moreTime ? t.settings.longer : t.settings.usual)}
            </strong>
          </p>
          {mayChange(model) && (
            <div class="row">
              <Button
                kind="plain"
                isBusy={isSameAct(model.busy, act)}
                onTap={() => engine.act(act)}
              >
                {settings.moreTime ? t.settings.takeBack : t.settings.give}
              </Button>
            </div>
          )}
        </section>
      )}
      {settings && <QuietHoursOf {...given} quiet={settings.quiet} />}
      {settings && mayChange(model) && (
        <p class="quiet">
          {t.settings.until(hourWords(model.home?.changesUntil ?? 0, model.lang))}
        </p>
      )}
    </>
  );
}

/** Hours of the day in which no request to sign in rings. */
function QuietHoursOf({ model, t, engine, quiet }: ScreenProps & { quiet: QuietHours | null }) {
  const keep = (event: SubmitEvent) => {
    event.preventDefault();
    const said = new FormData(event.currentTarget as HTMLFormElement);
    const hours = { from: String(said.get("from")), to: String(said.get("to")) };
    engine.act({ act: "set_quiet", hours });
  };
  return (
    <section class="card listed-one" aria-labelledby="quiet">
      <h2 id="quiet">{t.settings.quiet}</h2>
      <p>{t.settings.quietText}</p>
      <p>
        <strong>
          {t.settings.now(quiet ? t.settings.quietNow(quiet.from, quiet.to) : t.settings.noQuiet)}
        </strong>
      </p>
      {mayChange(model) && (
        <form class="stack" key={JSON.stringify(quiet)} onSubmit={keep}>
          <div class="row hours">
            <Hour name="from" label={t.settings.from} value={quiet?.from ?? "22:00"} />
            <Hour name="to" label={t.settings.to} value={quiet?.to ?? "06:00"} />
          </div>
          <div class="row">
            <button type="submit" class="button button-plain">
              {t.settings.keep}
            </button>
            {quiet && (
              <Button kind="plain" onTap={() => engine.act({ act: "set_quiet", hours: null })}>
                {t.settings.never}
              </Button>
            )}
          </div>
        </form>
      )}
    </section>
  );
}

const halfHours = Array.from(
  { length: 48 },
  (_, at) => `${String(at >> 1).padStart(2, "0")}:${at % 2 === 0 ? "00" : "30"}`,
);

/** One hour of the day, chosen from a list: nothing to spell. What was set to the minute elsewhere stays in it. */
function Hour({ name, label, value }: { name: string; label: string; value: string }) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <select id={name} name={name}>
        {[...new Set([...halfHours, value])].toSorted().map((hour) => (
          <option key={hour} value={hour} selected={hour === value}>
            {hour}
          </option>
        ))}
      </select>
    </div>
  );
}

/** *Bloquer mon accès*: always open to whoever may read, with one plain question. */
export function BlockScreen({ model, t, engine }: ScreenProps) {
  const isBusy = model.busy?.act === "block";
  return (
    <section class="card stack">
      <Heading takesFocus={model.hasMoved}>{t.block.title}</Heading>
      <p class="lead">{t.block.lead}</p>
      <p>{t.block.reopen}</p>
      <p>{t.block.phone}</p>
      <div class="pair">
        <To section="home" engine={engine} class="button button-plain">
          {t.goBack}
        </To>
        <Button
          kind="refuse"
          icon="lock"
          isBusy={isBusy}
          onTap={() => engine.act({ act: "block" })}
        >
          {isBusy ? t.block.busy : t.block.confirm}
        </Button>
      </div>
    </section>
  );
}

/** Nobody is signed in here, or not any more. */
export function OutsideScreen({ model, t, cardRead }: ScreenProps) {
  const words = model.phase === "left" ? t.left : t.out;
  return (
    <Split about={model.phase === "left" ? "leave" : "person"}>
      <Heading takesFocus={model.hasMoved}>{words.heading}</Heading>
      <p class="lead">{words.lead}</p>
      {model.phase === "out" && <p>{t.out.how}</p>}
      <a class="button button-primary" href={entryPath("lire", model)}>
        {t.out.enter}
      </a>
      {cardRead !== undefined && (
        <p>
          <a href={`${cardRead}?lang=${model.lang}`}>{t.out.stopped}</a>
        </p>
      )}
    </Split>
  );
}

export function BlockedScreen({ t }: ScreenProps) {
  return (
    <Split about="lock">
      <Heading takesFocus>{t.blocked.heading}</Heading>
      <p class="lead">{t.blocked.lead}</p>
      <p>
        <strong>{t.blocked.reopen}</strong>
      </p>
      <ul>
        {t.blocked.ways.map((way) => (
          <li key={way}>{way}</li>
        ))}
      </ul>
      <p>{t.blocked.never}</p>
    </Split>
  );
}
