import { request } from "node:http";

/**
 * A browser that a virtual phone's holder goes to a sandbox's remote eID with, and that a demonstration stands before sign-in pages with: its cookies, and the origins that are ports of this
 * machine. It reads no page: what a person would press there is posted.
 */
export type Answer = {
  readonly status: number;
  readonly location: string | undefined;
  readonly text: string;
};
export type SandboxBrowser = ReturnType<typeof sandboxBrowser>;

const patienceMs = 30_000;

export function sandboxBrowser() {
  /** By host, then by name. */
  const jar = new Map<string, Map<string, string>>();

  function keep(host: string, lines: readonly string[]): void {
    const cookies = jar.get(host) ?? new Map<string, string>();
    jar.set(host, cookies);
    for (const line of lines) {
      const [pair = ""] = line.split(";");
      const at = pair.indexOf("=");
      if (/max-age=0\b/i.test(line)) cookies.delete(pair.slice(0, at));
      else cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
  }

  /** Names under `localhost` are this machine, whatever its resolver knows of them. */
  function ask(
    address: string,
    {
      body,
      type = "application/x-www-form-urlencoded",
      origin,
    }: { body?: string; type?: string; origin?: string } = {},
  ): Promise<Answer> {
    const { host, port, pathname, search } = new URL(address);
    const cookie = [...(jar.get(host) ?? [])].map(([name, value]) => `${name}=${value}`).join("; ");
    return new Promise((resolve, reject) => {
      const asking = request(
        {
          ...{ host: "127.0.0.1", port, path: pathname + search },
          method: body === undefined ? "GET" : "POST",
          headers: {
            host,
            ...(cookie && { cookie }),
            ...(origin !== undefined && { origin }),
            ...(body !== undefined && {
              "content-type": type,
              "content-length": String(Buffer.byteLength(body)),
            }),
          },
          signal: AbortSignal.timeout(patienceMs),
        },
        (answer) => {
          const parts: Buffer[] = [];
          answer.on("data", (part: Buffer) => parts.push(part));
          answer.on("error", reject);
          answer.on("end", () => {
            keep(host, answer.headers["set-cookie"] ?? []);
            const { statusCode: status = 0 } = answer;
            const location = answer.headers.location;
            resolve({ status, location, text: Buffer.concat(parts).toString("utf8") });
          });
        },
      );
      asking.on("error", reject);
      asking.end(body);
    });
  }

  /** Goes where it is sent, presses what `form` says at the one page that asks, and stops where no page sends it on. */
  async function follow(address: string, form: Readonly<Record<string, string>>): Promise<Answer> {
    let at = address;
    for (let hops = 0; hops < 12; hops++) {
      const isChoice = new URL(at).pathname.startsWith("/interaction/");
      const answer = await ask(
        at,
        isChoice ? { body: new URLSearchParams(form).toString() } : undefined,
      );
      if (answer.location === undefined) return answer;
      at = new URL(answer.location, at).href;
    }
    throw new Error("too many redirections");
  }

  return { ask, follow };
}
