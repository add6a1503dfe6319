import { icons, markPaths } from "@aval/design";

/** The icons only this page has, in the manner of the others: strokes in a 24 × 24 box, round caps, no fill. */
const own = {
  back: "M19 12H5m6.5-6.5L5 12l6.5 6.5",
  settings: "M4 7h9m4 0h3M4 17h3m4 0h9M15 4.7v4.6M9 14.7v4.6",
  history: "M3.5 12a8.5 8.5 0 1 0 2.6-6.1M3.5 4v4h4M12 7.5V12l3 2",
  light:
    "M9 21h6m-5.5-3h5M12 3a6.5 6.5 0 0 1 3.8 11.8c-.8.6-1.3 1.3-1.3 2.2h-5c0-.9-.5-1.6-1.3-2.2A6.5 6.5 0 0 1 12 3Z",
  hangUp:
    "M3 14.5c0-1.6 0-2.6 1.2-3.4C6.3 9.7 9 9 12 9s5.7.7 7.8 2.1C21 11.9 21 12.9 21 14.5c0 1-.6 1.5-1.5 1.4l-2.7-.4c-.8-.1-1.3-.7-1.3-1.5v-1.2a11 11 0 0 0-7 0V14c0 .8-.5 1.4-1.3 1.5l-2.7.4c-.9.1-1.5-.4-1.5-1.4Z",
  hand: "M8 13V5.5a1.5 1.5 0 0 1 3 0V11m0-6.5a1.5 1.5 0 0 1 3 0V11m0-5a1.5 1.5 0 0 1 3 0v7.5a7 7 0 0 1-7 7c-2.4 0-3.8-1-5-3l-2.6-4.3a1.5 1.5 0 0 1 2.5-1.6L8 14",
  screen:
    "M4 4.5h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-10a1 1 0 0 1 1-1Zm4.5 15.5h7M12 16.5V20",
  network: "M12 18.5v.01M8.5 15a5 5 0 0 1 7 0M5.5 12a9.2 9.2 0 0 1 13 0M2.5 9a13.4 13.4 0 0 1 19 0",
} as const;

export type IconName = keyof typeof icons | keyof typeof own;

/** Decorative: a word is always beside it. */
export function Icon({ name }: { name: IconName }) {
  const path = name in own ? own[name as keyof typeof own] : icons[name as keyof typeof icons];
  return (
    <svg
      class="icon"
      viewBox="0 0 24 24"
      width="24"
      height="24"
      aria-hidden="true"
      focusable="false"
    >
      <path d={path} />
    </svg>
  );
}

export function Mark() {
  return (
    <svg
      class="mark"
      viewBox="0 0 32 32"
      width="32"
      height="32"
      aria-hidden="true"
      focusable="false"
    >
      <path class="mark-leg" d={markPaths.leg} />
      <path class="mark-tick" d={markPaths.tick} />
    </svg>
  );
}
