import { drawQr } from "@aval/design";
import type { Screen } from "../state.ts";
import { calmSeconds } from "../time.ts";
import { Bells, type Ringing } from "./bells.tsx";
import { ToCard } from "./card.tsx";
import { ToEstablishment } from "./establishment.tsx";
import { AddPasskey, ToPasskey, WithPasskey } from "./passkey.tsx";
import { People, Rights } from "./doors.tsx";
import { ThisPhone } from "./this-phone.tsx";
import { Button, ForService, Heading, Icon, Leave, type ScreenProps, Split } from "./parts.tsx";

type Focus = {
  readonly takesFocus: boolean;
  /** First names of those whose shared place this is. */
  readonly people: readonly string[];
  /** Whether this device looks like a phone. */
  readonly onPhone: boolean;
  /** Whether this browser can use keys. */
  readonly hasKeys: boolean;
};

/** The animated code: what most people see, most days. */
export function ScanScreen({
  screen,
  words,
  view,
  dispatch,
  takesFocus,
  people,
  onPhone,
  hasKeys,
  ringing,
}: ScreenProps & Focus & { screen: Extract<Screen, { screen: "scan" }>; ringing: Ringing }) {
  return (
    <section class="card split code">
      <div class="code-head">
        <ForService words={words} view={view} />
        <Heading takesFocus={takesFocus}>
          {onPhone ? words.here.heading : words.scan.heading}
        </Heading>
        {/* Before the code, where scanning it would end in a refusal. */}
        {!view?.rights && <Rights words={words} view={view} by="scan" />}
        <WithPasskey words={words} view={view} />
        <People words={words} people={people} />
      </div>
      <div class="code-choice">
        <Bells words={words} ringing={ringing} dispatch={dispatch} />
        {onPhone && <ThisPhone words={words} dispatch={dispatch} onPhone />}
        <p>{words.scan.toDigitsWhy}</p>
        <div class="ways">
          <Button
            kind="plain"
            choose="digits"
            icon="digits"
            onTap={() => dispatch({ event: "chose", choice: "digits" })}
          >
            {words.scan.toDigits}
          </Button>
          {!onPhone && <ThisPhone words={words} dispatch={dispatch} onPhone={false} />}
          <ToPasskey words={words} dispatch={dispatch} hasKeys={hasKeys} />
          <ToCard words={words} view={view} dispatch={dispatch} />
        </div>
        <ToEstablishment words={words} view={view} dispatch={dispatch} />
      </div>
      <figure class="split-panel code-panel">
        <Qr text={screen.frame} label={words.scan.qr} waiting={words.scan.waiting} />
        <figcaption class="code-caption in-panel">
          <p class="keep">
            <Icon name="lock" />
            <span>{words.scan.keep}</span>
          </p>
          <TimeLeft
            seconds={screen.secondsLeft}
            say={(seconds) => words.codeValid(words.time(seconds))}
          />
        </figcaption>
      </figure>
      <Steps lines={words.scan.steps} />
      <div class="code-end">
        {view?.rights && <Rights words={words} view={view} by="scan" />}
        <div class="row code-foot">
          <Leave words={words} dispatch={dispatch} />
          <AddPasskey words={words} hasKeys={hasKeys} />
          <a class="button button-quiet" href="/telephone" target="_blank" rel="noopener">
            {words.scan.forgot}
          </a>
        </div>
      </div>
    </section>
  );
}

/** Digits to type, only once asked for. The warning stands above them, the way out of a call beside them. */
export function DigitsScreen({
  screen,
  words,
  view,
  dispatch,
  takesFocus,
  people,
}: ScreenProps & Focus & { screen: Extract<Screen, { screen: "digits" }> }) {
  return (
    <section class="card split code">
      <div class="code-head">
        <ForService words={words} view={view} />
        <Heading takesFocus={takesFocus}>{words.digits.heading}</Heading>
        {/* Before the code, where scanning it would end in a refusal. */}
        {!view?.rights && <Rights words={words} view={view} by="digits" />}
        <WithPasskey words={words} view={view} />
        <People words={words} people={people} />
      </div>
      <div class="split-panel code-panel">
        <p class="keep keep-large">{words.digits.warning}</p>
        <Digits digits={screen.digits} label={words.digits.label} waiting={words.digits.waiting} />
        <div class="code-caption in-panel">
          <TimeLeft
            seconds={screen.secondsLeft}
            say={(seconds) => words.codeValid(words.time(seconds))}
          />
        </div>
      </div>
      <Steps lines={words.digits.steps} />
      <div class="code-end">
        {view?.rights && <Rights words={words} view={view} by="digits" />}
        <div class="stack stack-tight code-asked">
          <p>{words.digits.keep}</p>
          <Button kind="refuse" icon="hangUp" onTap={() => dispatch({ event: "asked_for_digits" })}>
            {words.digits.asked}
          </Button>
        </div>
        <Button
          kind="plain"
          choose="scan"
          icon="scan"
          onTap={() => dispatch({ event: "chose", choice: "scan" })}
        >
          {words.digits.toScan}
        </Button>
        <Leave words={words} dispatch={dispatch} />
      </div>
    </section>
  );
}

/** While the page asks for its first view: the panel is already where the code will be. */
export function OpeningScreen({ words }: Pick<ScreenProps, "words">) {
  return (
    <Split panel={<Qr text={undefined} label={words.scan.qr} waiting={words.scan.waiting} />}>
      <Heading takesFocus={false}>{words.opening}</Heading>
    </Split>
  );
}

function Steps({ lines }: { lines: readonly string[] }) {
  return (
    <ol class="steps code-steps">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ol>
  );
}

/** The frame as a drawing. An empty panel of the same size when there is none to show: nothing moves. */
function Qr({
  text,
  label,
  waiting,
}: {
  text: string | undefined;
  label: string;
  waiting: string;
}) {
  if (!text) {
    return (
      <div class="qr qr-empty in-panel">
        <p>{waiting}</p>
      </div>
    );
  }
  const { size, d } = drawQr(text);
  return (
    <div class="qr in-panel">
      <svg
        viewBox={`0 0 ${size} ${size}`}
        role="img"
        aria-label={label}
        shape-rendering="crispEdges"
      >
        <rect class="qr-ground" width={size} height={size} />
        <path class="qr-cells" d={d} />
      </svg>
    </div>
  );
}

/** Groups of three (four of eight), and the same one by one for a screen reader. */
function Digits({
  digits,
  label,
  waiting,
}: {
  digits: string | undefined;
  label: string;
  waiting: string;
}) {
  if (!digits) return <p class="digits digits-empty in-panel">{waiting}</p>;
  const half = digits.length / 2;
  const groups = [digits.slice(0, half), digits.slice(half)];
  return (
    <p class="digits in-panel">
      <span class="visually-hidden">
        {label} {groups.map((group) => [...group].join(" ")).join(", ")}
      </span>
      <span class="digits-groups" aria-hidden="true">
        {groups.map((group) => (
          <span key={group}>{group}</span>
        ))}
      </span>
    </p>
  );
}

/** Visible, in words; not a live region, since it changes often. The marks that matter are announced elsewhere. */
export function TimeLeft({
  seconds,
  say,
}: {
  seconds: number | undefined;
  say: (seconds: number) => string;
}) {
  return (
    <p class="time-left">
      <Icon name="clock" />
      <span>{seconds === undefined ? "…" : say(calmSeconds(seconds))}</span>
    </p>
  );
}
