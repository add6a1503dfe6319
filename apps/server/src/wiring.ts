import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Server as CardServer } from "node:https";
import type { Socket } from "node:net";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startPharmacy } from "@aval/demo/pharmacy";
import { startRegister } from "@aval/demo/register";
import { startResults } from "@aval/demo/results";
import {
  type CardName,
  type DeviceId,
  isId,
  type Json,
  type ProfessionalId,
  purposes,
  signCompact,
} from "@aval/protocol";
import type { FastifyInstance } from "fastify";
import { createAccount, type Account, doorOf, untoldKinds, wantsMoreTime } from "#modules/account";
import { type Approvals, approvalRoutes, contextsOf, createApprovals } from "#modules/approvals";
import {
  askWitness,
  type Audit,
  type CheckpointSigner,
  createAudit,
  logKey,
  logOrigin,
  logRoutes,
} from "#modules/audit";
import {
  type Contacts,
  contactRoutes,
  createContacts,
  createOwnContacts,
  createPrograms,
  type OwnContacts,
  ownContactRoutes,
  type Programs,
  programRoutes,
} from "#modules/contacts";
import {
  answerWindow,
  alertsKnown,
  answersOf,
  caseRoutes,
  type Cases,
  type Complaining,
  complaintRoutes,
  createCases,
  createComplaints,
  createMeasures,
  createWindows,
  measureRoutes,
  type Measuring,
  windowRoutes,
  type Windows,
} from "#modules/cases";
import { createRefusals, type Refusals, refusalRoutes } from "#modules/refusals";
import {
  createPublicReports,
  createReports,
  type PublicReports,
  publicAddresses,
  publicReportRoutes,
  type ReportDesk,
  reportRoutes,
} from "#modules/reports";
import {
  campaignRoutes,
  type Campaigns,
  campaignWords,
  createCampaigns,
  createDrills,
  createNoticeBoard,
  createPublicNotices,
  type NoticeBoard,
  type Drills,
  drillRoutes,
  noticePages,
  type PublicNotices,
  publicNoticeRoutes,
} from "#modules/campaigns";
import {
  createEnrolmentDesk,
  createImports,
  deskRoutes,
  type EnrolmentDesk,
  importRoutes,
  type Imports,
} from "#modules/desk";
import { developerRoutes } from "#modules/developer";
import { helpRoutes } from "#modules/help";
import { codeRoutes, createDevices, type Devices } from "#modules/devices";
import { createDirectory, type Directory } from "#modules/directory";
import {
  cardEnrolment,
  createCardEnrolment,
  createEidEnrolment,
  createEidProvider,
  createEnrolment,
  type EidEnrolment,
  eidReturnPath,
  eidRoutes,
  type Enrolment,
  createWalletEnrolment,
  enrolmentPlaceRoutes,
  enrolmentRoutes,
  walletEnrolmentRoutes,
  waitingPhones,
} from "#modules/enrolment";
import { createFhir, type Fhir } from "#modules/fhir";
import {
  createInstallations,
  type Installations,
  installationRoutes,
} from "#modules/installations";
import { createLetters, type Letters } from "#modules/letters";
import { createLimits, type Limits } from "#modules/limits";
import { type Cards, cardPhoneRoutes, createCards, reopenPath, tryOutPath } from "#modules/cards";
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
import { createComplaintFiles, createProofs } from "#modules/proofs";
import { createErasures, type Erasures, erasureRoutes } from "#modules/erasures";
import { createRetention, type Retention, retentionRoutes } from "#modules/retention";
import { createStatistics, type StatisticsBoard, statisticsRoutes } from "#modules/statistics";
import { assets, announceEnd, createProvider, paths, type Provider } from "#modules/provider";
import { createHolderSessions, createSessions, sessionRoutes } from "#modules/sessions";
import {
  createNotices,
  createPushes,
  type Notices,
  noticeRoutes,
  smsReceiptPath,
  smsReceiptRoutes,
  type Pushes,
  pushRoutes,
} from "#modules/notices";
import { createPractice, createPracticeAsker, practiceRoutes } from "#modules/practice";
import { networkOf } from "#modules/signals";
import { createIdentityProviders, createSoftware, type Software } from "#modules/software";
import { type Console, createConsole, createStaff, keysTakeTwo, staffRoutes } from "#modules/staff";
import {
  type Clearing,
  clearingRoutes,
  createClearing,
  createStops,
  rulesHolding,
  type Stops,
  type Stop,
  stopRoutes,
} from "#modules/stops";
import {
  callRoutes,
  createHolderCalls,
  createSupport,
  type HolderCalls,
  heldByCallAlone,
  isCalled,
  type Support,
  supportRoutes,
} from "#modules/support";
import {
  answerAddress,
  createDeliveries,
  createReceiving,
  createStreams,
  deliveryRoutes,
  type Streams,
  streamRoutes,
  toldBy,
} from "#modules/streams";
import {
  createWallets,
  readWalletSettings,
  type Wallets,
  type WalletSettings,
  walletRoutes,
} from "#modules/wallets";
import { machineClock } from "#platform/clock";
import { smtpMailer } from "#platform/mail";
import { readReceipt, twilioSms } from "#platform/sms";
import type { Config } from "#platform/config";
import { type AnyTables, type Database, transact } from "#platform/database";
import { type HttpOptions, answerUnreadable, createApp, serverSettings } from "#platform/http";
import type { Keys } from "#platform/keys";
import type { Log } from "#platform/log";
import type { Metrics } from "#platform/metrics";
import { createFetch, createPost, createPostForm } from "#platform/outbound";
import { describeRoutes } from "#platform/openapi";
import type { ProbeCheck } from "#platform/probes";
import { createPush } from "#platform/push";
import { Secret } from "#platform/secret";
import type { Random } from "#platform/random";
import { sandboxStepContacts } from "./sandbox/step-contacts.ts";
import { applied, notApplied } from "./operate/retention.ts";
import { witnessCheck } from "./operate/witnesses.ts";
import { openTypesetter } from "#platform/typeset";
import { createWakes } from "#platform/wakes";
import { type Clock, type Duration, minutes, ms, seconds } from "#platform/time";
import { lifetimes, limits as bounds } from "#lifetimes";
import manifest from "../package.json" with { type: "json" };
import { type CardDoors, type CardHost, createCardApp, openCardHost } from "./card-host.ts";
import { consoleOriginRoutes } from "./console-origin.ts";
import { deviceApiRoutes } from "./device-api.ts";
import { frontRoutes } from "./front-page.ts";
import { securityContactRoutes } from "./security-contact.ts";
import { phoneOriginRoutes } from "./phone-origin.ts";
import type { Pin } from "./pin/index.ts";
import { sandboxAuthenticators } from "./sandbox/authenticators.ts";
import { postFolder } from "./letter-folder.ts";
import { sandboxEidClient, startSandboxEid } from "./sandbox/eid/eid.ts";
import { catchLetters } from "./sandbox/letters.ts";
import { catchCalls, catchMail, catchSms, caughtMailRoutes } from "./sandbox/mail.ts";
import { people } from "./sandbox/people.ts";
import { cardRevocationRoutes } from "./sandbox/card-revocation.ts";
import { sandboxRoutes } from "./sandbox/routes.ts";
import { sandboxWallet } from "./sandbox/wallet/pki.ts";

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
  wallet: WalletSettings | undefined,
) {
  const { config, db, lookups, pin, clock, random, keys, log } = deps;
  const audit = createAudit({
    clock,
    random,
    happened: deps.metrics?.happened,
    appended: toldBy({ clock, random }),
  });
  const limits = createLimits();
  const directory = createDirectory({ db: lookups, random, audit });
  const software = createSoftware({ db: lookups, random, audit });
  const staff = createStaff({ db: lookups });
  const devices = createDevices({
    db,
    clock,
    random,
    audit,
    limits,
    pin,
    codes: {
      replace: pin.replace,
      current: async (device) => {
        const { uk, keyId: pinKey } = await pin.count(device);
        return uk && { uk, pinKey };
      },
      changed: (tx, { professional, device: about, as: event }) =>
        notices.tell(tx, { professional, event, about }),
    },
    spoke: (tx, id) => enrolment.endByOldInstallation(tx, id),
    waiting: waitingPhones(db),
  });

  const reopened = async (tx: Database<AnyTables>, { id, professional, rule }: Stop) => {
    if (rule === "freeze") await devices.freezeCleared(tx, id);
    await notices.tell(tx, { professional, event: "reopened", about: id });
  };
  const stops = createStops({
    db,
    clock,
    random,
    audit,
    devices,
    directory,
    staff,
    made: async (tx, { id, professional, rule }, closes) => {
      if (rulesHolding("enter").includes(rule)) await approvals.endStopped(tx, { professional });
      const elsewhere = closes === "elsewhere";
      if (closes !== "none") await sessions.closeThose(tx, { professional, elsewhere }, "stopped");
      await enrolment.endMeanwhile(tx, professional);
      const event = rule === "block" ? "blocked" : rule === "freeze" ? "frozen" : "paused";
      await notices.tell(tx, { professional, event, about: id });
    },
    lifted: reopened,
    cardOpens: async (tx, professional, validFrom) =>
      cards !== undefined && !(await cards.isShut(tx, professional, validFrom)),
    cardAddress: host && `${config.origins.card}${reopenPath}`,
  });
  const writtenFor = (campaign: string) =>
    campaignWords({ db: lookups, brand: config.brand }, campaign);
  const notices = createNotices({
    db,
    clock,
    random,
    audit,
    limits,
    directory,
    mailer: mailerOf(config, db),
    sms: smsOf(config, db),
    origin: config.origins.login,
    brand: config.brand,
    wordsOf: writtenFor,
    delivered: async (tx, { about }, contact) => {
      // A contact that is young may be whoever wants the wait to be short.
      if (isId("enr", about) && (await directory.isRelied(contact)))
        await enrolment.noticeDelivered(tx, about);
    },
    stopped: async (tx, { professional, event, about }) => {
      await stops.takeTurn(tx, professional);
      // Of a phone that was announced and is active by now: that phone.
      const phone = isId("enr", about)
        ? await enrolment.stopByNotice(tx, about)
        : (event === "phone_added" || event === "phone_raised") && isId("dev", about)
          ? about
          : undefined;
      // Whatever it announced, and although the same phone was held too often to be held again.
      await enrolment.endMeanwhile(tx, professional);
      const { line } = phone ? await devices.suspend(tx, phone, professional) : { line: [] };
      for (const device of line) await endMadeBy(tx, { professional, device });
      if (isId("dkv", about)) await desk.stopByNotice(tx, { visit: about, professional });
      if (event === "place_made" && isId("plc", about))
        await places.endBy(tx, { place: about, professional, by: "alert" });
      if (isId("loc", about)) await locums.endBy(tx, { locum: about, professional, by: "alert" });
      if (event === "passkey_added" && isId("pky", about))
        await passkeys.endBy(tx, { passkey: about, professional, by: "alert" });
      if (event === "software_added" && isId("ins", about))
        await installations.endBy(tx, { id: about, professional, by: "alert" });
      if (event.startsWith("session_") && isId("ses", about))
        await sessions.close(about, "stopped", tx);
      // What was shown in person is held by whatever pauses, and counted: past the count no link stops it.
      await enrolment.holdShown(tx, professional);
      // Pressed a second time there is nothing new to pause, and what opened since closes all the same.
      if (!(await stops.pause(tx, professional, line.at(-1))))
        await sessions.closeThose(tx, { professional, elsewhere: true }, "stopped");
    },
  });

  /** What a phone had scanned, opened and made: aged or not, it would go on opening and ringing for whoever has the phone. */
  const endMadeBy: Parameters<typeof createAccount>[0]["endMadeBy"] = async (tx, phone) => {
    await approvals.endStopped(tx, phone);
    await sessions.closeThose(tx, phone, "stopped");
    await places.endMadeBy(tx, phone);
    await passkeys.endMadeBy(tx, phone);
    await installations.endMadeBy(tx, phone);
  };

  const places = createPlaces({
    db,
    lookups,
    clock,
    random,
    audit,
    devices,
    directory,
    networkOf,
    mayJoin: (tx, professional) => stops.keepOpen(tx, professional, "join"),
    softwareAt: (browser) => installations.softwareAt(browser),
    made: (tx, professional, about) =>
      notices.tell(tx, { professional, event: "place_made", about }),
    closeSessions: async (tx, on, reason) => {
      if (reason === "place_ended") {
        await passkeys.endMadeOn(tx, on);
        await installations.endOn(tx, on);
      }
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
    delivered: async (tx, { about }, phone) => {
      if (isId("enr", about)) await enrolment.noticeDelivered(tx, about, phone);
    },
    reached: (notices) => account.reached(notices),
    wordsOf: writtenFor,
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
    installations: { linked: (...given) => installations.linked(...given) },
  });
  const askers = {
    "sign-in": asker,
    passkey: createPasskeyAsker({ directory, places, stops, brand: config.brand }),
    practice: createPracticeAsker({ directory }),
  };
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
    asker: (kind) => askers[kind],
    signContext: (context) =>
      signCompact(context as unknown as Json, purposes.context, keys.signer("context")),
    networkOf,
    isCalled,
    settled: (approval) => login.settled(approval),
  });
  const sessions = createSessions({ db, clock, random, audit, ended: announceEnd });
  const wakes = createWakes(db, bounds.cibaHeld);
  const installations = createInstallations({
    db,
    clock,
    random,
    audit,
    devices,
    software,
    stops,
    notices,
    sessions,
    places,
    networkOf,
  });
  const letters = createLetters({
    ...{ db, random, directory, typesetter: openTypesetter },
    post: postOf(config, db),
    origin: config.origins.authenticator,
    brand: config.brand,
    call: config.helpContact,
    help: `${config.origins.login}/aide`,
  });
  const enrolmentDeps = {
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
    keys: {
      challengeOf: (...given: Parameters<Passkeys["challengeOf"]>) =>
        passkeys.challengeOf(...given),
      readFor: (...given: Parameters<Passkeys["readFor"]>) => passkeys.readFor(...given),
      goOnWith: (...given: Parameters<Passkeys["goOnWith"]>) => passkeys.goOnWith(...given),
    },
    places,
    endMadeBy,
    letters,
    origin: config.origins.authenticator,
  };
  const enrolment = createEnrolment(enrolmentDeps);
  const eidSettings = eidOf(config);
  const eidEnrolment = createEidEnrolment({
    ...enrolmentDeps,
    provider:
      eidSettings &&
      createEidProvider({
        settings: eidSettings,
        clock,
        fetch: createFetch({ allowsPrivate: config.mode === "sandbox" }),
        callback: `${config.origins.authenticator}${eidReturnPath}`,
      }),
  });
  const wallets = createWallets({
    ...{ db, clock, random, limits, directory, brand: config.brand },
    settings: wallet,
    fetch: createFetch({ allowsPrivate: config.mode === "sandbox" }),
    origin: config.origins.authenticator,
    allowsPrivate: config.mode === "sandbox",
    refused: (why) => log.info("wallet_refused", { why }),
  });
  const walletEnrolment = createWalletEnrolment({ ...enrolmentDeps, wallets });
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
      handOver: async (tx, professional) => {
        const handed = await account.handOver(tx, professional);
        return handed && account.addressOf(handed);
      },
      closeSessions: (tx, professional) =>
        sessions.closeThose(tx, { professional, proof: "card" }, "card_reported"),
      closeOpenedBy: (tx, professional, cardVisits) =>
        sessions.closeThose(tx, { professional, cardVisits }, "stopped"),
    });
  const cardDoors = cards && {
    cards,
    cardEnrolment: createCardEnrolment({ ...enrolmentDeps, cards }),
  };
  const passkeys = createPasskeys({
    db,
    lookups,
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
    phoneOrigin: config.origins.authenticator,
    brand: config.brand,
    closeSessions: async (tx, of) => {
      await sessions.closeThose(tx, of, "passkey_ended");
    },
  });
  const console = createConsole({
    db,
    clock,
    random,
    audit,
    statements,
    keysTakeTwo: keysTakeTwo(config),
    origin: config.origins.desk,
    brand: config.brand,
    secrets: () => keys.secrets("cookies"),
  });
  const clearing = createClearing({
    ...{ db, audit, limits, directory, staff, console },
    lifted: reopened,
    phoneOf: enrolment.phoneOf,
  });
  const contacts = createContacts({
    db,
    random,
    audit,
    limits,
    directory,
    staff,
    devices,
    console,
    mayJoin: (tx, professional) => stops.keepOpen(tx, professional, "join"),
  });
  const ownContacts = createOwnContacts({
    ...{ db, clock, random, audit, limits, directory, devices },
    mayJoin: (tx, professional) => stops.keepOpen(tx, professional, "join"),
  });
  const programs = createPrograms({ db, random, audit, limits, directory });
  const imports = createImports({ db, audit, console, staff, directory });
  const desk = createEnrolmentDesk({
    db,
    clock,
    random,
    audit,
    limits,
    directory,
    enrolment,
    eidEnrolment,
    letters,
    staff,
    stops,
    notices,
    console,
  });
  const cases = createCases({
    ...{ db, clock, random, audit, limits, directory, software, staff },
  });
  const retention = createRetention({ db, audit, applied, kept: notApplied });
  const statistics = createStatistics({ db });
  const erasures = createErasures({
    ...{ db, random, audit, limits, console, staff, directory, stops },
  });
  const reports = createReports({ db, clock, random, audit, limits, directory, staff });
  const campaigns = createCampaigns({
    ...{ db, clock, random, audit, limits, notices, staff, console, brand: config.brand },
  });
  const drills = createDrills({ db, clock, random, devices, seal: () => keys.signer("context") });
  const publicReports = createPublicReports({
    ...{ db, random, audit, directory, limits, networkOf },
  });
  const noticeBoard = createNoticeBoard({ db: lookups, clock, brand: config.brand });
  const publicNotices = createPublicNotices({
    board: noticeBoard,
    ...{ db, clock, random, audit, limits, staff, console, brand: config.brand },
    origin: config.origins.login,
  });
  const cardNamed = (professional: ProfessionalId, card: CardName | undefined) => {
    const [issuer, serial] = card?.split(".") ?? [];
    if (!issuer || !serial) throw new TypeError("a card is named by its authority and number");
    return { professional, issuer, serial };
  };
  const measures = createMeasures({
    ...{ db, clock, random, audit, limits, directory, software, staff, console },
    effects: {
      close_sessions: async (tx, { professional }) =>
        (await sessions.closeThose(tx, { professional }, "stopped")) > 0,
      end_places: async (tx, { professional }) => (await places.endAll(tx, professional)) > 0,
      suspend_phone: async (tx, { professional, phone }) => {
        if (!phone) throw new TypeError("a phone is suspended by its id");
        await stops.takeTurn(tx, professional);
        const { isDone, line } = await devices.suspend(tx, phone, professional, "analyst");
        for (const device of line) await endMadeBy(tx, { professional, device });
        if (isDone)
          await notices.tell(tx, { professional, event: "phone_suspended", about: phone });
        return isDone;
      },
      pause: (tx, { professional }) => stops.pause(tx, professional, undefined),
      suspend_card: async (tx, { professional, card }) => {
        const named = cardNamed(professional, card);
        await stops.takeTurn(tx, professional);
        const isDone = (await cards?.suspend(tx, named)) ?? false;
        if (!isDone) return false;
        await enrolment.holdByCard(tx, named);
        await notices.tell(tx, { professional, event: "card_suspended", about: `${card}` });
        return true;
      },
      freeze: (tx, { professional, by }) => stops.freeze(tx, { professional, reason: "found", by }),
      restore_phone: async (tx, { professional, phone }) => {
        if (!phone) throw new TypeError("a phone is restored by its id");
        await stops.takeTurn(tx, professional);
        const isDone = await devices.restore(tx, phone, professional);
        if (isDone) await notices.tell(tx, { professional, event: "means_restored", about: phone });
        return isDone;
      },
      restore_card: async (tx, { professional, card }) => {
        await stops.takeTurn(tx, professional);
        const isDone = (await cards?.restore(tx, cardNamed(professional, card))) ?? false;
        if (isDone)
          await notices.tell(tx, { professional, event: "means_restored", about: `${card}` });
        return isDone;
      },
    },
  });
  const supportDeps = {
    ...{ db, clock, random, audit, limits, directory, staff, stops },
    dialler: config.mode === "sandbox" ? catchCalls(db) : undefined,
  };
  const support = createSupport(supportDeps);
  const holderCalls = createHolderCalls({
    ...supportDeps,
    devices,
    sign: (statement, purpose) => signCompact(statement, purpose, keys.signer("context")),
  });
  const windows = createWindows({
    ...{ db, clock, random, audit, limits, directory, software, staff },
    isOurs: (service) => doorOf(service) !== undefined,
    answerAt: (window) => answerAddress(config.issuer, window),
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
    broke: (fault) => log.error("ring_failed", fault),
  });
  const refusals = createRefusals({
    ...{ db, clock, log, audit, limits, directory, software, networkOf },
    signsSeen: (...given) => support.signsSeen(...given),
  });
  const provider = createProvider({
    refused: refusals.keep,
    config,
    db,
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
    post: createPostForm({ allowsPrivate: config.mode === "sandbox" }),
    log,
  });
  const signalWakes = createWakes(db, bounds.signalPollsHeld);
  const streams = createStreams({
    ...{ db, random, audit, keys, software, log },
    issuer: config.issuer,
    subjectOf: provider.subjectOf,
    wakes: signalWakes,
    post: createPost({ allowsPrivate: config.mode === "sandbox" }),
  });
  const receiving = createReceiving({
    ...{ db, clock, audit, limits, software, sessions },
    issuer: config.issuer,
    personOf: async (service, sub) => {
      const nationalId = await provider.nationalIdOf(service, sub);
      return nationalId === undefined ? undefined : (await directory.find(nationalId))?.id;
    },
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
  const proving = {
    ...{ db, clock, audit, limits, keys },
    person: (id: ProfessionalId) => directory.byId(id),
    contexts: (professional: ProfessionalId, ids: readonly string[]) =>
      contextsOf(db, professional, ids),
  };
  const proofs = createProofs(proving);
  const complaintFiles = createComplaintFiles({
    ...proving,
    directory,
    brand: config.brand,
    told: (professional, from) => account.told(professional, from),
    things: (professional) => account.things(professional),
    untold: untoldKinds,
    known: (professional) => alertsKnown(db, professional),
    answers: async (professional, from) =>
      Promise.all(
        (await answersOf(db, professional, from)).map(async ({ client, ...answer }) => ({
          ...answer,
          service: (await software.find(client))?.name ?? client,
        })),
      ),
  });
  const complaints = createComplaints({
    ...{ db, clock, random, audit, limits, directory, software, staff, console },
    files: complaintFiles,
  });
  const account = createAccount({
    db,
    proofs,
    complaintFiles,
    stepContacts: config.stepContacts ?? (config.mode === "sandbox" ? sandboxStepContacts : []),
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
    installations,
    passkeys,
    endMadeBy,
    hasCard: async (professional) => (await cards?.hasWorking(professional)) ?? false,
    forgetCode: async (phone) => {
      await pin.retire(phone).catch((fault: unknown) => log.error("pin_retire_failed", fault));
    },
    secrets: () => keys.secrets("cookies"),
    origin: config.origins.login,
    brand: config.brand,
    isSandbox: config.mode === "sandbox",
    ownContacts,
    phoneOrigin: config.origins.authenticator,
    cardPhone: host && `${config.origins.card}${cardEnrolment.begin}`,
    cardTest: host && `${config.origins.card}${tryOutPath}`,
    cardRead: host && `${config.origins.card}${reopenPath}`,
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
    cardDoors,
    console,
    contacts,
    ownContacts,
    programs,
    desk,
    imports,
    cases,
    measures,
    support,
    holderCalls,
    windows,
    refusals,
    publicReports,
    reports,
    campaigns,
    drills,
    retention,
    statistics,
    erasures,
    publicNotices,
    noticeBoard,
    complaints,
    clearing,
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
    wallets,
    walletEnrolment,
    eidEnrolment,
    letters,
    login,
    provider,
    streams,
    receiving,
    signalWakes,
  };
}

export async function wire(deps: WireDeps): Promise<Served> {
  const { config, clock, keys, log, pin } = deps;
  const host = await openCardHost(config, deps);
  const isSandbox = config.mode === "sandbox";
  // What was set, or the sandbox's own: several nodes of a sandbox are told of one wallet.
  const isOwn = isSandbox && !config.wallet;
  const files = isOwn ? await sandboxWallet(config, clock.now(), deps.random) : config.wallet;
  const security = { contacts: config.securityContacts, clock };
  const wallet = files && (await readWalletSettings(files));
  const metadata = config.passkeyMetadata ?? (isSandbox ? await sandboxAuthenticators() : "[]");
  const modules = createModules(deps, host, readStatements(metadata), wallet);
  // A list that is past its end makes cards open nothing; every other door goes on.
  if (host)
    deps.addCheck?.({
      name: "card_lists",
      holds: async () => host.revocation.areFresh(),
      isOptional: true,
    });
  for (const check of witnessCheck(config, deps.lookups)) deps.addCheck?.(check);
  await modules.account.register();
  const origin = (address: string, port: number, more: readonly string[] = []) => {
    const app = createApp({
      log,
      clock,
      hosts: [address, ...more].flatMap((one) => hostsOf(one, port, isSandbox)),
      trustedProxies: config.trustedProxies,
      isHttps: address.startsWith("https:"),
      answered: deps.metrics?.answered,
      // Who works at the console is shown why there.
      ...(address === config.origins.desk
        ? {}
        : { refused: modules.refusals.keep, explain: explainHeld(deps.db, modules) }),
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
    streamRoutes(app, {
      issuer: config.issuer,
      jwksUri: `${config.issuer}${paths.jwks}`,
      streams: modules.streams,
      callerOf: modules.provider.callerOf,
      receive: modules.receiving.receive,
      answerWindow: (...given) => answerWindow({ ...deps, audit: modules.audit }, ...given),
    });
    workstationRoutes(app, modules.workstations, { loginOrigin: config.origins.login });
    enrolmentPlaceRoutes(app, modules.enrolment, { loginOrigin: config.origins.login });
    passkeyPageRoutes(app, modules.passkeys, { loginOrigin: config.origins.login });
    modules.fhir.routes(app);
    programRoutes(app, modules);
    modules.account.routes(app);
    const written = { brand: config.brand, isSandbox, stylesheet: assets.stylesheet };
    noticeRoutes(app, modules.notices, written);
    publicReportRoutes(app, modules.publicReports, written, { origin: config.origins.login });
    const { sms: settings } = config;
    if (settings)
      smsReceiptRoutes(app, modules.notices, (form, signature) =>
        readReceipt({ settings, receipts: receiptsAt(config) }, form, signature),
      );
    helpRoutes(app, written, { db: deps.lookups, clock });
    noticePages(app, written, { board: modules.noticeBoard, origin: config.origins.login });
    frontRoutes(app, written, "sign-in", {
      account: "/mon-acces",
      help: "/aide",
      call: publicAddresses.call.fr,
      document: publicAddresses.document.fr,
      notices: "/avis",
      ...(isSandbox && {
        register: config.origins.register,
        results: config.origins.results,
        simulator: `${config.origins.authenticator}/simulator`,
      }),
    });
    securityContactRoutes(app, { ...security, origin: config.origins.login });
    logRoutes(app, { db: deps.lookups });
    if (isSandbox) developerRoutes(app, await people());
    if (host?.pki) cardRevocationRoutes(app, { pki: host.pki, clock });
  });

  const phones = origin(config.origins.authenticator, isSandbox ? config.port + 1 : config.port);
  await phones.register(async (app) => {
    helpRoutes(app, { brand: config.brand, isSandbox }, { db: deps.lookups, clock });
    securityContactRoutes(app, { ...security, origin: config.origins.authenticator });
    deviceApiRoutes(app, { clock, keys });
    enrolmentRoutes(app, modules.enrolment);
    walletEnrolmentRoutes(app, modules.walletEnrolment);
    eidRoutes(app, modules.eidEnrolment);
    walletRoutes(app, modules.wallets);
    approvalRoutes(app, modules.approvals);
    drillRoutes(app, modules.drills);
    practiceRoutes(app, createPractice({ ...modules, db: deps.db, networkOf }));
    thisPhoneRoutes(app, modules.login);
    searchRoutes(app, modules.login);
    installationRoutes(app, modules.installations);
    placeRoutes(app, modules.places);
    bellRoutes(app, modules.bells);
    pushRoutes(app, modules.pushes);
    passkeyPhoneRoutes(app, modules.passkeys);
    locumRoutes(app, modules);
    stopRoutes(app, modules.stops);
    callRoutes(app, modules.holderCalls);
    codeRoutes(app, modules.devices);
    ownContactRoutes(app, modules.ownContacts);
    if (modules.cards) cardPhoneRoutes(app, modules.cards);
    sessionRoutes(app, modules.holderSessions);
    modules.account.phoneRoutes(app);
    pin.routes(app, (device) => disablePhone(deps.db, modules.devices, device));
    if (isSandbox) sandboxRoutes(app, { ...modules, config, clock });
    phoneOriginRoutes(app, {
      dist: dist("authenticator"),
      sandbox: isSandbox,
      loginOrigin: config.origins.login,
      enter: modules.login.enter,
    });
  });

  const staffOnly = hasConsole(config)
    ? await consoleApp(deps, modules, origin(config.origins.desk, config.port + 2))
    : undefined;

  // Only a sandbox has caught mail to show.
  const mail = isSandbox
    ? await caughtMail(deps, origin(config.origins.mail, config.port + 6))
    : [];
  const rounds = startRounds(deps, modules);
  const apps = [issuer, phones, ...(staffOnly ? [staffOnly] : []), ...mail];
  await Promise.all(apps.map((app) => app.ready()));
  const ports = [
    ...(isSandbox
      ? sandboxPorts(config, { issuer, phones, staffOnly }, mail)
      : [productionPort(config, { issuer, phones, staffOnly })]),
    ...(host && modules.cardDoors
      ? [await cardPort(deps, host, { ...modules.cardDoors, refusals: modules.refusals })]
      : []),
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
      await modules.signalWakes.close();
      await demo?.close();
      await Promise.all(ports.map(({ close }) => close()));
      await Promise.all(apps.map((app) => app.close()));
      await rounds.ended();
      await Promise.all([modules.provider.close(), modules.streams.close()]);
    },
  };
}

/** A production serves the console at an address it was given; without one there is none. */
const hasConsole = ({ mode, origins }: Config): boolean =>
  mode === "sandbox" || origins.desk.startsWith("https://");

/** The console, which is nobody's but the staff's. */
async function consoleApp(
  { config, db, lookups, clock }: WireDeps,
  {
    audit,
    console,
    cases,
    measures,
    signalWakes,
    software,
    windows,
    complaints,
    clearing,
    contacts,
    desk,
    imports,
    limits,
    support,
    refusals,
    reports,
    campaigns,
    retention,
    statistics,
    erasures,
    publicNotices,
  }: Pick<
    Modules,
    | "audit"
    | "console"
    | "cases"
    | "clearing"
    | "contacts"
    | "desk"
    | "imports"
    | "limits"
    | "measures"
    | "support"
    | "signalWakes"
    | "software"
    | "windows"
    | "reports"
    | "campaigns"
    | "retention"
    | "statistics"
    | "erasures"
    | "refusals"
    | "publicNotices"
    | "complaints"
  >,
  app: FastifyInstance,
): Promise<FastifyInstance> {
  await app.register(async (scope) => {
    securityContactRoutes(scope, {
      contacts: config.securityContacts,
      clock,
      origin: config.origins.desk,
    });
    deskRoutes(scope, { console, desk, origin: config.origins.desk });
    importRoutes(scope, { console, imports, origin: config.origins.desk });
    contactRoutes(scope, { console, contacts, origin: config.origins.desk });
    clearingRoutes(scope, { console, clearing, origin: config.origins.desk });
    caseRoutes(scope, { console, cases, origin: config.origins.desk });
    statisticsRoutes(scope, { console, statistics, origin: config.origins.desk });
    retentionRoutes(scope, { console, retention, origin: config.origins.desk });
    erasureRoutes(scope, { console, erasures, origin: config.origins.desk });
    refusalRoutes(scope, { console, refusals, origin: config.origins.desk });
    reportRoutes(scope, { console, reports, origin: config.origins.desk });
    publicNoticeRoutes(scope, { console, publicNotices, origin: config.origins.desk });
    campaignRoutes(scope, { console, campaigns, origin: config.origins.desk });
    complaintRoutes(scope, { console, complaints, origin: config.origins.desk });
    measureRoutes(scope, { console, measures, origin: config.origins.desk });
    supportRoutes(scope, { console, support, origin: config.origins.desk });
    const deliveries = createDeliveries({ db, audit, software, wakes: signalWakes });
    deliveryRoutes(scope, { console, deliveries, origin: config.origins.desk });
    windowRoutes(scope, { console, windows, origin: config.origins.desk });
    staffRoutes(scope, { console, db, limits, networkOf, origin: config.origins.desk });
    const frame = { brand: config.brand, isSandbox: config.mode === "sandbox" };
    helpRoutes(scope, frame, { db: lookups, clock });
    consoleOriginRoutes(scope, { dist: dist("console"), ...frame });
  });
  return app;
}

/** A production without a mail server tells nobody yet: what is told waits, and `aval doctor` says so. */
function mailerOf(config: Config, db: Database<AnyTables>) {
  if (config.mail) return smtpMailer(config.mail);
  return config.mode === "sandbox" ? catchMail(db) : undefined;
}

/** Where operators post their receipts: fixed, since the signature covers it. */
const receiptsAt = (config: Config) => `${config.origins.login}${smsReceiptPath}`;

function smsOf(config: Config, db: Database<AnyTables>) {
  if (config.sms)
    return twilioSms({
      settings: config.sms,
      fetch: createFetch({ allowsPrivate: config.mode === "sandbox" }),
      within: lifetimes.smsAnswer,
      receipts: receiptsAt(config),
    });
  return config.mode === "sandbox" ? catchSms(db) : undefined;
}

/** A production without a folder posts nothing: the door of remote eIDs is then closed. */
function postOf({ lettersDir, mode }: Config, db: Database<AnyTables>) {
  if (lettersDir !== undefined) return postFolder(lettersDir);
  return mode === "sandbox" ? catchLetters(db) : undefined;
}

/** The provider of remote eIDs: the one that was set, or the sandbox's own. */
function eidOf({ eid, mode, origins }: Config): Config["eid"] {
  if (eid || mode !== "sandbox") return eid;
  const { id: clientId, secret } = sandboxEidClient;
  const scope = "openid given_name family_name birthdate birthplace birthcountry";
  const clientSecret = new Secret(secret);
  return { issuer: origins.eid, clientId, clientSecret, acrValues: ["eidas2", "eidas3"], scope };
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
  if (device?.state === "enrolling") return waitingPhones(db).end(db, id);
  if (device?.state !== "active") return;
  await transact(db, (tx) => devices.disable(tx, device));
}

/** In the sandbox each port serves its own origin; programs that cannot say another Host use the loopback address. */
function hostsOf(address: string, port: number, isSandbox: boolean): readonly string[] {
  const { host } = new URL(address);
  return isSandbox ? [host, `localhost:${port}`, `127.0.0.1:${port}`] : [host];
}

type Address = { readonly name: string; readonly url: string };
type Origins = {
  readonly issuer: FastifyInstance;
  readonly phones: FastifyInstance;
  readonly staffOnly: FastifyInstance | undefined;
};
type Port = {
  readonly addresses: readonly Address[];
  open(): Promise<void>;
  close(): Promise<void>;
};

function sandboxPorts(
  config: Config,
  { issuer, phones, staffOnly }: Origins,
  mail: readonly FastifyInstance[],
): readonly Port[] {
  const { origins, port, bind } = config;
  return [
    listener(issuer.server, bind, port, [
      { name: "issuer", url: config.issuer },
      { name: "account", url: `${origins.login}/mon-acces` },
      { name: "people", url: `${origins.login}/developer/people.json` },
    ]),
    listener(phones.server, bind, port + 1, [
      { name: "phone", url: origins.authenticator },
      { name: "simulator", url: `${origins.authenticator}/simulator` },
    ]),
    ...(staffOnly
      ? [listener(staffOnly.server, bind, port + 2, [{ name: "console", url: origins.desk }])]
      : []),
    ...mail.map((app) =>
      listener(app.server, bind, port + 6, [{ name: "mail", url: origins.mail }]),
    ),
    {
      addresses: [
        { name: "register", url: origins.register },
        { name: "results", url: origins.results },
        { name: "pharmacy", url: origins.pharmacy },
      ],
      open: async () => undefined,
      close: async () => undefined,
    },
  ];
}

/** Production: one port, routed by Host; each origin still refuses what is not addressed to it. */
function productionPort(config: Config, { issuer, phones, staffOnly }: Origins): Port {
  const byHost = new Map([[new URL(config.origins.authenticator).host, phones]]);
  if (staffOnly) byHost.set(new URL(config.origins.desk).host, staffOnly);
  const server = createServer(
    serverSettings,
    (request: IncomingMessage, response: ServerResponse) => {
      const app = byHost.get(request.headers.host?.toLowerCase() ?? "") ?? issuer;
      app.routing(request, response);
    },
  );
  server.on("clientError", (_fault, socket) => answerUnreadable(socket as Socket));
  return listener(server, config.bind, config.port, [
    { name: "issuer", url: config.issuer },
    { name: "phone", url: config.origins.authenticator },
    ...(staffOnly ? [{ name: "console", url: config.origins.desk }] : []),
  ]);
}

/** What is refused because of a call alone says so, and until when. */
const explainHeld =
  (
    db: Database<AnyTables>,
    { stops }: { readonly stops: Pick<Stops, "stands"> },
  ): HttpOptions["explain"] =>
  async ({ refusal, professional }) => {
    if (refusal !== "holder_stopped" || !professional) return undefined;
    const until = await heldByCallAlone({ db, stops }, professional);
    return until === undefined ? undefined : { refusal: "call_holds", until };
  };

/** The card's host: never behind the one port, since its handshake must end here. */
async function cardPort(
  deps: WireDeps,
  host: CardHost,
  doors: CardDoors & { readonly refusals: Refusals },
): Promise<Port> {
  const { config, log, clock } = deps;
  const answered = deps.metrics?.answered;
  const server = await createCardApp(config, host, doors, {
    log,
    clock,
    answered,
    refused: (one) => doors.refusals.keep(one, "card"),
    help: { db: deps.lookups, clock },
  });
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
        // One that was being answered is idle only then, and would be kept alive for seconds.
        const looking = setInterval(() => server.closeIdleConnections(), 50);
        server.close(() => {
          clearInterval(looking);
          resolve();
        });
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
    startResults({ ...common, clientId: "demo-results", origin: origins.results, port: port + 4 }),
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
      linked: { clientId: "demo-pharmacy-linked", clientSecret: common.clientSecret },
    }),
    ...(config.eid
      ? []
      : [
          startSandboxEid({
            issuer: origins.eid,
            port: port + 8,
            host: bind,
            callback: `${origins.authenticator}${eidReturnPath}`,
          }),
        ]),
  ]);
  return { close: () => Promise.all(started.map((one) => one.close())).then(() => undefined) };
}

type Modules = {
  signalWakes: ReturnType<typeof createWakes>;
  account: Account;
  eidEnrolment: EidEnrolment;
  letters: Letters;
  installations: Pick<Installations, "purge">;
  console: Console;
  contacts: Contacts;
  ownContacts: OwnContacts;
  programs: Programs;
  desk: EnrolmentDesk;
  imports: Imports;
  cases: Cases;
  measures: Measuring;
  support: Support;
  holderCalls: HolderCalls;
  windows: Windows;
  publicReports: PublicReports;
  reports: ReportDesk;
  campaigns: Campaigns;
  drills: Drills;
  retention: Retention;
  statistics: StatisticsBoard;
  erasures: Erasures;
  refusals: Refusals;
  publicNotices: PublicNotices;
  noticeBoard: NoticeBoard;
  complaints: Complaining;
  clearing: Clearing;
  cards: Cards | undefined;
  cardDoors: CardDoors | undefined;
  wallets: Pick<Wallets, "purge">;
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
  directory: Pick<Directory, "takeContactsChanged" | "purge">;
  software: Pick<Software, "find" | "judgeBells">;
  approvals: Approvals;
  enrolment: Enrolment;
  login: Login;
  provider: Provider;
  streams: Streams;
};

/** A change of a contact is announced on its old and its new value, with the note that it was (DESIGN section 4). */
function tellContactsChanged(
  db: Database<AnyTables>,
  { directory, notices }: Pick<Modules, "directory" | "notices">,
): Promise<void> {
  return transact(db, async (tx) => {
    for (const { professional, run } of await directory.takeContactsChanged(
      tx,
      bounds.contactsInRound,
    ))
      await notices.tell(tx, { professional, event: "contact_changed", about: run });
  });
}

/** The key that signs checkpoints now, under the log's own name. */
function checkpointSigner({ keys, config }: WireDeps): CheckpointSigner {
  const { kid, jwk, sign } = keys.checkpointSigner();
  const key = logKey(logOrigin(config.issuer), { kid, jwk });
  if (!key) throw new Error("the checkpoint key is not Ed25519");
  return { key, sign };
}

/** All that the log holds by now; each transaction is short, so that whoever works on a case waits for one. */
async function followAll({ follow }: Cases): Promise<void> {
  for (let isBehind = true; isBehind; ) isBehind = await follow();
}

/** Shows every witness the newest checkpoint. What one refuses is the operator's to look at: `aval doctor` says it too. */
async function askWitnesses({ config, db, log }: WireDeps): Promise<void> {
  const fetch = createFetch({ allowsPrivate: config.mode === "sandbox" });
  for (const witness of config.witnesses) {
    const came = await askWitness({ db, fetch }, witness);
    if (came !== "kept" && came !== "nothing_new")
      log.warn("witness_did_not_sign", { witness: witness.address, came });
  }
}

/** What runs by itself, on every node: each round is harmless to run twice, and no answer ever waits for one. */
function startRounds(deps: WireDeps, modules: Modules) {
  const { account, audit, limits, approvals, enrolment, login, fhir, notices, places, provider } =
    modules;
  const { db, log } = deps;
  const rounds = [
    round("sequencer", seconds(1), () => audit.sequence(db, checkpointSigner(deps)), log),
    round("log_seen", minutes(1), () => audit.publish(db), log),
    round("cases", ms(500), () => followAll(modules.cases), log),
    round("witnesses", seconds(30), () => askWitnesses(deps), log),
    round("measures", seconds(1), () => modules.measures.run(), log),
    round("campaigns", seconds(1), () => modules.campaigns.run(), log),
    round("windows", seconds(2), () => modules.windows.follow(), log),
    round("notices", seconds(2), () => notices.deliver(), log),
    round("sms_receipts", minutes(1), () => notices.askReceipts(), log),
    round("public_reports", seconds(5), () => modules.publicReports.settle(), log),
    round("refusals", seconds(1), () => modules.refusals.flush(), log),
    round("sweep", seconds(5), () => approvals.sweep(), log),
    round("enrolment", seconds(30), () => enrolment.tellEnding(), log),
    round("waiting_phones", seconds(5), () => enrolment.endOver(), log),
    round("first_day", seconds(10), () => enrolment.tellKnown(), log),
    round("bells", seconds(5), () => modules.bells.sweep(), log),
    round("contacts", seconds(10), () => tellContactsChanged(db, modules), log),
    round("contact_flaws", seconds(10), () => modules.contacts.keepQuality(), log),
    round("refused_services", seconds(30), () => modules.software.judgeBells(db), log),
    round("letters", seconds(2), () => modules.letters.deliver(), log),
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
    round("retention", minutes(10), () => modules.retention.run(), log),
    round("statistics", minutes(10), () => modules.statistics.close(), log),
    round("card_lists", minutes(60), async () => modules.cards?.refreshLists(), log),
    round("logout", ms(500), () => provider.tellServices(), log),
    round("signals", ms(500), () => modules.streams.tellServices(), log),
    round(
      "purge",
      minutes(10),
      async () => {
        await limits.purge(db);
        // In this order: a page lets go of its request, an enrolment of its phone.
        await login.purge();
        await modules.cards?.purge();
        await modules.passkeys.purge();
        await modules.console.purge();
        await modules.desk.purge();
        await approvals.purge();
        await notices.purge();
        await enrolment.purge();
        await modules.letters.purge();
        await modules.contacts.purge();
        await modules.wallets.purge();
        await places.purge();
        await modules.installations.purge();
        await modules.bells.purge();
        await modules.directory.purge();
        await account.purge();
        await modules.streams.purge();
        await modules.refusals.purge();
        await modules.publicReports.purge();
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
