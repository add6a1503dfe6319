/**
 * A deliberate fault: the source made wrong in one respect, and the tests of which one at least must say so.
 *
 * A law that no fault can break is a law that no test holds: each entry of the lists in `faults/` is a defence taken
 * away, in the words of what it defended. A defence that stands twice (in the domain and in the statement) is taken
 * away twice, in one fault of several edits.
 */
export type Fault = {
  /** What no longer holds, as a sentence. */
  readonly law: string;
  readonly edits: readonly Edit[];
  /** Test files, from the root of the repository. */
  readonly caughtBy: readonly string[];
};

export type Edit = {
  readonly file: string;
  /** Exact text, found once in the file. */
  readonly find: string;
  readonly replace: string;
};

/** The beginning of a list: files and tests of one folder (none: the root of the repository). */
export function faultsIn(folder: string, tests: readonly string[]) {
  const path = (name: string) => (folder ? `${folder}/${name}` : name);
  return {
    edit: (name: string, find: string, replace: string): Edit => ({
      file: path(name),
      find,
      replace,
    }),
    fault: (law: string, edits: Edit | readonly Edit[], caughtBy = tests): Fault => ({
      law,
      edits: "file" in edits ? [edits] : edits,
      caughtBy: caughtBy.map(path),
    }),
  };
}
