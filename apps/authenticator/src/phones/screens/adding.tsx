import { drawQr } from "@aval/design";
import { DictatedNotice } from "../../approvals/screens/dictated.tsx";
import { whenWords } from "../../messages.ts";
import { CallQuestion } from "../../shell/call-question.tsx";
import { CodeAfterWait } from "../../shell/code-after-wait.tsx";
import {
  Button,
  Dock,
  fieldOf,
  Heading,
  Notice,
  Panel,
  type ScreenProps,
  TroubleNotice,
  useRefocus,
} from "../../shell/parts.tsx";
import { denied, isPassing } from "../../trouble.ts";
import { troubleWords } from "../../messages.ts";
import type {
  PhoneCall,
  PhoneComing,
  PhonePage,
  PhonePageOver,
  PhoneWait,
  PhoneWords,
} from "../request.ts";

/** What it would do, and the answer that ends it first and as large. */
export function PhoneCallScreen({ screen, t, dispatch }: ScreenProps<PhoneCall>) {
  return (
    <CallQuestion
      words={t.phoneCall}
      busy={screen.busy}
      answer={(onCall) => dispatch({ event: "phone_call_answered", onCall })}
    >
      <p>{t.phoneCall.lead}</p>
      <ul class="card steps">
        {t.phoneCall.will.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <TroubleNotice trouble={screen.trouble} t={t} />
    </CallQuestion>
  );
}

export function PhoneWaitScreen(props: ScreenProps<PhoneWait>) {
  const { screen, t, dispatch } = props;
  return (
    <>
      <Panel icon="phone">
        <Heading>{t.phoneWait.title}</Heading>
        <p>{t.phoneWait.lead}</p>
      </Panel>
      <CodeAfterWait
        {...props}
        words={t.phoneWait}
        half={screen.asked}
        onCancel={() => dispatch({ event: "opened", screen: "settings" })}
      />
    </>
  );
}

/** The page that the new phone scans. `data-aval-binding` is for machines that drive the page, and says what the QR says. */
export function PhonePageScreen({ screen, t, dispatch }: ScreenProps<PhonePage>) {
  const { size, d } = drawQr(screen.address);
  return (
    <>
      <div class="stack stack-tight">
        <Heading>{t.phonePage.title}</Heading>
        <p class="lead">{t.phonePage.lead}</p>
      </div>
      <div class="qr" data-aval-binding={screen.address}>
        <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={t.phonePage.label}>
          <rect class="qr-ground" width={size} height={size} />
          <path class="qr-cells" d={d} />
        </svg>
      </div>
      <Notice tone="warning" icon="lock">
        <p>{t.phonePage.keep}</p>
      </Notice>
      <TroubleNotice trouble={screen.trouble} t={t} />
      <Dock fixed>
        <Button
          kind="refuse"
          icon="hand"
          onTap={() => dispatch({ event: "fraud_tapped", cause: "phone" })}
        >
          {t.phonePage.sent}
        </Button>
        <Button kind="plain" onTap={() => dispatch({ event: "opened", screen: "home" })}>
          {t.phonePage.cancel}
        </Button>
      </Dock>
    </>
  );
}

/** Words leak by reading aloud, either way: the warning and its button stand above the field (law 1). */
export function PhoneWordsScreen({ screen, t, dispatch }: ScreenProps<PhoneWords>) {
  const form = useRefocus(screen.entry, "input");
  const { trouble } = screen;
  const passing = trouble && isPassing(trouble) ? trouble : undefined;
  const wrong =
    trouble && denied(trouble) === "enrolment_words_wrong" ? troubleWords(trouble, t) : undefined;
  const error = screen.short ? t.phoneWords.short : wrong;
  return (
    <>
      <div class="stack stack-tight">
        <Heading>{t.phoneWords.title}</Heading>
        <p class="quiet">{t.phoneWords.lead(screen.label)}</p>
        <p class="quiet">{t.withKey.first}</p>
      </div>
      <div class="form-foot">
        <DictatedNotice
          warning={t.phoneWords.warning}
          event={{ event: "phone_words_dictated" }}
          t={t}
          dispatch={dispatch}
        />
        <form
          ref={form}
          class="code-form"
          noValidate
          onSubmit={(event) =>
            dispatch({ event: "phone_words_given", words: fieldOf(event, "words") })
          }
        >
          <div class="field">
            <label for="words">{t.phoneWords.field}</label>
            <p class="quiet" id="words-hint">
              {t.phoneWords.hint}
            </p>
            <input
              key={screen.entry}
              id="words"
              name="words"
              enterkeyhint="go"
              autoComplete="off"
              autoCapitalize="off"
              spellcheck={false}
              readOnly={screen.busy}
              aria-invalid={error ? "true" : undefined}
              aria-describedby={error ? "words-hint words-error" : "words-hint"}
            />
            {error && (
              <p class="field-error" id="words-error">
                {error}
              </p>
            )}
          </div>
          {!wrong && <TroubleNotice trouble={passing ?? trouble} t={t} />}
          <Dock>
            <Button icon="check" busy={screen.busy}>
              {screen.busy ? t.phoneWords.busy : t.phoneWords.go}
            </Button>
          </Dock>
        </form>
      </div>
    </>
  );
}

/** It waits: what it will be, from when, and how it is stopped. */
export function PhoneComingScreen({ screen, model, t, dispatch }: ScreenProps<PhoneComing>) {
  const isFull = screen.level === "full";
  const [told, then, limits] = t.phoneComing.steps;
  const steps = [told, then, isFull ? t.withKey.limits : limits];
  return (
    <>
      <Panel icon="clock" about={screen.label}>
        <Heading>{isFull ? t.withKey.coming : t.phoneComing.title}</Heading>
        <p>{t.phoneComing.lead(whenWords(screen.activeAt, model.now, t))}</p>
      </Panel>
      <section class="stack stack-tight" aria-labelledby="next">
        <h2 id="next">{t.phoneComing.next}</h2>
        <ol class="steps">
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </section>
      <Notice tone="warning" icon="ringing">
        <p>{t.phoneComing.notYou}</p>
      </Notice>
      <Dock fixed>
        <Button onTap={() => dispatch({ event: "opened", screen: "home" })}>
          {t.placeMade.home}
        </Button>
      </Dock>
    </>
  );
}

export function PhoneOverScreen({ t, dispatch }: ScreenProps<PhonePageOver>) {
  return (
    <>
      <Panel icon="clock" tone="quiet">
        <Heading>{t.phoneOver.title}</Heading>
        <p>{t.phoneOver.lead}</p>
      </Panel>
      <Dock fixed>
        <Button kind="plain" onTap={() => dispatch({ event: "opened", screen: "phone-call" })}>
          {t.phoneOver.again}
        </Button>
        <Button onTap={() => dispatch({ event: "opened", screen: "home" })}>
          {t.placeMade.home}
        </Button>
      </Dock>
    </>
  );
}
