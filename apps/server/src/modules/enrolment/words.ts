import { fourWords } from "#platform/words";

/**
 * The four words of an enrolment, drawn from its id and the phone's key once that key is committed.
 *
 * They are a check for two people in one room, never the binding (law 1): they are L1, anybody can read them aloud.
 */
export const wordsFor = (enrolment: string, ikThumbprint: string): readonly string[] =>
  fourWords(`aval.words.v1\n${enrolment}\n${ikThumbprint}`);

/** Whether what was typed are the words of this phone's enrolment. */
export const areWordsOf = (typed: unknown, enrolment: string, ikThumbprint: string): boolean =>
  heard(typed) === wordsFor(enrolment, ikThumbprint).join(" ");

/** How the four words are compared: as they are heard, not as they are spelled. */
function heard(words: unknown): string {
  return typeof words === "string"
    ? words
        .normalize("NFD")
        .replaceAll(/\p{M}/gu, "")
        .toLowerCase()
        .split(/[^a-z]+/)
        .filter(Boolean)
        .join(" ")
    : "";
}
