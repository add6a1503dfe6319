import {
  Button,
  Dock,
  Heading,
  Notice,
  Panel,
  type ScreenProps,
  TroubleNotice,
} from "../../shell/parts.tsx";
import type { Block } from "../request.ts";

/** One press, no code: stopping is cheap. What will happen is said first; keeping comes first and is as large. */
export function BlockScreen({ screen, t, dispatch }: ScreenProps<Block>) {
  const offline = screen.trouble?.kind === "offline";
  return (
    <>
      <Panel icon="lock" tone="danger">
        <Heading>{t.block.title}</Heading>
        <p>{t.block.lead}</p>
      </Panel>
      <ul class="card steps">
        {t.block.will.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p>{t.block.undo}</p>
      <p class="quiet">{t.block.young}</p>
      {offline ? (
        <Notice tone="danger" icon="offline">
          <p>{t.block.offline}</p>
        </Notice>
      ) : (
        <TroubleNotice trouble={screen.trouble} t={t} />
      )}
      <Dock fixed>
        <Button kind="plain" busy={screen.busy} onTap={() => dispatch({ event: "back" })}>
          {t.block.keep}
        </Button>
        <Button
          kind="refuse"
          icon="lock"
          busy={screen.busy}
          onTap={() => dispatch({ event: "block_tapped" })}
        >
          {screen.busy ? t.block.busy : t.block.go}
        </Button>
      </Dock>
    </>
  );
}
