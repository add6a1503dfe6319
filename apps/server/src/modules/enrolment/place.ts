import {
  type EnrolmentPageId,
  type EnrolmentPlaceMessage,
  enrolmentPlaceActs,
  type EnrolmentPlaceView,
  isId,
  peekCompact,
  type ProfessionalId,
  publicJwk,
  purposes,
  thumbprint,
  verifyCompact,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds, lifetimes } from "#lifetimes";
import { checkStamp } from "#modules/devices";
import { transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId } from "#platform/random";
import { epochSeconds } from "#platform/time";
import type { EnrolmentDeps } from "./enrolment.ts";
import { stopByPlace } from "./old-phone.ts";
import * as pageStore from "./page-store.ts";
import { pageState } from "./pages.ts";
import * as store from "./store.ts";

/*
 * *Mon téléphone a tout oublié*, on the holder's own aged place: its browser's key opens the page, without a session and without a name,
 * since the phone that would sign in is the one that forgot. Whoever stands there can open it too; it proves nothing, and the phone that
 * scans it has to hold the passkey that the old installation made.
 */

type FromPlace = { readonly browser: string; readonly message: EnrolmentPlaceMessage };

/** What the page asks, signed by its browser's key: to begin, how far it is, or *Arrêter*. */
export async function askAtPlace(
  deps: EnrolmentDeps,
  jws: string,
): Promise<Outcome<EnrolmentPlaceView, Refusal>> {
  const read = await readPlaceMessage(deps, jws);
  if (!read.ok) return read;
  const { browser, message } = read.value;
  if (message.act === "open") return openAtPlace(deps, browser, message.ratchet);
  const page = message.page && (await pageStore.findPage(deps.db, message.page));
  if (page?.kind !== "place" || page.openedBy !== browser || !page.professional)
    return deny("enrolment_page_over");
  if (message.act === "stop") await stopPage(deps, page, page.professional);
  return done(await shown(deps, page.id));
}

async function readPlaceMessage(
  { clock }: EnrolmentDeps,
  jws: string,
): Promise<Outcome<FromPlace, Refusal>> {
  const claimed = peekCompact(jws)?.payload as Partial<EnrolmentPlaceMessage> | undefined;
  const jwk = claimed?.bk && publicJwk(claimed.bk);
  if (!jwk) return deny("invalid_message");
  const verified = await verifyCompact(jws, purposes.enrolmentPlace, jwk);
  const message = verified as EnrolmentPlaceMessage | undefined;
  const isOne =
    message?.v === purposes.enrolmentPlace &&
    enrolmentPlaceActs.includes(message.act) &&
    (message.page === undefined || isId("enp", message.page)) &&
    (message.ratchet === undefined || typeof message.ratchet === "string");
  if (!message || !isOne) return deny("invalid_message");
  const stamp = checkStamp(message, clock.now(), lifetimes.messageSkew);
  if (!stamp.ok) return stamp;
  return done({ browser: await thumbprint(jwk), message });
}

/** The page begins: on a browser that is one holder's own aged place, and nobody else's. */
async function openAtPlace(
  deps: EnrolmentDeps,
  browser: string,
  shownBefore: string | undefined,
): Promise<Outcome<EnrolmentPlaceView, Refusal>> {
  // First: a browser whose key was copied is nobody's place from here on.
  const ratchet = await deps.places.recognise(browser, shownBefore);
  const professional = await deps.places.ownerOf(browser);
  if (!professional) return deny("place_not_own");
  const { enrolmentPagesADay: most } = bounds;
  const { enrolmentPagesWindow: window, enrolmentPage: lasts } = lifetimes;
  const id = newId("enp", deps.random);
  const opened = await transact(deps.db, async (tx): Promise<Outcome<true, Refusal>> => {
    // By the browser: whoever stands there spends nothing that the holder's own phones open pages from.
    if (!(await deps.limits.spend(tx, "enrolment_page_of", browser, most, window)))
      return deny("too_many");
    const secret = deps.random.bytes(32);
    const page = { id, kind: "place", by: browser, professional, secret, lasts } as const;
    await pageStore.insertPage(tx, { ...page, isOpen: true });
    return done(true);
  });
  return opened.ok ? done({ ...(await shown(deps, id)), ratchet }) : opened;
}

/** *Arrêter*, or the page is left: what was scanned dies, before or after its proof. */
async function stopPage(
  deps: EnrolmentDeps,
  { id, enrolment }: pageStore.EnrolmentPage,
  professional: ProfessionalId,
): Promise<void> {
  await transact(deps.db, async (tx) => {
    await deps.stops.takeTurn(tx, professional);
    await pageStore.recordPageEnded(tx, id);
    if (enrolment) await stopByPlace(deps, tx, enrolment);
  });
}

async function shown(deps: EnrolmentDeps, id: EnrolmentPageId): Promise<EnrolmentPlaceView> {
  const now = epochSeconds(deps.clock.now());
  const page = await pageStore.findPage(deps.db, id);
  const state = await pageState(deps, deps.db, id);
  if (state.state === "open") {
    const until = page ? epochSeconds(page.expiresAt) : now;
    return { now, page: id, shown: { state: "open", address: state.address, until } };
  }
  const row = state.state === "bound" ? await store.find(deps.db, state.enrolment) : undefined;
  return { now, page: id, shown: ofRow(row, page?.isOver ?? true) };
}

function ofRow(row: store.EnrolmentRow | undefined, isOver: boolean): EnrolmentPlaceView["shown"] {
  const standing = row?.standing;
  switch (standing?.state) {
    case "evidenced":
      return isOver ? { state: "over", why: "over" } : { state: "bound" };
    case "cooling":
    case "ready":
      return {
        ...{ state: "proven", level: standing.level },
        activeAt: epochSeconds(standing.readyAt),
      };
    case "active":
      return { state: "active", level: standing.level };
    case "contested":
      return { state: "over", why: row?.isStillUsed ? "still_used" : "stopped" };
    default:
      return { state: "over", why: "over" };
  }
}
