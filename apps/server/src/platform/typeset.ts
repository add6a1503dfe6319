import { Worker } from "node:worker_threads";

/** A document to be set: typst source, and the texts that it reads, by name. What a person gave is in these, never in the source. */
export type Manuscript = {
  readonly source: string;
  readonly files: Readonly<Record<string, string>>;
};

export type Typesetter = {
  /** The document as tagged PDF. Throws where the source is wrong: that is a fault of ours. */
  readonly set: (manuscript: Manuscript) => Promise<Uint8Array>;
  readonly close: () => Promise<void>;
};

export type TypesetAnswer = { readonly pdf: Uint8Array } | { readonly fault: string };

/**
 * Sets documents on a thread of its own, since a first page takes most of a second of computing. The thread holds 29 MB of program and as
 * much of fonts and caches again: whoever opens one closes it when the pile is done.
 */
export function openTypesetter(): Typesetter {
  const worker = new Worker(new URL("./typeset-thread.ts", import.meta.url));
  let last: Promise<unknown> = Promise.resolve();
  const setOne = (manuscript: Manuscript) =>
    new Promise<Uint8Array>((resolve, reject) => {
      const done = (act: () => void) => {
        worker.off("message", answered).off("error", broke).off("exit", left);
        act();
      };
      const answered = (answer: TypesetAnswer) =>
        done(() =>
          "pdf" in answer ? resolve(answer.pdf) : reject(new Error(`not set: ${answer.fault}`)),
        );
      const broke = (fault: unknown) => done(() => reject(fault));
      const left = () => done(() => reject(new Error("the typesetter left")));
      worker.on("message", answered).on("error", broke).on("exit", left);
      worker.postMessage(manuscript);
    });
  return {
    set: (manuscript) => {
      const next = last.catch(() => {}).then(() => setOne(manuscript));
      last = next;
      return next;
    },
    close: async () => {
      await worker.terminate();
    },
  };
}
