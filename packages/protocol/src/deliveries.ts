/**
 * What operators and analysts are told of the signals that services take, on the console's origin. Times are seconds since the epoch on
 * the server's clock. Nobody is named: an event is known by its name and its kind.
 */

/** `due`: waits, or is tried. `given_up`: not taken in two days. `dropped`: the stream holds nothing any more. */
export const deliveryStates = ["due", "delivered", "given_up", "dropped"] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export type StreamLine = {
  readonly stream: string;
  /** Its name. */
  readonly service: string;
  readonly state: "enabled" | "paused" | "disabled";
  readonly method: "push" | "poll";
  readonly lastTakenAt?: number;
  readonly waiting: number;
  readonly oldestAt?: number;
  /** Given up within thirty days. */
  readonly failed: number;
  /** How many of them can be sent again. */
  readonly replayable: number;
  /** What the last try that failed met, if none was taken since. */
  readonly lastError?: "refused" | "failed" | "unanswered";
};

export type SignalDelivery = {
  readonly jti: string;
  /** The last part of its type. */
  readonly event: string;
  readonly at: number;
  readonly state: DeliveryState;
  readonly tries: number;
  readonly settledAt?: number;
  readonly answered?: "refused" | "failed" | "unanswered";
  /** How often it was sent again. */
  readonly replays: number;
  /** It was taken or given up, is young enough, its stream holds something, and nothing told since says otherwise. */
  readonly mayReplay: boolean;
};

export type StreamList = { readonly streams: readonly StreamLine[] };

/** One stream, with its last hundred events, the newest first. */
export type StreamView = StreamLine & {
  readonly deliveries: readonly SignalDelivery[];
};
