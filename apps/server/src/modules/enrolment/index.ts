/**
 * Enrolment: how a phone becomes somebody's.
 *
 * `requested → evidenced → cooling → ready → active` (`machine.ts`), by the rows of one table (`evidence.ts`). Its doors: the
 * desk, where two registrars see the person; the card's page; the holder's old phone, whose page the new one scans, with a key held in
 * hardware or without; the holder's own place, for the same phone whose storage was cleared, by its passkey (`place.ts`, `wiped.ts`); an
 * identity wallet on the new phone; a remote eID with a posted letter. What is shown in person, or held in
 * hardware, may open everything, and the rest is `limited`; all wait where everybody concerned was told and can press *Arrêter*, and
 * nothing becomes active but by the holder, with the personal code.
 *
 * It promises: nothing that is dictated moves an enrolment by itself; a binding binds one phone; a move is recorded once, on the
 * standing it was decided from. It refuses by design: a phone younger than a week as the old one, codes sent by message, for ever.
 *
 * Source: DESIGN section 6; decision 0032.
 */
import type {
  DeviceId,
  EnrolmentId,
  EnrolmentPageId,
  MultiSigned,
  ProfessionalId,
} from "@aval/protocol";
import * as again from "./again.ts";
import * as card from "./card.ts";
import * as confirm from "./confirm.ts";
import * as desk from "./desk.ts";
import * as eid from "./eid.ts";
import * as eidLetter from "./eid-letter.ts";
import * as enrolment from "./enrolment.ts";
import * as meanwhile from "./meanwhile.ts";
import type { Tx } from "./moves.ts";
import * as hardwareKey from "./hardware-key.ts";
import * as oldPhone from "./old-phone.ts";
import * as pages from "./pages.ts";
import * as raise from "./raise.ts";
import * as place from "./place.ts";
import * as firstDay from "./first-day.ts";
import * as standing from "./status.ts";
import * as told from "./told.ts";
import * as wallet from "./wallet.ts";
import * as wiped from "./wiped.ts";

export type { EnrolmentDeps, PinForEnrolment } from "./enrolment.ts";
export type { PageState } from "./pages.ts";
export { cardEnrolment } from "./card-pages.ts";
export { cardEnrolmentRoutes } from "./card-routes.ts";
export { walletEnrolmentRoutes } from "./wallet-routes.ts";
export { createEidProvider, type EidSettings } from "./eid-provider.ts";
export { eidReturnPath, eidRoutes } from "./eid-routes.ts";
export { type HoldersKnown, knowHolders } from "./first-day.ts";
export { endUnderWay } from "./restored.ts";
export { enrolmentRoutes } from "./routes.ts";
export { enrolmentPlaceRoutes } from "./place-routes.ts";
export type { EnrolmentTables } from "./store.ts";
export { waitingPhones } from "./waiting.ts";

export type Enrolment = ReturnType<typeof createEnrolment>;

export function createEnrolment(deps: enrolment.EnrolmentDeps) {
  return {
    start: (jws: string, network: string) => enrolment.start(deps, jws, network),
    status: (jws: string) => standing.status(deps, jws),
    activate: (message: MultiSigned) => enrolment.activate(deps, message),
    /** While it waits for what two registrars signed, the phone opens its holder's own aged places: the code was chosen on it. */
    serveMeanwhile: (message: MultiSigned) => meanwhile.serveMeanwhile(deps, message),
    /** A stop was made: none of this holder's waiting phones has anything any more. */
    endMeanwhile: (tx: Tx, professional: ProfessionalId) =>
      meanwhile.endMeanwhile(deps, tx, professional),
    /** What was not activated in its time has nothing any more. */
    endOver: () => meanwhile.endOver(deps),
    /** Forgets what nobody proved in time. */
    purge: () => enrolment.purge(deps),

    /** A page for a new phone to scan, at a desk or beside a card. */
    openPage: (tx: Tx, given: Parameters<typeof pages.openPage>[2]) =>
      pages.openPage(deps, tx, given),
    /** How far it is: what its QR says in this second, then the phone that scanned it. */
    pageState: (tx: Tx, page: EnrolmentPageId) => pages.pageState(deps, tx, page),
    endPage: (tx: Tx, page: EnrolmentPageId) => pages.endPage(tx, page),
    /** What a phone calls itself and how far it is, for those who judge the freeze that it was added under. */
    phoneOf: (id: EnrolmentId) => standing.phoneOf(deps, id),
    /** Whose the one place under this holder's freeze was, where that ended without a phone. */
    overUnderFreeze: (professional: ProfessionalId) =>
      desk.overUnderFreeze(deps, deps.db, professional),
    atDesk: (id: EnrolmentId) => desk.atDesk(deps, id),
    addDeskEvidence: (signatures: readonly string[]) =>
      desk.addDeskEvidence(deps, signatures, "desk"),
    /** The sandbox's registrars, whose keys lie beside the database. No route of a production leads here. */
    addSeededEvidence: (signatures: readonly string[]) =>
      desk.addDeskEvidence(deps, signatures, "seeded_desk"),
    /** What two registrars signed by other means than a compact JWS, verified by whoever asks. */
    proveAtDesk: (
      given: Parameters<typeof desk.proveAtDesk>[1],
      alongside?: Parameters<typeof desk.proveAtDesk>[2],
    ) => desk.proveAtDesk(deps, given, alongside),

    /** The page on the holder's own aged place, for a phone that forgot everything. */
    askAtPlace: (jws: string) => place.askAtPlace(deps, jws),
    /** An installation that this enrolment took for cleared has said something. */
    endByOldInstallation: (tx: Tx, id: EnrolmentId) => wiped.endByOldInstallation(deps, tx, id),
    /** A key of the holder's on the new phone: a hardware-held one beside the old one's page, or the same phone's own. */
    askKey: (jws: string) => hardwareKey.askKey(deps, jws),
    useKey: (jws: string) => hardwareKey.useKey(deps, jws),

    askPage: (jws: string) => oldPhone.askPage(deps, jws),
    openByCode: (message: MultiSigned) => oldPhone.openByCode(deps, message),
    watchPage: (jws: string) => oldPhone.watchPage(deps, jws),
    typeWords: (jws: string) => oldPhone.typeWords(deps, jws),
    listUnderWay: (jws: string) => oldPhone.listUnderWay(deps, jws),
    stopByPhone: (jws: string) => oldPhone.stopByPhone(deps, jws),
    /** A held phone scanned a desk's page: it is shown there again. */
    showAgain: (jws: string) => again.showAgain(deps, jws),
    /** A phone to be confirmed is to open everything: by a page of a desk or a card, then by its own code. */
    askRaise: (jws: string) => raise.askRaise(deps, jws),
    raiseStatus: (jws: string) => raise.raiseStatus(deps, jws),
    raise: (message: MultiSigned) => raise.raise(deps, message),
    /** *C'est le mien*, from an older full phone: asked, then said by the code half a minute later. */
    askMine: (jws: string) => confirm.askMine(deps, jws),
    sayMine: (message: MultiSigned) => confirm.sayMine(deps, message),
    /** Whoever was told of it pressed *Arrêter*. Gives the phone, where it is active by now. */
    stopByNotice: (tx: Tx, id: EnrolmentId) => oldPhone.stopByNotice(deps, tx, id),
    /** They pressed it in another notice, which pauses: what was shown in person is held by it, and it is counted. */
    holdShown: (tx: Tx, professional: ProfessionalId) => oldPhone.holdShown(deps, tx, professional),
    holdByCard: (tx: Tx, card: Parameters<typeof oldPhone.holdByCard>[2]) =>
      oldPhone.holdByCard(deps, tx, card),
    /** A notice of it is known delivered. */
    noticeDelivered: (tx: Tx, id: EnrolmentId, phone?: DeviceId) =>
      told.noticeDelivered(deps, tx, id, phone),
    /** Tells of waits that end within the hour. */
    tellEnding: () => told.tellEnding(deps),
    /** Tells whom a first day's list named, and freezes the victims among them. */
    tellKnown: () => firstDay.tellKnown(deps),
  };
}

export type CardEnrolment = ReturnType<typeof createCardEnrolment>;

/** *Ajouter un téléphone avec ma carte*, where cards have a host: each act takes the certificate of its own handshake. */
export function createCardEnrolment(deps: card.CardDeps) {
  type Certificate = Uint8Array | undefined;
  return {
    show: (certificate: Certificate, page: string | null) => card.showCard(deps, certificate, page),
    typeWords: (certificate: Certificate, given: Parameters<typeof card.typeWords>[2]) =>
      card.typeWords(deps, certificate, given),
    confirm: (certificate: Certificate, page: string | null) =>
      card.confirmByCard(deps, certificate, page),
    stop: (certificate: Certificate, given: Parameters<typeof card.stopByCard>[2]) =>
      card.stopByCard(deps, certificate, given),
  };
}

export type EidEnrolment = ReturnType<typeof createEidEnrolment>;

/** A remote eID and the letter that it brings (`eid.ts`, `eid-letter.ts`). */
export function createEidEnrolment(deps: eid.EidDeps) {
  return {
    isOpen: () => eid.isEidOpen(deps),
    ask: (jws: string, network: string) => eid.askEid(deps, jws, network),
    comeBack: (query: URLSearchParams, browser: string) =>
      eid.comeBackFromEid(deps, query, browser),
    useLetter: (jws: string, network: string) => eidLetter.useLetter(deps, jws, network),
    /** How far a phone is that a letter brings; `undefined`: nothing is left to stop. */
    letterStanding: (id: EnrolmentId) => eidLetter.letterStanding(deps, id),
    /** By a registrar, allowed by whoever asks. */
    stopByRegistrar: (id: EnrolmentId, staff: string) => eidLetter.stopByRegistrar(deps, id, staff),
  };
}

export type WalletEnrolment = ReturnType<typeof createWalletEnrolment>;

/** *Avec mon portefeuille d'identité*: the address that opens it on the new phone, then what it came back with. */
export function createWalletEnrolment(deps: wallet.WalletDeps) {
  return {
    ask: (jws: string) => wallet.askWallet(deps, jws),
    comeBack: (jws: string) => wallet.returnFromWallet(deps, jws),
    /** A browser that asked for nothing was sent back to: what it was sent with ends. */
    end: (returned: string) => deps.wallets.end(returned),
  };
}
