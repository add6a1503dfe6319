import { createHash } from "node:crypto";
import { headerOf, type LayoutName, linesOf } from "./layouts.ts";
import { type Later, personOf } from "./person.ts";
import { dutiesOf } from "./rosters.ts";

/** What `aval sandbox people` was asked for. */
export type Population = {
  readonly count: number;
  readonly seed: string;
  readonly layout: LayoutName;
  readonly changed: number;
  readonly removed: number;
  readonly withRosters: boolean;
};

export type Written = {
  readonly people: number;
  readonly lines: number;
  readonly bytes: number;
  readonly duties: number;
};

/** Some text of the file and of its rosters, and what was written with it. */
export type Piece = { readonly text: string; readonly rosters: string; readonly written: Written };

const peopleAtOnce = 500;
/** A Monday. The rosters of a seed are of the same dates whenever they are made. */
const rosterStart = Date.UTC(2026, 0, 5);

/** The file, piece by piece. The same for the same options, byte for byte. */
export function* population(asked: Population): Generator<Piece> {
  const seed = createHash("sha256").update(asked.seed).digest().readUInt32BE(0);
  const later = laterOf(asked);
  let text = headerOf(asked.layout);
  let rosters = "";
  const written = { people: 0, lines: 0, bytes: 0, duties: 0 };
  for (let index = 0; index < asked.count; index++) {
    const person = personOf(seed, index, later);
    if (person) {
      text += linesOf(asked.layout, person);
      written.people += 1;
      for (const { activities } of person.exercises) written.lines += activities.length;
    }
    if (person && asked.withRosters) {
      for (const duty of dutiesOf(seed, index, person, rosterStart)) {
        rosters += `${JSON.stringify(duty)}\n`;
        written.duties += 1;
      }
    }
    if ((index + 1) % peopleAtOnce !== 0 && index + 1 < asked.count) continue;
    written.bytes += Buffer.byteLength(text);
    yield { text, rosters, written: { ...written } };
    text = "";
    rosters = "";
  }
}

function laterOf({ changed, removed, layout }: Population): Later | undefined {
  return changed > 0 || removed > 0 ? { changed, removed, layout } : undefined;
}
