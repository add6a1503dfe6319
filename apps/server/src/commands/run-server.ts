import { setTimeout as delay } from "node:timers/promises";
import { type Config, describeConfig } from "#platform/config";
import { type Running, type StartOptions, start } from "../main.ts";
import type { Io } from "./io.ts";
import { awaitStop } from "./signals.ts";

/** A stop that takes longer than this is ended as it stands: whoever asked for it does not wait. */
const stopPatienceMs = 5_000;

/** What each address is, French first. */
const names: Readonly<Record<string, string>> = {
  issuer: "Émetteur OpenID / OpenID issuer",
  account: "Mon accès / my access",
  people: "Personnes / people",
  phone: "Authentificateur / authenticator",
  console: "Console du personnel / staff console",
  simulator: "Simulateur de téléphone / phone simulator",
  register: "Registre de démonstration / demo register",
  results: "Résultats de tests / demo test results",
  pharmacy: "Logiciel de pharmacie / pharmacy program",
  card: "Carte à puce / smart card",
  mail: "Courrier retenu / caught mail",
};

/** Serves until a signal, or until whoever started us is gone. */
export async function runServer(
  config: Config,
  options: StartOptions,
  io: Io,
  asJson: boolean,
): Promise<number> {
  const { asked, letGo } = awaitStop();
  if (!asJson) for (const line of describeConfig(config)) io.err(line);
  const running = await start(config, options).catch((fault: unknown) => {
    // A server that does not start must give the terminal back.
    letGo();
    throw fault;
  });
  show(running, config, io, asJson);
  await asked;
  if (!asJson) io.err("Arrêt… / Stopping…");
  const isDone = await Promise.race([
    running.stop().then(() => true),
    delay(stopPatienceMs, false),
  ]);
  // What still holds the process open after this is not worth waiting for.
  process.exit(isDone ? 0 : 1);
}

function show({ addresses }: Running, config: Config, io: Io, asJson: boolean): void {
  if (asJson) {
    io.out(
      JSON.stringify({
        ready: true,
        mode: config.mode,
        addresses: Object.fromEntries(addresses.map((one) => [one.name, one.url])),
      }),
    );
    return;
  }
  const width = Math.max(...addresses.map(({ name }) => (names[name] ?? name).length));
  io.out("");
  io.out(
    config.mode === "sandbox"
      ? "Aval, bac à sable : prêt. / Aval, sandbox: ready."
      : "Aval : prêt. / Aval: ready.",
  );
  io.out("");
  for (const { name, url } of addresses) io.out(`  ${(names[name] ?? name).padEnd(width)}  ${url}`);
  io.out("");
  io.out("Ctrl-C pour arrêter. / Ctrl-C to stop.");
}
