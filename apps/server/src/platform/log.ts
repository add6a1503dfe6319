import { type DestinationStream, pino } from "pino";
import { sqlState } from "./database.ts";

/** What may stand in a line: short, flat, and never a person's name, identifier, address or message. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * The log: one JSON line a request, and one for what an operator must know. Nothing free-form goes in, so that nothing
 * personal gets in by accident; who did what is in the audit log, not here.
 */
export type Log = {
  readonly info: (event: string, fields?: LogFields) => void;
  readonly warn: (event: string, fields?: LogFields) => void;
  /** A fault: the code or the machine is wrong. */
  readonly error: (event: string, fault: unknown, fields?: LogFields) => void;
};

export type LogLevel = "info" | "warn" | "error" | "silent";

/** Lines go to standard output, or to `destination`. */
export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    messageKey: "event",
  };
  const logger = destination ? pino(options, destination) : pino(options);
  return {
    info: (event, fields) => logger.info(fields ?? {}, event),
    warn: (event, fields) => logger.warn(fields ?? {}, event),
    error: (event, fault, fields) => logger.error({ ...fields, ...faultFields(fault) }, event),
  };
}

/** A log that keeps nothing, for commands and tests. */
export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };

/**
 * What is told of a fault: its kind, where it was thrown, and its message, except for PostgreSQL's, which may quote a
 * value: of those, the five-character code and the constraint say enough.
 */
function faultFields(fault: unknown): LogFields {
  if (!(fault instanceof Error)) return { fault: typeof fault };
  const state = sqlState(fault);
  const at = fault.stack
    ?.split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 6)
    .map((line) => line.trim().slice(3))
    .join(" < ");
  const cause = fault.cause instanceof Error ? faultFields(fault.cause) : undefined;
  return {
    fault: fault.name,
    message: state ? undefined : fault.message.slice(0, 300),
    sqlState: state,
    constraint: state ? (fault as { constraint?: string }).constraint : undefined,
    at,
    cause:
      cause && [cause["fault"], cause["sqlState"], cause["message"]].filter(Boolean).join(": "),
  };
}
