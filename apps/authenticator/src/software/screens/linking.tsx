import type { LinkAnswer } from "@aval/protocol";
import { Declared } from "../../approvals/screens/question.tsx";
import type { Messages } from "../../messages.ts";
import { CallQuestion } from "../../shell/call-question.tsx";
import { CodeAfterWait } from "../../shell/code-after-wait.tsx";
import {
  Button,
  Dock,
  Fact,
  Heading,
  Notice,
  Panel,
  type ScreenProps,
} from "../../shell/parts.tsx";
import type { SoftwareLink, SoftwareLinked, SoftwareLinkWait } from "../request.ts";
import { installationWords } from "../words.ts";

/** What was scanned, by the registry's words, and the answer that ends it first and as large. */
export function SoftwareLinkScreen({ screen, t, dispatch }: ScreenProps<SoftwareLink>) {
  return (
    <CallQuestion
      words={t.softwareLinkCall}
      answer={(onCall) => dispatch({ event: "link_call_answered", onCall })}
    >
      <p>{t.softwareLinkCall.lead}</p>
      <LinkFacts link={screen.link} t={t} />
    </CallQuestion>
  );
}

export function SoftwareLinkWaitScreen(props: ScreenProps<SoftwareLinkWait>) {
  const { screen, t, dispatch } = props;
  return (
    <>
      <Heading>{t.softwareLinkWait.title}</Heading>
      <LinkFacts link={screen.link} t={t} />
      <ul class="card steps">
        {t.softwareLinkWait.will.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <CodeAfterWait
        {...props}
        words={t.softwareLinkWait}
        half={screen.link}
        onCancel={() => dispatch({ event: "opened", screen: "home" })}
      />
    </>
  );
}

/** Name and publisher are the registry's; which machine it runs on is what the program says. */
function LinkFacts({ link, t }: { link: LinkAnswer; t: Messages }) {
  return (
    <dl class="card what">
      <Fact icon="program" name={t.question.software} value={link.name}>
        {link.publisher}
      </Fact>
      <Fact
        icon="screen"
        name={t.softwareLinkWait.machine}
        value={link.machine ?? t.softwareLinkWait.noMachine}
      >
        {link.machine && (
          <>
            <Declared t={t} />
            <br />
          </>
        )}
        {t.question.distance[link.network]}
      </Fact>
    </dl>
  );
}

/** It is linked and new: what it opens today, what will be asked tomorrow, and how it goes. */
export function SoftwareLinkedScreen({ screen, t, dispatch }: ScreenProps<SoftwareLinked>) {
  return (
    <>
      <Panel icon="check" about={installationWords(screen.linked, t)}>
        <Heading>{t.softwareLinked.title}</Heading>
        <p>{t.placeMade.lead}</p>
      </Panel>
      <section class="stack stack-tight" aria-labelledby="next">
        <h2 id="next">{t.placeMade.next}</h2>
        <ol class="steps">
          {t.softwareLinked.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </section>
      <Notice tone="warning" icon="ringing">
        <p>{t.softwareAdded.notYou}</p>
        <p>{t.softwareLinked.how}</p>
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
