/**
 * The PIN program: counts the tries of each phone's personal code and evaluates it blindly (RFC 9497, P-256, verifiable).
 *
 * It never sees a code, and what it answers lets nobody tell a right one from a wrong one. It counts a try **before** it
 * evaluates, disables a phone at the tenth without success, and sets a count back only for a decision whose signatures
 * it has verified itself, with the keys the phone gave it. So a guess always costs a counted call signed by the phone.
 *
 * It is a program apart: it imports `platform` and the protocol only, logs in to the database as a role that sees
 * nothing but schema `pin`, and holds a key file the server never reads. In the sandbox it runs inside the server's
 * process, the evaluations on threads of their own; in production it is `aval pin-service`, reached by `AVAL_PIN_URL`.
 *
 * Against whom (law 8):
 *
 * - who reads the database, or a phone's storage, or both: no candidate can be told from another (P-36 to P-38);
 * - who writes to the database: every counter carries a MAC under the key file, and a counter put back from an older
 *   state is seen by the journal beside it (`journal.ts`), or, where that is lost, keeps one try;
 * - a stranger: without the phone's key nothing is counted (P-57), without an announcement by the server nothing stored.
 *
 * Not against: who holds the key file and a phone's storage can try every code; who ships the page can take the code.
 *
 * The folder `<key file>.state` must never be restored from a backup, the key file must have a copy elsewhere.
 * Source: facts/attacks-and-properties 5.4, P-32, P-33, P-36 to P-39, P-57.
 */
import { availableParallelism } from "node:os";
import type { DeviceId, MultiSigned } from "@aval/protocol";
import type { FastifyInstance } from "fastify";
import { lifetimes } from "#lifetimes";
import type { AnyTables, Database } from "#platform/database";
import { Halt } from "#platform/halt";
import type { Log } from "#platform/log";
import type { Random } from "#platform/random";
import { announce, type Confirmation, type Count, confirm, count, retire } from "./confirm.ts";
import { createEvaluator } from "./evaluator.ts";
import type { PinDeps } from "./hold.ts";
import { openJournal } from "./journal.ts";
import { openKeyFile } from "./key-file.ts";
import type { ConfirmPurpose } from "./message.ts";
import { replace } from "./renew.ts";
import { type OnDisabled, phoneRoutes } from "./routes.ts";
import { createSeal, type Seal } from "./seal.ts";
import * as store from "./store.ts";
import { createTurns } from "./turns.ts";

export type { Confirmation, Count } from "./confirm.ts";
export type { PinDeps } from "./hold.ts";
export type { ConfirmPurpose } from "./message.ts";
export { connectPinService } from "./remote.ts";
export type { OnDisabled } from "./routes.ts";
export type { PinTables } from "./store.ts";

/** What the server has of the PIN program, in its own process or over HTTP. A program out of reach makes calls throw. */
export type Pin = {
  /** Before a phone may register: this id is the phone's with this installation key (RFC 7638 thumbprint). */
  readonly announce: (device: DeviceId, ikThumbprint: string) => Promise<void>;
  /** Whether a decision or an activation was signed with the right code, after the latest evaluation; if so its count is set back. */
  readonly confirm: (
    device: DeviceId,
    signed: MultiSigned,
    purpose: ConfirmPurpose,
  ) => Promise<Confirmation>;
  /** Whether a change of code was signed by the old one and the new: from then on the new one counts, and the count is set back. */
  readonly replace: (device: DeviceId, signed: MultiSigned) => Promise<Confirmation>;
  /** How many tries a phone has left, and by which key and code, without any effect. Throws for one that has no genuine row. */
  readonly count: (device: DeviceId) => Promise<Count>;
  /** Forgets a phone's keys for good. False when it had none. */
  readonly retire: (device: DeviceId) => Promise<boolean>;
  /** Mounts `POST /pin/register`, `/pin/commit`, `/pin/renew` and `/pin/evaluate`. `onDisabled` must bear being told twice. */
  readonly routes: (app: FastifyInstance, onDisabled?: OnDisabled) => void;
  /** Whether a code could be evaluated now. */
  readonly isReady: () => Promise<boolean>;
  readonly close: () => Promise<void>;
};

export type PinServiceOptions = {
  /** As the pin role, schema `pin`. */
  readonly db: Database<AnyTables>;
  /** `AVAL_PIN_KEY_FILE`. The journal is kept beside it, in `<key file>.state`. */
  readonly keyFile: string;
  /** Makes the key file when it is absent, for a database that has no counter: sandbox, tests, `aval init`. */
  readonly makeKeyFile: boolean;
  readonly random: Random;
  readonly log: Log;
  /** Threads that evaluate: about 90 evaluations a second each. Default: all processors but one. */
  readonly threads?: number;
};

/** The PIN program in this process, with its face for phones and what its own HTTP face needs. */
export async function createPinService(
  options: PinServiceOptions,
): Promise<Pin & { readonly deps: PinDeps }> {
  const db: Database<store.PinTables> = options.db;
  const some = await store.sample(db, 100);
  // A new key file beside old counters would lock every holder out without a word.
  const seal = createSeal(
    await openKeyFile({
      ...options,
      path: options.keyFile,
      make: options.makeKeyFile && some.length === 0,
    }),
  );
  refuseOtherKeyFile(seal, some, options.keyFile);

  const journal = await openJournal(`${options.keyFile}.state`, options.random);
  const evaluator = createEvaluator(options.threads ?? Math.max(1, availableParallelism() - 1));
  const deps: PinDeps = {
    db,
    random: options.random,
    log: options.log,
    seal,
    journal,
    evaluator,
    turns: createTurns(),
  };
  const sweeping = setInterval(() => {
    store.sweep(db).catch((fault: unknown) => options.log.error("pin_sweep_failed", fault));
  }, lifetimes.messageMemory);
  sweeping.unref();

  return {
    deps,
    announce: (device, ikThumbprint) => announce(deps, device, ikThumbprint),
    confirm: (device, signed, purpose) => confirm(deps, device, signed, purpose),
    replace: (device, signed) => replace(deps, device, signed),
    count: (device) => count(deps, device),
    retire: (device) => retire(deps, device),
    routes: (app, onDisabled) => phoneRoutes(app, deps, onDisabled),
    isReady: () =>
      store.readNow(db).then(
        () => true,
        () => false,
      ),
    close: async () => {
      clearInterval(sweeping);
      await evaluator.close();
      await journal.close();
    },
  };
}

function refuseOtherKeyFile(seal: Seal, some: readonly store.Stored[], path: string): void {
  if (some.length === 0 || some.some(({ counter, mac }) => seal.isGenuine(counter, mac))) return;
  throw new Halt(
    `Le fichier de clé ${path} n'est pas celui de cette base : aucun compteur du service PIN n'est authentique.`,
    `The key file ${path} is not the one of this database: no counter of the PIN service is genuine.`,
  );
}
