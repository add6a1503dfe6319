import { type Progress, partSentences } from "#modules/directory";
import type { Io } from "./io.ts";

const linesBetween = 100_000;

const steps: Readonly<Record<Progress["step"], string>> = {
  reading: "lecture / reading",
  comparing: "comparaison / comparing",
  applying: "application / applying",
  searches: "index / indexes",
};

/** Tells on standard error where an import is. `size`: the bytes of its file, where that is known. */
export function importProgressTo(io: Io, size: number | undefined): (progress: Progress) => void {
  const since = performance.now();
  let told = 0;
  return (progress) => {
    if (progress.step === "reading") {
      if (progress.lines - told < linesBetween) return;
      told = progress.lines;
    }
    const seconds = (performance.now() - since) / 1000;
    io.err(
      `… ${steps[progress.step]} ${whereIn(progress, size, seconds)}, ${seconds.toFixed(0)} s`,
    );
  };
}

/** In what can be counted truly: lines, parts, indexes, and what the database has written. */
function whereIn(progress: Progress, size: number | undefined, seconds: number): string {
  if (progress.step === "reading") {
    const { lines, bytes } = progress;
    const share = size ? `${Math.min(100, Math.floor((bytes / size) * 100))} %: ` : "";
    return `${share}${lines} lignes / lines, ${Math.round(lines / seconds)}/s`;
  }
  const { at, of, written } = progress;
  const grown =
    written === undefined ? "" : `, ${Math.round(written / 1e6)} Mo écrits / MB written`;
  return `${at}/${of}${nameOf(progress)}${grown}`;
}

function nameOf(progress: Exclude<Progress, { step: "reading" }>): string {
  if (progress.step === "searches") return progress.made === undefined ? "" : `: ${progress.made}`;
  const { fr, en } = partSentences[progress.part];
  return `: ${fr} / ${en}`;
}
