import { Button, Dock, Heading, Panel, type ScreenProps } from "../../shell/parts.tsx";
import type { Screen } from "../../state.ts";
import { Steps } from "./ends.tsx";

type Call = Extract<Screen, { at: "call" }>;

/**
 * *On m'appelle*: answered at once, from the home screen, without a code. Aval calls nobody, so the answer is always to
 * hang up; without a network it is the same act, and only what is known is said.
 */
export function CallScreen({ model, t, dispatch }: ScreenProps<Call>) {
  const offline = !model.online || model.activityTrouble?.kind === "offline";
  return (
    <>
      <Panel icon={offline ? "offline" : "hangUp"} tone="danger">
        <Heading>{offline ? t.call.offline : t.call.title}</Heading>
        <p>{offline ? t.call.offlineText : t.call.lead}</p>
      </Panel>
      <p>
        <strong>{t.danger.coaching}</strong>
      </p>
      <Steps t={t} />
      <Dock fixed>
        <Button onTap={() => dispatch({ event: "opened", screen: "home" })}>{t.call.done}</Button>
      </Dock>
    </>
  );
}
