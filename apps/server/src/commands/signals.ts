const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A wish to stop, awaited; `letGo` stops waiting for one, so that a program that has nothing to stop can end. */
export type StopWish = { readonly asked: Promise<void>; readonly letGo: () => void };

/**
 * The first signal, a terminal that closes, or the end of the program that started us (npm forwards signals, but not
 * its own sudden death). Ctrl-C reaches us more than once, from the terminal and from npm: the rest are the same wish.
 */
export function awaitStop(): StopWish {
  const { promise, resolve } = Promise.withResolvers<void>();
  const wish = () => resolve();
  for (const signal of signals) process.on(signal, wish);
  if (process.connected) process.on("disconnect", wish);
  return {
    asked: promise,
    letGo: () => {
      for (const signal of signals) process.off(signal, wish);
      process.off("disconnect", wish);
      // The channel to whoever started us would keep the process open.
      if (process.connected) process.disconnect();
    },
  };
}
