import type { LoginView, PasskeyAssertion, SessionId } from "@aval/protocol";
import type { Refusal } from "#errors";
import type { Proven } from "#modules/passkeys";
import { transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import type { LoginDeps, OpenSession, Page } from "./login.ts";
import { type Opened, rightsOf, whereFor } from "./rights.ts";
import { recordPasskey } from "./store.ts";

/** The page's browser is asked to have a key sign. */
export async function askForPasskey(
  { passkeys }: LoginDeps,
  { service, signIn }: Page,
  view: LoginView,
): Promise<LoginView> {
  const { id, browser } = signIn;
  const passkey = await passkeys.challenge({ signIn: id, browser, service: service.id });
  return { ...view, passkey };
}

/** What a key signed, for this page: kept beside it while it counts. */
export async function provePasskey(
  deps: LoginDeps,
  here: Page,
  given: PasskeyAssertion | undefined,
): Promise<Outcome<Page, Refusal>> {
  if (!given || !isAssertion(given)) return deny("invalid_message");
  const { id, browser } = here.signIn;
  const proven = await deps.passkeys.prove({ signIn: id, browser }, given);
  if (!proven.ok) return proven;
  if (!(await isAccepted(deps, proven.value, browser))) return deny("passkey_refused");
  const { visit } = proven.value;
  await recordPasskey(deps.db, id, visit);
  return done({ ...here, signIn: { ...here.signIn, passkeyVisit: visit } });
}

const members = ["id", "clientDataJSON", "authenticatorData", "signature"] as const;
const isAssertion = (given: PasskeyAssertion) =>
  members.every((one) => /^[A-Za-z0-9_-]{1,2800}$/.test(String(given[one])));

type Where = { readonly places: Pick<LoginDeps["places"], "standing"> };

/**
 * What a computer keeps, whoever works there could use: where several people do it counts for nothing, alone or beside a phone
 * (DESIGN section 5). A place may have become shared after its key was added.
 */
async function isAccepted(
  { places }: Where,
  { kind, professional }: Proven,
  browser: string,
): Promise<boolean> {
  return kind !== "computer" || !(await places.standing({ professional, browser })).isShared;
}

/** The key that has signed on this page, while it counts. */
export async function provenOn(
  deps: Where & { readonly passkeys: Pick<LoginDeps["passkeys"], "proven"> },
  { id, browser, passkeyVisit }: Page["signIn"],
): Promise<Proven | undefined> {
  if (passkeyVisit === undefined) return undefined;
  const key = await deps.passkeys.proven(passkeyVisit, { signIn: id, browser });
  return key && (await isAccepted(deps, key, browser)) ? key : undefined;
}

/** What a key opens of this service by itself; nothing: it takes the phone beside it, or another way. */
export async function opensAlone(
  { places }: Pick<LoginDeps, "places">,
  { service, signIn }: Page,
  key: Proven,
): Promise<Opened | undefined> {
  if (key.isAsleep) return undefined;
  const { professional } = key;
  const proof = key.isHardwareHeld ? "hardware_key" : "passkey";
  const standing = await places.standing({ professional, browser: signIn.browser });
  const where = whereFor(proof, standing);
  const rights = rightsOf(proof, where, service);
  return rights && { proof, where, rights };
}

/** Opens the session of a key that its holder used on this page. */
export async function spendPasskey(
  deps: LoginDeps,
  here: Page,
  key: Proven,
  openSession: OpenSession,
): Promise<Outcome<SessionId, Refusal>> {
  const { directory, places, stops, passkeys, audit } = deps;
  const { professional, visit, passkey } = key;
  const { id, browser, network } = here.signIn;
  const holder = await directory.byId(professional);
  if (holder?.state !== "active") return deny("passkey_refused");
  const opened = await opensAlone(deps, here, key);
  if (!opened) return deny("rights_denied");
  return transact(deps.db, async (tx): Promise<Outcome<SessionId, Refusal>> => {
    if (!(await stops.keepOpen(tx, professional, "enter"))) return deny("passkey_refused");
    const on = { signIn: id, browser };
    if (!(await passkeys.spend(tx, key, on, { byPhone: false }))) return deny("passkey_refused");
    // Held from here on: a place that ends now waits, and then ends this session too.
    const use = { level: "full", transfer: "key" } as const;
    const isPlace = await places.used(tx, { professional, browser, network, ...use });
    if (opened.proof === "passkey" && !isPlace) return deny("rights_denied");
    const { nationalId } = holder;
    const who = { professional, nationalId, passkey, passkeyVisit: visit, transfer: undefined };
    const session = await openSession(deps, tx, here, { ...who, ...opened });
    await audit.append(tx, { fact: "passkey_spent", professional, passkey, visit, session });
    if (opened.proof === "hardware_key") await places.markL5(tx, { professional, browser });
    return done(session);
  });
}
