import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Server as CardServer } from "node:https";
import type { Socket } from "node:net";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startPharmacy } from "@aval/demo/pharmacy";
import { startRegister } from "@aval/demo/register";
import { type DeviceId, isId, type Json, purposes, signCompact } from "@aval/protocol";
import type { FastifyInstance } from "fastify";
import { createAccount, type Account, doorOf, wantsMoreTime } from "#modules/account";
import { type Approvals, approvalRoutes, createApprovals } from "#modules/approvals";
import { type Audit, type CheckpointSigner, createAudit } from "#modules/audit";
import { developerRoutes } from "#modules/developer";
import { createDevices, type Devices } from "#modules/devices";
import { createDirectory } from "#modules/directory";
import { createEnrolment, type Enrolment, enrolmentRoutes } from "#modules/enrolment";
import { createFhir, type Fhir } from "#modules/fhir";
import { createInstallations, installationRoutes } from "#modules/installations";
import { createLimits, type Limits } from "#modules/limits";
import { type Cards, cardPhoneRoutes, createCards, reopenPath } from "#modules/cards";
import {
  createAsker,
  createLogin,
  createUpstream,
  type Login,
  searchRoutes,
  thisPhoneRoutes,
} from "#modules/login";
import {
  createPasskeyAsker,
  createPasskeys,
  type Passkeys,
  passkeyPageRoutes,
  passkeyPhoneRoutes,
  readStatements,
} from "#modules/passkeys";
import {
  type Bells,
  bellRoutes,
  createBells,
  createLocums,
  createPlaces,
  createWorkstations,
  type Locums,
  locumRoutes,
  type Places,
  placeRoutes,
  type Workstations,
  workstationRoutes,
} from "#modules/places";
import { assets, announceEnd, createProvider, paths, type Provider } from "#modules/provider";
import { createHolderSessions, createSessions, sessionRoutes } from "#modules/sessions";
import {
  createNotices,
  createPushes,
  type Notices,
  noticeRoutes,
  type Pushes,
  pushRoutes,
} from "#modules/notices";
import { networkOf } from "#modules/signals";
import { createIdentityProviders, createSoftware } from "#modules/software";
import { createStaff } from "#modules/staff";
import { createStops, stopRoutes } from "#modules/stops";
import { smtpMailer } from "#platform/mail";
import type { Config } from "#platform/config";
import { type AnyTables, type Database, transact } from "#platform/database";
import { answerUnreadable, createApp, serverSettings } from "#platform/http";
import type { Keys } from "#platform/keys";
import type { Log } from "#platform/log";
import type { Metrics } from "#platform/metrics";
import { createFetch, createPost, createPostForm } from "#platform/outbound";
import { describeRoutes } from "#platform/openapi";
import type { ProbeCheck } from "#platform/probes";
import { createPush } from "#platform/push";
import type { Random } from "#platform/random";
import { createWakes } from "#platform/wakes";
import { type Clock, type Duration, minutes, ms, seconds } from "#platform/time";
import { lifetimes, limits as bounds } from "#lifetimes";
import manifest from "../package.json" with { type: "json" };
import { type CardHost, createCardApp, openCardHost } from "./card-host.ts";
import { deviceApiRoutes } from "./device-api.ts";
import { phoneOriginRoutes } from "./phone-origin.ts";
import type { Pin } from "./pin/index.ts";
import { sandboxAuthenticators } from "./sandbox/authenticators.ts";
import { catchMail, caughtMailRoutes } from "./sandbox/mail.ts";
import { people } from "./sandbox/people.ts";
import { cardRevocationRoutes } from "./sandbox/card-revocation.ts";
import { sandboxRoutes } from "./sandbox/routes.ts";

/**
 * Every module, made once, in order of rank: what each needs is its parameters. Who answers for an approval's kind and who
 * reacts to what is in this file and nowhere else.
 */
export type WireDeps = {
  readonly config: Config;
  /** The server's pool, for what changes and what is asked inside a change. */
  readonly db: Database<AnyTables>;
  /** A pool for looking things up: a transaction of `db` that waits here can never wait for itself. */
  readonly lookups: Database<AnyTables>;
  /** A pool for services that read the directory: they wait for one another, and no sign-in for them. */
  readonly readers: Database<AnyTables>;
  readonly pin: Pin;
  readonly clock: Clock;
  readonly random: Random;
  readonly keys: Keys;
  readonly log: Log;
  /** Mounts the probes on an origin. */
  readonly probes?: (app: FastifyInstance) => void;
  /** Has the probes look at one thing more. */
  readonly addCheck?: (check: ProbeCheck) => void;
  readonly metrics?: Pick<Metrics, "answered" | "happened">;
};

export type Served = {
  /** Opens the ports. Returns the addresses to print. */
  listen(): Promise<readonly { readonly name: string; readonly url: string }[]>;
  close(): Promise<void>;
};

const dist = (app: string) => join(import.meta.dirname, "..", "..", app, "dist");

function createModules(
  deps: WireDeps,
  host: CardHost | undefined,
  statements: ReturnType<typeof readStatements>,
) {
  const { config, db, lookups, pin, clock, random, keys, log } = deps;
  const audit = createAudit({ clock, random, happened: deps.metrics?.happened });
  const limits = createLimits();
  const directory = createDirectory({ db: lookups, random, audit });
  const software = createSoftware({ db: lookups, random, audit });
  const staff = createStaff({ db: lookups });
  const devices = createDevices({ db, clock, random, audit, limits, pin });

  const stops = createStops({
    db,
    clock,
    random,
    audit,
    devices,
    made: async (tx, { id, professional, rule }, closes) => {
      const elsewhere = closes === "elsewhere";
      if (closes !== "none") await sessions.closeThose(tx, { professional, elsewhere }, "stopped");
      const event = rule === "block" ? "blocked" : "paused";
      await notices.tell(tx, { professional, event, about: id });
    },
    lifted: (tx, { id, professional }) =>
      notices.tell(tx, { professional, event: "reopened", about: id }),
    cardAddress: host && `${config.origins.card}${reopenPath}`,
  });
  const notices = createNotices({
    db,
    clock,
    random,
    audit,
    limits,
    directory,
    mailer: mailerOf(config, db),
    origin: config.origins.login,
    brand: config.brand,
    stopped: async (tx, { professional, event, about }) => {
      const phone = event === "phone_added" && isId("dev", about) ? about : undefined;
      if (phone) {
        await devices.suspend(tx, phone, professional);
        await sessions.closeThose(tx, { professional, device: phone }, "stopped");
        // Aged or not, they would go on opening and ringing for whoever had the phone.
        const made = { professional, device: phone };
        await places.endMadeBy(tx, made);
        await passkeys.endMadeBy(tx, made);
        await installations.endMadeBy(tx, made);
      }
      if (event === "place_made" && isId("plc", about))
        await places.endBy(tx, { place: about, professional, by: "alert" });
      if (isId("loc", about)) await locums.endBy(tx, { locum: about, professional, by: "alert" });
      if (event === "passkey_added" && isId("pky", about))
        await passkeys.endBy(tx, { passkey: about, professional, by: "alert" });
      if (event === "software_added" && isId("ins", about))
        await installations.endBy(tx, { id: about, professional, by: "alert" });
      if (event === "session_elsewhere" && isId("ses", about))
        await sessions.close(about, "stopped", tx);
      // Pressed a second time there is nothing new to pause, and what opened since closes all the same.
      if (!(await stops.pause(tx, professional, phone)))
        await sessions.closeThose(tx, { professional, elsewhere: true }, "stopped");
    },
  });

  const places = createPlaces({
    db,
    clock,
    random,
    audit,
    devices,
    directory,
    networkOf,
    mayJoin: (tx, professional) => stops.keepOpen(tx, professional, "join"),
    made: (tx, professional, about) =>
      notices.tell(tx, { professional, event: "place_made", about }),
    closeSessions: async (tx, on, reason) => {
      if (reason === "place_ended") await passkeys.endMadeOn(tx, on);
      await sessions.closeThose(tx, on, reason);
    },
    closeKnown: async (tx, browser, reason) => {
      await sessions.closeKnown(tx, browser, reason);
    },
  });
  const locums = createLocums({
    db,
    random,
    audit,
    limits,
    devices,
    directory,
    mayJoin: (tx, professional) => stops.keepOpen(tx, professional, "join"),
    closeSessions: async (tx, on, reason) => {
      await sessions.closeThose(tx, on, reason);
    },
    announced: async (tx, { host, professional, locum: about }) => {
      await notices.tell(tx, { professional: host, event: "locum_announced", about });
      await notices.tell(tx, { professional, event: "announced_as_locum", about, by: host });
    },
  });
  const pushes = createPushes({
    db,
    random,
    limits,
    devices,
    push: createPush({
      clock,
      signer: keys.pushSigner,
      post: createPost({ allowsPrivate: config.mode === "sandbox" }),
      subject: config.origins.login,
      allowsPrivate: config.mode === "sandbox",
      ttl: lifetimes.pushTtl,
      within: lifetimes.pushAnswer,
      token: lifetimes.pushToken,
    }),
    isQuiet: (tx, professional) => bells.isQuiet(tx, professional),
    broke: (fault) => log.error("push_failed", fault),
  });
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
    wake: (professional, ring) => pushes.wake(professional, ring),
  });
  const workstations = createWorkstations({
    db,
    clock,
    random,
    audit,
    staff,
    directory,
    secrets: () => keys.secrets("cookies"),
    recognise: places.recognise,
    closeKnown: async (tx, browser, reason) => {
      await sessions.closeKnown(tx, browser, reason);
    },
  });
  const asker = createAsker({
    ...{ db, directory, software, stops, places, bells },
    passkeys: { proven: (...given) => passkeys.proven(...given) },
  });
  const passkeyAsker = createPasskeyAsker({ directory, places, stops, brand: config.brand });
  const approvals = createApprovals({
    db,
    clock,
    random,
    audit,
    limits,
    devices,
    stops,
    wantsMoreTime,
    // Whoever asks for an approval is named here.
    asker: (kind) => (kind === "passkey" ? passkeyAsker : asker),
    signContext: (context) =>
      signCompact(context as unknown as Json, purposes.context, keys.signer("context")),
    networkOf,
    settled: (approval) => login.settled(approval),
  });
  const sessions = createSessions({ db, clock, random, audit, ended: announceEnd });
  const wakes = createWakes(db, bounds.cibaHeld);
  const installations = createInstallations({
    db,
    random,
    audit,
    devices,
    software,
    stops,
    notices,
    sessions,
  });
  const enrolment = createEnrolment({
    db,
    clock,
    random,
    audit,
    limits,
    devices,
    directory,
    staff,
    stops,
    notices,
    pin,
  });
  const cards =
    host &&
    createCards({
      db,
      clock,
      random,
      audit,
      directory,
      software,
      authorities: host.authorities,
      revocation: host.revocation,
      origin: config.origins.card,
      stops,
      receive: devices.receive,
      closeSessions: (tx, professional) =>
        sessions.closeThose(tx, { professional, proof: "card" }, "card_reported"),
    });
  const passkeys = createPasskeys({
    db,
    clock,
    random,
    audit,
    limits,
    devices,
    directory,
    places,
    stops,
    approvals,
    notices,
    statements,
    origin: config.origins.login,
    brand: config.brand,
    closeSessions: async (tx, of) => {
      await sessions.closeThose(tx, of, "passkey_ended");
    },
  });
  const upstream = createUpstream({
    db,
    random,
    providers: createIdentityProviders({ db: lookups, audit }),
    directory,
    software,
    key: () => keys.openid().current,
    fetch: createFetch({ allowsPrivate: config.mode === "sandbox" }),
    callback: `${config.origins.login}/login/establishment`,
    isOurs: (service) => doorOf(service) !== undefined,
  });
  const login = createLogin({
    upstream,
    cards,
    db,
    clock,
    random,
    origins: config.origins,
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
    notices,
    passkeys,
    places,
    bells,
  });
  const provider = createProvider({
    config,
    db,
    clock,
    random,
    keys,
    directory,
    software,
    sessions,
    login,
    audit,
    post: createPostForm({ allowsPrivate: config.mode === "sandbox" }),
    log,
  });
  const holderSessions = createHolderSessions({
    db,
    clock,
    random,
    audit,
    ended: announceEnd,
    devices,
    software,
    told: provider.toldOf,
  });
  const account = createAccount({
    db,
    clock,
    random,
    audit,
    limits,
    directory,
    software,
    devices,
    places,
    stops,
    notices,
    sessions,
    holderSessions,
    login,
    bells,
    secrets: () => keys.secrets("cookies"),
    origin: config.origins.login,
    brand: config.brand,
    isSandbox: config.mode === "sandbox",
    tokenPath: `${new URL(config.issuer).pathname.replace(/\/$/, "")}${paths.token}`,
    issuerHost: new URL(config.issuer).host,
  });
  const fhir = createFhir({
    db: deps.readers,
    clock,
    random,
    software: createSoftware({ db: deps.readers, random, audit }),
    limits,
    audit,
    secrets: () => keys.secrets("cookies"),
    origin: new URL(config.issuer).origin,
    brand: config.brand,
    version: manifest.version,
    log,
  });
  return {
    account,
    cards,
    passkeys,
    fhir,
    audit,
    limits,
    directory,
    software,
    staff,
    devices,
    stops,
    notices,
    places,
    bells,
    pushes,
    locums,
    workstations,
    approvals,
    sessions,
    holderSessions,
    wakes,
    installations,
    enrolment,
    login,
    provider,
  };
}

export async function wire(deps: WireDeps): Promise<Served> {
  const { config, clock, keys, log, pin } = deps;
  const host = await openCardHost(config, deps);
  const isSandbox = config.mode === "sandbox";
  const metadata = config.passkeyMetadata ?? (isSandbox ? await sandboxAuthenticators() : "[]");
  const modules = createModules(deps, host, readStatements(metadata));
  // A list that is past its end makes cards open nothing; every other door goes on.
  if (host)
    deps.addCheck?.({
      name: "card_lists",
      holds: async () => host.revocation.areFresh(),
      isOptional: true,
    });
  await modules.account.register();
  const origin = (address: string, port: number, more: readonly string[] = []) => {
    const app = createApp({
      log,
      clock,
      hosts: [address, ...more].flatMap((one) => hostsOf(one, port, isSandbox)),
      trustedProxies: config.trustedProxies,
      isHttps: address.startsWith("https:"),
      answered: deps.metrics?.answered,
    });
    describeRoutes(app, { title: config.brand, version: manifest.version, server: address });
    return app;
  };

  // Where the sign-in pages have an origin of their own, services still post to the issuer's.
  const issuer = origin(config.origins.login, config.port, [config.issuer]);
  modules.provider.showRefusals(issuer);
  await issuer.register(async (app) => {
    deps.probes?.(app);
    modules.provider.routes(app);
    workstationRoutes(app, modules.workstations, { loginOrigin: config.origins.login });
    passkeyPageRoutes(app, modules.passkeys, { loginOrigin: config.origins.login });
    modules.fhir.routes(app);
    modules.account.routes(app);
    noticeRoutes(app, modules.notices, {
      brand: config.brand,
      isSandbox,
      stylesheet: assets.stylesheet,
    });
    if (isSandbox) developerRoutes(app, await people());
    if (host?.pki) cardRevocationRoutes(app, { pki: host.pki, clock });
  });

  const phones = origin(config.origins.authenticator, isSandbox ? config.port + 1 : config.port);
  await phones.register(async (app) => {
    deviceApiRoutes(app, { clock, keys });
    enrolmentRoutes(app, modules.enrolment);
    approvalRoutes(app, modules.approvals);
    thisPhoneRoutes(app, modules.login);
    searchRoutes(app, modules.login);
    installationRoutes(app, modules.installations);
    placeRoutes(app, modules.places);
    bellRoutes(app, modules.bells);
    pushRoutes(app, modules.pushes);
    passkeyPhoneRoutes(app, modules.passkeys);
    locumRoutes(app, modules);
    stopRoutes(app, modules.stops);
    if (modules.cards) cardPhoneRoutes(app, modules.cards);
    sessionRoutes(app, modules.holderSessions);
    modules.account.phoneRoutes(app);
    pin.routes(app, (device) => disablePhone(deps.db, modules.devices, device));
    if (isSandbox)
      sandboxRoutes(app, { config, clock, staff: modules.staff, enrolment: modules.enrolment });
    phoneOriginRoutes(app, {
      dist: dist("authenticator"),
      sandbox: isSandbox,
      loginOrigin: config.origins.login,
      enter: modules.login.enter,
    });
  });

  // Only a sandbox has caught mail to show.
  const mail = isSandbox
    ? await caughtMail(deps, origin(config.origins.mail, config.port + 6))
    : [];
  const rounds = startRounds(deps, modules);
  const apps = [issuer, phones, ...mail];
  await Promise.all(apps.map((app) => app.ready()));
  const ports = [
    ...(isSandbox
      ? sandboxPorts(config, issuer, phones, mail)
      : [productionPort(config, issuer, phones)]),
    ...(host && modules.cards ? [await cardPort(deps, host, modules.cards)] : []),
  ];
  let demo: { close(): Promise<void> } | undefined;

  return {
    listen: async () => {
      await Promise.all(ports.map(({ open }) => open()));
      if (isSandbox) demo = await startDemo(deps);
      return ports.flatMap(({ addresses }) => addresses);
    },
    close: async () => {
      rounds.stop();
      await modules.wakes.close();
      await demo?.close();
      await Promise.all(ports.map(({ close }) => close()));
      await Promise.all(apps.map((app) => app.close()));
      await rounds.ended();
      await modules.provider.close();
    },
  };
}

/** A production without a mail server tells nobody yet: what is told waits, and `aval doctor` says so. */
function mailerOf(config: Config, db: Database<AnyTables>) {
  if (config.mail) return smtpMailer(config.mail);
  return config.mode === "sandbox" ? catchMail(db) : undefined;
}

async function caughtMail(
  { db }: WireDeps,
  app: FastifyInstance,
): Promise<readonly FastifyInstance[]> {
  const stylesheet = await readFile(fileURLToPath(import.meta.resolve("@aval/design/aval.css")));
  await app.register(async (scope) => caughtMailRoutes(scope, db, stylesheet));
  return [app];
}

/** The PIN program says this phone has no try left. It may say so again. */
async function disablePhone(
  db: Database<AnyTables>,
  devices: Devices,
  id: DeviceId,
): Promise<void> {
  const device = await devices.find(id);
  if (device?.state !== "active") return;
  await transact(db, (tx) => devices.disable(tx, device));
}

/** In the sandbox each port serves its own origin; programs that cannot say another Host use the loopback address. */
function hostsOf(address: string, port: number, isSandbox: boolean): readonly string[] {
  const { host } = new URL(address);
  return isSandbox ? [host, `localhost:${port}`, `127.0.0.1:${port}`] : [host];
}

type Address = { readonly name: string; readonly url: string };
type Port = {
  readonly addresses: readonly Address[];
  open(): Promise<void>;
  close(): Promise<void>;
};

function sandboxPorts(
  config: Config,
  issuer: FastifyInstance,
  phones: FastifyInstance,
  mail: readonly FastifyInstance[],
): readonly Port[] {
  const { origins, port, bind } = config;
  return [
    listener(issuer.server, bind, port, [
      { name: "issuer", url: config.issuer },
      { name: "people", url: `${origins.login}/developer/people.json` },
    ]),
    listener(phones.server, bind, port + 1, [
      { name: "phone", url: origins.authenticator },
      { name: "simulator", url: `${origins.authenticator}/simulator` },
    ]),
    ...mail.map((app) =>
      listener(app.server, bind, port + 6, [{ name: "mail", url: origins.mail }]),
    ),
    {
      addresses: [
        { name: "register", url: origins.register },
        { name: "pharmacy", url: origins.pharmacy },
      ],
      open: async () => undefined,
      close: async () => undefined,
    },
  ];
}

/** Production: one port, routed by Host; each origin still refuses what is not addressed to it. */
function productionPort(config: Config, issuer: FastifyInstance, phones: FastifyInstance): Port {
  const phoneHost = new URL(config.origins.authenticator).host;
  const server = createServer(
    serverSettings,
    (request: IncomingMessage, response: ServerResponse) => {
      const app = request.headers.host?.toLowerCase() === phoneHost ? phones : issuer;
      app.routing(request, response);
    },
  );
  server.on("clientError", (_fault, socket) => answerUnreadable(socket as Socket));
  return listener(server, config.bind, config.port, [
    { name: "issuer", url: config.issuer },
    { name: "phone", url: config.origins.authenticator },
  ]);
}

/** The card's host: never behind the one port, since its handshake must end here. */
async function cardPort(deps: WireDeps, host: CardHost, cards: Cards): Promise<Port> {
  const { config, log, clock } = deps;
  const answered = deps.metrics?.answered;
  const server = await createCardApp(config, host, cards, { log, clock, answered });
  const port = config.card?.port ?? config.port + 7;
  return listener(server, config.bind, port, [{ name: "card", url: config.origins.card }]);
}

function listener(
  server: Server | CardServer,
  host: string,
  port: number,
  addresses: readonly Address[],
): Port {
  return {
    addresses,
    open: () =>
      new Promise((resolve, reject) => {
        server.once("error", reject);
        server.listen(port, host, () => {
          server.off("error", reject);
          resolve();
        });
      }),
    close: () =>
      new Promise((resolve) => {
        if (!server.listening) return resolve();
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

/** The services that the sandbox shows a sign-in with. */
async function startDemo({ config, clock }: Pick<WireDeps, "config" | "clock">) {
  const { issuer, origins, port, bind } = config;
  const now = () => clock.now();
  const common = { issuer, clientSecret: "sandbox-secret", host: bind, now };
  const started = await Promise.all([
    startRegister({
      ...common,
      clientId: "demo-register",
      origin: origins.register,
      port: port + 3,
    }),
    startPharmacy({
      ...common,
      clientId: "demo-pharmacy",
      origin: origins.pharmacy,
      port: port + 5,
      // By a name that programs resolve: *.localhost is for browsers.
      register: {
        address: `http://localhost:${port + 3}/api/vaccinations`,
        clientId: "demo-register",
      },
    }),
  ]);
  return { close: () => Promise.all(started.map((one) => one.close())).then(() => undefined) };
}

type Modules = {
  account: Account;
  cards: Cards | undefined;
  passkeys: Passkeys;
  notices: Notices;
  places: Places;
  bells: Bells;
  pushes: Pushes;
  locums: Locums;
  workstations: Workstations;
  fhir: Fhir;
  audit: Audit;
  limits: Limits;
  approvals: Approvals;
  enrolment: Enrolment;
  login: Login;
  provider: Provider;
};

/** What runs by itself, on every node: each round is harmless to run twice, and no answer ever waits for one. */
function startRounds(deps: WireDeps, modules: Modules) {
  const { account, audit, limits, approvals, enrolment, login, fhir, notices, places, provider } =
    modules;
  const { db, keys, config, log } = deps;
  const signer: CheckpointSigner = {
    origin: `${new URL(config.issuer).host}/log`,
    sign: async (body) => {
      const key = keys.signer("checkpoint");
      return { kid: key.kid, signature: await key.sign(new TextEncoder().encode(body)) };
    },
  };
  const rounds = [
    round("sequencer", seconds(1), () => audit.sequence(db, signer), log),
    round("notices", seconds(2), () => notices.deliver(), log),
    round("sweep", seconds(5), () => approvals.sweep(), log),
    round("bells", seconds(5), () => modules.bells.sweep(), log),
    round("wake", seconds(2), () => modules.pushes.wakeTold(), log),
    round(
      "known",
      minutes(1),
      async () => {
        await modules.locums.endPassed();
        await modules.workstations.endPassed();
      },
      log,
    ),
    round("card_lists", minutes(60), async () => modules.cards?.refreshLists(), log),
    round("logout", ms(500), () => provider.tellServices(), log),
    round(
      "purge",
      minutes(10),
      async () => {
        await limits.purge(db);
        // In this order: a page lets go of its request, an enrolment of its phone.
        await login.purge();
        await modules.cards?.purge();
        await modules.passkeys.purge();
        await approvals.purge();
        await notices.purge();
        await enrolment.purge();
        await places.purge();
        await modules.bells.purge();
        await account.purge();
        await fhir.report();
      },
      log,
    ),
  ];
  return {
    stop: () => {
      for (const one of rounds) one.stop();
    },
    ended: async () => {
      await Promise.all(rounds.map((one) => one.ended()));
    },
  };
}

/** Runs `work` again and again, never twice at once in this process. A failure is told and the next round tries again. */
function round(name: string, every: Duration, work: () => Promise<unknown>, log: Log) {
  let isStopped = false;
  let running: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout;
  const next = (wait: Duration) => {
    timer = setTimeout(() => {
      running = work()
        .catch((fault: unknown) => {
          if (!isStopped) log.error(`${name}_failed`, fault);
        })
        .then(() => {
          if (!isStopped) next(every);
        });
    }, wait);
    timer.unref();
  };
  next(ms(200));
  return {
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
    ended: () => running,
  };
}
