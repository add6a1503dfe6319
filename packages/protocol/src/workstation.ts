import type { PublicJwk } from "./jws.ts";
import type { purposes } from "./messages.ts";

/**
 * Registering a workstation: its page shows frames, a registrar of its establishment takes one there and signs.
 *
 * By `BK`, once a second: this browser may be registered. It only looks: whoever repeats it learns what the page shows.
 */
export type WorkstationAskMessage = {
  readonly v: typeof purposes.workstationAsk;
  readonly bk: PublicJwk;
  /** The page has just opened: it shows the value it was last given to keep beside its key, if any, and is given the next. */
  readonly begins: boolean;
  readonly ratchet?: string;
  readonly iat: number;
  readonly jti: string;
};

/** What the page is told. Times are seconds since the epoch on the server's clock. */
export type WorkstationView = {
  /** The text of the frame to show now; good for three seconds. Absent once the browser is registered. */
  readonly frame?: string;
  readonly now: number;
  /** Answer to `begins`: keep it beside the browser's key. */
  readonly ratchet?: string;
  /** For whom it is registered, by the name the directory gives the establishment, and until when. */
  readonly workstation?: { readonly structure: string; readonly until: number };
};

/** By a registrar's key: this browser stands in that establishment, which answers for who sits at it. */
export type WorkstationMessage = {
  readonly v: typeof purposes.workstation;
  /** RFC 7638 thumbprint of `BK`. */
  readonly browser: string;
  /** The establishment, by the technical id the directory gives it. */
  readonly structure: string;
  /** Seconds since the epoch. */
  readonly until: number;
  readonly registrar: string;
  readonly iat: number;
};

/**
 * One frame: `AVALP1.<thumbprint of BK>.<second>.<mac>`. The second is the server's; the MAC (16 bytes, base64url) is made with
 * a secret that never leaves it. The page can show a frame and never make one; a photograph of it is worth nothing.
 */
export type WorkstationFrame = {
  readonly browser: string;
  readonly second: number;
  readonly mac: string;
};

export function workstationFrameText({ browser, second, mac }: WorkstationFrame): string {
  return `AVALP1.${browser}.${second}.${mac}`;
}

/** The frame, or `undefined` for any other text. */
export function parseWorkstationFrame(text: string): WorkstationFrame | undefined {
  const match = /^AVALP1\.([A-Za-z0-9_-]{43})\.([1-9][0-9]{8,11})\.([A-Za-z0-9_-]{22})$/.exec(text);
  const [, browser, second, mac] = match ?? [];
  if (browser === undefined || second === undefined || mac === undefined) return undefined;
  return { browser, second: Number(second), mac };
}

/** The bytes a frame's MAC covers. */
export function workstationFrameInput(browser: string, second: number): string {
  return `aval.workstation-frame.v1\n${browser}\n${second}`;
}
