import { whenWords } from "../messages.ts";
import { CallQuestion } from "../shell/call-question.tsx";
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
import {
  isOnlyMeans,
  type KeyAdded,
  type KeyCall,
  type KeyCode,
  type KeyMake,
  type MeansList,
} from "./request.ts";

/** What there is for the day this phone is missing; each button leads to its own screen. */
export function MeansListScreen({ screen, model, t, dispatch }: ScreenProps<MeansList>) {
  const { trouble } = screen;
  const has = model.means.means;
  return (
    <>
      <div class="stack stack-tight">
        <Heading>{t.means.title}</Heading>
        <p class="lead">{t.means.lead}</p>
      </div>
      {!has && !trouble && (
        <p class="quiet" role="status">
          {t.means.loading}
        </p>
      )}
      {has === "untold" && (
        <Notice icon="phone">
          <p>{t.means.untold}</p>
        </Notice>
      )}
      {has && has !== "untold" && (
        <Notice icon={has.length > 0 ? "check" : "phone"}>
          <p>{has.length > 0 ? t.means.has : t.means.only}</p>
          {has.map((name) => (
            <p key={name}>{t.means.held[name]}</p>
          ))}
        </Notice>
      )}
      <TroubleNotice trouble={trouble} t={t} />
      <section class="card stack stack-tight" aria-labelledby="card-test">
        <h2 id="card-test">{t.means.card}</h2>
        <p>{t.means.cardText}</p>
      </section>
      <section class="stack stack-tight" aria-label={t.means.phone}>
        <Button
          kind="plain"
          icon="phone"
          onTap={() => dispatch({ event: "opened", screen: "phone-call" })}
        >
          {t.means.phone}
        </Button>
        <p class="quiet">{t.means.phoneText}</p>
      </section>
      {(["security_key", "phone"] as const).map((kind) => (
        <section key={kind} class="stack stack-tight" aria-label={t.means.add[kind]}>
          <Button kind="plain" icon="key" onTap={() => dispatch({ event: "key_wanted", kind })}>
            {t.means.add[kind]}
          </Button>
          <p class="quiet">{t.means.addText[kind]}</p>
        </section>
      ))}
      <Button
        kind="quiet"
        icon="key"
        onTap={() => dispatch({ event: "opened", screen: "passkeys" })}
      >
        {t.means.keys}
      </Button>
    </>
  );
}

/** On the home screen, while there is only this phone: one press away from a second means, or left for thirty days. */
export function MeansNotice({ model, t, dispatch }: Omit<ScreenProps<unknown>, "screen">) {
  if (!isOnlyMeans(model.means, model.now)) return null;
  return (
    <Notice icon="phone">
      <p>
        <strong>{t.means.onlyTitle}</strong> {t.means.onlyHome}
      </p>
      <Button kind="plain" onTap={() => dispatch({ event: "opened", screen: "means" })}>
        {t.means.prepare}
      </Button>
      <Button kind="quiet" onTap={() => dispatch({ event: "means_later_tapped" })}>
        {t.means.later}
      </Button>
    </Notice>
  );
}

/** Whoever adds a key for a caller is asked here, before anything: the answer that ends it comes first and is as large. */
export function KeyCallScreen({ screen, t, dispatch }: ScreenProps<KeyCall>) {
  return (
    <CallQuestion
      words={t.means.call}
      busy={screen.busy}
      answer={(onCall) => dispatch({ event: "key_call_answered", onCall })}
    >
      <p>{t.means.call.lead}</p>
      <TroubleNotice trouble={screen.trouble} t={t} />
    </CallQuestion>
  );
}

export function KeyMakeScreen({ screen, t, dispatch }: ScreenProps<KeyMake>) {
  const { make } = t.means;
  return (
    <>
      <Panel icon="key">
        <Heading>{make.title[screen.kind]}</Heading>
        <p>{make.lead[screen.kind]}</p>
      </Panel>
      {screen.isNone && (
        <Notice tone="warning" icon="warning">
          <p>{make.none}</p>
        </Notice>
      )}
      <Dock fixed>
        <Button
          kind="plain"
          busy={screen.busy}
          onTap={() => dispatch({ event: "opened", screen: "means" })}
        >
          {make.cancel}
        </Button>
        <Button icon="key" busy={screen.busy} onTap={() => dispatch({ event: "key_make_tapped" })}>
          {screen.busy ? make.busy : make.go}
        </Button>
      </Dock>
    </>
  );
}

export function KeyCodeScreen(props: ScreenProps<KeyCode>) {
  const { t, dispatch } = props;
  const { title, lead, keep } = t.means.code;
  return (
    <CodeAct
      {...props}
      title={title}
      lead={lead}
      keep={keep}
      go={t.means.code}
      onKeep={() => dispatch({ event: "opened", screen: "means" })}
    />
  );
}

export function KeyAddedScreen({ screen, model, t, dispatch }: ScreenProps<KeyAdded>) {
  const { usableFrom, isHardwareHeld } = screen.added;
  return (
    <>
      <Panel icon="key">
        <Heading>{t.means.added.title}</Heading>
        <p>{isHardwareHeld ? t.means.added.hardware : t.means.added.synced}</p>
      </Panel>
      <p>{t.means.added.from(whenWords(usableFrom, model.now, t))}</p>
      <p class="quiet">{t.passkeyAdd.keyText}</p>
      <Dock fixed>
        <Button onTap={() => dispatch({ event: "opened", screen: "home" })}>
          {t.placeMade.home}
        </Button>
      </Dock>
    </>
  );
}
