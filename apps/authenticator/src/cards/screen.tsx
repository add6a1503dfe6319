import { Button, Dock, Heading, Panel, type ScreenProps } from "../shell/parts.tsx";
import { StoppingAct } from "../shell/stopping-act.tsx";
import type { CardLost } from "./state.ts";

/** *Ma carte est perdue ou utilisée sans moi*. */
export function CardLostScreen({ screen, t, dispatch }: ScreenProps<CardLost>) {
  if (screen.done !== undefined) return <Reported done={screen.done} t={t} dispatch={dispatch} />;
  const onStop = () => dispatch({ event: "card_lost_tapped" });
  return (
    <StoppingAct
      icon="card"
      words={t.card}
      screen={screen}
      t={t}
      dispatch={dispatch}
      onStop={onStop}
    >
      <p>{t.card.also}</p>
    </StoppingAct>
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
