import { createServer, type IncomingMessage, type Server } from "node:http";
import { type Kept, judge, type Verdict } from "./judge.ts";
import { keep, keepFork, readKept } from "./kept.ts";
import type { NoteKey } from "../../apps/server/src/modules/audit/signed-note.ts";

const requestMax = 64 * 1024;

/** Answers `POST …/add-checkpoint`, one request after the other: of two at once the second sees what the first kept. */
export function serveWitness(given: {
  readonly folder: string;
  readonly logs: readonly NoteKey[];
  readonly cosign: (body: string) => string;
  readonly nowSeconds: () => number;
  readonly tell: (line: string) => void;
}): Server {
  const { folder, logs, cosign, nowSeconds, tell } = given;
  const keptOf = (origin: string): Kept | undefined => readKept(folder, origin);
  let turn: Promise<unknown> = Promise.resolve();
  const answered = async (request: string): Promise<Verdict> => {
    const verdict = judge(request, { logs, keptOf, cosign });
    if (verdict.keep) await keep(folder, verdict.keep.origin, verdict.keep.kept);
    if (verdict.fork) {
      const path = await keepFork(folder, { ...verdict.fork, at: nowSeconds() });
      tell(`FORK ${verdict.fork.origin}: signed, and not the log that was kept. ${path}`);
    } else tell(`${verdict.status} ${verdict.body.split("\n")[0] ?? ""}`);
    return verdict;
  };
  return createServer((request, response) => {
    const isAsked = request.method === "POST" && request.url?.endsWith("/add-checkpoint") === true;
    if (!isAsked) return void response.writeHead(404).end();
    const mine = turn.then(() => textOf(request)).then(answered);
    turn = mine.catch(() => undefined);
    mine.then(
      ({ status, body }) =>
        response
          .writeHead(status, {
            "content-type": status === 409 ? "text/x.tlog.size" : "text/plain; charset=utf-8",
          })
          .end(body),
      () => response.writeHead(400).end(),
    );
  });
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > requestMax) throw new Error("too long");
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}
