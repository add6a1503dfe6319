import { Declared } from "../approvals/screens/question.tsx";
import {
  Button,
  Dock,
  Fact,
  Heading,
  Notice,
  Panel,
  type ScreenProps,
  TroubleNotice,
} from "../shell/parts.tsx";
import type { DrillScreen } from "./state.ts";

type At<Name> = Extract<DrillScreen, { at: Name }>;

/** As a request looks before its code: who asks, and the refusal first and as large. There is no field, and there will be none. */
export function DrillQuestionScreen({ screen, model, t, dispatch }: ScreenProps<At<"drill">>) {
  const { drill } = screen.signed;
  const service = t.drill.services[drill.scene] ?? t.drill.services.results;
  return (
    <>
      <div>
        <Heading>{t.question.title(service)}</Heading>
        <p class="quiet">{t.question.number(t.drill.number)}</p>
      </div>
      <dl class="card what">
        <Fact icon="screen" name={t.question.browser} value={t.question.standing.unknown}>
          {t.drill.declared} <Declared t={t} />
          <br />
          {t.question.distance.other_network}
        </Fact>
        <Fact icon="lock" name={t.question.rights} value={t.question.full}>
          {t.question.fullText}
        </Fact>
        <Fact icon="clock" name={t.question.asked} value={t.question.ago(0)} />
        {model.holder && (
          <Fact icon="person" name={t.question.holder} value={model.holder.name}>
            <span class="number">{model.holder.nationalId}</span>
          </Fact>
        )}
      </dl>
      <Dock>
        <Button
          kind="refuse"
          icon="hand"
          onTap={() => dispatch({ event: "drill_answered", answer: "refused" })}
        >
          {t.question.notMe}
        </Button>
        <Button icon="check" onTap={() => dispatch({ event: "drill_answered", answer: "went_on" })}>
          {t.drill.go}
        </Button>
      </Dock>
    </>
  );
}

/** What it was, what gave it away, and that nobody will know: said at once, whatever was chosen. */
export function DrillOverScreen({ screen, t, dispatch }: ScreenProps<At<"drill-over">>) {
  const { answer, off, trouble } = screen;
  const words = { refused: t.drill.refused, went_on: t.drill.wentOn };
  return (
    <>
      <Panel icon={answer === "refused" ? "check" : "shield"}>
        <Heading>{t.drill.over}</Heading>
        <p>
          <strong>{t.drill.nobody}</strong>
        </p>
      </Panel>
      <p>{answer ? words[answer] : t.drill.left}</p>
      <section class="stack stack-tight" aria-labelledby="drill-signs">
        <h2 id="drill-signs">{t.drill.signs}</h2>
        <ul class="card steps">
          {t.drill.why.map((sign) => (
            <li key={sign}>{sign}</li>
          ))}
        </ul>
      </section>
      <p>{t.drill.never}</p>
      <TroubleNotice trouble={trouble} t={t} />
      {off === "done" && (
        <Notice tone="good" icon="check">
          <p>{t.drill.ended}</p>
        </Notice>
      )}
      <Dock fixed>
        <Button onTap={() => dispatch({ event: "opened", screen: "home" })}>{t.drill.home}</Button>
        {off !== "done" && (
          <Button
            kind="quiet"
            busy={off === "busy"}
            onTap={() => dispatch({ event: "drills_end_tapped" })}
          >
            {off === "busy" ? t.drill.ending : t.drill.end}
          </Button>
        )}
      </Dock>
    </>
  );
}
