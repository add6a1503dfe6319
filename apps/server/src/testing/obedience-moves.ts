import { sql } from "kysely";
import { ownPlace } from "./account.ts";
import {
  addsKey,
  blocks,
  confirmsPlace,
  isAnnounced,
  lifts,
  makesPlace,
  offersPlace,
  type Play,
  setsBells,
} from "./obedience.ts";
import { givesOwnKey } from "./obedience-doors.ts";
import { addsSoftware, agesPrograms, confirmsLinks, scansLinks } from "./obedience-software.ts";

/** What a holder may be made to do. */
export const moves = {
  "offers a place, by qr": offersPlace("qr"),
  "offers a place, by digits": offersPlace("digits"),
  "makes the place": makesPlace,
  "confirms the place": confirmsPlace,
  "adds the stranger's key": addsKey,
  "adds the stranger's software": addsSoftware,
  "is announced by a colleague": isAnnounced,
  "sets bells": setsBells,
  "scans the stranger's strict programs": scansLinks,
  "links them": confirmsLinks,
  "says that they work there": agesPrograms,
  blocks,
  lifts,
} as const satisfies Record<string, (play: Play) => Promise<unknown>>;
export type Move = keyof typeof moves;

/** The holder's phone is one to be confirmed: by its row, since how it comes to be so is tested where it does. */
export const isToConfirm = async ({ where, holder }: Play): Promise<void> => {
  await sql`update device set level = 'limited' where id = ${holder.identity.device}`.execute(
    where.db(),
  );
};

/** What a stranger has before anything begins, beside what all have. Each is a residual's, and is tried by itself. */
export const holdings = {
  "a key copied from the disk of a place": (play: Play) =>
    ownPlace(play.where.db(), play.stranger, play.holder),
  "a key copied from the disk of a place that a card has proven": (play: Play) =>
    ownPlace(play.where.db(), play.stranger, play.holder, true),
  "a holder whose phone is to be confirmed": isToConfirm,
  "their cloud account": givesOwnKey("their browser"),
  "their cloud account and a key copied from the disk of a place": givesOwnKey("the copied one"),
} as const satisfies Record<string, (play: Play) => Promise<void>>;
export type Holding = keyof typeof holdings;
