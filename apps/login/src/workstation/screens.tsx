import { type House, plainHouse } from "../house.ts";
import { CodeFigure } from "../screens/code-figure.tsx";
import { Frame } from "../screens/frame.tsx";
import { Button, DownNotice, Heading, Icon, Split } from "../screens/parts.tsx";
import { workstationInEnglish } from "./messages.en.ts";
import { type WorkstationMessages, workstationInFrench } from "./messages.fr.ts";
import { type WorkstationEvent, type WorkstationModel, workstationScreenOf } from "./state.ts";

const words = { fr: workstationInFrench, en: workstationInEnglish } as const;

type PageProps = {
  readonly model: WorkstationModel;
  readonly dispatch: (event: WorkstationEvent) => void;
  readonly house?: House;
};
type ShownProps = Omit<PageProps, "house"> & { readonly t: WorkstationMessages };

/** The whole page of a workstation: it shows a model and reports taps. */
export function WorkstationPage({ model, dispatch, house = plainHouse }: PageProps) {
  const t = words[model.lang];
  const screen = workstationScreenOf(model);
  return (
    <Frame
      house={house}
      words={t}
      lang={model.lang}
      onLang={(lang) => dispatch({ event: "spoke", lang })}
      id="aval-workstation"
      told={{ "data-aval-state": screen, "data-aval-frame": frameOf(model) }}
      said={screen === "registered" || screen === "denied" ? t[screen].heading : ""}
    >
      {model.isDown && <DownNotice text={t.down} />}
      <Shown key={screen} model={model} t={t} dispatch={dispatch} />
    </Frame>
  );
}

export const workstationTitleOf = (model: WorkstationModel, { brand } = plainHouse) =>
  `${words[model.lang][workstationScreenOf(model)].heading} – ${brand}`;

/** None while the server is silent: what stands there could be older than it is good for. */
const frameOf = ({ view, isDown }: WorkstationModel) => (isDown ? undefined : view?.frame);

function Shown({ model, t, dispatch }: ShownProps) {
  switch (workstationScreenOf(model)) {
    case "opening":
      return (
        <Split panel={<div class="qr qr-empty in-panel" />}>
          <Heading takesFocus={false}>{t.opening.heading}</Heading>
        </Split>
      );
    case "offered":
      return <Offered model={model} t={t} />;
    case "registered":
      return <Registered model={model} t={t} />;
    case "denied":
      return (
        <Split panel={<Icon name="warning" large />}>
          <Heading takesFocus>{t.denied.heading}</Heading>
          <p class="lead">{model.problem?.message[model.lang]}</p>
          {model.problem?.reference && (
            <p class="quiet">
              {t.denied.reference} <code class="reference">{model.problem.reference}</code>
            </p>
          )}
          <Button kind="primary" icon="again" onTap={() => dispatch({ event: "began_again" })}>
            {t.denied.again}
          </Button>
        </Split>
      );
  }
}

function Offered({ model, t }: Omit<ShownProps, "dispatch">) {
  return (
    <Split panel={<CodeFigure text={frameOf(model)} label={t.offered.qr} keep={t.offered.keep} />}>
      <Heading takesFocus>{t.offered.heading}</Heading>
      <p class="lead">{t.offered.lead}</p>
      <ol class="steps">
        {t.offered.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </Split>
  );
}

function Registered({ model, t }: Omit<ShownProps, "dispatch">) {
  const { structure = "", until = 0 } = model.view?.workstation ?? {};
  const day = new Intl.DateTimeFormat(model.lang === "en" ? "en-GB" : "fr-FR", {
    dateStyle: "long",
  }).format(until * 1_000);
  return (
    <Split panel={<Icon name="check" large />}>
      <Heading takesFocus>{t.registered.heading}</Heading>
      <p class="lead">
        {t.registered.lead(structure)} {t.registered.until(day)}
      </p>
      <p>{t.registered.who}</p>
      <p>{t.registered.leave}</p>
      <p>{t.registered.next}</p>
    </Split>
  );
}
