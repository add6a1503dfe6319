import { errors, type Refusal } from "#errors";
import { Halt } from "#platform/halt";

/** The command was not written as its page says: nothing was asked of anybody. Exit status 2. */
export class Misuse extends Halt {}

/** A command that was understood and refused, under the code by which other programs know the refusal. Exit status 1. */
export class Refused extends Halt {
  readonly code: string;

  constructor(code: string, fr: string, en: string) {
    super(fr, en);
    this.code = code;
  }
}

/** A refusal of the closed list, with its own sentences. */
export function refusedBy(refusal: Refusal): Refused {
  return new Refused(refusal, errors[refusal].fr, errors[refusal].en);
}
