import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { machineClock } from "#platform/clock";
import { readConfig } from "#platform/config";
import { systemRandom } from "#platform/random";
import { hours } from "#platform/time";
import { openWalletPki, walletOrigin } from "../sandbox/wallet/pki.ts";
import { startWallet } from "../sandbox/wallet/program.ts";
import { sandboxPeople } from "../testing/driver.ts";
import { advanceServer } from "../testing/inserted-card.ts";
import { startWhole, type WholeServer } from "../testing/whole.ts";
import { phoneCommand, type PhoneValues } from "./command.ts";

// A first phone by the sandbox's identity wallet, as `aval sandbox wallet` runs it: its own program, its own port, its own keys.

let server: WholeServer;
let folder: string;
before(async () => {
  server = await startWhole();
  folder = await mkdtemp(join(tmpdir(), "aval-phone-wallet-"));
});
after(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function phone(action: string, values: PhoneValues) {
  let out = "";
  const given = {
    state: join(folder, "phone.json"),
    server: `http://127.0.0.1:${server.phone.port}`,
    json: true,
  };
  const status = await phoneCommand({ ...given, ...values }, [action], {
    stdout: { write: (text: string) => (out += text) },
    stderr: { write: () => true },
    stdin: (async function* () {})(),
    env: {},
  });
  return { status, told: JSON.parse(out) as Record<string, unknown> };
}

test("a wallet brings a first phone, which says its level and hour and is active a day later; without a wallet that is said", async () => {
  const [nationalId] = await sandboxPeople(server.issuer);
  assert.ok(nationalId);
  const values = { as: nationalId, pin: "246813", via: "wallet" };
  const alone = await phone("enrol", values);
  assert.deepEqual([alone.status, alone.told["error"]], [1, "phone_no_wallet"]);

  const config = readConfig({
    AVAL_PORT: String(server.issuer.port),
    AVAL_DATA_DIR: server.dataDir,
  });
  assert.ok(config.ok);
  const origin = walletOrigin(config.value);
  const pki = await openWalletPki(config.value, machineClock.now(), systemRandom);
  const port = Number(new URL(origin).port);
  const wallet = await startWallet({
    port,
    origin,
    pki,
    random: systemRandom,
    clock: machineClock,
  });
  try {
    const stranger = await phone("enrol", { ...values, as: "899799999999" });
    assert.equal(stranger.status, 1);
    const { status, told } = await phone("enrol", values);
    assert.equal(status, 0, JSON.stringify(told));
    assert.deepEqual([told["state"], told["level"]], ["cooling", "full"]);
    await advanceServer(server, hours(24.1));
    assert.equal((await phone("activate", { pin: "246813" })).told["state"], "active");
  } finally {
    await wallet.close();
  }
});
