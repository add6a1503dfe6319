import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ProfessionalId } from "@aval/protocol";
import { createApprovals } from "#modules/approvals";
import { createAudit } from "#modules/audit";
import { answerWindow } from "#modules/cases";
import { createDevices } from "#modules/devices";
import type { Directory } from "#modules/directory";
import { createInstallations } from "#modules/installations";
import { createLimits } from "#modules/limits";
import { createAsker, createLogin } from "#modules/login";
import { createPasskeyAsker, createPasskeys, readStatements } from "#modules/passkeys";
import { createBells, createPlaces, type Where } from "#modules/places";
import { createSessions } from "#modules/sessions";
import { networkOf } from "#modules/signals";
import { createSoftware, type Registration } from "#modules/software";
import { createReceiving, createStreams, streamRoutes, toldBy } from "#modules/streams";
import { databaseClock, machineClock } from "#platform/clock";
import { type AnyTables, type Database, transact } from "#platform/database";
import { createApp } from "#platform/http";
import type { Keys } from "#platform/keys";
import { type Log, silentLog } from "#platform/log";
import { systemRandom } from "#platform/random";
import { createPost, createPostForm } from "#platform/outbound";
import { createWakes } from "#platform/wakes";
import { announceEnd, createProvider, paths } from "../index.ts";
import { directoryOf } from "./people.ts";

export type WorldOptions = {
  readonly db: Database<AnyTables>;
  /** The provider's own pool, when a test breaks it. */
  readonly providerDb?: Database<AnyTables>;
  readonly keys: Pick<Keys, "openid" | "secrets">;
  /** Where the provider says it is; by default where it listens. Another process may be there. */
  readonly origin?: string;
  /** National ids of people the registers no longer list. */
  readonly gone?: ReadonlySet<string>;
  readonly mode?: "sandbox" | "production";
  readonly log?: Log;
  /** Metadata statements of the authenticators whose hardware counts. */
  readonly statements?: readonly object[];
};

export type World = Awaited<ReturnType<typeof providerOn>>;

/**
 * A provider on loopback, over the real modules below it. Two things are the test's: the PIN program always says yes, and
 * every browser stands where `place` says, unless it is told to say nothing: then it is as its places were made and aged.
 */
export async function providerOn(options: WorldOptions) {
  const { db, keys, log = silentLog, mode = "sandbox" } = options;
  const random = systemRandom;
  const clock = await databaseClock(db);
  const place: { where: Where | undefined; isShared: boolean } = {
    where: "own_place",
    isShared: false,
  };

  const audit = createAudit({ clock, random, appended: toldBy({ clock, random }) });
  const limits = createLimits();
  const directory = directoryOf(options.gone) as Directory;
  const software = createSoftware({ db, random, audit });
  const devices = createDevices({
    db,
    clock,
    random,
    audit,
    limits,
    pin: {
      confirm: async () => ({ ok: true as const }),
      count: async () => ({ triesLeft: 10, disabled: false }),
    },
  });
  // What stops hold for everybody here: nothing, unless a test says so.
  const held = new Set<string>();
  const stops = {
    keepOpen: async (_tx: unknown, _holder: unknown, act: string) => !held.has(act),
    toldOnPlace: async () => undefined,
    isStopped: async (_db: unknown, _holder: unknown, act: string) => held.has(act),
  };
  const real = createPlaces({
    db,
    lookups: db,
    clock,
    random,
    audit,
    devices,
    directory,
    networkOf,
    mayJoin: (tx, professional) => stops.keepOpen(tx, professional, "join"),
    closeSessions: async (tx, on, reason) => {
      if (reason === "place_ended") await installations.endOn(tx, on);
      await sessions.closeThose(tx, on, reason);
    },
    closeKnown: async (tx, browser, reason) => {
      await sessions.closeKnown(tx, browser, reason);
    },
    softwareAt: (browser) => installations.softwareAt(browser),
    made: async () => undefined,
  });
  const places: typeof real = {
    ...real,
    standing: async (on) =>
      place.where ? { where: place.where, isShared: place.isShared } : real.standing(on),
    keepOwn: async (tx, on) =>
      place.where?.startsWith("own_place")
        ? { where: place.where, isShared: place.isShared }
        : real.keepOwn(tx, on),
    keepKnown: async (tx, on) => place.where !== undefined || real.keepKnown(tx, on),
    at: async (browser) => (place.where ? { where: place.where, people: [] } : real.at(browser)),
    used: async (tx, given) => (await real.used(tx, given)) || place.where !== undefined,
  };
  const bells = createBells({
    db,
    clock,
    random,
    audit,
    limits,
    devices,
    software,
    mayJoin: (tx, professional) => stops.keepOpen(tx, professional, "join"),
    mayRing: (tx, professional) => stops.keepOpen(tx, professional, "ring"),
    enteredOn: (tx, on) => sessions.enteredOn(tx, on),
    wake: () => undefined,
  });
  const asker = createAsker({
    ...{ db, directory, software, stops, places, bells },
    passkeys: { proven: (...given) => passkeys.proven(...given) },
    installations: { linked: (...given) => installations.linked(...given) },
  });
  const passkeyAsker = createPasskeyAsker({ directory, places, stops, brand: "Aval" });
  const approvals = createApprovals({
    db,
    clock,
    random,
    audit,
    limits,
    devices,
    stops,
    asker: (kind) => (kind === "passkey" ? passkeyAsker : asker),
    signContext: async (context) => JSON.stringify(context),
    isCalled: async () => false,
    networkOf,
    settled: (approval) => login.settled(approval),
  });
  const sessions = createSessions({ db, clock, random, audit, ended: announceEnd });
  const port = await freePort();
  const here = `http://localhost:${port}`;
  const origin = options.origin ?? here;
  const origins = { login: origin, authenticator: "http://phone.localhost:4401" };
  const wakes = createWakes(db, 100);
  const installations = createInstallations({
    db,
    clock,
    random,
    audit,
    devices,
    software,
    stops,
    notices: { tell: async () => undefined },
    sessions,
    places,
    networkOf,
  });
  const passkeys = createPasskeys({
    ...{ db, clock, random, audit, limits, devices, directory, places, stops, approvals, origin },
    lookups: db,
    notices: { tell: async () => undefined },
    statements: readStatements(JSON.stringify(options.statements ?? [])),
    phoneOrigin: "http://phone.localhost:4401",
    brand: "Aval",
    closeSessions: async (tx, of) => {
      await sessions.closeThose(tx, of, "passkey_ended");
    },
  });
  const told: { event: string; about: string }[] = [];
  const login = createLogin({
    db,
    clock,
    random,
    origins,
    audit,
    limits,
    devices,
    directory,
    software,
    approvals,
    sessions,
    stops,
    installations,
    wakes,
    notices: {
      tell: async (_tx, { event, about }) => void told.push({ event, about }),
    },
    passkeys,
    places,
    bells,
    broke: (fault) => log.error("ring_failed", fault),
  });

  const loginPages = await builtLoginPages();
  const provider = createProvider({
    config: {
      issuer: `${origin}/auth/realms/esante-wallet`,
      mode,
      brand: "Aval",
      origins,
    },
    db: options.providerDb ?? db,
    clock,
    machine: machineClock,
    random,
    keys,
    directory,
    software,
    sessions,
    login,
    installations,
    audit,
    post: createPostForm({ allowsPrivate: true }),
    log,
    loginPages,
  });
  const issuer = `${origin}/auth/realms/esante-wallet`;
  const signalWakes = createWakes(db, 100);
  const streams = createStreams({
    ...{ db, random, audit, keys, software, log, issuer },
    subjectOf: provider.subjectOf,
    wakes: signalWakes,
    post: createPost({ allowsPrivate: true }),
  });
  const receiving = createReceiving({
    ...{ db, clock, audit, limits, software, sessions, issuer },
    personOf: async (service, sub) => {
      const nationalId = await provider.nationalIdOf(service, sub);
      // The directory of the tests knows one person by every number.
      const found = await db
        .selectFrom("session")
        .select("professional")
        .where("national_id", "=", nationalId ?? "")
        .executeTakeFirst();
      return found?.["professional"] as ProfessionalId | undefined;
    },
  });
  const app = createApp({ log, clock, hosts: [`localhost:${port}`, `127.0.0.1:${port}`] });
  provider.showRefusals(app);
  provider.routes(app);
  streamRoutes(app, {
    ...{ issuer, streams, callerOf: provider.callerOf, receive: receiving.receive },
    jwksUri: `${issuer}${paths.jwks}`,
    answerWindow: (...given) => answerWindow({ db, audit, random }, ...given),
  });
  await app.listen({ port, host: "127.0.0.1" });

  return {
    origin,
    /** Where this process listens, whatever it says. */
    here,
    issuer,
    audit,
    streams,
    signalWakes,
    db,
    clock,
    place,
    places,
    devices,
    approvals,
    passkeys,
    /** What sign-ins told their holders. */
    told,
    sessions,
    software,
    provider,
    held,
    login,
    installations,
    bells,
    limits,
    register: async (asked: Registration, secret = testSecret) => {
      const outcome = await transact(db, (tx) =>
        software.register(tx, asked, { by: "test", secret }),
      );
      if (!outcome.ok) throw new Error(outcome.refusal);
      return outcome.value.service;
    },
    close: async () => {
      await wakes.close();
      await signalWakes.close();
      await app.close();
      await Promise.all([provider.close(), streams.close()]);
      clock.stop();
      await rm(loginPages, { recursive: true });
    },
  };
}

/** What the clients of the tests know; a dump of the database must not. */
export const testSecret = "canary-secret-of-the-test-client-0123456789";

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function builtLoginPages(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "aval-login-"));
  await mkdir(join(folder, "assets"));
  await writeFile(
    join(folder, "index.html"),
    '<!doctype html><html lang="fr"><title>Connexion</title><script type="module" src="/login/assets/index-abc.js"></script>',
  );
  await writeFile(join(folder, "assets", "index-abc.js"), "export {};\n");
  return folder;
}
