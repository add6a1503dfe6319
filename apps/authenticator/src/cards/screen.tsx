import {
  Button,
  Dock,
  Heading,
  Notice,
  Panel,
  type ScreenProps,
  TroubleNotice,
} from "../shell/parts.tsx";
import type { CardLost } from "./state.ts";

/** One press, no code: stopping is cheap. What will happen is said first; keeping comes first and is as large. */
export function CardLostScreen({ screen, t, dispatch }: ScreenProps<CardLost>) {
  if (screen.done !== undefined) return <Reported done={screen.done} t={t} dispatch={dispatch} />;
  return (
    <>
      <Panel icon="card" tone="danger">
        <Heading>{t.card.title}</Heading>
        <p>{t.card.lead}</p>
      </Panel>
      <ul class="card steps">
        {t.card.will.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p>{t.card.also}</p>
      {screen.trouble?.kind === "offline" ? (
        <Notice tone="danger" icon="offline">
          <p>{t.card.offline}</p>
        </Notice>
      ) : (
        <TroubleNotice trouble={screen.trouble} t={t} />
      )}
      <Dock fixed>
        <Button kind="plain" busy={screen.busy} onTap={() => dispatch({ event: "back" })}>
          {t.card.keep}
        </Button>
        <Button
          kind="refuse"
          icon="card"
          busy={screen.busy}
          onTap={() => dispatch({ event: "card_lost_tapped" })}
        >
          {screen.busy ? t.card.busy : t.card.go}
        </Button>
      </Dock>
    </>
  );
}

function Reported({
  done,
  t,
  dispatch,
}: Pick<ScreenProps<CardLost>, "t" | "dispatch"> & { done: number }) {
  return (
    <>
      <Panel icon="check" tone="plain">
        <Heading>{t.card.reported}</Heading>
        <p>{t.card.closed(done)}</p>
      </Panel>
      <p>{t.card.newer}</p>
      <p>{t.card.also}</p>
      <Dock>
        <Button kind="primary" onTap={() => dispatch({ event: "opened", screen: "home" })}>
          {t.card.home}
        </Button>
      </Dock>
    </>
  );
}
