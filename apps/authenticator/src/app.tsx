import { helpAddress } from "@aval/design";
import { alarm, announcement } from "./announcement.ts";
import { CallBackScreen } from "./calls/back-screen.tsx";
import { CallerCheckScreen } from "./calls/check-screens.tsx";
import { CallLine } from "./calls/line.tsx";
import { CallReportScreen, CallScreen } from "./calls/screens.tsx";
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
import { DrillOverScreen, DrillQuestionScreen } from "./drills/screens.tsx";
import type { Dispatch } from "./effects.ts";
import { CodeScreen, ConfirmScreen } from "./enrolment/screens/code.tsx";
import { DeskScreen } from "./enrolment/screens/desk.tsx";
import {
  EnrolledScreen,
  GoneScreen,
  OverScreen,
  WaitingScreen,
} from "./enrolment/screens/standing.tsx";
import { SamePhoneScreen } from "./enrolment/screens/same-phone.tsx";
import { WordsScreen } from "./enrolment/screens/words.tsx";
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
import { OnboardingStepScreen } from "./onboarding/screens.tsx";
import { PracticeMainScreen } from "./practice/screens.tsx";
import {
  PhoneCallScreen,
  PhoneComingScreen,
  PhoneOverScreen,
  PhonePageScreen,
  PhoneWaitScreen,
  PhoneWordsScreen,
} from "./phones/screens/adding.tsx";
import { PhoneStoppedScreen } from "./phones/screens/coming.tsx";
import {
  PhoneMineCallScreen,
  PhoneMineScreen,
  PhoneMineWaitScreen,
} from "./phones/screens/mine.tsx";
import {
  KeyAddedScreen,
  KeyCallScreen,
  KeyCodeScreen,
  KeyMakeScreen,
  MeansListScreen,
} from "./second-means/screens.tsx";
import { PlaceCallScreen, PlaceMadeScreen, PlaceWaitScreen } from "./places/screens/adding.tsx";
import { PlaceAgedScreen, PlaceAskScreen, PlaceDeniedScreen } from "./places/screens/ask.tsx";
import { PlacesScreen } from "./places/screens/list.tsx";
import {
  SoftwareAddedScreen,
  SoftwareAddScreen,
  SoftwareCallScreen,
  SoftwareChoiceScreen,
} from "./software/screens/adding.tsx";
import {
  SoftwareLinkedScreen,
  SoftwareLinkScreen,
  SoftwareLinkWaitScreen,
} from "./software/screens/linking.tsx";
import { SoftwareScreen } from "./software/screens/list.tsx";
import { SearchScreen } from "./software/screens/search.tsx";
import { SessionsScreen } from "./sessions/screens/list.tsx";
import { RemoveScreen, SettingsMainScreen, StoredScreen } from "./settings/screens/settings.tsx";
import {
  NewCodeCallScreen,
  NewCodeDoneScreen,
  NewCodeForgottenScreen,
  NewCodeScreen,
} from "./new-code/screens.tsx";
import {
  ContactCallScreen,
  ContactNewScreen,
  ContactsScreen,
  ContactWaitScreen,
} from "./own-contacts/screens.tsx";
import {
  OwnCallScreen,
  OwnCodeScreen,
  OwnLostScreen,
  OwnNameScreen,
  OwnPhonesScreen,
} from "./own-phones/screens.tsx";
import { RaiseCodeScreen, RaiseScreen } from "./raise/screens.tsx";
import { CardLostScreen } from "./cards/screen.tsx";
import { BlockScreen } from "./stops/screens/block.tsx";
import { ReopeningScreen } from "./stops/screens/reopening.tsx";
import {
  LiftCallScreen,
  LiftScreen,
  ReopenedScreen,
  StoppedScreen,
} from "./stops/screens/stopped.tsx";
import { calmLeft } from "./shell/asking.ts";
import { AskingContext } from "./shell/call-question.tsx";
import { helpOf } from "./shell/help.ts";
import { Icon, Mark } from "./shell/icons.tsx";
import { Button, Dock, Heading, Panel } from "./shell/parts.tsx";
import { ComingBackScreen, NoWayScreen } from "./this-phone/screens.tsx";
import { WalletBackScreen, WalletForeignScreen, WalletWhoScreen } from "./wallet/screens.tsx";
import { EidWhoScreen, LetterForeignScreen, LetterWaitScreen } from "./letter/screens.tsx";
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
        <AskingContext.Provider
          value={{ asking: model.asking, calm: calmLeft(model.calmUntil, model.now), t, dispatch }}
        >
          {model.screen.at !== "home" && <CallLine model={model} t={t} />}
          <Shown model={model} dispatch={dispatch} video={video} />
        </AskingContext.Provider>
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
      <div class="bar-end">
        <a
          class="bar-help"
          href={helpAddress(helpOf[screen.at], model.language)}
          target="_blank"
          rel="noreferrer"
        >
          {t.shell.help}
          <span class="visually-hidden"> {t.shell.newWindow}</span>
        </a>
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
      </div>
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
    case "wallet-who":
      return <WalletWhoScreen screen={screen} {...common} />;
    case "wallet-back":
      return <WalletBackScreen screen={screen} {...common} />;
    case "wallet-foreign":
      return <WalletForeignScreen screen={screen} {...common} />;
    case "eid-who":
      return <EidWhoScreen screen={screen} {...common} />;
    case "letter-wait":
      return <LetterWaitScreen screen={screen} {...common} />;
    case "letter-foreign":
      return <LetterForeignScreen screen={screen} {...common} />;
    case "words":
      return <WordsScreen screen={screen} {...common} />;
    case "same-phone":
      return <SamePhoneScreen screen={screen} {...common} />;
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
    case "call-back":
      return <CallBackScreen screen={screen} {...common} />;
    case "caller-check":
      return <CallerCheckScreen screen={screen} {...common} />;
    case "call-report":
      return <CallReportScreen screen={screen} {...common} />;
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
    case "phone-call":
      return <PhoneCallScreen screen={screen} {...common} />;
    case "phone-wait":
      return <PhoneWaitScreen screen={screen} {...common} />;
    case "phone-page":
      return <PhonePageScreen screen={screen} {...common} />;
    case "phone-words":
      return <PhoneWordsScreen screen={screen} {...common} />;
    case "phone-coming":
      return <PhoneComingScreen screen={screen} {...common} />;
    case "phone-over":
      return <PhoneOverScreen screen={screen} {...common} />;
    case "phone-mine-call":
      return <PhoneMineCallScreen screen={screen} {...common} />;
    case "phone-mine-wait":
      return <PhoneMineWaitScreen screen={screen} {...common} />;
    case "phone-mine":
      return <PhoneMineScreen screen={screen} {...common} />;
    case "phone-stopped":
      return <PhoneStoppedScreen screen={screen} {...common} />;
    case "means":
      return <MeansListScreen screen={screen} {...common} />;
    case "key-call":
      return <KeyCallScreen screen={screen} {...common} />;
    case "key-make":
      return <KeyMakeScreen screen={screen} {...common} />;
    case "key-code":
      return <KeyCodeScreen screen={screen} {...common} />;
    case "key-added":
      return <KeyAddedScreen screen={screen} {...common} />;
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
    case "software-link":
      return <SoftwareLinkScreen screen={screen} {...common} />;
    case "software-link-wait":
      return <SoftwareLinkWaitScreen screen={screen} {...common} />;
    case "software-linked":
      return <SoftwareLinkedScreen screen={screen} {...common} />;
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
    case "contacts":
      return <ContactsScreen screen={screen} {...common} />;
    case "contact-new":
      return <ContactNewScreen screen={screen} {...common} />;
    case "contact-call":
      return <ContactCallScreen screen={screen} {...common} />;
    case "contact-wait":
      return <ContactWaitScreen screen={screen} {...common} />;
    case "raise":
      return <RaiseScreen screen={screen} {...common} />;
    case "raise-code":
      return <RaiseCodeScreen screen={screen} {...common} />;
    case "own-phones":
      return <OwnPhonesScreen screen={screen} {...common} />;
    case "own-lost":
      return <OwnLostScreen screen={screen} {...common} />;
    case "own-name":
      return <OwnNameScreen screen={screen} {...common} />;
    case "own-call":
      return <OwnCallScreen screen={screen} {...common} />;
    case "own-code":
      return <OwnCodeScreen screen={screen} {...common} />;
    case "new-code-call":
      return <NewCodeCallScreen screen={screen} {...common} />;
    case "new-code":
      return <NewCodeScreen screen={screen} {...common} />;
    case "new-code-done":
      return <NewCodeDoneScreen screen={screen} {...common} />;
    case "new-code-forgotten":
      return <NewCodeForgottenScreen screen={screen} {...common} />;
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
    case "reopening":
      return <ReopeningScreen screen={screen} {...common} />;
    case "reopened":
      return <ReopenedScreen screen={screen} {...common} />;
    case "drill":
      return <DrillQuestionScreen screen={screen} {...common} />;
    case "drill-over":
      return <DrillOverScreen screen={screen} {...common} />;
    case "practice":
      return <PracticeMainScreen screen={screen} {...common} />;
    case "onboarding":
      return <OnboardingStepScreen screen={screen} {...common} />;
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
