import { Button, Dock, Heading, Panel, type ScreenProps, TroubleNotice } from "../shell/parts.tsx";
import type { ComingBack, NoWay } from "./request.ts";

/** Nothing opened: why, and the ways that are left. A link that somebody sent is a fraud, and is said to be one. */
export function NoWayScreen({ screen, t, dispatch }: ScreenProps<NoWay>) {
  const words = t.thisPhone.no[screen.why];
  const isAlarm = screen.why === "link" || screen.why === "foreign";
  return (
    <>
      <Panel icon={isAlarm ? "warning" : "phone"} tone={isAlarm ? "danger" : "quiet"}>
        <Heading>{words.heading}</Heading>
        <p>{words.text}</p>
      </Panel>
      <TroubleNotice trouble={screen.trouble} t={t} />
      <section class="stack stack-tight" aria-labelledby="ways">
        <h2 id="ways">{t.thisPhone.ways}</h2>
        <ol class="steps">
          {words.ways.map((way) => (
            <li key={way}>{way}</li>
          ))}
        </ol>
      </section>
      <Dock fixed>
        {isAlarm && (
          <Button
            kind="refuse"
            icon="hangUp"
            onTap={() => dispatch({ event: "fraud_tapped", cause: "sent" })}
          >
            {t.thisPhone.sent}
          </Button>
        )}
        {isAlarm ? (
          <Button kind="plain" onTap={() => dispatch({ event: "opened", screen: "home" })}>
            {t.answered.home}
          </Button>
        ) : (
          <Button icon="back" onTap={() => dispatch({ event: "sign_in_page_tapped" })}>
            {t.thisPhone.signInPage}
          </Button>
        )}
      </Dock>
    </>
  );
}

/** Approved: the page goes back by itself. Where it could not, the holder sends it again. */
export function ComingBackScreen({ screen, t, dispatch }: ScreenProps<ComingBack>) {
  return (
    <>
      <Panel icon="check" about={screen.context.service.name}>
        <Heading>{t.thisPhone.approved}</Heading>
        <p>{screen.trouble ? t.thisPhone.notBack : t.thisPhone.approvedText}</p>
      </Panel>
      <TroubleNotice trouble={screen.trouble} t={t} />
      {screen.trouble && (
        <Dock fixed>
          <Button icon="again" onTap={() => dispatch({ event: "come_back_tapped" })}>
            {t.thisPhone.again}
          </Button>
        </Dock>
      )}
    </>
  );
}
