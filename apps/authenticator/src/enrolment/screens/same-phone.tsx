import {
  Button,
  Dock,
  Heading,
  Notice,
  type ScreenProps,
  TroubleNotice,
} from "../../shell/parts.tsx";
import type { SamePhone } from "../state.ts";
import { DeskLink } from "./desk-link.tsx";

/** *Ce téléphone était déjà le mien*: it shows the passkey that it made before its storage was cleared. */
export function SamePhoneScreen({ screen, t, dispatch }: ScreenProps<SamePhone>) {
  const isBusy = screen.use === "busy";
  const isStuck = screen.use === "silent" || screen.trouble !== undefined;
  return (
    <>
      <div class="stack stack-tight">
        <Heading>{t.samePhone.title}</Heading>
        <p class="lead">{t.samePhone.lead}</p>
      </div>
      <ol class="card steps">
        {t.samePhone.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <Notice tone="warning" icon="hangUp">
        <p>{t.samePhone.never}</p>
      </Notice>
      {screen.use === "silent" && (
        <p class="field-error" role="alert">
          {t.samePhone.none}
        </p>
      )}
      <TroubleNotice trouble={screen.trouble} t={t} />
      {isStuck && <DeskLink t={t} />}
      <Dock fixed>
        <Button icon="key" busy={isBusy} onTap={() => dispatch({ event: "key_use_tapped" })}>
          {isBusy ? t.samePhone.busy : t.samePhone.go}
        </Button>
        <Button kind="quiet" busy={isBusy} onTap={() => dispatch({ event: "start_again_tapped" })}>
          {t.waiting.startAgain}
        </Button>
      </Dock>
    </>
  );
}
