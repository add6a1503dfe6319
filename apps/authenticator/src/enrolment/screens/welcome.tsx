import { Icon } from "../../shell/icons.tsx";
import { Button, Dock, Heading, Notice, Panel, type ScreenProps } from "../../shell/parts.tsx";
import type { EnrolmentScreen, InstallOffer } from "../state.ts";
import { DeskLink } from "./desk-link.tsx";

type At<Name> = Extract<EnrolmentScreen, { at: Name }>;

/** What this is, and what nobody will ever ask: the one place where it is said once, in calm. */
export function WelcomeScreen({ model, t, dispatch }: ScreenProps<At<"welcome">>) {
  return (
    <>
      <Panel icon="scan">
        <Heading>{t.welcome.title}</Heading>
        <p>{t.welcome.lead}</p>
      </Panel>
      <section class="card stack stack-tight" aria-labelledby="never">
        <h2 id="never">{t.welcome.never}</h2>
        <ul class="nevers">
          {t.welcome.nevers.map((never) => (
            <li key={never}>
              <Icon name="cross" />
              <span>{never}</span>
            </li>
          ))}
        </ul>
        <p>
          <strong>{t.welcome.fraud}</strong>
        </p>
      </section>
      <p class="quiet">{model.sandbox ? t.shell.sandboxText : t.shell.tagline}</p>
      <Dock fixed>
        <Button big icon="phone" onTap={() => dispatch({ event: "begin_tapped" })}>
          {t.welcome.begin}
        </Button>
      </Dock>
    </>
  );
}

/** How to install, in the words of this browser; never a wall, since some browsers cannot. */
export function InstallScreen({ screen, t, dispatch }: ScreenProps<At<"install">>) {
  const { offer } = screen;
  return (
    <>
      <Heading>{t.install.title}</Heading>
      <p class="lead">{t.install.lead}</p>
      <HowToInstall offer={offer} steps={offer === "ios" ? t.install.ios : t.install.menu} />
      {offer === "installed" && (
        <Notice tone="good" icon="check">
          <p>{t.install.done}</p>
        </Notice>
      )}
      <Dock fixed>
        {offer === "prompt" && (
          <Button icon="phone" onTap={() => dispatch({ event: "install_tapped" })}>
            {t.install.prompt}
          </Button>
        )}
        <Button
          kind={offer === "installed" ? "primary" : "plain"}
          onTap={() => dispatch({ event: "begin_tapped" })}
        >
          {offer === "installed" ? t.install.go : t.install.skip}
        </Button>
      </Dock>
    </>
  );
}

function HowToInstall({ offer, steps }: { offer: InstallOffer; steps: readonly string[] }) {
  if (offer !== "ios" && offer !== "menu") return null;
  return (
    <ol class="card steps">
      {steps.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  );
}

/** Outside the sandbox a phone is added at a counter. */
export function ElsewhereScreen({ t, dispatch }: ScreenProps<At<"elsewhere">>) {
  return (
    <>
      <Heading>{t.elsewhere.title}</Heading>
      <p class="lead">{t.elsewhere.lead}</p>
      <ol class="card steps">
        {t.elsewhere.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <DeskLink t={t} />
      <Notice icon="card">
        <p>{t.elsewhere.card}</p>
      </Notice>
      <Notice icon="phone">
        <p>{t.elsewhere.forgot}</p>
      </Notice>
      <Notice tone="warning" icon="warning">
        <p>{t.elsewhere.why}</p>
      </Notice>
      <Dock>
        <Button kind="plain" icon="phone" onTap={() => dispatch({ event: "wallet_tapped" })}>
          {t.wallet.tap}
        </Button>
        <Button kind="plain" icon="phone" onTap={() => dispatch({ event: "eid_tapped" })}>
          {t.eid.tap}
        </Button>
      </Dock>
    </>
  );
}
