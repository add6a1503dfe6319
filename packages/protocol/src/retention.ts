/** What the console's *Conservation* says. Times are seconds since the epoch. */

/**
 * Why a table keeps what it has: `evidence`, six years; `network`, twelve months; `short`: it serves for minutes or days, and its module lets it go;
 * `standing`: as long as it holds, and as evidence after; `register`: as a register says; `setting`: as long as the deployment; `for_ever`: the log verifies by it.
 */
export type RetentionKind =
  | "evidence"
  | "network"
  | "short"
  | "standing"
  | "register"
  | "setting"
  | "for_ever";

/** What the job of the day did with a table. */
export type RetentionRun = {
  readonly at: number;
  /** To the end. */
  readonly isDone: boolean;
  /** How many left, ever and the last time. */
  readonly gone: number;
  readonly goneLast: number;
  /** Past their term, and kept: by an open case or a complaint file; by a row that stays and names them. */
  readonly held: number;
  readonly needed: number;
};

export type RetentionLine = {
  readonly table: string;
  readonly kind: RetentionKind;
  /** Absent where no term is applied, or none was yet. */
  readonly run?: RetentionRun;
};

export type ConsoleRetention = {
  /** Every row was applied to its end within three days. */
  readonly isUpToDate: boolean;
  readonly lines: readonly RetentionLine[];
};
