/**
 * The first signal, a terminal that closes, or the end of the program that started us (npm forwards signals, but not
 * its own sudden death). Ctrl-C reaches us more than once, from the terminal and from npm: the rest are the same wish.
 */
export function untilAskedToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.on(signal, () => resolve());
    if (process.connected) process.on("disconnect", () => resolve());
  });
}
