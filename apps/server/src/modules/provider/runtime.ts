import type { EventEmitter } from "node:events";
import { idFrom } from "@aval/protocol";
import type Engine from "oidc-provider";
import type { KoaContextWithOIDC } from "oidc-provider";
import type { Audit, AuditTables } from "#modules/audit";
import type { Directory } from "#modules/directory";
import type { Installations } from "#modules/installations";
import type { Login } from "#modules/login";
import type { Sessions, SessionTables } from "#modules/sessions";
import type { Software } from "#modules/software";
import type { Config, Origins } from "#platform/config";
import { type Database, isUnreachable } from "#platform/database";
import { pagePolicy, type Refused } from "#platform/http";
import type { Keys, OpenidKeys } from "#platform/keys";
import { languageOf } from "#platform/language";
import type { Log } from "#platform/log";
import type { PostForm } from "#platform/outbound";
import type { Random } from "#platform/random";
import { hashSecret, newSecret, sameText } from "#platform/secret";
import type { Clock } from "#platform/time";
import { type Signer, signerOf } from "./access-token.ts";
import { adapterFactory } from "./adapter.ts";
import type { EngineDeps, Notes } from "./context.ts";
import { createEngine } from "./engine.ts";
import { engineSeconds } from "./engine-time.ts";
import type { LogoutTables } from "./logout-store.ts";
import { formPostPage, type PageFrame, refusedPage } from "./pages/pages.ts";
import { exchange, replayed, spend, type UseCaseDeps } from "./provider.ts";
import { schemeSource } from "./redirect.ts";
import { refusalOf } from "./refusal.ts";
import { constant, type ProviderTables } from "./store.ts";
import { type Subjects, subjectsOf } from "./subject.ts";

/** The path of the issuer is where the engine's addresses begin; cookies live on the login origin. */
export type ProviderConfig = Pick<Config, "issuer" | "mode" | "brand"> & {
  readonly origins: Pick<Origins, "login" | "authenticator"> & Partial<Pick<Origins, "card">>;
};

export type ProviderDeps = {
  /** Told of what the engine refuses to a person. */
  readonly refused?: ((refused: Refused) => void) | undefined;
  readonly config: ProviderConfig;
  readonly db: Database<ProviderTables & LogoutTables & AuditTables & SessionTables>;
  readonly clock: Clock;
  /** This machine's, by which the engine dates its tokens. */
  readonly machine: Clock;
  readonly random: Random;
  readonly keys: Pick<Keys, "openid">;
  readonly directory: Pick<Directory, "find" | "byId">;
  readonly software: Pick<Software, "find">;
  readonly sessions: Pick<Sessions, "standing" | "touch" | "enter" | "close" | "holderOf">;
  readonly login: Pick<
    Login,
    | "page"
    | "conclude"
    | "keepsOpen"
    | "arrive"
    | "comeFromEstablishment"
    | "mayAsk"
    | "record"
    | "poll"
    | "recordStrict"
    | "frameFor"
  >;
  readonly installations: Pick<Installations, "beginLink" | "linkStanding">;
  readonly audit: Pick<Audit, "append">;
  /** Reaches services at the addresses they registered. */
  readonly post: PostForm;
  readonly log: Log;
  /** Folder of the built login page, `index.html` and `assets/`; by default this checkout's. */
  readonly loginPages?: string;
};

/** An engine at work, with the ring it was made for. */
export type Running = {
  readonly callback: ReturnType<Engine["callback"]>;
  readonly signer: Signer;
};

export type Runtime = {
  readonly issuer: string;
  readonly issuerPath: string;
  readonly loginOrigin: string;
  readonly authenticatorOrigin: string;
  /** Where the sign-in page may post its visitor to, with a card. */
  readonly cardOrigin: string | undefined;
  readonly useCases: () => Promise<UseCaseDeps>;
  /** The engine for the keys as they are now: a renewed ring needs no restart. */
  readonly running: () => Promise<Running>;
  /** What only the sandbox says. */
  readonly detail: (text: string | undefined) => string | undefined;
  readonly frame: (uiLocales: string | undefined, acceptLanguage: string | undefined) => PageFrame;
  readonly log: Log;
};

/** Where pages find the stylesheet and the one script, on this origin. */
export const assets = { stylesheet: "/design/aval.css", submit: "/design/submit.js" } as const;

export function runtimeOf(deps: ProviderDeps, notes: Notes): Runtime {
  const { config, sessions, login, software, audit, db, random } = deps;
  const frame: Runtime["frame"] = (uiLocales, acceptLanguage) => ({
    lang: languageOf(uiLocales, acceptLanguage),
    brand: config.brand,
    isSandbox: config.mode === "sandbox",
    stylesheet: assets.stylesheet,
  });

  const knownSubjects = remembering(() => drawnSubjects(deps));
  const useCases = async (): Promise<UseCaseDeps> => ({
    db,
    random,
    audit,
    sessions,
    login,
    software,
    notes,
    subjects: await knownSubjects(),
    datedAt: (at) => engineSeconds(deps, at),
  });

  let running: Promise<Running> | undefined;
  let made = "";
  return {
    issuer: config.issuer,
    loginOrigin: config.origins.login,
    authenticatorOrigin: config.origins.authenticator,
    cardOrigin: config.origins.card,
    issuerPath: new URL(config.issuer).pathname.replace(/\/$/, ""),
    useCases,
    frame,
    detail: (text) => (config.mode === "sandbox" ? text : undefined),
    log: deps.log,
    running: () => {
      const keys = deps.keys.openid();
      const name = keys.publicJwks.map(({ kid }) => kid).join(" ");
      if (!running || name !== made) {
        made = name;
        const starting = start(deps, notes, useCases, frame, keys);
        running = starting;
        starting.catch(() => {
          if (running === starting) running = undefined;
        });
      }
      return running;
    },
  };
}

/** The value once it was made. A failure is not remembered: a database that is away now may be back at the next request. */
export function remembering<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((fault: unknown) => {
      made = undefined;
      throw fault;
    });
    return made;
  };
}

async function drawnSubjects({ db, random }: ProviderDeps): Promise<Subjects> {
  const salt = await constant(db, "pairwise_salt", newSecret(random));
  const uuid = await constant(db, "subject_uuid", uuidFrom(random.bytes(16)));
  return subjectsOf({ uuid, salt });
}

/** A version 4 UUID from 16 random bytes (RFC 9562 5.4). */
function uuidFrom(bytes: Uint8Array): string {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Buffer.from(bytes).toString("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join("-");
}

async function start(
  deps: ProviderDeps,
  notes: Notes,
  useCases: Runtime["useCases"],
  frame: Runtime["frame"],
  keys: OpenidKeys,
): Promise<Running> {
  const { config, clock, db, random, software, sessions, directory, log } = deps;
  const known = await useCases();
  const signer = signerOf(keys, config.issuer);
  const adapter = adapterFactory({
    db,
    random,
    software,
    signInKey: (key) => {
      const here = notes.here();
      if (here) here.signInKey = key;
    },
    spent: (model, idHash) => spend(known, model, idHash),
  });
  const engineDeps: EngineDeps = {
    issuer: config.issuer,
    loginOrigin: config.origins.login,
    clock,
    datedAt: known.datedAt,
    subjects: known.subjects,
    adapter,
    notes,
    keys,
    signer,
    standing: sessions.standing as (id: string) => ReturnType<typeof sessions.standing>,
    holder: ({ professional }) => directory.byId(professional),
    professional: directory.find,
    secretMatches: (given, hash) => sameText(hashSecret(given), hash),
    replayed: (replay) => replayed(known, replay),
    ciba: deps.login,
    links: {
      beginLink: (given) => deps.installations.beginLink(given),
      linkStanding: (given) => deps.installations.linkStanding(given),
      holder: directory.byId,
    },
    newJti: () => newSecret(random),
    exchanges: (standing, service) => exchange(known, standing, service),
    renderError: (ctx, out) => renderError(deps, frame, ctx, out),
    renderForm: (ctx, action, fields) => {
      const { "accept-language": language } = ctx.headers;
      ctx.type = "html";
      // Errors come here as redirects without an address: a page is none (OAuth 2.0 Form Post Response Mode, section 2).
      ctx.status = 200;
      ctx.set(
        "content-security-policy",
        pagePolicy({ formAction: [schemeSource(action) ?? ""].filter(Boolean) }),
      );
      ctx.body = formPostPage(frame(uiLocales(ctx), language), {
        action,
        fields,
        script: assets.submit,
      });
    },
  };
  const engine = createEngine(engineDeps);
  engine.on("server_error", (ctx, fault) => tellFault(log, ctx, fault));
  (engine as EventEmitter).on("error", (fault) => log.error("provider_failed", fault));
  return { callback: engine.callback(), signer };
}

const uiLocales = (ctx: KoaContextWithOIDC): string | undefined => {
  const given = ctx.oidc.params?.["ui_locales"];
  return typeof given === "string" ? given : undefined;
};

/** A fault inside the engine: nothing of it goes out. A database that is away is not the request's fault. */
function tellFault(log: Log, ctx: KoaContextWithOIDC, fault: Error): void {
  log.error("provider_failed", fault, { route: ctx.oidc?.route });
  if (!isUnreachable(fault)) return;
  ctx.status = 503;
  ctx.set("retry-after", "2");
  if (typeof ctx.body === "object") ctx.body = { error: "temporarily_unavailable" };
}

/** As every refusal has one: eight characters, two groups. */
function newReference(random: Random): string {
  const text = idFrom("ref", random.bytes(17)).slice(-8);
  return `${text.slice(0, 4)}-${text.slice(4)}`;
}

/** The engine's refusals to a person: a sentence and a reference. What a developer needs is in the log, or in the sandbox. */
function renderError(
  { config, log, random, refused }: ProviderDeps,
  frame: Runtime["frame"],
  ctx: KoaContextWithOIDC,
  out: Parameters<EngineDeps["renderError"]>[1],
): void {
  const refusal = ctx.status === 503 ? "unavailable" : refusalOf(out.error);
  const reference = newReference(random);
  const detail = [out.error, out.error_description].filter(Boolean).join(": ");
  log.info("authorization_refused", {
    reference,
    error: out.error,
    detail: out.error_description,
    service: ctx.oidc.client?.clientId,
  });
  const service = ctx.oidc.client?.clientId;
  refused?.({ refusal, reference, route: "/auth", address: ctx.ip, ...(service && { service }) });
  ctx.type = "html";
  ctx.body = refusedPage(frame(uiLocales(ctx), ctx.headers["accept-language"]), {
    refusal,
    reference,
    detail: config.mode === "sandbox" ? detail : undefined,
  });
}
