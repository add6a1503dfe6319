import { refusalReasons } from "@aval/protocol";
import type { Messages } from "../../messages.ts";
import {
  Button,
  Dock,
  Heading,
  Panel,
  type ScreenProps,
  TroubleNotice,
} from "../../shell/parts.tsx";
import type { Why } from "../request.ts";

/**
 * What is refused: a request, whose refusal has left with the tap before; or what rings for one, whose refusal leaves with the
 * answer (`refused` is then not known).
 */
type Refusing = Pick<Why, "busy" | "trouble"> & {
  readonly refused?: boolean;
  readonly context: { readonly service: { readonly name: string } };
};

/** One question: four answers as large as each other, without a code. */
export function WhyScreen({ screen, t, dispatch }: ScreenProps<Refusing>) {
  const { refused, busy } = screen;
  const [said, more] = words(screen, t);
  const isLost = refused === false && !busy;
  return (
    <>
      <Panel icon="hand" tone="refuse" about={screen.context.service.name}>
        <Heading>{t.why.title}</Heading>
        <p>{refused ? <strong>{said}</strong> : said}</p>
        {more && <p>{more}</p>}
      </Panel>
      <TroubleNotice trouble={screen.trouble} t={t} />
      <Dock>
        {isLost ? (
          <Button kind="refuse" icon="hand" onTap={() => dispatch({ event: "not_me_tapped" })}>
            {t.why.again}
          </Button>
        ) : (
          <Answers locked={busy} t={t} dispatch={dispatch} />
        )}
        {!refused && (
          <Button
            kind="quiet"
            icon="back"
            busy={busy}
            onTap={() => dispatch({ event: "question_tapped" })}
          >
            {t.why.back}
          </Button>
        )}
      </Dock>
    </>
  );
}

function words({ refused, busy }: Refusing, t: Messages): readonly string[] {
  if (refused) return [t.why.refused, busy ? t.why.sending : t.why.lead];
  if (busy) return [t.question.refusing];
  return [refused === false ? t.why.notYet : t.why.answerRefuses];
}

function Answers({
  locked,
  t,
  dispatch,
}: { readonly locked: boolean } & Pick<ScreenProps<Why>, "t" | "dispatch">) {
  return (
    <ul class="answers">
      {refusalReasons.map((reason) => (
        <li key={reason}>
          <Button
            kind="plain"
            busy={locked}
            onTap={() => dispatch({ event: "reason_given", reason })}
          >
            {t.why.reasons[reason]}
          </Button>
        </li>
      ))}
    </ul>
  );
}
