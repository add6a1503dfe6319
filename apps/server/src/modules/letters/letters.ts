import { createHmac } from "node:crypto";
import {
  type EnrolmentId,
  letterAddress,
  letterInput,
  parseLetter,
  type LetterCode,
  type LetterId,
  type LetterState,
  type ProfessionalId,
  toBase64url,
} from "@aval/protocol";
import { limits as bounds, lifetimes } from "#lifetimes";
import type { Directory } from "#modules/directory";
import type { AnyTables, Database } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId, type Random } from "#platform/random";
import { sameText } from "#platform/secret";
import type { Typesetter } from "#platform/typeset";
import { epochSeconds, type Instant } from "#platform/time";
import { practiceAddress } from "./address.ts";
import { letterDocument } from "./document.ts";
import * as store from "./store.ts";

type Tx = Database<AnyTables>;

/** Who prints and posts. */
export type Post = {
  /** Takes a letter on; given twice it is one. `says`: what its code says, for a sandbox that posts nothing. */
  hand(letter: {
    readonly id: LetterId;
    readonly pdf: Uint8Array;
    readonly lines: readonly string[];
    readonly madeAt: Instant;
    readonly says: string;
  }): Promise<void>;
  /** What became of these, as far as it is said. */
  settled(
    ids: readonly LetterId[],
  ): Promise<readonly { readonly id: LetterId; readonly state: "posted" | "failed" }[]>;
};

export type LettersDeps = {
  readonly db: Database<AnyTables>;
  readonly random: Random;
  readonly directory: Pick<Directory, "byId" | "displayName" | "scopesOf">;
  /** Absent: nothing is posted here, and no letter is made. */
  readonly post: Post | undefined;
  readonly typesetter: () => Typesetter;
  /** The authenticator's: what the code says is an address of ours. */
  readonly origin: string;
  readonly brand: string;
  /** Whom a letter says to tell. */
  readonly call: string | undefined;
  /** The page of help that it names. */
  readonly help: string;
};

/** Makes a letter to where this professional practises, for the one installation that asked. */
export async function write(
  deps: LettersDeps,
  tx: Tx,
  given: {
    readonly enrolment: EnrolmentId;
    readonly ik: string;
    readonly professional: ProfessionalId;
  },
): Promise<Outcome<{ readonly letter: LetterId; readonly until: Instant }, "letter_no_address">> {
  const person = await deps.directory.byId(given.professional);
  const lines = person && practiceAddress(deps.directory.displayName(person), person);
  if (!person || !lines) return deny("letter_no_address");
  const id = newId("ltr", deps.random);
  const scopes = deps.directory.scopesOf(person);
  const letter = { ...given, id, lines, scopes, secret: deps.random.bytes(32) };
  return done({ letter: id, until: await store.insertLetter(tx, letter, lifetimes.letter) });
}

const codeOf = ({ id, secret }: Pick<store.Letter, "id" | "secret">): LetterCode => {
  const mac = createHmac("sha256", secret).update(letterInput(id)).digest();
  return { letter: id, mac: toBase64url(mac.subarray(0, 16)) };
};

/** The letter that this code is of, if we made it. One answer for an unknown letter and a forged code. */
export async function read(
  { db }: Pick<LettersDeps, "db">,
  text: unknown,
): Promise<Pick<store.Letter, "id" | "enrolment" | "professional" | "ik" | "isOver"> | undefined> {
  const code = parseLetter(text);
  const letter = code && (await store.findLetter(db, code.letter));
  return code && letter && sameText(code.mac, codeOf(letter).mac) ? letter : undefined;
}

/** How far the letter of this enrolment is, and until when it can be scanned. Seconds since the epoch. */
export async function standingOf(
  { db }: Pick<LettersDeps, "db">,
  enrolment: EnrolmentId,
): Promise<{ readonly state: LetterState; readonly until: number } | undefined> {
  const letter = await store.letterOf(db, enrolment);
  return letter && { state: letter.state, until: epochSeconds(letter.expiresAt) };
}

/** A letter as whoever looks the day's letters through reads it. */
export type Listed = Pick<store.Letter, "id" | "enrolment" | "professional" | "lines" | "state"> & {
  readonly madeAt: Instant;
};

/** The letters of this last while, of one scope or of all. */
export function list(
  { db }: Pick<LettersDeps, "db">,
  scope: string | undefined,
): Promise<readonly Listed[]> {
  return store.lettersOf(db, { scope, within: lifetimes.letterListed, most: bounds.deskListed });
}

/**
 * Hands over what waits, one letter at a time, then asks what became of what was handed. Killed in between, a letter is handed again
 * some minutes later, under the same name.
 */
export async function deliver(deps: LettersDeps): Promise<void> {
  const { post } = deps;
  if (!post) return;
  let typesetter: Typesetter | undefined;
  const setter = () => (typesetter ??= deps.typesetter());
  try {
    for (let count = 0; count < bounds.lettersInRound; count++)
      if (!(await handOne(deps, post, setter))) break;
  } finally {
    await typesetter?.close();
  }
  const ids = await store.handed(deps.db, bounds.lettersAsked);
  if (ids.length === 0) return;
  for (const { id, state } of await post.settled(ids))
    await store.recordSettled(deps.db, id, state);
}

async function handOne(deps: LettersDeps, post: Post, setter: () => Typesetter): Promise<boolean> {
  const letter = await store.takeWaiting(deps.db, lifetimes.letterTaken);
  if (!letter) return false;
  const { id, lines, madeAt, expiresAt } = letter;
  const { brand, call, help } = deps;
  const says = letterAddress(deps.origin, codeOf(letter));
  const pdf = await setter().set(
    letterDocument({ lines, madeAt, expiresAt, address: says, brand, call, help }),
  );
  await post.hand({ id, pdf, lines, madeAt, says });
  await store.recordHanded(deps.db, id);
  return true;
}
