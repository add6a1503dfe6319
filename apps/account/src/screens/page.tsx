import type { HelpTopic, Lang } from "@aval/design";
import { rememberLang } from "@aval/design/browser";
import { type Remarks, Shell, troubleOf } from "@aval/design/shell";
import type { Engine } from "../effects.ts";
import { messages, toldWords, troubleWords } from "../messages.ts";
import { listOf, type Model, pathOf, type Section, sectionsFor } from "../state.ts";
import {
  BlockedScreen,
  BlockScreen,
  HomeScreen,
  OutsideScreen,
  SettingsScreen,
} from "./holder.tsx";
import { BellsScreen, PhonesScreen, PlacesScreen, SessionsScreen } from "./lists.tsx";
import { type ScreenProps, sectionIcons, To } from "./parts.tsx";
import { KeysScreen, SoftwareScreen } from "./means.tsx";
import { StepsScreen } from "./steps.tsx";
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
  steps: "all",
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
    readonly cardTest: string | undefined;
    readonly cardRead: string | undefined;
    readonly phone: string | undefined;
  };
};

/** The whole page: it shows a model and reports presses. */
export function Page({ model, engine, house }: PageProps) {
  const { lang, phase, section } = model;
  const t = messages[lang];
  const choose = (chosen: Lang) => {
    rememberLang(chosen);
    engine.dispatch({ event: "chose_language", lang: chosen });
  };
  const { cardPhone, cardTest, cardRead, phone } = house;
  const given = { model, t, engine, cardPhone, cardTest, cardRead, phone, choose };
  const isIn = phase === "in";
  const what = listOf(section);
  return (
    <Shell
      {...remarks(given)}
      t={t}
      lang={lang}
      house={{ brand: house.brand, chip: house.isSandbox ? t.sandbox : undefined }}
      help={isIn ? helpOf[section] : "all"}
      onLang={choose}
      inside={
        isIn
          ? {
              ...{ all: sectionsFor(model), current: section, home: "home", key: section },
              ...{ names: t.sections, icons: sectionIcons, addressOf: pathOf, go: engine.go },
              leave: () => engine.act({ act: "leave" }),
            }
          : undefined
      }
      isLoading={isIn && what !== undefined && !model.content[what] && !model.trouble}
    >
      {isIn ? <Current {...given} /> : <Outside {...given} />}
    </Shell>
  );
}

function remarks({ model, t, engine }: ScreenProps): Remarks {
  const { trouble, told, lang } = model;
  const words = told && toldWords(told, t);
  const again = () => {
    engine.dispatch({ event: "retried" });
    engine.start();
  };
  return {
    ...(trouble && { trouble: troubleOf(trouble, troubleWords(trouble, lang), again) }),
    ...(words !== undefined && {
      told: {
        key: JSON.stringify(told),
        words,
        more: told?.act === "disown" && (
          <p>
            <To section="block" engine={engine}>
              {t.history.next}
            </To>
          </p>
        ),
      },
    }),
  };
}

function Outside(given: ScreenProps) {
  const { model, t } = given;
  if (model.phase === "blocked") return <BlockedScreen {...given} />;
  if (model.phase !== "opening") return <OutsideScreen key={model.phase} {...given} />;
  return <h1>{t.opening}</h1>;
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
    case "steps":
      return <StepsScreen {...given} />;
    case "settings":
      return <SettingsScreen {...given} />;
    case "block":
      return <BlockScreen {...given} />;
  }
}
