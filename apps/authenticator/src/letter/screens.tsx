import { NationalIdField } from "../shell/national-id.tsx";
import {
  Button,
  Dock,
  fieldOf,
  Heading,
  Notice,
  Panel,
  type ScreenProps,
  TroubleNotice,
} from "../shell/parts.tsx";
import { denied } from "../trouble.ts";
import type { EidWho, LetterForeign, LetterWait } from "./state.ts";

/** The holder says who they are; the identifier is public, and names nobody to whoever types another's. */
export function EidWhoScreen({ screen, t, dispatch }: ScreenProps<EidWho>) {
  const { slip, busy, refused } = screen;
  const send = (event: Event) => {
    dispatch({ event: "eid_asked", nationalId: fieldOf(event, "nationalId") });
  };
  return (
    <>
      <div class="stack stack-tight">
        <Heading>{t.eid.title}</Heading>
        <p class="lead">{t.eid.lead}</p>
      </div>
      {refused !== undefined && (
        <Notice tone="danger" icon="warning">
          <p>{t.eid.refused[refused] ?? t.eid.refused["other"]}</p>
        </Notice>
      )}
      <Steps steps={t.eid.steps} />
      <form class="stack" noValidate onSubmit={send}>
        <NationalIdField words={t.eid} typed={screen.nationalId} slip={slip} locked={busy} />
        <Notice tone="warning" icon="warning">
          <p>{t.eid.never}</p>
        </Notice>
        <TroubleNotice trouble={screen.trouble} t={t} />
        <Dock>
          <Button icon="phone" busy={busy}>
            {busy ? t.eid.asking : t.eid.go}
          </Button>
        </Dock>
      </form>
    </>
  );
}

function Steps({ steps }: { steps: readonly string[] }) {
  return (
    <ol class="card steps">
      {steps.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  );
}

/** The letter is on its way: what to do with it, and with nobody else. */
export function LetterWaitScreen({ screen, t, dispatch }: ScreenProps<LetterWait>) {
  const { state, until } = screen.letter;
  const day = new Intl.DateTimeFormat(t.language === "fr" ? "fr-FR" : "en-GB", {
    dateStyle: "long",
    timeZone: "Europe/Paris",
  }).format(until * 1000);
  return (
    <>
      <Panel icon="clock">
        <Heading>{t.letter.title}</Heading>
        <p>{t.letter.state[state]}</p>
      </Panel>
      <Steps steps={t.letter.steps} />
      <p>{t.letter.until(day)}</p>
      <Notice tone="warning" icon="warning">
        <p>{t.letter.never}</p>
      </Notice>
      <TroubleNotice trouble={screen.trouble} t={t} />
      <Dock fixed>
        <Button icon="again" busy={screen.busy} onTap={() => dispatch({ event: "letter_checked" })}>
          {t.letter.check}
        </Button>
        <Button
          kind="quiet"
          busy={screen.busy}
          onTap={() => dispatch({ event: "start_again_tapped" })}
        >
          {t.letter.again}
        </Button>
      </Dock>
    </>
  );
}

/** A letter that does nothing here: in words, and with what it may mean. */
export function LetterForeignScreen({ screen, t, dispatch }: ScreenProps<LetterForeign>) {
  if (!screen.trouble)
    return (
      <Panel icon="clock">
        <Heading>{t.letter.checkingTitle}</Heading>
        <p>{t.letter.checking}</p>
      </Panel>
    );
  const isOther = denied(screen.trouble) === "letter_of_another_phone";
  return (
    <>
      <Panel icon="warning" tone="refuse">
        <Heading>{isOther ? t.letter.otherTitle : t.letter.failedTitle}</Heading>
        {isOther && <p>{t.letter.other}</p>}
      </Panel>
      {!isOther && <TroubleNotice trouble={screen.trouble} t={t} />}
      <Notice tone="warning" icon="warning">
        <p>{t.letter.otherFraud}</p>
      </Notice>
      <Dock fixed>
        <Button onTap={() => dispatch({ event: "letter_left" })}>{t.letter.home}</Button>
      </Dock>
    </>
  );
}
