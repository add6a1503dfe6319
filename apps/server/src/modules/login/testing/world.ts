import {
  type BrowserMessage,
  idFrom,
  newKeyPair,
  type ProfessionalId,
  purposes,
  type SessionId,
  signCompact,
  signerOf,
  toBase64url,
} from "@aval/protocol";
import { createApprovals } from "#modules/approvals";
import { createAudit } from "#modules/audit";
import { createDevices } from "#modules/devices";
import type { Directory, Professional } from "#modules/directory";
import { createLimits } from "#modules/limits";
import { createSessions } from "#modules/sessions";
import { networkOf } from "#modules/signals";
import type { Service, Software } from "#modules/software";
import { type AnyTables, type Database, transact } from "#platform/database";
import { deny } from "#platform/outcome";
import { systemRandom } from "#platform/random";
import { type Clock, instant } from "#platform/time";
import type { Where } from "#modules/places";
import { type AuthorizationRequest, createAsker, createLogin } from "../index.ts";

/** Services of the tests, by sensitivity; the registry and the directory are plain maps here. */
export const services: Readonly<Record<string, Service>> = Object.fromEntries(
  (["open", "sensitive", "critical"] as const).flatMap((sensitivity) =>
    [false, true].map((acceptsReduced) => {
      const id = acceptsReduced ? `${sensitivity}-accepting` : sensitivity;
      const service: Service = {
        id,
        name: `Registre ${id}`,
        number: "0001",
        sensitivity,
        acceptsReduced,
        profile: "psc",
        secretHash: undefined,
        redirectUris: [],
        postLogoutRedirectUris: [],
        backchannelLogoutUri: undefined,
        backchannelLogoutInside: false,
        grants: ["authorization_code"],
        acr: "eidas1",
        state: "active",
        scope: "national",
        softwareName: undefined,
      } as unknown as Service;
      return [id, service];
    }),
  ),
);

/** Sign-ins on a real store, with the rights the test gives (`where`): the PIN program always says yes here. */
export function loginOn(
  db: Database<AnyTables>,
  clock: Clock,
  where: () => Where = () => "unknown",
) {
  const random = systemRandom;
  const audit = createAudit({ clock, random });
  const limits = createLimits();
  const devices = createDevices({
    db,
    clock,
    random,
    audit,
    limits,
    pin: {
      confirm: async () => ({ ok: true }),
      count: async () => ({ triesLeft: 10, disabled: false }),
    },
  });
  const people = new Map<ProfessionalId, Professional>();
  const directory = {
    byId: async (id: ProfessionalId) => people.get(id) ?? person(id),
    displayName: () => "Camille ESSAI",
    firstName: () => "Camille",
  } as unknown as Directory;
  const software = { find: async (id: string) => services[id] } as unknown as Software;
  const stops = {
    keepOpen: async () => true,
    isStopped: async () => false,
    toldOnPlace: async () => undefined,
  };
  const places = {
    standing: async () => ({ where: where(), isShared: false }),
    at: async () => ({ where: where(), people: [] }),
    recognise: async () => "value",
    approved: async () => false,
    scannedAgain: async () => false,
    used: async () => true,
    keepKnown: async () => true,
    withdrawOffer: async () => undefined,
    networksOf: async () => new Set<string>(),
    linkedAt: async () => undefined,
    markL5: async () => undefined,
  };
  const bells = {
    on: async () => [],
    ring: async () => instant(0),
    used: async () => undefined,
    scanned: async () => undefined,
  };
  const passkeys = {
    challenge: async () => ({ challenge: "", rpId: "localhost" }),
    prove: async () => deny("passkey_refused" as const),
    proven: async () => undefined,
    spend: async () => false,
    forget: async () => undefined,
  };
  // Software is not asked about here: `provider` does, over the real modules.
  const installations = {
    isKnownNetwork: async () => false,
    usable: async () => [],
    used: async () => false,
    linked: async () => undefined,
    linkedUsed: async () => false,
  };
  const asker = createAsker({
    ...{ db, directory, software, stops, places, bells, passkeys, installations },
  });
  const approvals = createApprovals({
    db,
    clock,
    random,
    audit,
    limits,
    devices,
    stops,
    asker: () => asker,
    signContext: async (context) => JSON.stringify(context),
    isCalled: async () => false,
    networkOf,
  });
  const sessions = createSessions({ db, clock, random, audit, ended: async () => {} });
  const login = createLogin({
    db,
    clock,
    random,
    origins: { login: "http://localhost:4400", authenticator: "http://phone.localhost:4401" },
    audit,
    limits,
    devices,
    directory,
    software,
    approvals,
    sessions,
    stops,
    notices: { tell: async () => undefined },
    passkeys,
    places,
    installations,
    wakes: {
      wait: async () => undefined,
      wake: async () => undefined,
      close: async () => undefined,
    },
    bells,
    broke: () => undefined,
  });
  return {
    audit,
    devices,
    limits,
    approvals,
    sessions,
    login,
    people,
    transact: <T>(work: (tx: Database<AnyTables>) => Promise<T>) => transact(db, work),
  };
}

export function person(id: ProfessionalId): Professional {
  return {
    id,
    nationalId: "899700000001",
    state: "active",
    scope: "national",
  } as unknown as Professional;
}

export const observed = {
  address: "127.0.0.1",
  userAgent: "Mozilla/5.0 (X11; Linux) Firefox/140.0",
};

/** A browser with a key of its own, and the pages it opens. */
export async function newBrowserWindow(clock: Clock) {
  const key = await signerOf(await newKeyPair());
  const say = (signIn: string, act: BrowserMessage["act"]) =>
    signCompact(
      {
        v: purposes.browser,
        signIn,
        bk: key.jwk,
        act,
        iat: Math.floor(clock.now() / 1000),
        jti: toBase64url(systemRandom.bytes(16)),
      },
      purposes.browser,
      key,
    );
  return { say };
}

export type BrowserWindow = Awaited<ReturnType<typeof newBrowserWindow>>;

/** A page of a service, in a browser, as the provider would drive it. */
export function openPage(
  world: ReturnType<typeof loginOn>,
  browser: BrowserWindow,
  client: string,
  more: Partial<AuthorizationRequest> & { session?: SessionId } = {},
) {
  const { session, ...rest } = more;
  const request: AuthorizationRequest = {
    signIn: idFrom("uid", systemRandom.bytes(17)),
    client,
    prompt: [],
    ...rest,
  };
  return {
    request,
    act: async (act: BrowserMessage["act"], by: BrowserWindow = browser) =>
      world.login.page(request, act, await by.say(request.signIn, act), observed, session),
    conclude: async (by: BrowserWindow = browser) =>
      world.login.conclude(request, await by.say(request.signIn, "conclude"), observed, session),
  };
}
