import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemRandom } from "#platform/random";
import { testDatabase } from "#platform/testing";
import { instant } from "#platform/time";
import { sandboxEidClient, startSandboxEid } from "../sandbox/eid/eid.ts";
import { openWalletPki, sandboxWallet } from "../sandbox/wallet/pki.ts";
import type { Place } from "./driver.ts";
import { freePorts } from "./ports.ts";
import { startCluster } from "./servers.ts";
import type { WholeServer } from "./whole.ts";

/**
 * Two server processes on one database, met as one server: each request goes to the other one than the request before, so of
 * thirty at once each process has fifteen. The outside parties (card authority, eID, wallet) are one for both, as they would be.
 */
export type Pair = WholeServer & {
  readonly desk: Place;
  readonly card: Place;
  readonly pids: readonly number[];
};

export async function startPair(settings: Readonly<Record<string, string>> = {}): Promise<Pair> {
  const database = await testDatabase();
  const folder = await mkdtemp(join(tmpdir(), "aval-pair-"));
  const dataDir = join(folder, "shared");
  const first = await freePorts(20);
  const close = async () => {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const outside = await partiesOf(dataDir, first);
    const eid = await startSandboxEid({
      ...{ issuer: outside.AVAL_EID_ISSUER, port: first + 8, host: "127.0.0.1" },
      callback: `http://phone.localhost:${first + 1}/enrol/eid`,
    });
    const cluster = await startCluster(["one", "two"], {
      given: { folder, urls: database.urls },
      firstPort: first,
      settings: { ...outside, ...settings },
    });
    let turn = 0;
    /** Its port is another at each look. */
    const alternating = (offset: number, name: string): Place => ({
      get port() {
        return first + offset + 10 * (turn++ % 2);
      },
      host: `${name}localhost:${first + offset}`,
    });
    return {
      issuer: alternating(0, ""),
      phone: alternating(1, "phone."),
      desk: alternating(2, "desk."),
      card: alternating(7, "card."),
      database,
      dataDir,
      lines: [],
      pids: cluster.nodes.map((node) => node.pid()),
      stop: async () => {
        await cluster.close();
        await eid.close();
        await close();
      },
    };
  } catch (fault) {
    await close();
    throw fault;
  }
}

/** The sandbox's eID and wallet, both at the first node's neighbours: in this process, and in neither server's. */
async function partiesOf(dataDir: string, port: number) {
  const now = instant(Date.now());
  const wallet = await sandboxWallet({ dataDir, port }, now, systemRandom);
  const { verifier } = await openWalletPki({ dataDir }, now, systemRandom);
  return {
    AVAL_EID_ISSUER: `http://eid.localhost:${port + 8}`,
    AVAL_EID_CLIENT_ID: sandboxEidClient.id,
    AVAL_EID_CLIENT_SECRET: sandboxEidClient.secret,
    AVAL_WALLET_TRUST: wallet.trust,
    AVAL_WALLET_CERT: wallet.certificate,
    AVAL_WALLET_KEY: verifier.key,
    AVAL_WALLET_ADDRESS: wallet.address,
  };
}
