import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { silentLog } from "#platform/log";
import { Secret } from "#platform/secret";
import { startPinService } from "./main.ts";
import { freePort } from "../testing/ports.ts";
import { openTrial } from "./testing/trial.ts";

const run = promisify(execFile);
const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;
const port = await freePort();

function statusOf(ca: Buffer, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const question = request({ host: "127.0.0.1", port, path, ca }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    question.on("error", reject);
    question.end();
  });
}

test("beyond its machine the PIN program speaks TLS to whoever knows its certificate, and nothing else", {
  skip: hasOpenssl ? false : "no openssl to make a certificate with",
  timeout: 60_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), "aval-pin-tls-"));
  const trial = await openTrial();
  try {
    await trial.start();
    const [certFile, keyFile] = [join(folder, "cert.pem"), join(folder, "key.pem")];
    const words = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=pin -addext subjectAltName=IP:127.0.0.1 -keyout ${keyFile} -out ${certFile}`;
    await run("openssl", words.split(" "));
    const cert = await readFile(certFile);
    const program = await startPinService({
      databaseUrl: trial.database.pinUrl,
      keyFile: trial.keyFile,
      makeKeyFile: false,
      secret: new Secret("x".repeat(32)),
      host: "127.0.0.1",
      port,
      log: silentLog,
      threads: 1,
      tls: { cert, key: await readFile(keyFile) },
    });
    try {
      assert.equal(program.url, `https://127.0.0.1:${port}`);
      assert.equal(await statusOf(cert, "/healthz"), 200);
      assert.equal(await statusOf(cert, "/readyz"), 200);
      await assert.rejects(fetch(`https://127.0.0.1:${port}/healthz`), "by nobody's authority");
      await assert.rejects(fetch(`http://127.0.0.1:${port}/healthz`));
    } finally {
      await program.close();
    }
  } finally {
    await trial.close();
    await rm(folder, { recursive: true, force: true });
  }
});
