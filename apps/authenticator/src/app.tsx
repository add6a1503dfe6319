import { alarm, announcement } from "./announcement.ts";
import { CallScreen } from "./approvals/screens/call.tsx";
import { DigitsScreen } from "./approvals/screens/digits.tsx";
import { AnsweredScreen, DangerScreen, EndedScreen } from "./approvals/screens/ends.tsx";
import { HistoryScreen } from "./history/screen.tsx";
import { HomeScreen } from "./approvals/screens/home.tsx";
import { QuestionScreen } from "./approvals/screens/question.tsx";
import { ScanScreen } from "./approvals/screens/scan.tsx";
import { WhyScreen } from "./approvals/screens/why.tsx";
import { BellsScreen } from "./bells/screens/list.tsx";
import { QuietHoursScreen } from "./bells/screens/quiet.tsx";
import { RingRefusedScreen, RingScreen, RingWhyScreen } from "./bells/screens/ring.tsx";
import { BellTrialScreen } from "./bells/screens/trial.tsx";
import type { Dispatch } from "./effects.ts";
import { CodeScreen, ConfirmScreen } from "./enrolment/screens/code.tsx";
import { DeskScreen } from "./enrolment/screens/desk.tsx";
import {
  EnrolledScreen,
  GoneScreen,
  OverScreen,
  WaitingScreen,
} from "./enrolment/screens/standing.tsx";
import { ElsewhereScreen, InstallScreen, WelcomeScreen } from "./enrolment/screens/welcome.tsx";
import {
  LocumCallScreen,
  LocumCheckScreen,
  LocumDoneScreen,
  LocumWhoScreen,
} from "./locums/screens/announcing.tsx";
import { type Messages, messages } from "./messages.ts";
import { NoticesScreen } from "./notices/screen.tsx";
import { PasskeysScreen } from "./passkeys/list.tsx";
import { PlaceCallScreen, PlaceMadeScreen, PlaceWaitScreen } from "./places/screens/adding.tsx";
import { PlaceAgedScreen, PlaceAskScreen, PlaceDeniedScreen } from "./places/screens/ask.tsx";
import { PlacesScreen } from "./places/screens/list.tsx";
import {
  SoftwareAddedScreen,
  SoftwareAddScreen,
  SoftwareCallScreen,
  SoftwareChoiceScreen,
} from "./software/screens/adding.tsx";
import { SoftwareScreen } from "./software/screens/list.tsx";
import { SearchScreen } from "./software/screens/search.tsx";
import { SessionsScreen } from "./sessions/screens/list.tsx";
import { RemoveScreen, SettingsMainScreen, StoredScreen } from "./settings/screens/settings.tsx";
import { CardLostScreen } from "./cards/screen.tsx";
import { BlockScreen } from "./stops/screens/block.tsx";
import {
  LiftCallScreen,
  LiftScreen,
  ReopenedScreen,
  StoppedScreen,
} from "./stops/screens/stopped.tsx";
import { Icon, Mark } from "./shell/icons.tsx";
import { Button, Dock, Heading, Panel } from "./shell/parts.tsx";
import { ComingBackScreen, NoWayScreen } from "./this-phone/screens.tsx";
import { canGoBack, hasHome, type Model } from "./state.ts";

export type AppProps = {
  readonly model: Model;
  readonly dispatch: Dispatch;
  readonly video: HTMLVideoElement;
};

/** The whole page: the bar, one screen, and the one live region. It shows a model and reports taps. */
export function App({ model, dispatch, video }: AppProps) {
  const t = messages[model.language];
  return (
    <div class="page phone" data-aval-screen={model.screen.at}>
      <Bar model={model} t={t} dispatch={dispatch} />
      <main class="content phone-content">
        <Shown model={model} dispatch={dispatch} video={video} />
      </main>
      <p class="visually-hidden" role="status">
        {announcement(model, t)}
      </p>
      <p class="visually-hidden" role="alert">
        {alarm(model, t)}
      </p>
    </div>
  );
}

function Bar({ model, t, dispatch }: { model: Model; t: Messages; dispatch: Dispatch }) {
  const { screen } = model;
  const other = model.language === "fr" ? "en" : "fr";
  return (
    <header class="masthead phone-bar">
      {canGoBack(screen) && screen.at !== "enrolled" ? (
        <button
          type="button"
          class="button button-quiet bar-button"
          onClick={() => dispatch({ event: "back" })}
        >
          <Icon name="back" />
          {t.shell.back}
        </button>
      ) : (
        <p class="brand">
          <Mark />
          {t.shell.name}
        </p>
      )}
      {model.sandbox && (
        <span class="chip" title={t.shell.sandboxText}>
          {model.name ? t.shell.simulated(model.name) : t.shell.sandbox}
        </span>
      )}
      {screen.at === "home" ? (
        <button
          type="button"
          class="button button-quiet bar-button"
          onClick={() => dispatch({ event: "opened", screen: "settings" })}
        >
          <Icon name="settings" />
          {t.shell.settings}
        </button>
      ) : (
        languageIsOffered(screen) && (
          <button
            type="button"
            class="language"
            lang={other}
            onClick={() => dispatch({ event: "language_chosen", language: other })}
          >
            {t.settings.languages[other]}
          </button>
        )
      )}
    </header>
  );
}

/** Where the settings cannot be reached yet; an enrolled phone has them one tap from its home. */
function languageIsOffered(screen: Model["screen"]): boolean {
  return (
    !hasHome(screen) &&
    !["settings", "stored", "remove", "card-lost", "passkeys"].includes(screen.at)
  );
}

function Shown({ model, dispatch, video }: AppProps) {
  const { screen } = model;
  const t = messages[model.language];
  const common = { model, t, dispatch };
  switch (screen.at) {
    case "starting":
      return <Heading passing>{t.shell.starting}</Heading>;
    case "broken":
      return <Broken noStorage={screen.why === "no_storage"} t={t} />;
    case "gone":
      return <GoneScreen screen={screen} {...common} />;
    case "welcome":
      return <WelcomeScreen screen={screen} {...common} />;
    case "install":
      return <InstallScreen screen={screen} {...common} />;
    case "desk":
      return <DeskScreen screen={screen} {...common} />;
    case "elsewhere":
      return <ElsewhereScreen screen={screen} {...common} />;
    case "waiting":
      return <WaitingScreen screen={screen} {...common} />;
    case "code":
      return <CodeScreen screen={screen} {...common} />;
    case "confirm":
      return <ConfirmScreen screen={screen} {...common} />;
    case "over":
      return <OverScreen screen={screen} {...common} />;
    case "enrolled":
      return <EnrolledScreen screen={screen} {...common} />;
    case "home":
      return <HomeScreen screen={screen} {...common} />;
    case "scan":
      return <ScanScreen screen={screen} {...common} video={video} />;
    case "digits":
      return <DigitsScreen screen={screen} {...common} />;
    case "question":
      return <QuestionScreen screen={screen} {...common} />;
    case "why":
      return <WhyScreen screen={screen} {...common} />;
    case "answered":
      return <AnsweredScreen screen={screen} {...common} />;
    case "ended":
      return <EndedScreen screen={screen} {...common} />;
    case "danger":
      return <DangerScreen screen={screen} {...common} />;
    case "call":
      return <CallScreen screen={screen} {...common} />;
    case "history":
      return <HistoryScreen screen={screen} {...common} />;
    case "sessions":
      return <SessionsScreen screen={screen} {...common} />;
    case "entering":
      return <Heading passing>{t.thisPhone.entering}</Heading>;
    case "no-way":
      return <NoWayScreen screen={screen} {...common} />;
    case "coming-back":
      return <ComingBackScreen screen={screen} {...common} />;
    case "places":
      return <PlacesScreen screen={screen} {...common} />;
    case "place-call":
      return <PlaceCallScreen screen={screen} {...common} />;
    case "place-wait":
      return <PlaceWaitScreen screen={screen} {...common} />;
    case "place-made":
      return <PlaceMadeScreen screen={screen} {...common} />;
    case "place-ask":
      return <PlaceAskScreen screen={screen} {...common} />;
    case "place-aged":
      return <PlaceAgedScreen screen={screen} {...common} />;
    case "place-denied":
      return <PlaceDeniedScreen screen={screen} {...common} />;
    case "notices":
      return <NoticesScreen screen={screen} {...common} />;
    case "bells":
      return <BellsScreen screen={screen} {...common} />;
    case "ring":
      return <RingScreen screen={screen} {...common} />;
    case "ring-why":
      return <RingWhyScreen screen={screen} {...common} />;
    case "ring-refused":
      return <RingRefusedScreen screen={screen} {...common} />;
    case "bell-trial":
      return <BellTrialScreen screen={screen} {...common} />;
    case "quiet-hours":
      return <QuietHoursScreen screen={screen} {...common} />;
    case "software":
      return <SoftwareScreen screen={screen} {...common} />;
    case "software-choice":
      return <SoftwareChoiceScreen screen={screen} {...common} />;
    case "software-call":
      return <SoftwareCallScreen screen={screen} {...common} />;
    case "software-add":
      return <SoftwareAddScreen screen={screen} {...common} />;
    case "software-added":
      return <SoftwareAddedScreen screen={screen} {...common} />;
    case "search":
      return <SearchScreen screen={screen} {...common} />;
    case "locum-call":
      return <LocumCallScreen screen={screen} {...common} />;
    case "locum-who":
      return <LocumWhoScreen screen={screen} {...common} />;
    case "locum-check":
      return <LocumCheckScreen screen={screen} {...common} />;
    case "locum-done":
      return <LocumDoneScreen screen={screen} {...common} />;
    case "passkeys":
      return <PasskeysScreen screen={screen} {...common} />;
    case "card-lost":
      return <CardLostScreen screen={screen} {...common} />;
    case "block":
      return <BlockScreen screen={screen} {...common} />;
    case "stopped":
      return <StoppedScreen screen={screen} {...common} />;
    case "lift-call":
      return <LiftCallScreen screen={screen} {...common} />;
    case "lift":
      return <LiftScreen screen={screen} {...common} />;
    case "reopened":
      return <ReopenedScreen screen={screen} {...common} />;
    case "settings":
      return <SettingsMainScreen screen={screen} {...common} />;
    case "stored":
      return <StoredScreen screen={screen} {...common} />;
    case "remove":
      return <RemoveScreen screen={screen} {...common} />;
  }
}

function Broken({ noStorage, t }: { noStorage: boolean; t: Messages }) {
  return (
    <>
      <Panel icon="warning" tone="quiet">
        <Heading>{noStorage ? t.shell.noStorage : t.shell.fault}</Heading>
        <p>{noStorage ? t.shell.noStorageText : t.shell.faultText}</p>
      </Panel>
      <Dock>
        <Button icon="again" onTap={() => location.reload()}>
          {t.shell.reload}
        </Button>
      </Dock>
    </>
  );
}
