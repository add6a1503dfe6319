import type { PasskeyPageView } from "@aval/protocol";
import type { ComponentChildren } from "preact";
import { type House, plainHouse } from "../house.ts";
import { messages as pageWords } from "../messages.ts";
import { TimeLeft } from "../screens/code.tsx";
import { CodeFigure } from "../screens/code-figure.tsx";
import { Frame } from "../screens/frame.tsx";
import { Button, DownNotice, Heading, Icon, Split } from "../screens/parts.tsx";
import { keysInEnglish } from "./messages.en.ts";
import { type KeyMessages, keysInFrench } from "./messages.fr.ts";
import { type KeyEvent, type KeyModel, type KeyScreen, keyScreenOf } from "./state.ts";

const words = { fr: keysInFrench, en: keysInEnglish } as const;

type PageProps = {
  readonly model: KeyModel;
  readonly dispatch: (event: KeyEvent) => void;
  readonly house?: House;
};

/** The whole page on which a key is added: it shows a model and reports taps. */
export function KeyPage({ model, dispatch, house = plainHouse }: PageProps) {
  const t = words[model.lang];
  const screen = keyScreenOf(model);
  return (
    <Frame
      house={house}
      words={t}
      lang={model.lang}
      onLang={(lang) => dispatch({ event: "spoke", lang })}
      id="aval-passkeys"
      told={{ "data-aval-state": screen.screen }}
      said={screen.screen === "choose" ? "" : headingOf(t, screen)}
    >
      {model.isDown && <DownNotice text={t.down} />}
      <Shown key={screen.screen} screen={screen} model={model} t={t} dispatch={dispatch} />
    </Frame>
  );
}

export const keyTitleOf = (model: KeyModel, { brand } = plainHouse) =>
  `${headingOf(words[model.lang], keyScreenOf(model))} – ${brand}`;

function headingOf(t: KeyMessages, screen: KeyScreen): string {
  return screen.screen === "over" ? t.over[screen.why].heading : t[screen.screen].heading;
}

type ShownProps = PageProps & { readonly screen: KeyScreen; readonly t: KeyMessages };

function Shown({ screen, model, t, dispatch }: ShownProps) {
  switch (screen.screen) {
    case "choose":
      return <Choose model={model} t={t} dispatch={dispatch} />;
    case "scan":
      return <Scan screen={screen} model={model} t={t} dispatch={dispatch} />;
    case "make":
      return <Make screen={screen} t={t} dispatch={dispatch} />;
    case "made":
      return <Made screen={screen} model={model} t={t} />;
    case "claimed":
      return (
        <Told icon="phone" heading={t.claimed.heading} lead={t.claimed.lead}>
          <Cancel t={t} dispatch={dispatch} />
        </Told>
      );
    case "over":
      return (
        <Told icon={screen.why === "expired" ? "clock" : "cross"} {...t.over[screen.why]}>
          <Button kind="primary" icon="again" onTap={() => dispatch({ event: "began_again" })}>
            {t.over.again}
          </Button>
        </Told>
      );
    case "unable":
      return <Told icon="warning" heading={t.unable.heading} lead={t.unable.lead} />;
    case "problem":
      return (
        <Told icon="warning" heading={t.problem.heading} lead={screen.problem.message[model.lang]}>
          {screen.problem.reference && (
            <p class="quiet">
              {t.problem.reference} <code class="reference">{screen.problem.reference}</code>
            </p>
          )}
          <Button kind="primary" icon="again" onTap={() => dispatch({ event: "began_again" })}>
            {t.over.again}
          </Button>
        </Told>
      );
  }
}

function Told({
  icon,
  heading,
  lead,
  children,
}: {
  icon: "phone" | "cross" | "clock" | "warning";
  heading: string;
  lead: string;
  children?: ComponentChildren;
}) {
  return (
    <Split panel={<Icon name={icon} large />}>
      <Heading takesFocus>{heading}</Heading>
      <p class="lead">{lead}</p>
      {children}
    </Split>
  );
}

type Part = Pick<ShownProps, "t" | "dispatch">;

function Cancel({ t, dispatch }: Part) {
  return (
    <Button kind="quiet" icon="leave" onTap={() => dispatch({ event: "asked", ask: "cancel" })}>
      {t.cancel}
    </Button>
  );
}

/** What is added, and how its holder will know it again. The warning stands above both. */
function Choose({ model, t, dispatch }: Part & { model: KeyModel }) {
  return (
    <Split panel={<Icon name="key" large />}>
      <Heading takesFocus={false}>{t.choose.heading}</Heading>
      <p class="lead">{t.choose.lead}</p>
      <div class="notice notice-warning notice-marked">
        <Icon name="hangUp" />
        <p>{t.choose.warning}</p>
      </div>
      <div class="field">
        <label for="key-name">{t.choose.name}</label>
        <input
          id="key-name"
          type="text"
          maxLength={40}
          autocomplete="off"
          aria-describedby="key-name-hint"
          value={model.name}
          onInput={({ currentTarget }) => dispatch({ event: "named", name: currentTarget.value })}
        />
        <p id="key-name-hint" class="quiet">
          {t.choose.nameHint}
        </p>
      </div>
      <div class="stack">
        <Button
          kind="plain"
          icon="key"
          onTap={() => dispatch({ event: "chose", kind: "security_key" })}
        >
          {t.choose.securityKey}
        </Button>
        <p>{t.choose.securityKeyText}</p>
        <Button
          kind="plain"
          icon="screen"
          onTap={() => dispatch({ event: "chose", kind: "computer" })}
        >
          {t.choose.computer}
        </Button>
        <p>{t.choose.computerText}</p>
      </div>
    </Split>
  );
}

function Scan({
  screen,
  model,
  t,
  dispatch,
}: Part & { screen: Extract<KeyScreen, { screen: "scan" }>; model: KeyModel }) {
  const time = pageWords[model.lang].time;
  return (
    <Split
      panel={
        <CodeFigure
          text={screen.frame}
          label={t.scan.qr}
          keep={t.scan.keep}
          waiting={t.scan.waiting}
          frame={screen.frame}
        >
          <TimeLeft seconds={screen.secondsLeft} say={(seconds) => t.scan.valid(time(seconds))} />
        </CodeFigure>
      }
    >
      <Heading takesFocus>{t.scan.heading}</Heading>
      <ol class="steps">
        {t.scan.steps.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ol>
      <Cancel t={t} dispatch={dispatch} />
    </Split>
  );
}

function Make({ screen, t, dispatch }: Part & { screen: Extract<KeyScreen, { screen: "make" }> }) {
  return (
    <Split panel={<Icon name="key" large />}>
      <Heading takesFocus>{t.make.heading}</Heading>
      <p class="lead">{t.make.lead}</p>
      {screen.notMade && (
        <div class="notice notice-warning notice-marked" role="alert">
          <Icon name="warning" />
          <p>{t.make.notMade}</p>
        </div>
      )}
      {screen.isMaking ? (
        <p>{t.make.making}</p>
      ) : (
        <Button kind="primary" icon="key" onTap={() => dispatch({ event: "make" })}>
          {t.make.go}
        </Button>
      )}
      <Cancel t={t} dispatch={dispatch} />
    </Split>
  );
}

function Made({
  screen: { made },
  model,
  t,
}: {
  screen: Extract<KeyScreen, { screen: "made" }>;
  model: KeyModel;
  t: KeyMessages;
}) {
  return (
    <Split panel={<Icon name="check" large />}>
      <Heading takesFocus>{t.made.heading}</Heading>
      {made && (
        <>
          <p class="lead">{t.made.usable(dateWords(made.usableFrom, model.lang))}</p>
          <p>{t.made[keeps(made)]}</p>
        </>
      )}
      <p>{t.made.told}</p>
      <p class="quiet">{t.made.remove}</p>
      <p>{t.made.next}</p>
      <a class="button button-plain" href="/mon-acces/cles">
        {t.made.list}
      </a>
    </Split>
  );
}

const keeps = ({ isHardwareHeld, isAttested }: NonNullable<PasskeyPageView["made"]>) => {
  if (isHardwareHeld) return "hardware";
  return isAttested ? "unproven" : "synced";
};

const dateWords = (seconds: number, lang: "fr" | "en") =>
  new Intl.DateTimeFormat(lang === "fr" ? "fr-FR" : "en-GB", {
    dateStyle: "full",
    timeStyle: "short",
  }).format(seconds * 1_000);
