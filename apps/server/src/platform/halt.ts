/**
 * Why the program cannot go on, in sentences for the person who started it. It is printed without a stack, French
 * first; anything else that is thrown at start is a bug and keeps its stack.
 */
export class Halt extends Error {
  readonly fr: string;
  readonly en: string;

  constructor(fr: string, en: string, options?: ErrorOptions) {
    super(en, options);
    this.name = "Halt";
    this.fr = fr;
    this.en = en;
  }

  /** Both sentences, a line each. What a file or a setting named is shown without what would drive a terminal. */
  sentences(): string {
    return [this.fr, this.en].map(printable).join("\n");
  }
}

/** A text without what would drive the terminal it is shown on. */
export const printable = (text: string): string => text.replace(/[^\P{C}\n]/gu, "�");
