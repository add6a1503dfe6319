import { Button, Dock, Heading, Notice, Panel, type ScreenProps } from "../../shell/parts.tsx";
import { languages, type SettingsScreen } from "../state.ts";

type At<Name> = Extract<SettingsScreen, { at: Name }>;

declare const __VERSION__: string;

export function SettingsMainScreen({ model, t, dispatch }: ScreenProps<At<"settings">>) {
  return (
    <>
      <Heading>{t.settings.title}</Heading>
      <fieldset class="languages">
        <legend>{t.settings.language}</legend>
        {languages.map((language) => (
          <label key={language} lang={language} class="choice">
            <input
              type="radio"
              name="language"
              checked={model.language === language}
              onChange={() => dispatch({ event: "language_chosen", language })}
            />
            <span>{t.settings.languages[language]}</span>
          </label>
        ))}
      </fieldset>
      {model.holder && (
        <section class="stack stack-tight" aria-labelledby="this-phone">
          <h2 id="this-phone">{t.settings.phone}</h2>
          <dl class="facts card">
            <dt>{t.settings.holder}</dt>
            <dd>{model.holder.name}</dd>
            <dt>{t.settings.nationalId}</dt>
            <dd class="number">{model.holder.nationalId}</dd>
          </dl>
          <Button
            kind="plain"
            icon="screen"
            onTap={() => dispatch({ event: "opened", screen: "places" })}
          >
            {t.places.title}
          </Button>
          <Button
            kind="plain"
            icon="note"
            onTap={() => dispatch({ event: "opened", screen: "notices" })}
          >
            {t.notices.title}
          </Button>
          <Button
            kind="plain"
            icon="bell"
            onTap={() => dispatch({ event: "opened", screen: "bells" })}
          >
            {t.bells.title}
          </Button>
          <Button
            kind="plain"
            icon="program"
            onTap={() => dispatch({ event: "opened", screen: "software" })}
          >
            {t.software.title}
          </Button>
          <Button
            kind="plain"
            icon="key"
            onTap={() => dispatch({ event: "opened", screen: "passkeys" })}
          >
            {t.passkeys.title}
          </Button>
          <Button
            kind="plain"
            icon="lock"
            onTap={() => dispatch({ event: "opened", screen: "sessions" })}
          >
            {t.sessions.title}
          </Button>
          <Button
            kind="plain"
            icon="card"
            onTap={() => dispatch({ event: "opened", screen: "card-lost" })}
          >
            {t.card.tap}
          </Button>
          <Button kind="plain" onTap={() => dispatch({ event: "opened", screen: "stored" })}>
            {t.settings.stored}
          </Button>
          <Button kind="refuse" onTap={() => dispatch({ event: "opened", screen: "remove" })}>
            {t.settings.remove}
          </Button>
        </section>
      )}
      <section class="stack stack-tight" aria-labelledby="second-means">
        <h2 id="second-means">{t.settings.second}</h2>
        <p>{t.settings.secondText}</p>
      </section>
      <section class="stack stack-tight" aria-labelledby="about">
        <h2 id="about">{t.settings.about}</h2>
        <p>{t.settings.aboutText}</p>
        <p class="quiet">{t.settings.version(__VERSION__)}</p>
      </section>
    </>
  );
}

/** The same list as `docs/storage.md`, for the person whose phone it is. */
export function StoredScreen({ t }: ScreenProps<At<"stored">>) {
  return (
    <>
      <div class="stack stack-tight">
        <Heading>{t.stored.title}</Heading>
        <p>{t.stored.lead}</p>
      </div>
      <dl class="card stored">
        {t.stored.things.map(([thing, howLong]) => (
          <div key={thing}>
            <dt>{thing}</dt>
            <dd>{howLong}</dd>
          </div>
        ))}
      </dl>
      <Notice tone="good" icon="check">
        <p>{t.stored.never}</p>
      </Notice>
    </>
  );
}

/** Erasing is asked once more: keeping comes first and is as large. */
export function RemoveScreen({ screen, t, dispatch }: ScreenProps<At<"remove">>) {
  return (
    <>
      <Panel icon="phone" tone="refuse">
        <Heading>{t.remove.title}</Heading>
        <p>{t.remove.lead}</p>
      </Panel>
      <p>{t.remove.back}</p>
      <p class="quiet">{t.remove.server}</p>
      <Dock>
        <Button kind="plain" busy={screen.busy} onTap={() => dispatch({ event: "back" })}>
          {t.remove.keep}
        </Button>
        <Button
          kind="refuse"
          busy={screen.busy}
          onTap={() => dispatch({ event: "remove_confirmed" })}
        >
          {screen.busy ? t.remove.busy : t.remove.go}
        </Button>
      </Dock>
    </>
  );
}
