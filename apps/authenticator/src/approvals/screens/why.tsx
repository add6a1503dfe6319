import { refusalReasons } from "@aval/protocol";
import {
  Button,
  Dock,
  Heading,
  Panel,
  type ScreenProps,
  TroubleNotice,
} from "../../shell/parts.tsx";
import type { Why } from "../request.ts";

/** One question, four answers as large as each other; the refusal leaves with the answer, and needs no code. */
export function WhyScreen({ screen, t, dispatch }: ScreenProps<Why>) {
  return (
    <>
      <Panel icon="hand" tone="refuse" about={screen.context.service.name}>
        <Heading>{t.why.title}</Heading>
        <p>{screen.busy ? t.question.refusing : t.why.lead}</p>
      </Panel>
      <TroubleNotice trouble={screen.trouble} t={t} />
      <Dock>
        <ul class="answers">
          {refusalReasons.map((reason) => (
            <li key={reason}>
              <Button
                kind="plain"
                busy={screen.busy}
                onTap={() => dispatch({ event: "reason_given", reason })}
              >
                {t.why.reasons[reason]}
              </Button>
            </li>
          ))}
        </ul>
        <Button
          kind="quiet"
          icon="back"
          busy={screen.busy}
          onTap={() => dispatch({ event: "question_tapped" })}
        >
          {t.why.back}
        </Button>
      </Dock>
    </>
  );
}
