/** Runs work about one phone after all earlier work about it has ended, well or not. Phones do not wait for each other. */
export type Turns = <T>(device: string, work: () => Promise<T>) => Promise<T>;

/**
 * One after the other, for each phone. From reading its row to having the change in the journal nothing else of this
 * process may read it: whoever puts the row back in between would else have one try counted once and evaluated twice.
 */
export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return (device, work) => {
    const mine = (last.get(device) ?? Promise.resolve()).then(work);
    const ended: Promise<void> = mine
      .catch(() => undefined)
      .then(() => {
        if (last.get(device) === ended) last.delete(device);
      });
    last.set(device, ended);
    return mine;
  };
}
