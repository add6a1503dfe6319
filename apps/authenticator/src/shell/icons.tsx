import { drawings } from "@aval/design";
import { h } from "preact";

/** The icons only this page has, in the manner of the others: strokes in a 24 × 24 box, round caps, no fill. */
const own = {
  back: "M19 12H5m6.5-6.5L5 12l6.5 6.5",
  settings: "M4 7h9m4 0h3M4 17h3m4 0h9M15 4.7v4.6M9 14.7v4.6",
  history: "M3.5 12a8.5 8.5 0 1 0 2.6-6.1M3.5 4v4h4M12 7.5V12l3 2",
  light:
    "M9 21h6m-5.5-3h5M12 3a6.5 6.5 0 0 1 3.8 11.8c-.8.6-1.3 1.3-1.3 2.2h-5c0-.9-.5-1.6-1.3-2.2A6.5 6.5 0 0 1 12 3Z",
  hangUp:
    "M3 14.5c0-1.6 0-2.6 1.2-3.4C6.3 9.7 9 9 12 9s5.7.7 7.8 2.1C21 11.9 21 12.9 21 14.5c0 1-.6 1.5-1.5 1.4l-2.7-.4c-.8-.1-1.3-.7-1.3-1.5v-1.2a11 11 0 0 0-7 0V14c0 .8-.5 1.4-1.3 1.5l-2.7.4c-.9.1-1.5-.4-1.5-1.4Z",
  ringing:
    "M7.6 4.5 9.5 4l1.6 3.9-1.8 1.4a12 12 0 0 0 5.4 5.4l1.4-1.8L20 14.5l-.5 1.9c-.3 1.4-1.4 2.2-2.8 2A13.5 13.5 0 0 1 5.6 7.3c-.2-1.4.6-2.5 2-2.8ZM15 3.5A5.5 5.5 0 0 1 20.5 9M15 7a2 2 0 0 1 2 2",
  hand: "M8 13V5.5a1.5 1.5 0 0 1 3 0V11m0-6.5a1.5 1.5 0 0 1 3 0V11m0-5a1.5 1.5 0 0 1 3 0v7.5a7 7 0 0 1-7 7c-2.4 0-3.8-1-5-3l-2.6-4.3a1.5 1.5 0 0 1 2.5-1.6L8 14",
  screen:
    "M4 4.5h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-10a1 1 0 0 1 1-1Zm4.5 15.5h7M12 16.5V20",
  network: "M12 18.5v.01M8.5 15a5 5 0 0 1 7 0M5.5 12a9.2 9.2 0 0 1 13 0M2.5 9a13.4 13.4 0 0 1 19 0",
  shield:
    "M12 3.2 19.5 6v6c0 4.4-3 7.4-7.5 8.8C7.5 19.4 4.5 16.4 4.5 12V6L12 3.2Zm-3.3 8.6 2.3 2.3 4.3-4.6",
  share: "M12 15V3.5M8 7.2l4-3.7 4 3.7M7 10.5H5.5v10h13v-10H17",
} as const;

/** Decorative, both: a word is always beside them. */
export const { Icon, Mark } = drawings(h, own);
export type IconName = Parameters<typeof Icon>[0]["name"];
