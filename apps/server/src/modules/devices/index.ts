/**
 * Phones: who they are, whether they may act, and whether a message is really theirs.
 *
 * A message is accepted once, signed by the installation key `IK`, fresh on the server's clock. A decision that enables
 * something is also signed by `UK`, the key the right personal code gives; this module holds only its public half, which
 * lets nobody guess the code (P-36). What a message asks for is another module's business.
 *
 * Refused by design: a phone that names itself by anything but its key; a message whose purpose is not the one asked.
 */
import type { DeviceId, MultiSigned, ProfessionalId, StopId } from "@aval/protocol";
import { lifetimes } from "#lifetimes";
import type { Duration } from "#platform/time";
import { hasSpoken, recordListened, recordPresumedCleared } from "./cleared-store.ts";
import { changeCode } from "./code.ts";
import * as devices from "./devices.ts";
import { holdPhones, phonesOf } from "./phone-store.ts";
import {
  deleteEnrolling,
  findDevice,
  hadFull,
  holdActive,
  isSettled,
  recordClearedFreeze,
  recordUse,
  standingOf,
} from "./store.ts";
import * as waiting from "./waiting.ts";

export {
  type ActiveDevice,
  type Answering,
  type Device,
  isActive,
  type Level,
  type Mine,
  type Owned,
  type WaitingDevice,
} from "./device.ts";
export { checkStamp } from "./message.ts";
export { mayAnswer } from "./waiting.ts";
export { cleanLabel } from "./devices.ts";
export { codeRoutes } from "./routes.ts";
export { mayDo, phoneActs } from "./phone-acts.ts";
export type { DevicesDeps, MessageRefusal, Received, ReceivedDecision } from "./devices.ts";
export type { DeviceTables } from "./store.ts";

export type Devices = ReturnType<typeof createDevices>;

export function createDevices(deps: devices.DevicesDeps) {
  type Tx = typeof deps.db;
  return {
    find: (id: DeviceId) => findDevice(deps.db, id),
    receive: (jws: string, purpose: string) => devices.receive(deps, jws, purpose),
    receiveOwned: (jws: string, purpose: string) => devices.receiveOwned(deps, jws, purpose),
    receiveMine: (jws: string, purpose: string) => devices.receiveMine(deps, jws, purpose),
    receiveActive: (jws: string, purpose: string) => devices.receiveActive(deps, jws, purpose),
    receiveDecision: (message: MultiSigned, purpose: string) =>
      devices.receiveDecision(deps, message, purpose),
    /** The four doors of a phone that waits (`waiting.ts`); whatever else asks for a phone knows nothing of it. */
    receiveAnswering: (jws: string, purpose: Parameters<typeof waiting.receiveAnswering>[2]) =>
      waiting.receiveAnswering(deps, jws, purpose),
    receiveAnswer: (message: MultiSigned) => waiting.receiveAnswer(deps, message),
    findAnswering: (id: DeviceId) => waiting.findAnswering(deps, id),
    holdAnswering: (tx: Tx, device: Parameters<typeof waiting.holdAnswering>[2]) =>
      waiting.holdAnswering(deps, tx, device),
    /** Holds an active phone for the transaction, so that a suspension and an approval cannot both win. */
    holdActive: (tx: Tx, id: DeviceId) => holdActive(tx, id),
    /** Whether this phone may lift stops: `full`, and older than `age` or the only one. */
    isSettled: (tx: Tx, id: DeviceId, age: Duration) => isSettled(tx, id, age),
    /** How a phone stands to what would be added beside it: its level, whether it is active, and for longer than `age`. */
    standingOf: (tx: Tx, id: DeviceId, age: Duration) => standingOf(tx, id, age),
    /** Whether a `full` phone of this holder's was ever active, whatever became of it: enrolment is then locked. */
    hadFull: (tx: Tx, professional: ProfessionalId) => hadFull(tx, professional),
    /** Notes that it served; says whether the key of its code is due to be made anew. */
    recordUse: (tx: Tx, id: DeviceId) => recordUse(tx, id, lifetimes.codeKey),
    /** Forgets phones that never became anybody's. */
    forget: (tx: Tx, ids: readonly DeviceId[]) => deleteEnrolling(tx, ids),
    add: (tx: Tx, given: Parameters<typeof devices.add>[2]) => devices.add(deps, tx, given),
    activate: (tx: Tx, id: DeviceId, given: Parameters<typeof devices.activate>[3]) =>
      devices.activate(deps, tx, id, given),
    /** Makes a `limited` phone a `full` one, from now on. */
    raise: (tx: Tx, id: DeviceId, professional: ProfessionalId) =>
      devices.raise(deps, tx, id, professional),
    /** Two analysts have cleared this freeze: the phone that a desk added under it counts from now on. */
    freezeCleared: (tx: Tx, freeze: StopId) => recordClearedFreeze(tx, freeze),
    /** Whether a message that enables something was signed with the code. A wrong one is counted, told, and ends the phone at the tenth. */
    confirmCode: (given: Parameters<typeof devices.confirmCode>[1]) =>
      devices.confirmCode(deps, given),
    /** A phone's own code, with the old one. */
    changeCode: (message: MultiSigned) => changeCode(deps, message),
    suspend: (
      tx: Tx,
      id: DeviceId,
      professional: ProfessionalId,
      reason?: Parameters<typeof devices.suspend>[4],
    ) => devices.suspend(deps, tx, id, professional, reason),
    /** What an analyst suspended is given back, by two. */
    restore: (tx: Tx, id: DeviceId, professional: ProfessionalId) =>
      devices.restore(deps, tx, id, professional),
    /** A holder's phones: `isOld`, for longer than `age`. */
    phonesOf: (db: Tx, professional: ProfessionalId, age: Duration) =>
      phonesOf(db, professional, age),
    /** The same, held until the transaction ends. */
    holdPhones: (tx: Tx, professional: ProfessionalId, age: Duration) =>
      holdPhones(tx, professional, age),
    rename: (tx: Tx, given: Parameters<typeof devices.rename>[2]) =>
      devices.rename(deps, tx, given),
    revoke: (tx: Tx, given: Parameters<typeof devices.revoke>[2]) =>
      devices.revoke(deps, tx, given),
    /** A phone scanned a page of the holder's place: which of their installations it had been, its passkey will tell. */
    listen: (tx: Tx, given: Parameters<typeof recordListened>[1]) => recordListened(tx, given),
    /** Whether an installation has said something since. */
    hasSpoken: (tx: Tx, given: Parameters<typeof hasSpoken>[1]) => hasSpoken(tx, given),
    /** An enrolment takes this installation for cleared from its phone, until it says anything. */
    presumeCleared: (tx: Tx, given: Parameters<typeof recordPresumedCleared>[1]) =>
      recordPresumedCleared(tx, given),
    replace: (tx: Tx, given: Parameters<typeof devices.replace>[2]) =>
      devices.replace(deps, tx, given),
    standBeside: (tx: Tx, given: Parameters<typeof devices.standBeside>[2]) =>
      devices.standBeside(deps, tx, given),
    disable: (tx: Tx, device: Parameters<typeof devices.disable>[2]) =>
      devices.disable(deps, tx, device),
  };
}
