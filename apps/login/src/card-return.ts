/** What a browser's address and history are to this file. */
export type Address = {
  readonly location: Pick<Location, "hash" | "pathname" | "search">;
  readonly history: Pick<History, "replaceState" | "state">;
};

/**
 * What the page came back with from the card's host, after the number sign: it reached no server, log or referrer. It is taken off
 * the address at once, so that neither the history nor a photograph of the screen keeps it.
 */
export function takeCardReturn({ location, history }: Address): string | undefined {
  const nonce = /^#card=([A-Za-z0-9_-]{43})$/.exec(location.hash)?.[1];
  if (nonce) history.replaceState(history.state, "", location.pathname + location.search);
  return nonce;
}
