import { DeskLink } from "../enrolment/screens/desk-link.tsx";
import { DrawnWords } from "../enrolment/screens/words.tsx";
import { whenWords } from "../messages.ts";
import { CodeAct } from "../shell/code-act.tsx";
import {
  Button,
  Dock,
  Heading,
  Notice,
  Panel,
  type ScreenProps,
  TroubleNotice,
} from "../shell/parts.tsx";
import { type Raise, type RaiseCode, stageOf } from "./state.ts";

/** *Téléphone à confirmer*: how, or how far. */
export function RaiseScreen(props: ScreenProps<Raise>) {
  switch (stageOf(props.screen)) {
    case "loading":
      return (
        <Panel icon="clock">
          <Heading>{props.t.raise.title}</Heading>
          <p role="status">{props.t.raise.loading}</p>
        </Panel>
      );
    case "how":
      return <How {...props} />;
    case "words":
      return <ToCompare {...props} />;
    case "waiting":
    case "ready":
      return <Coming {...props} />;
    case "full":
      return <Full {...props} />;
  }
}

function How({ screen, t, dispatch }: ScreenProps<Raise>) {
  const state = screen.heard?.raise?.state;
  const over =
    state === "contested" || state === "refused" || state === "expired" ? state : undefined;
  return (
    <>
      <div class="stack stack-tight">
        <Heading>{t.raise.title}</Heading>
        <p class="lead">{t.raise.lead}</p>
      </div>
      <TroubleNotice trouble={screen.trouble} t={t} />
      {over && (
        <Notice icon="clock">
          <p>{t.raise.over[over]}</p>
        </Notice>
      )}
      <h2>{t.raise.waysTitle}</h2>
      <ul class="card steps">
        <li>
          <strong>{t.raise.desk}.</strong> {t.raise.deskText}
        </li>
        <li>
          <strong>{t.raise.card}.</strong> {t.raise.cardText}
        </li>
      </ul>
      <DeskLink t={t} />
      <h2>{t.raise.howTitle}</h2>
      <ol class="card steps">
        {t.raise.how.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ol>
      <p class="quiet">{t.raise.meanwhile}</p>
      <Notice tone="warning" icon="warning">
        <p>{t.raise.nobody}</p>
      </Notice>
      <Dock fixed>
        <Button icon="scan" onTap={() => dispatch({ event: "opened", screen: "scan" })}>
          {t.raise.scan}
        </Button>
      </Dock>
    </>
  );
}

function ToCompare({ screen, t, dispatch }: ScreenProps<Raise>) {
  const { state, words = [] } = screen.heard?.raise ?? {};
  return (
    <>
      <div class="stack stack-tight">
        <Heading>{t.raise.wordsTitle}</Heading>
        <p class="lead">{state === "held" ? t.raise.held : t.raise.wordsLead}</p>
      </div>
      <DrawnWords words={words} t={t} />
      <Notice tone="warning" icon="warning">
        <p>{t.words.never}</p>
      </Notice>
      <TroubleNotice trouble={screen.trouble} t={t} />
      <Dock fixed>
        <Button
          icon="again"
          busy={screen.busy}
          onTap={() => dispatch({ event: "raise_check_tapped" })}
        >
          {t.raise.check}
        </Button>
      </Dock>
    </>
  );
}

function Coming({ screen, model, t, dispatch }: ScreenProps<Raise>) {
  const isReady = stageOf(screen) === "ready";
  const { activeAt } = screen.heard?.raise ?? {};
  const until =
    activeAt === undefined ? t.waiting.soon : t.raise.until(whenWords(activeAt, model.now, t));
  return (
    <>
      <Panel icon={isReady ? "check" : "clock"}>
        <Heading>{isReady ? t.raise.readyTitle : t.raise.waitTitle}</Heading>
        <p>{isReady ? t.raise.readyLead : until}</p>
      </Panel>
      {!isReady && <p>{t.raise.told}</p>}
      {!isReady && <p class="quiet">{t.raise.meanwhile}</p>}
      <TroubleNotice trouble={screen.trouble} t={t} />
      <Dock fixed>
        {isReady ? (
          <Button icon="check" onTap={() => dispatch({ event: "raise_go_tapped" })}>
            {t.raise.go}
          </Button>
        ) : (
          <Button
            icon="again"
            busy={screen.busy}
            onTap={() => dispatch({ event: "raise_check_tapped" })}
          >
            {t.raise.check}
          </Button>
        )}
      </Dock>
    </>
  );
}

function Full({ t, dispatch }: ScreenProps<Raise>) {
  return (
    <>
      <Panel icon="check">
        <Heading>{t.raise.fullTitle}</Heading>
        <p>{t.raise.fullLead}</p>
      </Panel>
      <p class="quiet">{t.raise.fullYoung}</p>
      <Dock fixed>
        <Button onTap={() => dispatch({ event: "opened", screen: "home" })}>{t.raise.home}</Button>
      </Dock>
    </>
  );
}

export function RaiseCodeScreen(props: ScreenProps<RaiseCode>) {
  const { t, dispatch } = props;
  const { title, lead, keep, go, busy } = t.raiseCode;
  return (
    <CodeAct
      {...props}
      {...{ title, lead, keep }}
      go={{ go, busy }}
      onKeep={() => dispatch({ event: "back" })}
    />
  );
}
