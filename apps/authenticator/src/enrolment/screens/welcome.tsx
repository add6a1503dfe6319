import { Icon } from "../../shell/icons.tsx";
import { Button, Heading, Notice, type ScreenProps } from "../../shell/parts.tsx";
import type { EnrolmentScreen, InstallOffer } from "../state.ts";

type At<Name> = Extract<EnrolmentScreen, { at: Name }>;

/** What this is, and what nobody will ever ask: the one place where it is said once, in calm. */
export function WelcomeScreen({ t, dispatch }: ScreenProps<At<"welcome">>) {
  return (
    <>
      <Heading>{t.welcome.title}</Heading>
      <p class="lead">{t.welcome.lead}</p>
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
      <Button icon="phone" onTap={() => dispatch({ event: "begin_tapped" })}>
        {t.welcome.begin}
      </Button>
      <p class="quiet">{t.shell.tagline}</p>
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
        <Notice tone="good">
          <p class="status">
            <Icon name="check" />
            <span>{t.install.done}</span>
          </p>
        </Notice>
      )}
      <div class="stack stack-tight">
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
      </div>
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
export function ElsewhereScreen({ t }: ScreenProps<At<"elsewhere">>) {
  return (
    <>
      <Heading>{t.elsewhere.title}</Heading>
      <p class="lead">{t.elsewhere.lead}</p>
      <Notice>
        <p>{t.elsewhere.why}</p>
      </Notice>
    </>
  );
}
