import { type Html, html } from "./html.ts";

/**
 * Icons, drawn for Aval: strokes in a 24 × 24 box, round caps, no fill. One `d` per icon, so that Preact and server
 * pages draw the same thing. An icon never stands alone: a word is always beside it.
 */
export const icons = {
  phone:
    "M8 2.5h8A1.5 1.5 0 0 1 17.5 4v16a1.5 1.5 0 0 1-1.5 1.5H8A1.5 1.5 0 0 1 6.5 20V4A1.5 1.5 0 0 1 8 2.5Zm2.75 16h2.5",
  scan: "M3 8V5a2 2 0 0 1 2-2h3m8 0h3a2 2 0 0 1 2 2v3m0 8v3a2 2 0 0 1-2 2h-3m-8 0H5a2 2 0 0 1-2-2v-3m0-4h18",
  digits:
    "M3 7.5 5 6v5.5M3.2 11.5h3.6M10.2 7.2a1.7 1.7 0 1 1 3 1.2l-3 3.1h3.4M17.5 6h3.2l-2 2.1a1.75 1.75 0 1 1-1.5 2.8M3.5 17.5h17",
  check: "m5 12.5 4.5 4.5L19 7",
  cross: "M6 6l12 12M18 6 6 18",
  clock: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18Zm0 4.5V12l3 2",
  offline:
    "M3 3l18 18M5 12.5a10 10 0 0 1 4.5-2.6M14.5 9.9a10 10 0 0 1 4.5 2.6M8.5 16a5 5 0 0 1 5.3-1.2M2 9a15 15 0 0 1 4-2.7M10.5 5A15 15 0 0 1 22 9m-10 10.5v.01",
  warning: "M12 3.5 2.5 20h19L12 3.5ZM12 10v4.5m0 2.8v.01",
  person: "M12 4a3.8 3.8 0 1 1 0 7.6A3.8 3.8 0 0 1 12 4ZM4.5 20.5c.7-3.8 3.7-6 7.5-6s6.8 2.2 7.5 6",
  service: "M4 20.5V8.5L12 3l8 5.5v12M2.5 20.5h19M9.5 20.5v-6h5v6",
  lock: "M6 10.5h12a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1v-8a1 1 0 0 1 1-1Zm2 0V8a4 4 0 0 1 8 0v2.5m-4 4v2.5",
  leave: "M14 4H6a1 1 0 0 0-1 1v14a1 1 0 0 0 1 1h8m-4-8h11m-3.5-3.5L21 12l-3.5 3.5",
  screen:
    "M4 4.5h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-10a1 1 0 0 1 1-1Zm4.5 15.5h7M12 16.5V20",
  hangUp:
    "M3 14.5c0-1.6 0-2.6 1.2-3.4C6.3 9.7 9 9 12 9s5.7.7 7.8 2.1C21 11.9 21 12.9 21 14.5c0 1-.6 1.5-1.5 1.4l-2.7-.4c-.8-.1-1.3-.7-1.3-1.5v-1.2a11 11 0 0 0-7 0V14c0 .8-.5 1.4-1.3 1.5l-2.7.4c-.9.1-1.5-.4-1.5-1.4Z",
  card: "M4 5.5h16a1.5 1.5 0 0 1 1.5 1.5v10a1.5 1.5 0 0 1-1.5 1.5H4A1.5 1.5 0 0 1 2.5 17V7A1.5 1.5 0 0 1 4 5.5Zm2 4h4v4H6v-4Zm2 0v4m6.5-3.5h4m-4 3h4M6 16h3",
  note: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18Zm0 8v5.5m0-9v.01",
  pause: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18ZM9.5 8.5v7m5-7v7",
  screens:
    "M3 5h11a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1Zm15 4h3a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H10a1 1 0 0 1-1-1v-1M6 17h3",
  bell: "M6 16.8V11a6 6 0 0 1 12 0v5.8l1.5 2.2h-15L6 16.8ZM10 21.3c.5.4 1.2.7 2 .7s1.5-.3 2-.7M12 5V3",
  program:
    "M3.5 4.5h17a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1h-17a1 1 0 0 1-1-1v-13a1 1 0 0 1 1-1Zm-1 4.5h19M5.3 6.8v.01M8 6.8v.01m-1 6.2 2 1.7-2 1.8m4 0h4",
  key: "M8 11.5a4.2 4.2 0 1 1-.01 8.4A4.2 4.2 0 0 1 8 11.5Zm3-1.2L20.5 3.5M16.5 6.3l2.8 3.4m-6-1.1 2 2.5",
  sound: "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5H4Zm11.5-1a5 5 0 0 1 0 7m2.5-9.5a8.5 8.5 0 0 1 0 12",
  history: "M4 6.5V11h4.5M4.6 15.5A8.2 8.2 0 1 0 4.5 8.8L4 11m8-3.5V12l3 2",
  settings:
    "M4 7h9m4 0h3M4 17h3m4 0h9M15 4.8a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4ZM9 14.8a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4Z",
  mail: "M4 5.5h16a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-11a1 1 0 0 1 1-1Zm-.5 1 8.5 7 8.5-7",
  again: "M20 5v5h-5m4.5-.5A8 8 0 1 0 20 14",
} as const;

export type IconName = keyof typeof icons;

/** The classes an icon is drawn with. Large ones are known by name too: the tick takes the colour of the mark's. */
export function iconClass(name: string, large: boolean): string {
  return large ? `icon icon-large icon-${name}` : "icon";
}

/** An icon as HTML, decorative. `large`: alone in a panel, drawn thinner. */
export function icon(name: IconName, size: "large" | "text" = "text"): Html {
  return html`<svg class="${iconClass(name, size === "large")}" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false"><path d="${icons[name]}"/></svg>`;
}
