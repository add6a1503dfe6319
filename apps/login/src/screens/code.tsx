import { calmSeconds } from "../messages.ts";
import { drawQr } from "../qr.ts";
import type { Screen } from "../state.ts";
import { Button, ForService, Heading, Icon, Leave, Rights, type ScreenProps } from "./parts.tsx";

type Focus = { readonly takesFocus: boolean };

/** The animated code: what most people see, most days. */
export function ScanScreen({
  screen,
  words,
  view,
  dispatch,
  takesFocus,
}: ScreenProps & Focus & { screen: Extract<Screen, { screen: "scan" }> }) {
  return (
    <div class="code-layout">
      <div class="code-head">
        <ForService words={words} view={view} />
        <Heading takesFocus={takesFocus}>{words.scan.heading}</Heading>
      </div>
      <figure class="code-panel">
        <Qr text={screen.frame} label={words.scan.qr} waiting={words.scan.waiting} />
        <figcaption class="code-caption">
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
      <div class="code-side">
        <ol class="steps">
          {words.scan.steps.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ol>
        <div class="choice">
          <p>{words.scan.toDigitsWhy}</p>
          <Button
            kind="plain"
            choose="digits"
            icon="digits"
            onTap={() => dispatch({ event: "chose", choice: "digits" })}
          >
            {words.scan.toDigits}
          </Button>
        </div>
        <Rights words={words} view={view} />
        <Leave words={words} dispatch={dispatch} />
      </div>
    </div>
  );
}

/** Digits to type, only once asked for. The warning comes before them. */
export function DigitsScreen({
  screen,
  words,
  view,
  dispatch,
  takesFocus,
}: ScreenProps & Focus & { screen: Extract<Screen, { screen: "digits" }> }) {
  return (
    <div class="stack">
      <ForService words={words} view={view} />
      <Heading takesFocus={takesFocus}>{words.digits.heading}</Heading>
      <div class="notice notice-warning">
        <p>{words.digits.warning}</p>
      </div>
      <p>{words.digits.steps}</p>
      <Digits digits={screen.digits} label={words.digits.label} waiting={words.digits.waiting} />
      <TimeLeft
        seconds={screen.secondsLeft}
        say={(seconds) => words.codeValid(words.time(seconds))}
      />
      {view && view.service.sensitivity !== "open" && <p class="quiet">{words.digits.weaker}</p>}
      <Rights words={words} view={view} />
      <div class="row">
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
    </div>
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
      <div class="qr qr-empty">
        <p>{waiting}</p>
      </div>
    );
  }
  const { size, d } = drawQr(text);
  return (
    <div class="qr">
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
  if (!digits) return <p class="digits digits-empty">{waiting}</p>;
  const half = digits.length / 2;
  const groups = [digits.slice(0, half), digits.slice(half)];
  return (
    <p class="digits">
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
