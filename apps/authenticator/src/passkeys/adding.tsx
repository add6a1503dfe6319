import type { Question } from "../approvals/request.ts";
import { Button, Dock, Heading, Panel, type ScreenProps } from "../shell/parts.tsx";

/** Whoever adds a key for a caller is asked here, before any code: the answer that ends it comes first and is as large. */
export function PasskeyCall({ t, dispatch }: Pick<ScreenProps<Question>, "t" | "dispatch">) {
  const answer = (onCall: boolean) => dispatch({ event: "passkey_call_answered", onCall });
  return (
    <>
      <Panel icon="ringing" tone="warning">
        <Heading>{t.passkeyAdd.callTitle}</Heading>
        <p>{t.passkeyAdd.callRule}</p>
      </Panel>
      <p>{t.passkeyAdd.callLead}</p>
      <Dock fixed>
        <Button kind="refuse" icon="hangUp" onTap={() => answer(true)}>
          {t.passkeyAdd.yes}
        </Button>
        <Button kind="plain" onTap={() => answer(false)}>
          {t.passkeyAdd.no}
        </Button>
      </Dock>
    </>
  );
}
