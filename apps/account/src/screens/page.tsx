import { type HelpTopic, helpAddress, type Lang } from "@aval/design";
import { type Engine, rememberLang } from "../effects.ts";
import { type Messages, messages, toldWords, troubleWords } from "../messages.ts";
import { listOf, type Model, type Section, sectionsInOrder } from "../state.ts";
import {
  BlockedScreen,
  BlockScreen,
  HomeScreen,
  OutsideScreen,
  SettingsScreen,
} from "./holder.tsx";
import { BellsScreen, PhonesScreen, PlacesScreen, SessionsScreen } from "./lists.tsx";
import { Button, Done, Icon, Mark, Notice, type ScreenProps, sectionIcons, To } from "./parts.tsx";
import { KeysScreen, SoftwareScreen } from "./means.tsx";
import { AlertsScreen, ContactsScreen, HistoryScreen } from "./told.tsx";

/** Which page of help each section leads to. */
const helpOf: Readonly<Record<Section, HelpTopic | "all">> = {
  home: "all",
  sessions: "demande",
  history: "demande",
  phones: "telephone-perdu",
  places: "demande",
  bells: "demande",
  software: "demande",
  keys: "all",
  alerts: "nouveau-telephone",
  contacts: "appel",
  settings: "all",
  block: "rouvrir",
};

type PageProps = {
  readonly model: Model;
  readonly engine: Engine;
  readonly house: {
    readonly brand: string;
    readonly isSandbox: boolean;
    readonly cardPhone: string | undefined;
  };
};

/** The whole page: it shows a model and reports presses. */
export function Page({ model, engine, house }: PageProps) {
  const t = messages[model.lang];
  const given = { model, t, engine, cardPhone: house.cardPhone };
  const choose = (lang: Lang) => {
    rememberLang(lang);
    engine.dispatch({ event: "chose_language", lang });
  };
  const other: Lang = model.lang === "fr" ? "en" : "fr";
  return (
    <>
      <a class="skip" href="#main">
        {t.skip}
      </a>
      <header class="masthead">
        <span class="brand">
          <Mark />
          <span class="brand-name">{house.brand}</span>
        </span>
        {house.isSandbox && <span class="chip">{t.sandbox}</span>}
        <a
          class="language"
          href={helpAddress(model.phase === "in" ? helpOf[model.section] : "all", model.lang)}
          target="_blank"
          rel="noreferrer"
        >
          {t.help}
          <span class="visually-hidden"> {t.newWindow}</span>
        </a>
        <button type="button" class="language" lang={other} onClick={() => choose(other)}>
          {t.otherLanguage}
        </button>
        {model.phase === "in" && (
          <Button kind="quiet" icon="leave" onTap={() => engine.act({ act: "leave" })}>
            {t.leave}
          </Button>
        )}
      </header>
      {model.phase === "in" ? (
        <Inside {...given} choose={choose} />
      ) : (
        <main id="main" class="content content-wide">
          <Problem {...given} />
          <Outside {...given} />
        </main>
      )}
      <p class="visually-hidden" role="status">
        {spoken(model, t)}
      </p>
    </>
  );
}

function Outside(given: ScreenProps) {
  const { model, t } = given;
  if (model.phase === "blocked") return <BlockedScreen {...given} />;
  if (model.phase !== "opening") return <OutsideScreen key={model.phase} {...given} />;
  return <h1>{t.opening}</h1>;
}

function Inside(given: ScreenProps & { choose: (lang: Lang) => void }) {
  const { model, t, engine } = given;
  const { section } = model;
  const told = model.told && toldWords(model.told, t);
  const what = listOf(section);
  return (
    <div class="content content-wide inside">
      <nav class="sections" aria-label={t.nav}>
        <ul>
          {sectionsInOrder.map((one) => (
            <li key={one}>
              <To section={one} engine={engine} class="section-link" current={one === section}>
                <Icon name={sectionIcons[one]} />
                <span>{t.sections[one]}</span>
              </To>
            </li>
          ))}
        </ul>
      </nav>
      <main id="main" class="stack section" key={section}>
        {section !== "home" && (
          <To section="home" engine={engine} class="to-all">
            {t.toAll}
          </To>
        )}
        <Problem {...given} />
        {told !== undefined && (
          <Done key={JSON.stringify(model.told)}>
            <p>
              <strong>{told}</strong>
            </p>
            {model.told?.act === "disown" && (
              <p>
                <To section="block" engine={engine}>
                  {t.history.next}
                </To>
              </p>
            )}
          </Done>
        )}
        <Current {...given} />
        {what && !model.content[what] && !model.trouble && <p class="quiet">{t.loading}</p>}
      </main>
    </div>
  );
}

function Current(given: ScreenProps & { choose: (lang: Lang) => void }) {
  switch (given.model.section) {
    case "home":
      return <HomeScreen {...given} />;
    case "phones":
      return <PhonesScreen {...given} />;
    case "places":
      return <PlacesScreen {...given} />;
    case "bells":
      return <BellsScreen {...given} />;
    case "software":
      return <SoftwareScreen {...given} />;
    case "keys":
      return <KeysScreen {...given} />;
    case "sessions":
      return <SessionsScreen {...given} />;
    case "history":
      return <HistoryScreen {...given} />;
    case "alerts":
      return <AlertsScreen {...given} />;
    case "contacts":
      return <ContactsScreen {...given} />;
    case "settings":
      return <SettingsScreen {...given} />;
    case "block":
      return <BlockScreen {...given} />;
  }
}

/** Said above the section, which stays: nothing of it is lost. */
function Problem({ model, t, engine }: ScreenProps) {
  const { trouble, lang } = model;
  if (!trouble) return null;
  const again = () => {
    engine.dispatch({ event: "retried" });
    engine.start();
  };
  return (
    <Notice tone="danger" icon={trouble.kind === "offline" ? "offline" : "warning"}>
      <p>{troubleWords(trouble, lang)}</p>
      {trouble.kind === "refused" && trouble.problem.reference && (
        <p class="quiet">
          {t.reference} <code class="reference">{trouble.problem.reference}</code>
        </p>
      )}
      <p>
        <Button kind="plain" icon="again" onTap={again}>
          {t.retry}
        </Button>
      </p>
    </Notice>
  );
}

/** What a screen reader is told besides headings: what was done, or went wrong. */
function spoken(model: Model, t: Messages): string {
  if (model.trouble) return troubleWords(model.trouble, model.lang);
  return (model.told && toldWords(model.told, t)) ?? "";
}
