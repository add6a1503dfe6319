import type { Fault } from "../fault.ts";
import { accountFaults } from "./account.ts";
import { approvalFaults } from "./approvals.ts";
import { auditFaults } from "./audit.ts";
import { campaignFaults } from "./campaigns.ts";
import { cardFaults } from "./cards.ts";
import { caseFaults } from "./cases.ts";
import { cibaFaults } from "./ciba.ts";
import { contactFaults } from "./contacts.ts";
import { demoFaults } from "./demo.ts";
import { deskFaults } from "./desk.ts";
import { deviceFaults } from "./devices.ts";
import { operatorFaults } from "./operators.ts";
import { ownPhoneFaults } from "./own-phones.ts";
import { directoryFaults } from "./directory.ts";
import { enrolmentFaults } from "./enrolment.ts";
import { establishmentFaults } from "./establishment.ts";
import { limitFaults } from "./limits.ts";
import { loginFaults } from "./login.ts";
import { noticeFaults } from "./notices.ts";
import { passkeyFaults } from "./passkeys.ts";
import { phoneFaults } from "./phone.ts";
import { pinFaults } from "./pin.ts";
import { bellFaults } from "./bells.ts";
import { placeFaults } from "./places.ts";
import { platformFaults } from "./platform.ts";
import { proofsFaults } from "./proofs.ts";
import { protocolFaults } from "./protocol.ts";
import { providerFaults } from "./provider.ts";
import { practiceFaults } from "./practice.ts";
import { raceFaults } from "./races.ts";
import { retentionFaults } from "./retention.ts";
import { screenFaults } from "./screens.ts";
import { obedienceFaults } from "./obedience.ts";
import { sessionFaults } from "./sessions.ts";
import { statisticsFaults } from "./statistics.ts";
import { staffFaults } from "./staff.ts";
import { callerFaults, supportFaults } from "./support.ts";
import { stopFaults } from "./stops.ts";
import { streamFaults } from "./streams.ts";
import { strictSoftwareFaults } from "./strict-software.ts";
import { walletFaults } from "./wallets.ts";
import { waitingPhoneFaults } from "./waiting-phone.ts";
import { witnessFaults } from "./witness.ts";
import { wipedFaults } from "./wiped.ts";

/** Every fault that `npm run mutants` plants. */
export const faults: readonly Fault[] = [
  ...protocolFaults,
  ...platformFaults,
  ...deviceFaults,
  ...ownPhoneFaults,
  ...directoryFaults,
  ...approvalFaults,
  ...sessionFaults,
  ...statisticsFaults,
  ...campaignFaults,
  ...cardFaults,
  ...walletFaults,
  ...wipedFaults,
  ...waitingPhoneFaults,
  ...passkeyFaults,
  ...limitFaults,
  ...retentionFaults,
  ...loginFaults,
  ...establishmentFaults,
  ...enrolmentFaults,
  ...placeFaults,
  ...bellFaults,
  ...practiceFaults,
  ...screenFaults,
  ...stopFaults,
  ...streamFaults,
  ...noticeFaults,
  ...phoneFaults,
  ...pinFaults,
  ...providerFaults,
  ...cibaFaults,
  ...strictSoftwareFaults,
  ...auditFaults,
  ...proofsFaults,
  ...witnessFaults,
  ...contactFaults,
  ...demoFaults,
  ...deskFaults,
  ...caseFaults,
  ...staffFaults,
  ...callerFaults,
  ...supportFaults,
  ...accountFaults,
  ...obedienceFaults,
  ...raceFaults,
  ...operatorFaults,
];
