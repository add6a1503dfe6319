import { days, hours, minutes, seconds } from "#platform/time";

/**
 * Every duration and limit of the system, with its source. A security reviewer reads this one page.
 * DESIGN means the design's section; PSC the contract of Pro Santé Connect that clients were written against.
 */
export const lifetimes = {
  /** How long a shown approval waits for a phone. DESIGN 5.1. */
  claim: seconds(60),
  /** How long the holder has to decide after the claim. DESIGN 5.1. */
  decide: seconds(120),
  /** The same with *plus de temps*. DESIGN 5.1. */
  decideWithMoreTime: seconds(180),
  /** An unclaimed approval is replaced silently for this long, then the page asks. DESIGN 5.1. */
  silentReplacement: minutes(3),
  /** Age beyond which a frame is refused, both ways, on the database clock. DESIGN 5.3. */
  frameAge: seconds(3),
  /** How long an approval may wait for its page to conclude. The page asks once a second. */
  conclude: seconds(60),
  /** A request nobody claimed is forgotten after this. Longer than its page can live. */
  unclaimed: hours(3),
  /** Two claimed requests of one holder from different browsers within this cancel both. DESIGN 5.3. */
  twoAtOnce: seconds(60),
  /** A node further than this from the database's clock is not ready. DESIGN 5.3. */
  clockSkewMax: seconds(1),
  /** A signed message may be this far from the server's clock. */
  messageSkew: seconds(120),
  /** How long the `jti` of a message is remembered: both sides of the skew and a margin. */
  messageMemory: minutes(6),
  /** What strangers may ask for is counted over this window. */
  floodWindow: minutes(10),
  /** An enrolment that nobody proves or activates. */
  enrolment: hours(24),
  /** A registrar's signature counts this long. DESIGN 6: the second within 30 minutes. */
  registrarSignature: minutes(30),
  /** Access token. PSC 1.5. */
  accessToken: seconds(120),
  /** Refresh token. PSC 1.5. */
  refreshToken: minutes(30),
  /** Authorization code. PSC 1.5, Keycloak's default. */
  authorizationCode: seconds(60),
  /** Session at most. PSC 1.5. */
  session: hours(4),
  /** Session without activity; a refresh is activity. PSC 1.5, DESIGN 5. */
  sessionIdle: minutes(30),
  /** A reduced session. DESIGN 5. */
  reducedSession: hours(1),
  /** A second use of a refresh token within this, by the same client, revokes nothing. DESIGN 5. */
  refreshGrace: seconds(10),
  /** A client assertion may live this long. RFC 7523; FAPI 2.0 5.3.2.1 leaves it to the server. */
  assertion: minutes(5),
  /** And may be this far from our clock. FAPI 2.0 5.3.2.1. */
  assertionSkew: seconds(10),
  /** A sign-in page left open. */
  interaction: hours(1),
  /** Wrong digits are counted over this window. DESIGN 5. */
  wrongDigitsWindow: minutes(15),
  /** A service's key for reading the directory, unless its operator says otherwise: long enough to plan a change, no longer. */
  apiKey: days(365),
  /** What a service reads of the directory is counted over this window. */
  directoryReadWindow: minutes(1),
  /** The database gives up a search of the directory after this: a reader who waits longer has gone. */
  directorySearch: seconds(5),
} as const;

export const limits = {
  /** Wrong digits in the window, per phone; then it scans. DESIGN 5. */
  wrongDigits: 3,
  /** Enrolments asked for from one network in ten minutes: a hospital on its first day, not a flood. */
  enrolmentRequests: 3000,
  /** New codes asked for by one sign-in page in ten minutes, by hand or by a program. */
  restarts: 60,
  /** Live six-digit values for browsers that are nobody's place; beyond, eight digits. DESIGN 5. */
  liveDigits: 1000,
  /** The same from one network. DESIGN 5. */
  liveDigitsPerNetwork: 5,
  /** PIN evaluations without a right code; then the phone is disabled. DESIGN 5.6. */
  pinTries: 10,
  /** Requests one service may make of the directory in a minute: the whole of it in a night, pages of 200. */
  directoryReads: 600,
  /** Wrong keys for the directory that a network may try in a minute: somebody who mistypes, not a flood. */
  directoryWrongKeys: 60,
  /** Share of people an import may change or remove before it takes two people. DESIGN 4. */
  importPeopleShare: 0.05,
  /** Share of contacts an import may change before it takes two people. DESIGN 4. */
  importContactsShare: 0.005,
  /** Back-off before try n (n from 1), in seconds. facts/attacks-and-properties 5.4. */
  pinBackOffSeconds: [0, 0, 0, 30, 60, 300, 900, 3600, 3600, 3600],
  /** Registrations of a phone whose answers were lost, until its code is committed. Each makes a key and evaluates once. */
  pinRegistrations: 10,
} as const;
