import { refusalReasons } from "@aval/protocol";
import { Button, Heading, type ScreenProps, TroubleNotice } from "../../shell/parts.tsx";
import type { Why } from "../request.ts";

/** One question, four answers as large as each other; the refusal leaves with the answer, and needs no code. */
export function WhyScreen({ screen, t, dispatch }: ScreenProps<Why>) {
  return (
    <>
      <div class="stack stack-tight">
        <Heading>{t.why.title}</Heading>
        <p>{screen.busy ? t.question.refusing : t.why.lead}</p>
        <p class="quiet">{screen.context.service.name}</p>
      </div>
      <TroubleNotice trouble={screen.trouble} t={t} />
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
      <Button kind="quiet" busy={screen.busy} onTap={() => dispatch({ event: "question_tapped" })}>
        {t.why.back}
      </Button>
    </>
  );
}
