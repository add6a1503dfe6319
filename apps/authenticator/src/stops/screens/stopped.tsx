import type { StopView } from "@aval/protocol";
import { type Messages, whenWords } from "../../messages.ts";
import { CallQuestion } from "../../shell/call-question.tsx";
import { CodeAct } from "../../shell/code-act.tsx";
import { Button, Dock, Heading, Notice, Panel, type ScreenProps } from "../../shell/parts.tsx";
import type { Lift, LiftCall, Reopened, Stopped } from "../request.ts";
import { wayWords } from "../words.ts";

/** The gravest stop that stands: what it keeps out is what the others keep out, and more. */
export function gravest(stops: readonly StopView[]): StopView | undefined {
  const order = ["freeze", "block", "pause"];
  return stops.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))[0];
}

/** What stands, since when and who lifts it: told plainly, to the holder alone. */
export function StoppedScreen({ model, t, dispatch }: ScreenProps<Stopped>) {
  const stops = model.stops ?? [];
  const first = gravest(stops);
  if (!first) return <Heading passing>{t.shell.starting}</Heading>;
  const lifted = stops.find(({ thisPhone }) => thisPhone);
  const together = stops.find(({ reopening }) => reopening !== undefined);
  return (
    <>
      <Panel icon={first.kind === "pause" ? "pause" : "lock"} tone="danger">
        <Heading>{t.stopped.titles[first.kind]}</Heading>
        <p>{t.stopped.leads[first.kind]}</p>
      </Panel>
      {stops.map((stop) => (
        <One key={stop.id} stop={stop} isAlone={stops.length === 1} now={model.now} t={t} />
      ))}
      <Notice tone="warning" icon="ringing">
        <p>{t.stopped.never}</p>
      </Notice>
      <Dock fixed>
        <Button kind="plain" onTap={() => dispatch({ event: "opened", screen: "home" })}>
          {t.reopened.home}
        </Button>
        {lifted && (
          <Button icon="check" onTap={() => dispatch({ event: "lift_tapped", stop: lifted })}>
            {t.stopped.lift[lifted.kind]}
          </Button>
        )}
        {!lifted && together && (
          <Button onTap={() => dispatch({ event: "reopen_tapped", stop: together })}>
            {t.reopening.tap}
          </Button>
        )}
      </Dock>
    </>
  );
}

function One(props: { stop: StopView; isAlone: boolean; now: number; t: Messages }) {
  const { stop, isAlone, now, t } = props;
  return (
    <section class="stack stack-tight" aria-labelledby={stop.id}>
      <h2 id={stop.id}>{isAlone ? t.stopped.who : t.stopped.titles[stop.kind]}</h2>
      <ul class="card steps">
        {wayWords(stop, now, t).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {stop.cardAddress && (
        <p>
          {t.stopped.withCard}{" "}
          <strong class="number">{stop.cardAddress.replace(/^https:\/\//, "")}</strong>
        </p>
      )}
      <p class="quiet">{t.stopped.since(whenWords(stop.madeAt, now, t))}</p>
    </section>
  );
}

/** Whoever reopens for a caller is asked here first: the answer that ends it comes first and is as large. */
export function LiftCallScreen({ t, dispatch }: ScreenProps<LiftCall>) {
  return (
    <CallQuestion
      words={{ ...t.liftCall, rule: t.liftCall.lead }}
      answer={(onCall) => dispatch({ event: "lift_call_answered", onCall })}
    />
  );
}

export const LiftScreen = (props: ScreenProps<Lift>) => {
  const { screen, t, dispatch } = props;
  return (
    <CodeAct
      {...props}
      title={t.lift.titles[screen.stop.kind]}
      lead={t.lift.lead}
      keep={t.shell.back}
      go={t.lift}
      onKeep={() => dispatch({ event: "opened", screen: "stopped" })}
    />
  );
};

export function ReopenedScreen({ t, dispatch }: ScreenProps<Reopened>) {
  return (
    <>
      <Panel icon="check">
        <Heading>{t.reopened.title}</Heading>
        <p>{t.reopened.lead}</p>
      </Panel>
      <p class="quiet">{t.reopened.told}</p>
      <Dock fixed>
        <Button onTap={() => dispatch({ event: "opened", screen: "home" })}>
          {t.reopened.home}
        </Button>
      </Dock>
    </>
  );
}

type OnHome = Pick<ScreenProps<Stopped>, "t" | "dispatch">;

/** The first screen of an access that is shut: that, and one tap to who reopens it. */
export function ShutPanel({ kind, t, dispatch }: OnHome & { readonly kind: StopView["kind"] }) {
  return (
    <>
      <Panel beside icon="lock" tone="danger">
        <Heading>{t.stopped.titles[kind]}</Heading>
        <p>{t.stopped.leads[kind]}</p>
      </Panel>
      <Button onTap={() => dispatch({ event: "opened", screen: "stopped" })}>
        {t.stopped.look}
      </Button>
    </>
  );
}

/** Under a pause one works as usual: it is said, and one tap from who lifts it. */
export function PauseNotice({ t, dispatch }: OnHome) {
  return (
    <Notice tone="warning" icon="pause">
      <p>
        <strong>{t.stopped.titles.pause}</strong>
      </p>
      <p>{t.stopped.leads.pause}</p>
      <Button kind="plain" onTap={() => dispatch({ event: "opened", screen: "stopped" })}>
        {t.stopped.look}
      </Button>
    </Notice>
  );
}
