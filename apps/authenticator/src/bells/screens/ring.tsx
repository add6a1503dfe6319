import type { RingView } from "@aval/protocol";
import { WhyScreen } from "../../approvals/screens/why.tsx";
import type { Dispatch } from "../../effects.ts";
import type { Messages } from "../../messages.ts";
import { Button, Dock, Heading, Notice, Panel, type ScreenProps } from "../../shell/parts.tsx";
import type { Ring, RingRefused, RingWhy } from "../request.ts";
import { isOver } from "../state.ts";
import { placeWords } from "../words.ts";

/**
 * Something rings: a service and a place, the no first and as large. Nothing is accepted here: the only way on is to scan the
 * screen that asks, or to type its digits (law 3).
 */
export function RingScreen({ screen, model, t, dispatch }: ScreenProps<Ring>) {
  const { ring } = screen;
  if (isOver(screen, model.now)) return <OverScreen ring={ring} t={t} dispatch={dispatch} />;
  return (
    <>
      <Panel icon="bell">
        <Heading>{t.ring.title(ring.service.name, placeWords(ring.place, t))}</Heading>
        <p>{t.ring.rule}</p>
      </Panel>
      {/* Not for screen readers: they are told when it is over. */}
      <p class="quiet" aria-hidden="true">
        {t.ring.left(Math.ceil(ring.until - model.now))}
      </p>
      {/* Not fixed: where a screen is low, what asks is read before it is answered. */}
      <Dock>
        <Button kind="refuse" icon="hand" big onTap={() => dispatch({ event: "not_me_tapped" })}>
          {t.question.notMe}
        </Button>
        <ToScan t={t} dispatch={dispatch} />
      </Dock>
    </>
  );
}

function OverScreen({ ring, t, dispatch }: { ring: RingView } & Acts) {
  return (
    <>
      <Panel icon="clock" tone="quiet" about={ring.service.name}>
        <Heading>{t.ring.over}</Heading>
        <p>{t.ring.overText}</p>
      </Panel>
      <p>{t.ring.overNotYou}</p>
      <Dock fixed>
        <ToScan t={t} dispatch={dispatch} />
        <Button kind="plain" onTap={() => dispatch({ event: "opened", screen: "home" })}>
          {t.answered.home}
        </Button>
      </Dock>
    </>
  );
}

type Acts = { readonly t: Messages; readonly dispatch: Dispatch };

function ToScan({ t, dispatch }: Acts) {
  return (
    <>
      <Button big icon="scan" onTap={() => dispatch({ event: "opened", screen: "scan" })}>
        {t.ring.scan}
      </Button>
      <Button
        kind="quiet"
        icon="digits"
        onTap={() => dispatch({ event: "opened", screen: "digits" })}
      >
        {t.home.digits}
      </Button>
    </>
  );
}

/** The same question as a request's, and the same answers: the refusal leaves with the answer, and needs no code. */
export function RingWhyScreen({ screen, ...common }: ScreenProps<RingWhy>) {
  const { busy, trouble, ring } = screen;
  return <WhyScreen screen={{ busy, trouble, context: ring }} {...common} />;
}

/** What became of the ring and of its bell. */
export function RingRefusedScreen({ screen, t, dispatch }: ScreenProps<RingRefused>) {
  const { reason } = screen;
  return (
    <>
      <Panel icon="hand" tone="refuse" about={screen.ring.service.name}>
        <Heading>{t.answered.refused}</Heading>
        <p>{t.answered.refusedText[reason]}</p>
      </Panel>
      <p>
        <strong>{t.ringRefused.bell[screen.bell]}</strong>
      </p>
      {reason === "mistake" && <p class="quiet">{t.ringRefused.scan}</p>}
      <Dock fixed>
        <Button onTap={() => dispatch({ event: "opened", screen: "home" })}>
          {t.answered.home}
        </Button>
      </Dock>
    </>
  );
}

/** On the home screen: a ring that was put aside, while it rings. */
export function RingNotice({ ring, t, dispatch }: { ring: RingView } & Acts) {
  return (
    <Notice tone="warning" icon="bell">
      <p>
        <strong>{t.ring.waits(ring.service.name)}</strong>
      </p>
      <Button onTap={() => dispatch({ event: "ring_tapped" })}>{t.ring.look}</Button>
    </Notice>
  );
}
