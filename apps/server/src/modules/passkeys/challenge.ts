/** The challenge that a browser says it answered; its signature covers it, and is verified elsewhere. */
export function challengeIn({
  clientDataJSON,
}: {
  readonly clientDataJSON: string;
}): string | undefined {
  try {
    const read: unknown = JSON.parse(Buffer.from(clientDataJSON, "base64url").toString("utf8"));
    const { challenge: named } = read as { challenge?: unknown };
    return typeof named === "string" ? named : undefined;
  } catch {
    return undefined;
  }
}
