import type { Messages } from "../../messages.ts";
import type { IconName } from "../../shell/icons.tsx";
import { Button, Dock, Heading, Notice, Panel, type ScreenProps } from "../../shell/parts.tsx";
import type { OpenedScreen } from "../../state.ts";
import { languages, type SettingsScreen } from "../state.ts";

type At<Name> = Extract<SettingsScreen, { at: Name }>;

declare const __VERSION__: string;

type Entry = { readonly to: OpenedScreen; readonly icon: IconName; readonly name: string };

/** What stops comes first: whoever opens this in a hurry is looking for it. */
function groupsOf(
  t: Messages,
): readonly { readonly title: string; readonly entries: readonly Entry[] }[] {
  return [
    {
      title: t.settings.wrong,
      entries: [
        { to: "sessions", icon: "lock", name: t.sessions.title },
        { to: "notices", icon: "note", name: t.notices.title },
        { to: "new-code-call", icon: "key", name: t.newCode.seen },
        { to: "card-lost", icon: "card", name: t.card.tap },
        { to: "block", icon: "lock", name: t.block.tap },
      ],
    },
    {
      title: t.settings.ways,
      entries: [
        { to: "places", icon: "screen", name: t.places.title },
        { to: "bells", icon: "bell", name: t.bells.title },
        { to: "software", icon: "program", name: t.software.title },
        { to: "passkeys", icon: "key", name: t.passkeys.title },
        { to: "own-phones", icon: "phone", name: t.ownPhones.title },
        { to: "phone-call", icon: "phone", name: t.phones.add },
        { to: "contacts", icon: "note", name: t.contacts.title },
      ],
    },
    {
      title: t.settings.learn,
      entries: [
        { to: "practice", icon: "hand", name: t.practice.tap },
        { to: "onboarding", icon: "shield", name: t.onboarding.title },
      ],
    },
  ];
}

export function SettingsMainScreen({ model, t, dispatch }: ScreenProps<At<"settings">>) {
  return (
    <>
      <Heading>{t.settings.title}</Heading>
      {model.holder &&
        groupsOf(t).map(({ title, entries }) => (
          <section key={title} class="stack stack-tight" aria-label={title}>
            <h2>{title}</h2>
            {entries.map(({ to, icon, name }) => (
              <Button
                key={to}
                kind={to === "block" ? "refuse" : "plain"}
                icon={icon}
                onTap={() => dispatch({ event: "opened", screen: to })}
              >
                {name}
              </Button>
            ))}
          </section>
        ))}
      <section class="stack stack-tight" aria-labelledby="this-phone">
        <h2 id="this-phone">{t.settings.phone}</h2>
        {model.holder && (
          <>
            <dl class="facts card">
              <dt>{t.settings.holder}</dt>
              <dd>{model.holder.name}</dd>
              <dt>{t.settings.nationalId}</dt>
              <dd class="number">{model.holder.nationalId}</dd>
            </dl>
            <Button
              kind="plain"
              icon="key"
              onTap={() => dispatch({ event: "opened", screen: "new-code-call" })}
            >
              {t.newCode.tap}
            </Button>
          </>
        )}
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
          <>
            <Button kind="quiet" onTap={() => dispatch({ event: "opened", screen: "stored" })}>
              {t.settings.stored}
            </Button>
            <Button kind="quiet" onTap={() => dispatch({ event: "opened", screen: "remove" })}>
              {t.settings.remove}
            </Button>
          </>
        )}
      </section>
      <section class="stack stack-tight" aria-labelledby="second-means">
        <h2 id="second-means">{t.settings.second}</h2>
        <p>{t.settings.secondText}</p>
        {model.holder && (
          <Button
            kind="plain"
            icon="key"
            onTap={() => dispatch({ event: "opened", screen: "means" })}
          >
            {t.settings.second}
          </Button>
        )}
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
