import { actionOf, readArguments, takeWords, wholeNumber } from "./arguments.ts";
import { withDatabaseOf } from "./beside.ts";
import { call } from "./demo/call.ts";
import { proof } from "./demo/proof.ts";
import { onStage, type Play } from "./demo/stage.ts";
import { wave } from "./demo/wave.ts";
import type { Command } from "./io.ts";
import { requireSandbox } from "./settings.ts";

/** By the names that DESIGN section 10 gives them. */
const plays: Readonly<Record<string, Play>> = { appel: call, vague: wave, preuve: proof };

/** As many as there are people of the sandbox whom nothing stops; more would have nobody to play them. */
const peopleMax = 40;

export const command: Command = {
  usage: `aval sandbox demo NAME [--people N] [--json]

Plays a story on the sandbox that runs, with virtual phones and browsers, in two minutes at most, and ends with a number. It uses people
of the sandbox after the first ten; what it did to them stays.

  appel                      a caller has a holder do all they ask: how many phones the caller makes their own, and how soon a case is open
  vague                      one computer asks many people, who refuse: how many of them are in one case, and how soon
  preuve                     what the log proves of somebody, verified without this server; and a forged copy of it

  --people N                 of vague: how many are asked, from 2 to 40 (default 12)
  --json                     one line {demo, number, …}; what happens is said on standard error`,
  run: async (argv, io) => {
    const { values, words } = readArguments(
      argv,
      {
        people: { type: "string", default: "12" },
        json: { type: "boolean", default: false },
      },
      1,
    );
    requireSandbox(io);
    const [name, ...rest] = words;
    const play = actionOf(name, plays);
    takeWords(rest, []);
    const people = wholeNumber("--people", String(values.people), 2, peopleMax);
    const { number, fr, en, more } = await withDatabaseOf(io)((beside) =>
      onStage(beside, io, (stage) => play(stage, { people })),
    );
    io.out(values.json ? JSON.stringify({ demo: name, number, ...more }) : `${fr}\n  ${en}`);
    return 0;
  },
};
