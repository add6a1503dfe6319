/**
 * What is asked before everything that a caller could want: is somebody on the telephone, does somebody see this screen. Which comes
 * first and which picture stands over it change from one showing to the next, so that nobody answers by habit and no caller can say
 * beforehand what will be seen; the buttons stay where they are (P-31, facts/ux 3.2.6 and 3.4.7).
 */
export type Asked = "call" | "screen";

export type Asking = {
  readonly first: Asked;
  /** Which of three pictures. */
  readonly picture: number;
  /** The first of the two was answered: nobody. */
  readonly passed: boolean;
};

/** After somebody was said to be leading the holder, nothing that opens is taken for so long: the time to hang up. */
export const calmSeconds = 30;

/** How the questions look this time. `draw`: any whole number from nought, drawn anew for each screen. */
export function askingOf(draw: number): Asking {
  return {
    first: draw % 2 === 0 ? "call" : "screen",
    picture: Math.floor(draw / 2) % 3,
    passed: false,
  };
}

/** The question that stands on the screen. */
export function askedNow({ first, passed }: Asking): Asked {
  if (!passed) return first;
  return first === "call" ? "screen" : "call";
}

/** How long, in seconds, no *non* is taken; 0 when it is. */
export function calmLeft(calmUntil: number | undefined, now: number): number {
  return calmUntil === undefined ? 0 : Math.max(0, Math.ceil(calmUntil - now));
}
