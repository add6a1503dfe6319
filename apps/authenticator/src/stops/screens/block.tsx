import type { ScreenProps } from "../../shell/parts.tsx";
import { StoppingAct } from "../../shell/stopping-act.tsx";
import type { Block } from "../request.ts";

/** *Bloquer mon accès*. */
export function BlockScreen({ screen, t, dispatch }: ScreenProps<Block>) {
  const onStop = () => dispatch({ event: "block_tapped" });
  return (
    <StoppingAct
      icon="lock"
      words={t.block}
      screen={screen}
      t={t}
      dispatch={dispatch}
      onStop={onStop}
    >
      <p>{t.block.undo}</p>
      <p class="quiet">{t.block.young}</p>
    </StoppingAct>
  );
}
