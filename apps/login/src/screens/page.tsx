import { rememberLang } from "../effects.ts";
import { type Messages, messages } from "../messages.ts";
import {
  type Announcement,
  type Model,
  type Screen,
  screenOf,
  stateForMachines,
} from "../state.ts";
import {
  ApprovedScreen,
  CancelledScreen,
  ClaimedScreen,
  ExpiredScreen,
  PassingScreen,
  ProblemScreen,
  RefusedScreen,
} from "./answer.tsx";
import { DigitsScreen, ScanScreen } from "./code.tsx";
import { Button, Icon, Mark, type ScreenProps } from "./parts.tsx";

type PageProps = { readonly model: Model; readonly dispatch: ScreenProps["dispatch"] };

/** The whole page: it shows a model and reports taps. */
export function Page({ model, dispatch }: PageProps) {
  const words = messages[model.lang];
  const screen = screenOf(model);
  return (
    <>
      <header class="masthead">
        <span class="brand">
          <Mark />
          <span class="brand-name">Aval</span>
        </span>
        <LanguageSwitch model={model} dispatch={dispatch} words={words} />
      </header>
      <main
        id="aval-login"
        class={screen.screen === "scan" ? "content content-wide" : "content"}
        data-aval-state={stateForMachines(model)}
        data-aval-frame={screen.screen === "scan" ? screen.frame : undefined}
        data-aval-digits={screen.screen === "digits" ? screen.digits : undefined}
      >
        <Down model={model} dispatch={dispatch} words={words} />
        <section class={screen.screen === "scan" ? "card card-code" : "card"}>
          <CurrentScreen
            key={screen.screen}
            screen={screen}
            model={model}
            words={words}
            dispatch={dispatch}
          />
        </section>
      </main>
      <p class="visually-hidden" role="status">
        {spoken(words, model.announcement)}
      </p>
    </>
  );
}

function CurrentScreen({
  screen,
  model,
  words,
  dispatch,
}: PageProps & { screen: Screen; words: Messages }) {
  const given = { words, view: model.view, dispatch };
  switch (screen.screen) {
    case "opening":
      return <PassingScreen sentence={words.opening} />;
    case "scan":
      return <ScanScreen screen={screen} takesFocus={model.wasElsewhere} {...given} />;
    case "digits":
      return <DigitsScreen screen={screen} takesFocus={model.wasElsewhere} {...given} />;
    case "claimed":
      return <ClaimedScreen screen={screen} {...given} />;
    case "approved":
      return <ApprovedScreen screen={screen} {...given} />;
    case "refused":
      return <RefusedScreen screen={screen} {...given} />;
    case "expired":
      return <ExpiredScreen screen={screen} {...given} />;
    case "cancelled":
      return <CancelledScreen screen={screen} {...given} />;
    case "problem":
      return <ProblemScreen screen={screen} lang={model.lang} {...given} />;
    case "leaving":
      return <PassingScreen sentence={words.leaving(model.view?.service.name)} />;
  }
}

/** The network is down: said above the screen, which stays, since nothing is lost. */
function Down({ model, dispatch, words }: PageProps & { words: Messages }) {
  if (model.link.state === "up") return null;
  return (
    <div class="notice notice-warning down">
      <p class="status">
        <Icon name="offline" />
        <span>{words.down[model.link.why]}</span>
      </p>
      <Button kind="plain" icon="again" onTap={() => dispatch({ event: "retry" })}>
        {words.down.again}
      </Button>
    </div>
  );
}

function LanguageSwitch({ model, dispatch, words }: PageProps & { words: Messages }) {
  const other = model.lang === "fr" ? "en" : "fr";
  const speak = () => {
    rememberLang(other);
    dispatch({ event: "spoke", lang: other });
  };
  return (
    <button type="button" class="language" lang={other} onClick={speak}>
      {words.otherLanguage}
    </button>
  );
}

function spoken(words: Messages, announcement: Announcement | undefined): string {
  switch (announcement?.say) {
    case "screen":
      return announcement.screen === "opening" || announcement.screen === "leaving"
        ? ""
        : words.spoken[announcement.screen];
    case "remaining":
      return words.announced(words.time(announcement.seconds));
    case "down":
      return words.down[announcement.why];
    case "up":
      return words.down.up;
    case undefined:
      return "";
  }
}

/** The tab's title follows the screen: with several tabs open, the right one is found by it. */
export function titleOf(model: Model): string {
  const words = messages[model.lang];
  const screen = screenOf(model);
  switch (screen.screen) {
    case "opening":
    case "leaving":
      return "Aval";
    case "approved":
      return `${screen.silent ? words.approved.silentHeading : words.approved.heading} – Aval`;
    default:
      return `${words[screen.screen].heading} – Aval`;
  }
}
