/**
 * A server's main thread, profiled while it does one thing: V8's sampling profiler, over Node's inspector, and its samples
 * told in a page of text.
 */
type CallFrame = {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
};
type ProfileNode = {
  readonly id: number;
  readonly callFrame: CallFrame;
  readonly children?: readonly number[];
};
export type Profile = {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
};

export type Profiler = { readonly stop: () => Promise<Profile> };

const sampleEveryUs = 500;

/** `log`: what the server has printed; Node tells there where its inspector listens. */
export async function startProfiler(log: string): Promise<Profiler> {
  const address = /Debugger listening on (ws:\S+)/.exec(log)?.[1];
  if (!address) throw new Error("the server has no inspector");
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve, { once: true });
    socket.addEventListener("error", () => reject(new Error("no inspector")), { once: true });
  });
  let id = 0;
  const call = (method: string, params: object = {}): Promise<{ profile?: Profile }> =>
    new Promise((resolve) => {
      const mine = ++id;
      const listen = ({ data }: MessageEvent) => {
        const answer = JSON.parse(String(data)) as { id?: number; result?: object };
        if (answer.id !== mine) return;
        socket.removeEventListener("message", listen);
        resolve(answer.result ?? {});
      };
      socket.addEventListener("message", listen);
      socket.send(JSON.stringify({ id: mine, method, params }));
    });
  await call("Profiler.enable");
  await call("Profiler.setSamplingInterval", { interval: sampleEveryUs });
  await call("Profiler.start");
  return {
    stop: async () => {
      const { profile } = await call("Profiler.stop");
      socket.close();
      if (!profile) throw new Error("the inspector gave no profile");
      return profile;
    },
  };
}

type Share = { readonly name: string; readonly ms: number };
export type ProfileSummary = {
  readonly busyMs: number;
  readonly idleMs: number;
  /** Time in the function itself. */
  readonly functions: readonly Share[];
  readonly places: readonly Share[];
  /** Time in functions of ours and in all they call. */
  readonly ours: readonly Share[];
};

export function summarise({ nodes, samples, timeDeltas }: Profile): ProfileSummary {
  const self = new Map<number, number>();
  for (const [index, node] of samples.entries())
    self.set(node, (self.get(node) ?? 0) + (timeDeltas[index] ?? 0) / 1000);

  const functions = new Map<string, number>();
  const places = new Map<string, number>();
  const ours = new Map<string, number>();
  const add = (to: Map<string, number>, name: string, ms: number) =>
    to.set(name, (to.get(name) ?? 0) + ms);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  let idleMs = 0;

  /** The time of a node and all below it; `above`: the functions of ours that wait for it, each counted once. */
  const walk = (node: ProfileNode, above: ReadonlySet<string>): number => {
    const { callFrame } = node;
    const name = nameOf(callFrame);
    const ms = self.get(node.id) ?? 0;
    if (callFrame.functionName === "(idle)") {
      idleMs += ms;
      return 0;
    }
    add(functions, name, ms);
    add(places, placeOf(callFrame), ms);
    const isOurs = /^(apps|packages)\//.test(pathOf(callFrame)) && !above.has(name);
    const inside = isOurs ? new Set([...above, name]) : above;
    let total = ms;
    for (const child of node.children ?? []) {
      const below = byId.get(child);
      if (below) total += walk(below, inside);
    }
    if (isOurs) add(ours, name, total);
    return total;
  };
  const [root] = nodes;
  const busyMs = root ? walk(root, new Set()) : 0;
  return { busyMs, idleMs, functions: most(functions), places: most(places), ours: most(ours) };
}

function most(times: ReadonlyMap<string, number>): readonly Share[] {
  return [...times]
    .map(([name, ms]) => ({ name, ms }))
    .filter(({ ms }) => ms > 0)
    .sort((one, other) => other.ms - one.ms);
}

/** From the checkout or from the package, whatever the machine's folders are. */
function pathOf({ url }: CallFrame): string {
  const inPackage = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\/(.*)$/.exec(url);
  if (inPackage) return `${inPackage[1]}/${inPackage[2]}`;
  return /\/((?:apps|packages|tools)\/.*)$/.exec(url)?.[1] ?? url;
}

function nameOf(frame: CallFrame): string {
  const named = frame.functionName || "(anonymous)";
  return frame.url ? `${named}  ${pathOf(frame)}:${frame.lineNumber + 1}` : named;
}

/** A module of ours, a package, or Node. */
function placeOf(frame: CallFrame): string {
  if (!frame.url) return frame.functionName.startsWith("(") ? frame.functionName : "(native)";
  if (frame.url.startsWith("node:")) return "node";
  const path = pathOf(frame);
  if (frame.url.includes("/node_modules/"))
    return path
      .split("/")
      .slice(0, path.startsWith("@") ? 2 : 1)
      .join("/");
  return (
    /^(apps\/server\/src\/modules\/[a-z]+|apps\/server\/src\/[a-z]+|[a-z]+\/[a-z]+)/.exec(
      path,
    )?.[1] ?? path
  );
}
