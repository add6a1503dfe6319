import { useId, useState } from "preact/hooks";
import { holding } from "../../shell/search.ts";
import { CallQuestion } from "../../shell/call-question.tsx";
import { CodeAct } from "../../shell/code-act.tsx";
import {
  Button,
  Dock,
  Heading,
  Notice,
  Panel,
  type ScreenProps,
  TroubleNotice,
} from "../../shell/parts.tsx";
import {
  addable,
  type SoftwareAdd,
  type SoftwareAdded,
  type SoftwareCall,
  type SoftwareChoice,
} from "../request.ts";

/** As many as a thumb scrolls through; the search finds the others. */
const shownAtOnce = 8;

/** By its name in the registry: what software says of itself is worth nothing. */
export function SoftwareChoiceScreen({ screen, model, t, dispatch }: ScreenProps<SoftwareChoice>) {
  const [typed, setTyped] = useState("");
  const id = useId();
  const all = addable(model.software);
  const found = holding(all, typed, ({ name, publisher }) => `${name} ${publisher ?? ""}`);
  const rest = found.length - shownAtOnce;
  return (
    <>
      <div class="stack stack-tight">
        <Heading>{t.softwareChoice.title}</Heading>
        <p>{t.softwareChoice.lead}</p>
      </div>
      <TroubleNotice trouble={screen.trouble} t={t} />
      {model.software.mine && all.length === 0 && <p>{t.softwareChoice.empty}</p>}
      {all.length > shownAtOnce && (
        <div class="field">
          <label for={id}>{t.softwareChoice.search}</label>
          <input
            id={id}
            type="search"
            autoComplete="off"
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </div>
      )}
      {found.length > 0 && (
        <ul class="people">
          {found.slice(0, shownAtOnce).map((chosen) => (
            <li key={chosen.client}>
              <button
                type="button"
                class="person"
                onClick={() => dispatch({ event: "software_chosen", chosen })}
              >
                <span class="person-name">{chosen.name}</span>
                {chosen.publisher && <span class="quiet">{chosen.publisher}</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
      {all.length > 0 && found.length === 0 && <p class="quiet">{t.softwareChoice.none}</p>}
      {rest > 0 && <p class="quiet">{t.softwareChoice.more(rest)}</p>}
    </>
  );
}

/** What it will be able to do, in plain words, and the answer that ends it first and as large. */
export function SoftwareCallScreen({ screen, t, dispatch }: ScreenProps<SoftwareCall>) {
  return (
    <CallQuestion
      words={t.softwareCall}
      answer={(onCall) => dispatch({ event: "software_call_answered", onCall })}
    >
      <p>{t.softwareCall.lead(screen.chosen.name)}</p>
      <ul class="card steps">
        {t.softwareCall.will.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </CallQuestion>
  );
}

export const SoftwareAddScreen = (props: ScreenProps<SoftwareAdd>) => {
  const { screen, t, dispatch } = props;
  return (
    <CodeAct
      {...props}
      title={t.softwareAdd.title(screen.chosen.name)}
      lead={t.softwareAdd.lead}
      hint={t.question.codeHint}
      keep={t.softwareAdd.cancel}
      go={t.softwareAdd}
      onKeep={() => dispatch({ event: "opened", screen: "software" })}
    />
  );
};

/** What will be done tomorrow, and the way back for whoever was led here. */
export function SoftwareAddedScreen({ screen, t, dispatch }: ScreenProps<SoftwareAdded>) {
  return (
    <>
      <Panel icon="check" about={screen.added.name}>
        <Heading>{t.softwareAdded.title}</Heading>
      </Panel>
      <section class="stack stack-tight" aria-labelledby="next">
        <h2 id="next">{t.softwareAdded.next}</h2>
        <ol class="steps">
          {t.softwareAdded.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </section>
      <Notice tone="warning" icon="ringing">
        <p>{t.softwareAdded.notYou}</p>
      </Notice>
      <Dock fixed>
        <Button kind="plain" onTap={() => dispatch({ event: "opened", screen: "software" })}>
          {t.softwareAdded.list}
        </Button>
        <Button onTap={() => dispatch({ event: "opened", screen: "home" })}>
          {t.placeMade.home}
        </Button>
      </Dock>
    </>
  );
}
