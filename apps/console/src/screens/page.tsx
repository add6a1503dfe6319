import type { Lang } from "@aval/design";
import { type Engine, rememberLang } from "../effects.ts";
import { type Messages, messages, toldWords, troubleWords } from "../messages.ts";
import { listOf, type Model, sectionsOf } from "../state.ts";
import { ContactsScreen, RequestScreen } from "./contacts.tsx";
import { DeskScreen } from "./desk.tsx";
import {
  AddedScreen,
  LinkScreen,
  NotAddedScreen,
  OutsideScreen,
  ProposedScreen,
} from "./entry.tsx";
import { LettersScreen } from "./letters.tsx";
import { Button, Done, Icon, Mark, Notice, type ScreenProps, sectionIcons, To } from "./parts.tsx";
import { HomeScreen, KeysScreen, TeamScreen } from "./staff.tsx";
import { VisitScreen } from "./visit.tsx";

type PageProps = {
  readonly model: Model;
  readonly engine: Engine;
  readonly house: { readonly brand: string; readonly isSandbox: boolean };
};

/** The whole page: it shows a model and reports presses. */
export function Page({ model, engine, house }: PageProps) {
  const t = messages[model.lang];
  const given = { model, t, engine };
  const other: Lang = model.lang === "fr" ? "en" : "fr";
  const choose = () => {
    rememberLang(other);
    engine.dispatch({ event: "chose_language", lang: other });
  };
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
        <span class="chip">{house.isSandbox ? `${t.console} · ${t.sandbox}` : t.console}</span>
        <button type="button" class="language" lang={other} onClick={choose}>
          {t.otherLanguage}
        </button>
        {model.phase === "in" && (
          <Button kind="quiet" icon="leave" onTap={() => engine.act({ act: "leave" })}>
            {t.leave}
          </Button>
        )}
      </header>
      {model.phase === "in" ? (
        <Inside {...given} />
      ) : (
        <main id="main" class="content stack">
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
  if (model.phase === "opening") return model.trouble ? null : <h1>{t.opening}</h1>;
  if (model.phase === "link") return <LinkScreen {...given} />;
  if (model.phase === "proposed") return <ProposedScreen {...given} />;
  if (model.phase === "added") return <AddedScreen {...given} />;
  if (model.phase === "differed" || model.phase === "withdrawn" || model.phase === "late")
    return <NotAddedScreen {...given} why={model.phase} />;
  return <OutsideScreen key={model.phase} {...given} />;
}

function Inside(given: ScreenProps) {
  const { model, t, engine } = given;
  const { section } = model.route;
  if (!model.me || section === "link") return null;
  const told = model.told && toldWords(model.told, t);
  const what = listOf(model.route);
  return (
    <div class="content content-wide inside">
      <nav class="sections" aria-label={t.nav}>
        <ul>
          {sectionsOf(model.me).map((one) => (
            <li key={one}>
              <To section={one} engine={engine} class="section-link" current={one === section}>
                <Icon name={sectionIcons[one]} />
                <span>{t.sections[one]}</span>
              </To>
            </li>
          ))}
        </ul>
      </nav>
      <main id="main" class="stack section" key={addressOf(model.route)}>
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
          </Done>
        )}
        <Current {...given} />
        {what && !model.content[what] && !model.trouble && <p class="quiet">{t.loading}</p>}
      </main>
    </div>
  );
}

/** Another address is another screen: what was typed on the one before is gone. */
const addressOf = (route: Model["route"]): string => JSON.stringify(route);

function Current(given: ScreenProps) {
  switch (given.model.route.section) {
    case "home":
      return <HomeScreen {...given} />;
    case "desk":
      return given.model.route.visit ? <VisitScreen {...given} /> : <DeskScreen {...given} />;
    case "contacts":
      return given.model.route.request ? (
        <RequestScreen {...given} />
      ) : (
        <ContactsScreen {...given} />
      );
    case "letters":
      return <LettersScreen {...given} />;
    case "keys":
      return <KeysScreen {...given} />;
    case "team":
      return <TeamScreen {...given} />;
    case "link":
      return null;
  }
}

/** Said above the section, which stays: nothing of it is lost. */
function Problem({ model, t, engine }: ScreenProps) {
  const { trouble, lang } = model;
  if (!trouble) return null;
  return (
    <Notice tone="danger" icon={trouble.kind === "offline" ? "offline" : "warning"}>
      <p>{troubleWords(trouble, lang)}</p>
      {trouble.kind === "refused" && trouble.problem.reference && (
        <p class="quiet">
          {t.reference} <code class="reference">{trouble.problem.reference}</code>
        </p>
      )}
      {trouble.kind === "offline" && (
        <p>
          <Button kind="plain" icon="again" onTap={() => engine.start()}>
            {t.retry}
          </Button>
        </p>
      )}
    </Notice>
  );
}

/** What a screen reader is told besides headings: what was done, or went wrong. */
function spoken(model: Model, t: Messages): string {
  if (model.trouble) return troubleWords(model.trouble, model.lang);
  return (model.told && toldWords(model.told, t)) ?? "";
}
