import { send } from "./driver.ts";
import type { WholeServer } from "./whole.ts";

/** The mail and messages that a sandbox caught, newest first. */
export type Caught = {
  readonly id: string;
  readonly recipient: string;
  readonly subject: string;
};

const tray = ({ issuer }: Pick<WholeServer, "issuer">) => {
  const port = issuer.port + 6;
  return { port, host: `mail.localhost:${port}` };
};

export async function caughtAt(server: Pick<WholeServer, "issuer">): Promise<readonly Caught[]> {
  const { text } = await send(tray(server), { path: "/messages.json" });
  return JSON.parse(text) as readonly Caught[];
}

/** The text of the newest message to this address about this, once there are `awaited`. */
export async function messageTo(
  server: Pick<WholeServer, "issuer">,
  recipient: string,
  subject: RegExp,
  awaited = 1,
): Promise<string> {
  for (let tries = 0; tries < 120; tries++) {
    const found = (await caughtAt(server)).filter(
      (one) => one.recipient === recipient && subject.test(one.subject),
    );
    if (found[0] && found.length >= awaited)
      return (await send(tray(server), { path: `/messages/${found[0].id}/text` })).text;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`nothing to ${recipient} about ${subject}`);
}

/** Opens the link of a message, or presses its button. */
export function atLink(
  { issuer }: Pick<WholeServer, "issuer">,
  text: string,
  method: "GET" | "POST",
): ReturnType<typeof send> {
  const { pathname } = new URL(/https?:\/\/\S+\/arreter\/\S+/.exec(text)?.[0] ?? "");
  return send(issuer, {
    method,
    path: pathname,
    ...(method === "POST"
      ? { headers: { "content-type": "application/x-www-form-urlencoded" }, body: "" }
      : {}),
  });
}
