import type { HelpTopic } from "@aval/design";
import { rememberLang } from "../effects.ts";
import { type House, plainHouse } from "../house.ts";
import { endingFor, type Messages, messages } from "../messages.ts";
import {
  isSomeonesSession,
  type Model,
  ringSecondsLeft,
  rungBell,
  type Screen,
  screenOf,
  stateForMachines,
} from "../state.ts";
import {
  ApprovedScreen,
  CancelledScreen,
  ClaimedScreen,
  ExpiredScreen,
  LeavingScreen,
  ProblemScreen,
  problemHeading,
  RefusedScreen,
} from "./answer.tsx";
import { rungWords } from "./bells.tsx";
import { CardScreen } from "./card.tsx";
import { DigitsScreen, OpeningScreen, ScanScreen } from "./code.tsx";
import { PasskeyScreen } from "./passkey.tsx";
import { Frame } from "./frame.tsx";
import { Button, Icon, type ScreenProps } from "./parts.tsx";

/** Which page of help each screen leads to. */
const helpOf: Readonly<Record<Screen["screen"], HelpTopic | "all">> = {
  opening: "all",
  scan: "all",
  digits: "appel",
  card: "carte-perdue",
  passkey: "all",
  claimed: "demande",
  approved: "demande",
  refused: "demande",
  expired: "all",
  cancelled: "demande",
  problem: "all",
  leaving: "all",
};

type PageProps = {
  readonly model: Model;
  readonly dispatch: ScreenProps["dispatch"];
  readonly house?: House;
};

/** The whole page: it shows a model and reports taps. */
export function Page({ model, dispatch, house = plainHouse }: PageProps) {
  const words = messages[model.lang];
  const screen = screenOf(model);
  return (
    <Frame
      house={house}
      words={words}
      lang={model.lang}
      onLang={(lang) => {
        rememberLang(lang);
        dispatch({ event: "spoke", lang });
      }}
      help={helpOf[screen.screen]}
      id="aval-login"
      told={{
        "data-aval-state": stateForMachines(model),
        "data-aval-frame": screen.screen === "scan" ? screen.frame : undefined,
        "data-aval-digits": screen.screen === "digits" ? screen.digits : undefined,
      }}
      said={spoken(words, model)}
    >
      <Down model={model} dispatch={dispatch} words={words} />
      <CurrentScreen
        key={screen.screen}
        screen={screen}
        model={model}
        words={words}
        dispatch={dispatch}
      />
    </Frame>
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
      return <OpeningScreen words={words} />;
    case "scan":
      return (
        <ScanScreen
          screen={screen}
          takesFocus={model.wasElsewhere}
          people={model.people}
          onPhone={model.onPhone}
          hasKeys={model.hasKeys}
          ringing={{
            bells: model.bells,
            rung: rungBell(model),
            secondsLeft: ringSecondsLeft(model),
          }}
          {...given}
        />
      );
    case "digits":
      return (
        <DigitsScreen
          screen={screen}
          takesFocus={model.wasElsewhere}
          people={model.people}
          onPhone={model.onPhone}
          hasKeys={model.hasKeys}
          {...given}
        />
      );
    case "card":
      return <CardScreen {...given} />;
    case "passkey":
      return <PasskeyScreen screen={screen} {...given} />;
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
      return <LeavingScreen sentence={leavingWords(words, screen, model)} />;
  }
}

/** After this many tries in a row, the page says that one may also leave it. About fifteen seconds. */
const lastingTries = 5;

/** The network is down: said above the screen, which stays, since nothing is lost. */
function Down({ model: { link }, dispatch, words }: PageProps & { words: Messages }) {
  if (link.state === "up") return null;
  return (
    <div class="notice notice-warning notice-marked down">
      <Icon name="offline" />
      <div class="stack stack-tight">
        <p>{words.down[link.why]}</p>
        {link.tries >= lastingTries && <p>{words.down.lasting}</p>}
      </div>
      <Button kind="plain" icon="again" onTap={() => dispatch({ event: "retry" })}>
        {words.down.again}
      </Button>
    </div>
  );
}

function spoken(words: Messages, model: Model): string {
  const { announcement } = model;
  switch (announcement?.say) {
    case "screen":
      if (announcement.screen === "approved" && isSomeonesSession(model))
        return `${words.shared.heading}.`;
      return announcement.screen === "opening" || announcement.screen === "leaving"
        ? ""
        : words.spoken[announcement.screen];
    case "remaining":
      return words.announced(words.time(announcement.seconds));
    case "rung":
      return rungWords(announcement.bell, words);
    case "down":
      return words.down[announcement.why];
    case "up":
      return words.down.up;
    case undefined:
      return "";
  }
}

const leavingWords = (
  words: Messages,
  { to }: Extract<Screen, { screen: "leaving" }>,
  { view }: Model,
) =>
  ({
    authenticator: words.here.entering,
    card: words.card.entering,
    establishment: words.establishment.entering,
    service: words.leaving(view?.service.name),
  })[to];

/** The tab's title follows the screen: with several tabs open, the right one is found by it. */
export function titleOf(model: Model, { brand } = plainHouse): string {
  return `${headingOf(messages[model.lang], model)} – ${brand}`;
}

function headingOf(words: Messages, model: Model): string {
  const screen = screenOf(model);
  switch (screen.screen) {
    case "opening":
      return words.opening;
    case "leaving":
      return leavingWords(words, screen, model);
    case "approved":
      if (screen.shared) return words.shared.heading;
      return screen.silent ? words.approved.silentHeading : words.approved.heading;
    case "cancelled":
      return endingFor(words.cancelled, screen.reason).heading ?? words.cancelled.heading;
    case "problem":
      return problemHeading(words.problem, screen.problem);
    case "passkey":
      return screen.key === "none" || screen.key === "refused"
        ? words.passkey[screen.key]
        : words.passkey.heading;
    case "scan":
      return model.onPhone ? words.here.heading : words.scan.heading;
    default:
      return words[screen.screen].heading;
  }
}
