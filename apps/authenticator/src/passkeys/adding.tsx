import type { Question } from "../approvals/request.ts";
import { CallQuestion } from "../shell/call-question.tsx";
import type { ScreenProps } from "../shell/parts.tsx";

/** Whoever adds a key for a caller is asked here, before any code: the answer that ends it comes first and is as large. */
export function PasskeyCall({ t, dispatch }: Pick<ScreenProps<Question>, "t" | "dispatch">) {
  const { callTitle: title, callRule: rule, callLead, yes, no } = t.passkeyAdd;
  return (
    <CallQuestion
      words={{ title, rule, yes, no }}
      answer={(onCall) => dispatch({ event: "passkey_call_answered", onCall })}
    >
      <p>{callLead}</p>
    </CallQuestion>
  );
}
