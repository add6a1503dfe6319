import { machineClock as clock } from "#platform/clock";
import { systemRandom } from "#platform/random";
import { openWalletPki, walletOrigin } from "../sandbox/wallet/pki.ts";
import { startWallet } from "../sandbox/wallet/program.ts";
import { readArguments } from "./arguments.ts";
import type { Command } from "./io.ts";
import { requiredConfig, requireSandbox } from "./settings.ts";
import { awaitStop } from "./signals.ts";

export const command: Command = {
  usage: `aval sandbox wallet [--json]

Runs an identity wallet beside the sandbox, until Ctrl-C: a program apart that speaks OpenID4VP and holds an identity credential for
everybody the sandbox begins with. A new phone goes to it by "Avec mon portefeuille d'identité".

  --json  prints {url} once it listens`,
  run: async (argv, io) => {
    const { values } = readArguments(argv, { json: { type: "boolean", default: false } });
    requireSandbox(io);
    const config = requiredConfig(io);
    const pki = await openWalletPki(config, clock.now(), systemRandom);
    const origin = walletOrigin(config);
    const port = Number(new URL(origin).port);
    const wallet = await startWallet({ port, origin, pki, random: systemRandom, clock });
    io.out(values.json ? JSON.stringify({ url: origin }) : `portefeuille / wallet: ${origin}`);
    const stop = awaitStop();
    await stop.asked;
    stop.letGo();
    await wallet.close();
    return 0;
  },
};
