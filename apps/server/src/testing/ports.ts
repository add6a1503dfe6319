import { type AddressInfo, createServer, type Server } from "node:net";

/** A port nobody listens to. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Tens of ports, below those that systems give to whoever asks for any, and a port for each ten that says it is taken. */
const firstOfAll = 20_000;
const tens = 1_200;
const firstSign = 18_000;

/**
 * The first of `count` neighbouring ports that nobody listens to. They stay this process's until it ends: what it starts listens to
 * them later, and starts again, and another test must not find them free meanwhile. A port held in their sign's place says so, and
 * goes with the process however it ends.
 */
export async function freePorts(count: number): Promise<number> {
  const width = Math.ceil(count / 10);
  for (let attempt = 0; attempt < 50; attempt++) {
    const ten = Math.floor(Math.random() * (tens - width));
    const first = firstOfAll + 10 * ten;
    const signs = await held(Array.from({ length: width }, (_, index) => firstSign + ten + index));
    const free = signs && (await held(Array.from({ length: count }, (_, index) => first + index)));
    await Promise.all((free ?? []).map((server) => new Promise((done) => server.close(done))));
    if (free) {
      for (const sign of signs) sign.unref();
      return first;
    }
    for (const sign of signs ?? []) sign.close();
  }
  throw new Error("no free ports");
}

/** All of these ports, listened to; or none. */
async function held(ports: readonly number[]): Promise<readonly Server[] | undefined> {
  const servers = await Promise.all(ports.map(listening));
  const got = servers.filter((server) => server !== undefined);
  if (got.length === ports.length) return got;
  for (const server of got) server.close();
  return undefined;
}

function listening(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}
