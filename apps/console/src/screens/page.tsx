import type { HelpTopic, Lang } from "@aval/design";
import { rememberLang } from "@aval/design/browser";
import { type Remarks, Shell, troubleOf } from "@aval/design/shell";
import type { Engine } from "../effects.ts";
import { messages, toldWords, troubleWords } from "../messages.ts";
import { listOf, type Model, pathOf, type Section, sectionsOf } from "../state.ts";
import { AlertsScreen } from "../cases/alerts-screen.tsx";
import { CaseScreen } from "../cases/case-screen.tsx";
import { CasesScreen } from "../cases/queue-screen.tsx";
import { ContactsScreen, RequestScreen } from "./contacts.tsx";
import { DeskScreen } from "./desk.tsx";
import {
  AddedScreen,
  LinkScreen,
  NotAddedScreen,
  OutsideScreen,
  ProposedScreen,
  VouchedScreen,
} from "./entry.tsx";
import { EmergencyScreen } from "./emergency.tsx";
import { ImportsScreen } from "./imports.tsx";
import { LettersScreen } from "./letters.tsx";
import { CallsScreen } from "../calls/screen.tsx";
import { RefusalsScreen } from "../refusals/screen.tsx";
import { FreezesScreen } from "../freezes/screen.tsx";
import { CampaignsScreen } from "../campaigns/screen.tsx";
import { ErasuresScreen } from "../erasures/screen.tsx";
import { RetentionScreen } from "../retention/screen.tsx";
import { PublicNoticesScreen } from "../public-notices/screen.tsx";
import { ReportsScreen } from "../reports/screen.tsx";
import { ServicesScreen } from "../services/screen.tsx";
import { StatisticsScreen } from "../statistics/screen.tsx";
import { type ScreenProps, sectionIcons } from "./parts.tsx";
import { HomeScreen, KeysScreen, TeamScreen } from "./staff.tsx";
import { VisitScreen } from "./visit.tsx";

/** Which page of help each section leads to. */
const helpOf: Readonly<Record<Section, HelpTopic | "all">> = {
  home: "all",
  cases: "all",
  alerts: "all",
  calls: "appel",
  refusals: "all",
  freezes: "all",
  reports: "all",
  services: "all",
  campaigns: "all",
  publicNotices: "all",
  desk: "nouveau-telephone",
  letters: "nouveau-telephone",
  contacts: "appel",
  imports: "all",
  statistics: "all",
  retention: "all",
  erasures: "all",
  keys: "all",
  team: "all",
};

type PageProps = {
  readonly model: Model;
  readonly engine: Engine;
  readonly house: { readonly brand: string; readonly isSandbox: boolean };
};

/** The whole page: it shows a model and reports presses. */
export function Page({ model, engine, house }: PageProps) {
  const { lang, route, me } = model;
  const t = messages[lang];
  const given = { model, t, engine };
  const choose = (chosen: Lang) => {
    rememberLang(chosen);
    engine.dispatch({ event: "chose_language", lang: chosen });
  };
  const section = model.phase === "in" && route.section !== "link" ? route.section : undefined;
  const what = listOf(route);
  return (
    <Shell
      {...remarks(given)}
      t={t}
      lang={lang}
      house={{
        brand: house.brand,
        chip: house.isSandbox ? `${t.console} · ${t.sandbox}` : t.console,
      }}
      help={section ? helpOf[section] : "all"}
      onLang={choose}
      inside={
        section && me
          ? {
              ...{ all: sectionsOf(me), current: section, home: "home", key: addressOf(route) },
              ...{ names: t.sections, icons: sectionIcons, addressOf: pathOf, go: engine.go },
              leave: () => engine.act({ act: "leave" }),
            }
          : undefined
      }
      isLoading={
        section !== undefined && what !== undefined && !model.content[what] && !model.trouble
      }
    >
      {section ? <Current {...given} /> : <Outside {...given} />}
    </Shell>
  );
}

function remarks({ model, t, engine }: ScreenProps): Remarks {
  const { trouble, told, lang, content } = model;
  const words = told && toldWords(told, content, t);
  const again = trouble?.kind === "offline" ? () => engine.start() : undefined;
  return {
    ...(trouble && { trouble: troubleOf(trouble, troubleWords(trouble, lang), again) }),
    ...(words !== undefined && { told: { key: JSON.stringify(told), words } }),
  };
}

function Outside(given: ScreenProps) {
  const { model, t } = given;
  if (model.phase === "opening") return <h1>{model.trouble ? t.console : t.opening}</h1>;
  if (model.phase === "link") return <LinkScreen {...given} />;
  if (model.phase === "emergency")
    return <EmergencyScreen key={model.content.begun?.code ?? ""} {...given} />;
  if (model.phase === "proposed") return <ProposedScreen {...given} />;
  if (model.phase === "vouched") return <VouchedScreen {...given} />;
  if (model.phase === "added") return <AddedScreen {...given} />;
  if (model.phase === "differed" || model.phase === "withdrawn" || model.phase === "late")
    return <NotAddedScreen {...given} why={model.phase} />;
  return <OutsideScreen key={model.phase} {...given} />;
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
    case "cases":
      return given.model.route.case ? <CaseScreen {...given} /> : <CasesScreen {...given} />;
    case "alerts":
      return <AlertsScreen {...given} />;
    case "calls":
      return <CallsScreen {...given} />;
    case "services":
      return <ServicesScreen {...given} />;
    case "refusals":
      return <RefusalsScreen {...given} />;
    case "freezes":
      return <FreezesScreen {...given} />;
    case "reports":
      return <ReportsScreen {...given} />;
    case "publicNotices":
      return <PublicNoticesScreen {...given} />;
    case "campaigns":
      return <CampaignsScreen {...given} />;
    case "letters":
      return <LettersScreen {...given} />;
    case "imports":
      return <ImportsScreen {...given} />;
    case "erasures":
      return <ErasuresScreen {...given} />;
    case "statistics":
      return <StatisticsScreen {...given} />;
    case "retention":
      return <RetentionScreen {...given} />;
    case "keys":
      return <KeysScreen {...given} />;
    case "team":
      return <TeamScreen {...given} />;
    case "link":
      return null;
  }
}
