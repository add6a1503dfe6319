import type { Io } from "./io.ts";

/** A line for whoever watches long work; once, where both languages say it alike. None with `--json`. */
export function progressTo(io: Io, asJson: boolean): (fr: string, en: string) => void {
  const isOne = (fr: string, en: string) => fr.replaceAll(" :", ":") === en;
  return (fr, en) => {
    if (!asJson) io.err(isOne(fr, en) ? en : `${fr} / ${en}`);
  };
}
