/** Told where the work has got to. */
export type Progress = (place: string) => void;

/** Nothing was seen of a fault: the browser gave no answer. */
export class Stuck extends Error {}

/** One picture in one pass takes less than a second; a busy machine may make it ten. */
const patienceMs = 60_000;

/**
 * Work that a browser can leave without an answer: it fails, and says where, when it has not moved on for a minute. Without
 * this a test would wait for ever, and nobody would learn for what.
 */
export async function unlessStuck<T>(
  work: (at: Progress) => Promise<T>,
  waitMs = patienceMs,
): Promise<T> {
  const { promise: stuck, reject } = Promise.withResolvers<never>();
  let timer: NodeJS.Timeout | undefined;
  const at = (place: string) => {
    clearTimeout(timer);
    timer = setTimeout(() => reject(new Stuck(`nothing moves since: ${place}`)), waitMs);
  };
  at("the start");
  try {
    return await Promise.race([work(at), stuck]);
  } finally {
    clearTimeout(timer);
  }
}
