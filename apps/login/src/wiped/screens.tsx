import { deskAddresses, type Lang } from "@aval/design";
import type { ComponentChildren } from "preact";
import { type House, plainHouse } from "../house.ts";
import { CodeFigure } from "../screens/code-figure.tsx";
import { Frame } from "../screens/frame.tsx";
import { Button, DownNotice, Heading, Icon, Split } from "../screens/parts.tsx";
import { wipedInEnglish } from "./messages.en.ts";
import { type WipedMessages, wipedInFrench } from "./messages.fr.ts";
import { addressOf, type WipedEvent, type WipedModel, wipedScreenOf } from "./state.ts";

const words = { fr: wipedInFrench, en: wipedInEnglish } as const;

type PageProps = {
  readonly model: WipedModel;
  readonly dispatch: (event: WipedEvent) => void;
  readonly house?: House;
};
type ShownProps = Omit<PageProps, "house"> & { readonly t: WipedMessages };

/** The whole page for a phone that forgot everything: it shows a model and reports taps. It names nobody. */
export function WipedPage({ model, dispatch, house = plainHouse }: PageProps) {
  const t = words[model.lang];
  const screen = wipedScreenOf(model);
  return (
    <Frame
      house={house}
      words={t}
      lang={model.lang}
      onLang={(lang) => dispatch({ event: "spoke", lang })}
      help="nouveau-telephone"
      id="aval-wiped"
      told={{ "data-aval-state": screen, "data-aval-binding": addressOf(model) }}
      said={screen === "before" || screen === "opening" ? "" : t[screen].heading}
    >
      {model.isDown && <DownNotice text={t.down} />}
      <Shown key={screen} model={model} t={t} dispatch={dispatch} />
    </Frame>
  );
}

export const wipedTitleOf = (model: WipedModel, { brand } = plainHouse) =>
  `${words[model.lang][wipedScreenOf(model)].heading} – ${brand}`;

/** What the phone opens, once the page knows. */
const levelOf = ({ view }: WipedModel): "limited" | "full" =>
  view && "level" in view.shown ? view.shown.level : "limited";

function Shown({ model, t, dispatch }: ShownProps) {
  const screen = wipedScreenOf(model);
  switch (screen) {
    case "before":
      return <Before t={t} dispatch={dispatch} />;
    case "opening":
      return (
        <Split panel={<div class="qr qr-empty in-panel" />}>
          <Heading takesFocus={false}>{t.opening.heading}</Heading>
        </Split>
      );
    case "scan":
      return <Scan model={model} t={t} dispatch={dispatch} />;
    case "bound":
      return (
        <Told icon="phone" {...t.bound}>
          <p>{t.bound.notYours}</p>
          <Stop t={t} dispatch={dispatch} />
        </Told>
      );
    case "proven":
      return <Proven model={model} t={t} dispatch={dispatch} />;
    case "active":
      return <Told icon="check" heading={t.active.heading} lead={t.active[levelOf(model)]} />;
    case "over":
    case "stopped":
      return (
        <Told icon={screen === "over" ? "clock" : "cross"} {...t[screen]}>
          <Again t={t} dispatch={dispatch} />
          <Desks t={t} lang={model.lang} />
        </Told>
      );
    case "stillUsed":
      return (
        <Told icon="warning" {...t.stillUsed}>
          <p>{t.stillUsed.advice}</p>
        </Told>
      );
    case "denied":
      return <Denied model={model} t={t} dispatch={dispatch} />;
  }
}

function Told({
  icon,
  heading,
  lead,
  children,
}: {
  readonly icon: "phone" | "check" | "cross" | "clock" | "warning";
  readonly heading: string;
  readonly lead: string;
  readonly children?: ComponentChildren;
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

const Stop = ({ t, dispatch }: Part) => (
  <Button kind="refuse" icon="cross" onTap={() => dispatch({ event: "stopped" })}>
    {t.stop}
  </Button>
);
const Again = ({ t, dispatch }: Part) => (
  <Button kind="primary" icon="again" onTap={() => dispatch({ event: "began" })}>
    {t.again}
  </Button>
);
const Desks = ({ t, lang }: Pick<ShownProps, "t"> & { readonly lang: Lang }) => (
  <p>
    <a href={deskAddresses[lang]}>{t.desks}</a>
  </p>
);

function Before({ t, dispatch }: Part) {
  return (
    <Split panel={<Icon name="phone" large />}>
      <Heading takesFocus={false}>{t.before.heading}</Heading>
      <p class="lead">{t.before.lead}</p>
      <ul class="steps">
        {t.before.needs.map((need) => (
          <li key={need}>{need}</li>
        ))}
      </ul>
      <div class="notice notice-warning notice-marked">
        <Icon name="hangUp" />
        <p>{t.before.warning}</p>
      </div>
      <Button kind="primary" icon="scan" onTap={() => dispatch({ event: "began" })}>
        {t.before.go}
      </Button>
      <p class="quiet">{t.before.otherwise}</p>
    </Split>
  );
}

function Scan({ model, t, dispatch }: ShownProps) {
  return (
    <Split panel={<CodeFigure text={addressOf(model)} label={t.scan.qr} keep={t.scan.keep} />}>
      <Heading takesFocus>{t.scan.heading}</Heading>
      <p class="lead">{t.scan.lead}</p>
      <ol class="steps">
        {t.scan.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <Stop t={t} dispatch={dispatch} />
    </Split>
  );
}

function Proven({ model, t, dispatch }: ShownProps) {
  const shown = model.view?.shown;
  if (shown?.state !== "proven") return null;
  const when = new Intl.DateTimeFormat(model.lang === "en" ? "en-GB" : "fr-FR", {
    dateStyle: "long",
    timeStyle: "short",
  }).format(shown.activeAt * 1_000);
  return (
    <Told icon="clock" heading={t.proven.heading} lead={t.proven.from(when)}>
      <p>{t.proven[shown.level]}</p>
      <p>{t.proven.told}</p>
      <Stop t={t} dispatch={dispatch} />
    </Told>
  );
}

function Denied({ model, t, dispatch }: ShownProps) {
  const { problem, lang } = model;
  return (
    <Told icon="warning" heading={t.denied.heading} lead={problem?.message[lang] ?? ""}>
      {problem?.reference && (
        <p class="quiet">
          {t.denied.reference} <code class="reference">{problem.reference}</code>
        </p>
      )}
      <Again t={t} dispatch={dispatch} />
      <Desks t={t} lang={lang} />
    </Told>
  );
}
