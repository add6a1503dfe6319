import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PhoneRefusal } from "@aval/protocol";
import * as acts from "../../phone/acts.ts";
import { fetchWorld, requireSandbox } from "../../phone/world.ts";
import type { Beside } from "../beside.ts";
import type { Io } from "../io.ts";
import { Refused } from "../misuse.ts";

/** What a demonstration is played with: virtual phones, the people of the sandbox, and a line for each thing that happens. */
export type Stage = {
  readonly beside: Beside;
  /** Where it keeps files, as long as it plays. */
  readonly folder: string;
  /** Says what happens, in both languages. */
  readonly tell: (fr: string, en: string) => void;
  /** The next person of the sandbox with a phone of theirs, whom nothing stops; their code is `code`. */
  readonly holder: () => Promise<Holder>;
  /** A phone that is nobody's yet. */
  readonly strangerPhone: () => acts.Phoning;
};
export type Holder = {
  readonly name: string;
  readonly nationalId: string;
  readonly at: acts.Phoning;
};

/** What a demonstration ends with. */
export type Ending = {
  /** The number it was played for. */
  readonly number: number;
  readonly fr: string;
  readonly en: string;
  /** More figures, for programs. */
  readonly more?: Readonly<Record<string, number>>;
};

export type Play = (stage: Stage, options: { readonly people: number }) => Promise<Ending>;

/** Never on the blocked list: DESIGN section 10. */
export const code = "246813";

type Person = { readonly nationalId: string; readonly name: string };

/** Plays it on the sandbox that runs here. What it did to people of the sandbox stays, as it would for anybody. */
export async function onStage(beside: Beside, io: Io, play: (stage: Stage) => Promise<Ending>) {
  const { origins } = beside.config;
  // Names under `localhost` are this machine: a program reaches them by its loopback address.
  const { port } = new URL(origins.authenticator);
  const world = fetchWorld(`http://127.0.0.1:${port}`);
  await requireSandbox(world);
  const answer = await fetch(
    `http://127.0.0.1:${new URL(origins.login).port}/developer/people.json`,
  );
  // The first ten are kept for their readers' own first steps.
  const people = ((await answer.json()) as Person[]).slice(10);
  const folder = await mkdtemp(join(tmpdir(), "aval-demo-"));
  let phones = 0;
  const newAt = () => acts.phoning(world, join(folder, `${++phones}.json`));
  const stage: Stage = {
    beside,
    folder,
    tell: (fr, en) => io.err(`${fr}\n  ${en}`),
    holder: async () => {
      for (let person = people.shift(); person; person = people.shift()) {
        const { name, nationalId } = person;
        const at = newAt();
        const enrolled = await acts
          .enrol(at, { nationalId, code, label: "Téléphone virtuel" })
          .catch((fault: unknown) => {
            if (fault instanceof PhoneRefusal) return undefined;
            throw fault;
          });
        if (enrolled?.state === "active" && enrolled.level === "full")
          return { name, nationalId, at };
      }
      throw new Refused(
        "nobody_left",
        "Il ne reste personne à qui donner un téléphone dans ce bac à sable. Repartez d'un dossier AVAL_DATA_DIR neuf.",
        "Nobody is left to be given a phone in this sandbox. Start from a fresh AVAL_DATA_DIR folder.",
      );
    },
    strangerPhone: newAt,
  };
  try {
    return await play(stage);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Asks until it is so, for as long as a second demonstration takes. */
export async function awaited<T>(what: string, asked: () => Promise<T | undefined>): Promise<T> {
  for (const end = performance.now() + 60_000; performance.now() < end; ) {
    const found = await asked();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`it never came: ${what}`);
}

/** Whole milliseconds since then, as seconds with one decimal. */
export const secondsSince = (start: number): number =>
  Math.round((performance.now() - start) / 100) / 10;
