import { whenWords } from "../../messages.ts";
import { CallQuestion } from "../../shell/call-question.tsx";
import { CodeAfterWait } from "../../shell/code-after-wait.tsx";
import {
  Button,
  Dock,
  Heading,
  Notice,
  Panel,
  type ScreenProps,
  TroubleNotice,
} from "../../shell/parts.tsx";
import type { PhoneMine, PhoneMineCall, PhoneMineWait } from "../request.ts";

/** *C'est le mien*: what it would do, and the answer that ends it first and as large. */
export function PhoneMineCallScreen({ screen, t, dispatch }: ScreenProps<PhoneMineCall>) {
  return (
    <CallQuestion
      words={t.phoneCall}
      busy={screen.busy}
      answer={(onCall) => dispatch({ event: "mine_call_answered", onCall })}
    >
      <p>{t.mine.lead(screen.label)}</p>
      <TroubleNotice trouble={screen.trouble} t={t} />
    </CallQuestion>
  );
}

export function PhoneMineWaitScreen(props: ScreenProps<PhoneMineWait>) {
  const { screen, t, dispatch } = props;
  return (
    <>
      <Panel icon="phone">
        <Heading>{t.mine.title}</Heading>
        <p>{t.mine.lead(screen.label)}</p>
      </Panel>
      <CodeAfterWait
        {...props}
        words={{ ...t.phoneWait, go: t.mine.go }}
        half={screen.asked}
        onCancel={() => dispatch({ event: "opened", screen: "home" })}
      />
    </>
  );
}

/** It waits less, and it can still be stopped. */
export function PhoneMineScreen({ screen, model, t, dispatch }: ScreenProps<PhoneMine>) {
  const { label, activeAt } = screen;
  return (
    <>
      <Panel icon="check">
        <Heading>{t.mine.done}</Heading>
        <p>
          {activeAt === undefined
            ? t.mine.ready(label)
            : t.mine.until(label, whenWords(activeAt, model.now, t))}
        </p>
      </Panel>
      <Notice tone="warning" icon="warning">
        <p>{t.mine.still}</p>
      </Notice>
      <Dock fixed>
        <Button onTap={() => dispatch({ event: "opened", screen: "home" })}>
          {t.placeMade.home}
        </Button>
      </Dock>
    </>
  );
}
