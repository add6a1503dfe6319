import { createDecipheriv, createECDH, hkdfSync, randomBytes } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One message as a push service gets it, and what the worker that owns the keys reads in it. */
export type Carried = {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly clear: string;
};

/** How it answers: `hang` never does, and keeps the connection. */
export type Mood = "taken" | "gone" | "busy" | "hang";

/**
 * A push service on loopback, with a browser's worker behind it: each subscription has keys of its own, and what is posted to it is
 * decrypted by a decoder of ours, that shares no line with what encrypts (RFC 8291, RFC 8188).
 */
export async function startPushService() {
  const carried: Carried[] = [];
  const workers = new Map<string, Worker>();
  const held = new Set<ServerResponse>();
  let mood: Mood = "taken";
  const statuses = { taken: 201, gone: 410, busy: 503 } as const;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const path = request.url ?? "";
      const worker = workers.get(path);
      const clear = worker ? decrypt(Buffer.concat(chunks), worker) : "";
      carried.push({ path, headers: request.headers, clear });
      if (mood === "hang") held.add(response);
      else response.writeHead(statuses[mood]).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    carried,
    /** Requests that wait for an answer that never comes. */
    held: () => held.size,
    behaves: (next: Mood) => {
      mood = next;
    },
    /** What `PushManager.subscribe` would give. */
    subscribe: () => {
      const worker = newWorker();
      const path = `/send/${randomBytes(12).toString("base64url")}`;
      workers.set(path, worker);
      return {
        endpoint: origin + path,
        p256dh: worker.open.toString("base64url"),
        auth: worker.auth.toString("base64url"),
      };
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export type PushService = Awaited<ReturnType<typeof startPushService>>;

type Worker = { readonly key: ReturnType<typeof createECDH>; open: Buffer; readonly auth: Buffer };

function newWorker(): Worker {
  const key = createECDH("prime256v1");
  return { key, open: key.generateKeys(), auth: randomBytes(16) };
}

const derive = (secret: Buffer, salt: Buffer, info: Buffer | string, length: number) =>
  Buffer.from(hkdfSync("sha256", secret, salt, info, length));

/** One record: salt (16), record size (4), length of the sender's key and the key; then AES-128-GCM. RFC 8188 2.1, RFC 8291 3.4. */
function decrypt(message: Buffer, { key, open, auth }: Worker): string {
  const salt = message.subarray(0, 16);
  const sender = message.subarray(21, 21 + message.readUInt8(20));
  const sealed = message.subarray(21 + sender.length);
  const context = Buffer.concat([Buffer.from("WebPush: info\0"), open, sender]);
  const input = derive(key.computeSecret(sender), auth, context, 32);
  const content = derive(input, salt, "Content-Encoding: aes128gcm\0", 16);
  const nonce = derive(input, salt, "Content-Encoding: nonce\0", 12);
  const opened = createDecipheriv("aes-128-gcm", content, nonce);
  opened.setAuthTag(sealed.subarray(-16));
  const padded = Buffer.concat([opened.update(sealed.subarray(0, -16)), opened.final()]);
  const end = padded.lastIndexOf(2);
  if (end < 0 || padded.subarray(end + 1).some((byte) => byte !== 0)) throw new Error("no end");
  return padded.subarray(0, end).toString();
}
