import { days, hours, minutes, seconds } from "#platform/time";

/**
 * Every duration and limit of the system, with its source. A security reviewer reads this one page.
 * DESIGN means the design's section; PSC the contract of Pro Santé Connect that clients were written against.
 */
export const lifetimes = {
  /** Everybody sees a new checkpoint of the log this often: seldom enough to say nothing of one person's act. Decision 0061. */
  logPublished: hours(1),
  /** What a witness may take to answer. */
  witnessAnswer: seconds(10),
  /** Proofs are given under the newest checkpoint that a witness keeps, while it is no older; and `aval doctor` asks for one. Decision 0061. */
  witnessed: hours(1),
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
  /** A refusal is explained, and taken back, this long: the time a caller's story takes, no longer than a block's own undoing. DESIGN 2, 5. */
  refusalExplained: minutes(15),
  /** A phone's sign-in page enters the authenticator by a form sent at once: a slow network's time, no more. */
  thisPhoneEntry: seconds(30),
  /** A return from the authenticator reaches the sign-in page, and then its browser shows its key, within this each. DESIGN 5. */
  thisPhoneReturn: seconds(10),
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
  /** The PIN service hears of a proven phone this long: the longest wait, three days, and a day on each side. DESIGN 6. */
  enrolmentAnnounced: days(5),
  /** A page of ours waits this long for the new phone, to find it and to install it. DESIGN 6. */
  enrolmentPage: minutes(10),
  /** A binding is taken this long after it was shown: the new phone's camera opens an address first, over a slow network. DESIGN 6. */
  enrolmentBinding: minutes(1),
  /** Between "Ajouter un autre téléphone" and its page: time to wonder who asked for it. DESIGN 6, Lock. */
  enrolmentPause: seconds(30),
  /** After *C'est le mien* the code is taken this long: half a minute later, and no day later. DESIGN 6. */
  enrolmentWord: minutes(10),
  /** Pages that a holder's phones ask for are counted over this window. */
  enrolmentPagesWindow: hours(24),
  /** A wait is told once more this long before its end. DESIGN 6, Notices. */
  enrolmentEnding: hours(1),
  /** An identity wallet on the new phone has this long to answer: its own code, a screen to read, a finger. */
  walletRequest: minutes(5),
  /** Its answer is taken this long after it sent its phone's browser back: a page loads meanwhile, over a slow network. */
  walletReturn: minutes(1),
  /** A status list of an issuer's has this long to arrive; without it the credential does not count. */
  walletStatus: seconds(5),
  /** A holder has this long at the provider of remote eIDs: an app to find, a document to read. As the establishment's, and its double. */
  eidVisit: minutes(20),
  /** A letter can be scanned this long after it was made: the post, a leave, a second envelope. facts/attacks-and-properties 5.3, E6. */
  letter: days(21),
  /** Letters to one holder are counted over this window: none is good as long. */
  letterWindow: days(30),
  /** A node that prints a letter has this long: seconds of work, and whoever is killed lets it go. */
  letterTaken: minutes(5),
  /** A registrar's list goes back this far: a leave of one registrar, not of all. Decision 0036. */
  letterListed: days(30),
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
  /** A closed session stays on its holder's list this long, with what each service answered: a working day and its night. */
  closedSessionShown: hours(24),
  /** A logout token is good this long. OpenID Back-Channel Logout 1.0 section 4: two minutes at most. */
  logoutToken: seconds(120),
  /** A service that is told of an end has this long to answer. */
  logoutAnswer: seconds(5),
  /** Another node tells the service in place of one that has not finished within this: longer than an answer may take. */
  logoutLease: seconds(15),
  /** What came of telling the services is forgotten after this: longer than anybody is shown it. */
  logoutMemory: days(7),
  /** A token by which a service manages its stream. The CAEP interoperability profile: 60 minutes at most. */
  streamToken: minutes(30),
  /** Who was in a service within this is told of there. DESIGN 7. */
  streamHolders: days(365),
  /** A service that is sent an event has this long to answer. */
  signalAnswer: seconds(5),
  /** Another node sends it in place of one that has not finished within this: longer than an answer may take. */
  signalLease: seconds(15),
  /** An event that was polled and not acknowledged is shown again after this. RFC 8936 2.4 leaves it to the transmitter. */
  signalPollLease: seconds(5),
  /** A poll that may wait is answered after this, with nothing. Proxies close after a minute. */
  signalPollHeld: seconds(30),
  /** What a paused or silent stream has not taken after this is given up. */
  signalHeld: days(30),
  /** What came of telling is forgotten after this. */
  signalMemory: days(30),
  /** A service may ask for a verification this often. SSF 1.0, min_verification_interval. */
  streamVerification: seconds(60),
  /** A service's alert may be this old: it is sent again while we are away. */
  alertAge: days(7),
  /** An alert seen again within this is the same one: longer than its age and any clock's error. */
  alertMemory: days(14),
  /** The window of `alertsOfService`. */
  alertWindow: hours(1),
  /** The window of `alertsOfHolder`. */
  alertHolderWindow: hours(24),
  /** A second use of a refresh token within this, by the same client, revokes nothing. DESIGN 5. */
  refreshGrace: seconds(10),
  /** A client assertion may live this long. RFC 7523; FAPI 2.0 5.3.2.1 leaves it to the server. */
  assertion: minutes(5),
  /** And may be this far from our clock. FAPI 2.0 5.3.2.1. */
  assertionSkew: seconds(10),
  /** A sign-in page left open. */
  interaction: hours(1),
  /** A card that is tried again within this is no new fact. */
  cardTestTold: hours(24),
  /** A phone's code stands on one key of the PIN program this long; then the phone makes another by itself, at a right code. DESIGN 5, step 6. */
  codeKey: days(365),
  /** A `full` phone older than this lifts stops; a younger one only when it is the only one. DESIGN 2, law 5. */
  settled: days(7),
  /** What a desk and a card showed to reopen counts this long, as the second registrar's signature does. DESIGN 6. */
  reopeningShown: minutes(30),
  /** A notice's link stops its event this long. DESIGN 6, Notices. */
  stopLink: days(7),
  /** Visits at desks that *Arrêter* ends are counted over this window, as its holds are. DESIGN 6, Lock. */
  deskStopWindow: days(30),
  /** A contact that was replaced is still told for this long. DESIGN 6, Notices. */
  replacedContactTold: days(180),
  /** A contact that is younger is told, and relied on by nothing. DESIGN 4; P-29. */
  contactQuarantine: days(30),
  /** Not confirmed for so long, a contact is one to look at. Issue 5, item 7. */
  contactOld: days(730),
  /** Contacts are looked through again after that, though nothing changed: some grow old, and messages fail. */
  contactFlawsKept: hours(1),
  /** An analyst's signature on a freeze counts this long: the second one comes within it. DESIGN 2, law 5. */
  clearance: hours(24),
  /** A change of a contact waits for its second person this long. */
  contactRequest: days(14),
  /** An extract above its share waits this long for two operators and for being imported again: a week-end. Decision 0057. */
  importAgreement: days(3),
  /** A request that came to nothing is forgotten, with its value, after this. */
  contactForgotten: days(30),
  /** Approvals and evidence: six years. DESIGN 7. */
  evidence: days(6 * 365 + 2),
  /** What is past its term is looked for once a day. */
  retentionRun: hours(24),
  /** The doctor says so when nobody has looked for as long. */
  retentionLate: days(3),
  /** A month is counted as long after its end: what came of its last day is an alert by then. Decision 0085. */
  statisticGrace: days(1),
  /** A file's line about somebody whose access is stopped waits this long: longer than freezes last. */
  contactHeld: days(180),
  /** What an authority's files change is counted over this window against the share above which it takes two people. */
  contactShareWindow: days(7),
  /** *Toujours les bonnes ?* is asked when nobody has said so for this long. DESIGN 4: twice a year. */
  contactReview: days(182),
  /** After *Elles ont changé*, before the code: time to wonder who asked for it. As before another phone. DESIGN 6, Lock. */
  contactPause: seconds(30),
  /** And the code is taken this long. */
  contactWord: minutes(10),
  /** The sandbox's fictional people have been in its registers this long, else nothing of theirs could be relied on for a month. */
  sandboxContactAge: days(60),
  /** A service's transition is over within a year: what never ends is no transition. DESIGN 12. */
  transition: days(366),
  /** Sign-ins from one browser are told at once the first time, then in the digest, for this long. */
  browserTold: days(90),
  /** A holder's announcements of locums are counted over this window. */
  locumWindow: hours(24),
  /** Networks, what a push service answered, lines of an extract that did not read: twelve months after they last served. DESIGN 7. */
  traces: days(365),
  /** Notices told at once are counted over this window. P-59. */
  noticeWindow: hours(24),
  /** How long one node may take to send one message; longer than any SMTP timeout of ours. */
  deliveryLease: minutes(3),
  /** Waits between tries of one message; after the last it is given up, and that is a fact. A mail server is rarely down for two days. */
  deliveryRetries: [minutes(1), minutes(5), minutes(30), hours(2), hours(6), hours(12), hours(24)],
  /** Waits before an operator is asked what became of a message whose receipt did not come; after the last it is given up: an operator keeps one two days. */
  smsReceiptWaits: [minutes(2), minutes(10), hours(1), hours(6), hours(24), hours(24)],
  /** An operator has this long to answer. Nobody waits for it but the message. */
  smsAnswer: seconds(10),
  /** Wrong digits are counted over this window. DESIGN 5. */
  wrongDigitsWindow: minutes(15),
  /** A service's key for reading the directory, unless its operator says otherwise: long enough to plan a change, no longer. */
  apiKey: days(365),
  /** Between "Je travaille ici" and the place: time to wonder who asked for it. DESIGN 5. */
  placeWait: seconds(30),
  /** "Je travaille ici" may be tapped this long after its scan, and the place made this long after the tap. */
  placeOffer: minutes(10),
  /** A new place asks for "Oui, j'y travaille" from the first sign-in on it later than this. DESIGN 5. */
  placeRest: hours(24),
  /** An aged place that is not used sleeps. DESIGN 5. */
  placeSleep: days(120),
  /** A locum is announced for this long at most: thirty days, one of which the clock may lengthen. DESIGN 5, "for given days". */
  locumStay: hours(30 * 24 + 1),
  /** And no further ahead than this: a replacement that nobody remembers is no longer theirs. */
  locumAhead: days(90),
  /** People looked up to be announced are counted over this window. */
  locumLookupWindow: hours(1),
  /** A bell that is not used ends; one is set for a service entered at that place within this. DESIGN 5. */
  bellUnused: days(30),
  /** A ring is shown this long, and the next comes no sooner. DESIGN 5. */
  ring: seconds(60),
  /** Rings that nobody answered are counted over this window. DESIGN 5. */
  ringsHour: hours(1),
  /** And over this one. DESIGN 5. */
  ringsDay: hours(24),
  /** A bell that was refused or left unanswered too often rings nothing this long. DESIGN 5. */
  bellSilence: hours(24),
  /** A place scanned within this rings in quiet hours too. DESIGN 5. */
  scannedLately: hours(12),
  /** A ring whose screen was scanned counts as unanswered when nothing came of it: longer than claiming, deciding and concluding take. */
  ringConcluded: minutes(6),
  /** What rang is forgotten after this: longer than its holder may take a refusal back. */
  ringMemory: days(7),
  /** A push service keeps a wake-up for a phone that sleeps this long: as long as what rings. DESIGN 5. */
  pushTtl: seconds(60),
  /** A push service has this long to answer. Nobody waits for it. */
  pushAnswer: seconds(5),
  /** What proves to a push service who we are. RFC 8292 section 2: a day at most. */
  pushToken: hours(12),
  /** Trials of a phone's wake-up are counted over this window. */
  pushTestWindow: hours(1),
  /** An establishment registers a workstation for this long at most; then it says again that it stands there. DESIGN 5. */
  workstation: days(366),
  /** A sign-in page's passage by its establishment's provider: to sign in there, with what they ask for. DESIGN 5. */
  upstreamVisit: minutes(10),
  /** From that provider's answer to the sign-in page that began. DESIGN 5, as *this phone itself*. */
  upstreamReturn: seconds(10),
  /** An establishment's provider that does not answer within this is taken as silent. A browser waits longer. */
  upstreamAnswer: seconds(5),
  /** What is kept of browsers that are nobody's place, and of offers that nobody took. */
  strangerBrowser: hours(24),
  /** On a shared place a session enters further services silently only this long after its scan. DESIGN 5. */
  sharedEntry: minutes(10),
  /** What a service reads of the directory is counted over this window. */
  directoryReadWindow: minutes(1),
  /** How long the card's page may take: to find the reader, insert the card, type its code. DESIGN 5. */
  cardVisit: minutes(5),
  /** From the confirmation on the card's page to the sign-in page that began. DESIGN 5, as *this phone itself*. */
  cardReturn: seconds(10),
  /** How long a key may take to sign a sign-in page's challenge: to find it, to type its code. As the card's page. */
  passkeyVisit: minutes(5),
  /** How long what a key signed counts on its page: the phone may have to approve beside it. */
  passkeyProven: minutes(5),
  /** Between a full phone's approval and the key that its browser makes: to choose a code on a new one, too. */
  passkeyMaking: minutes(5),
  /** A key that was added opens nothing for this long, whatever holds it, so that whoever was told can stop it. Decision 0023. */
  passkeyWait: hours(24),
  /** A person at a desk, from the first screen to the first signature: a document to compare, an app to open. Decision 0033. */
  deskVisit: minutes(20),
  /** A link by which a member of staff adds a key. Issue 6: 15 minutes. */
  staffInvitation: minutes(15),
  /** A key that a link brought waits this long for its four words: two people in one room, no longer. Decision 0033. */
  staffProposal: minutes(15),
  /** An operator's word that another be suspended waits this long for a third one's. As a clearance. Decision 0048. */
  staffSuspension: hours(24),
  /** A key whose words one operator was read waits this long for another operator's signature. As a suspension. Decision 0056. */
  staffLettingIn: hours(24),
  /** How long a key may take to sign a page of the console: to find it, to type its code. As the sign-in page. */
  staffChallenge: minutes(5),
  /** A working day: then the key signs again. Decision 0033. */
  staffSession: hours(8),
  /** A console without an act is over after this: a counter is a place that others pass. Decision 0033. */
  staffIdle: minutes(15),
  /** The console in an emergency: long enough to stop one attack, too short to work in. */
  staffEmergency: hours(1),
  /** How long operators read that there was one. */
  staffEmergencyShown: days(30),
  /** A list of revoked cards is asked for again after this, though it may be good for longer. */
  revocationRefresh: hours(1),
  /** An authority's clock may be this far before ours. */
  revocationSkew: minutes(5),
  /** An authority that does not answer within this is taken as silent. A browser waits longer. */
  revocationAnswer: seconds(4),
  /** In *Mon accès*, changing stays open this long after a sign-in for it; `critical` asks each time. DESIGN 5. */
  accountChange: minutes(15),
  /** *Mon accès* read by card while everything is stopped: no session keeps it open. */
  reading: minutes(30),
  /** From the card's host to *Mon accès*: a redirect's time, since what is handed over stands in an address. */
  readingHandedOver: minutes(1),
  /** From *Mon accès* to the sign-in page and back. As long as a sign-in page may be left open. */
  accountSignIn: hours(1),
  /** A sign-in of the history may be disowned this long. facts/ux 3.2. */
  disown: days(30),
  /** A software's request, unless it asks for less. psc-contract 3: 120 s. */
  cibaRequest: seconds(120),
  /** The least it may ask for: a holder has to take the phone out and type. */
  cibaRequestLeast: seconds(30),
  /** Between two polls of one request, from one sending to the next. psc-contract 3: 1 or 5 s. */
  cibaInterval: seconds(2),
  /** Added to it each time a client polls sooner. CIBA Core 1.0 section 11. */
  cibaSlowDown: seconds(5),
  /** What the network may take off an honest wait. */
  cibaJitter: seconds(1),
  /** A poll is held this long for an answer: shorter than any HTTP client gives up. */
  cibaHold: seconds(5),
  /** A request is remembered after its end, so that its client is told `expired_token`. */
  cibaMemory: hours(1),
  /** Requests of a client are counted over this window. DESIGN 5. */
  cibaWindow: minutes(1),
  /** After a wrong entry an origin's requests are not found. DESIGN 5. */
  cibaSilence: hours(1),
  /** An installation that wants to be linked shows its frames this long. As long as an unclaimed request of a page is replaced. */
  linkShown: minutes(3),
  /** What came of it is told to its installation this long, should an answer get lost. */
  linkMemory: hours(1),
  /** What an installation asks by, unless it is used: each sign-in brings a new one. DESIGN 5, a bell's life. */
  loginHintToken: days(30),
  /** A request of strict software: to be claimed, and then decided by whoever asked for more time. */
  strictRequest: seconds(60 + 180),
  /** Searches of a phone are counted over this window. */
  searchWindow: minutes(15),
  /** How long an exercise waits to be answered: two minutes, as every request, so that its clock teaches the same. DESIGN 6. */
  practice: seconds(120),
  /** Exercises of a phone are counted over this window. */
  practiceWindow: hours(1),
  /** The database gives up a search of the directory after this: a reader who waits longer has gone. */
  directorySearch: seconds(5),
  /** Somebody should have looked at a case this long after its worst alert was known: while a caller may still be on the line. Decision 0060. */
  caseHigh: hours(1),
  /** The same, within a working day. Decision 0060. */
  caseMedium: hours(8),
  /** The same, after a weekend. Decision 0060. */
  caseLow: hours(72),
  /** Alerts further apart than this are joined by nothing. facts/risk 2.1, the half-life of what is known of somebody. */
  caseLinked: days(30),
  /** How many have something in common is counted over this: a day's rhythm, night included. facts/risk 2.7. */
  caseCounted: hours(24),
  /** A case is put off this long at most: longer is an end. */
  caseSnoozeMost: days(30),
  /** A measure on many waits this long for its second person: a shift. Decision 0063. */
  measureWaits: hours(8),
  /** A node shows what everybody may read as it was this long ago, at most: on the day of an attack many open one page. */
  noticesKept: seconds(5),
  /** An erasure waits this long for its second person: until after a weekend. Decision 0078. */
  erasureWaits: hours(72),
  /** A campaign waits this long for its second person: until after a weekend. Decision 0075. */
  campaignWaits: hours(72),
  /** Phones draw the exercise of a campaign this long after it began. Decision 0081. */
  drillDrawn: days(14),
  /** An answer is taken this long after its exercise was drawn: a phone may be put down meanwhile. Decision 0081. */
  drillAnswered: minutes(15),
  /** From one exercise of a holder to the next: practice, and no habit. Longer than one campaign is drawn, hence once of each. */
  drillApart: days(30),
  /** What a phone is told of calls is worth this long. DESIGN 7, P-08. */
  callStatus: seconds(30),
  /** A call that was announced and did not ring is over: time to dial, and no day of a screen that says that we call. Decision 0065. */
  callAnnounced: minutes(10),
  /** A call that rang is over by itself. Decision 0065. */
  callLasts: hours(1),
  /** Nothing is added this long beyond a call. DESIGN 7. */
  callHolds: hours(1),
  /** And no longer than this after it was announced. DESIGN 7. */
  callHoldsMost: hours(2),
  /** Nobody took it by then: a holder who still needs it asks again. Decision 0080. */
  callbackWaits: hours(24),
  /** Whoever took one and calls nobody leaves it to another: time for the case to be there, and to read it. Decision 0080. */
  callbackTaken: minutes(30),
  /** How what was asked for stands is shown this long on the phone. */
  callbackShown: hours(24),
  /** A phone may answer whether its holder is on the line: time to open it and to type the code. Decision 0087. */
  callerAsked: minutes(5),
  /** And the agent may then block: that call, and no other. facts/ux 4.3. */
  callerConfirmed: minutes(10),
  /** A holder says what a caller wanted this long after they reported them. */
  callReportTold: hours(24),
  /** What two analysts agreed to give out is taken within a day, or agreed again. Decision 0066. */
  complaintTaken: hours(24),
  /** A complaint file of a case begins this long before its first alert: what prepared the fraud is in it. Decision 0066. */
  complaintBefore: days(30),
  /** What stands behind a refusal's reference: people call the same day, or come back after a weekend. Decision 0072. */
  refusalKept: days(7),
  /** What was told on a public page of nobody that we know. */
  publicReportKept: days(30),
} as const;

export const limits = {
  /** Refusals that a node keeps in an hour, of all people together: every holder of a region on a bad day. Decision 0072. */
  refusalsOfPeople: 20_000,
  /** Of one person: one a minute. Decision 0072. */
  refusalsOfPerson: 60,
  /** Of strangers' pages: a million rows in a week at most. Decision 0072. */
  refusalsOfStrangers: 6_000,
  /** Of addresses that lead nowhere, which programs try all day. Decision 0072. */
  refusalsLost: 600,
  /** Of one network: a hospital's. Decision 0072. */
  refusalsOfNetwork: 300,
  /** Refusals of one person in a day that are a sign: two are a bad morning. Decision 0072. */
  signRefusals: 3,
  /** References that a member of staff reads in a day: a long shift of calls, and no trying of many. */
  refusalsRead: 300,
  /** Holders whose place a browser is, past which it joins no alerts: a counter, not a fraudster's machine. facts/risk 2.7. */
  linkedByBrowser: 3,
  /** Holders who signed in from a network in a day, past which it joins none: a hospital's. facts/risk 2.7. */
  linkedByNetwork: 5,
  /** Holders reached by one number or address, past which it joins none: a secretariat's. facts/risk 2.7. */
  linkedByContact: 5,
  /** Holders who opened a service in a day, past which it joins none. facts/risk 2.7. */
  linkedByService: 5,
  /** Holders with an alert on a phone that one registrar showed, past which it joins none. facts/risk R26. */
  linkedByStaff: 25,
  /** Rows that the job of retention lets go in one transaction: whoever opens a case waits for it. */
  retentionBatch: 500,
  /** And such transactions a day for each table: a hundred thousand rows, more than a day brings. */
  retentionBatches: 200,
  /** A number about fewer professionals is told to nobody. Decision 0085. */
  statisticFewest: 10,
  /** Months back that a first count goes: what is older may have lost what it says. Decision 0085. */
  statisticMonths: 12,
  /** Alerts that the follower makes in one transaction: whoever works on a case waits for it. */
  caseFacts: 50,
  /** Places of the log that it looks through in one. */
  casePlaces: 5000,
  /** People whom one analyst stops alone in one measure; past it a second one signs the list. Decision 0063. */
  measureAlone: 3,
  /** People in one measure: a wave of one practice's or one fraudster's, not a profession. */
  measurePeople: 200,
  /** Measures that reach one person in a day: what does not hold by then is not stopped by one more. */
  measuresOnPerson: 10,
  /** Calls of ours to one person in a day: each keeps them from adding a phone for an hour or two. Decision 0065. */
  callsToPerson: 4,
  /** The same of institutions, all together. Decision 0065. */
  partnerCallsToPerson: 2,
  /** Calls of one agent in a day: a working day of ten minutes each. */
  callsByMember: 50,
  /** Calls of one institution in a day: a wave of its members, not a campaign. Decision 0065. */
  partnerCalls: 100,
  /** Times a day that a holder asks to be called back: each is somebody's telephone call. Decision 0080. */
  callbacks: 3,
  /** Times a day that one person's phone is asked whether they are on the line: whoever telephones in their name makes nothing appear more often. Decision 0087. */
  checksOfPerson: 4,
  /** By one agent: a working day of ten minutes each. */
  checksByMember: 50,
  /** Reports of one holder in a day that become alerts; every one holds what is added. */
  callReports: 10,
  /** Times a day that what is told of them is written in the log. */
  callFactsTold: 40,
  /** Reports of one agent in a day: a long shift of calls. Decision 0068. */
  reportsByAgent: 100,
  /** Reports that a partner's member makes one by one in a day: more is a list. */
  reportsByPartner: 50,
  /** Reports about one person, by one authority, in a day: one more says nothing new. */
  reportsOnPerson: 5,
  /** Public reports from one network in an hour: a practice's. Decision 0072. */
  publicReportsOfNetwork: 10,
  /** Public reports in a day, altogether: what a desk can look through. Decision 0072. */
  publicReports: 2_000,
  /** Public reports about one person in a day that become alerts: one more says nothing new. */
  publicReportsOnPerson: 3,
  /** Lines of a partner's list: its people are one case, and a measure has as many at most. */
  reportLines: 200,
  /** Characters of that file. */
  reportListBytes: 64_000,
  /** Lists that one member reads or sends in a day. */
  reportLists: 60,
  /** People whom campaigns tell in a minute, of all nodes: half a million in a day, and alerts never stand behind them. Decision 0075. */
  campaignPace: 400,
  /** People told in one round of a node. */
  campaignRound: 25,
  /** Messages of campaigns that wait to leave, above which nobody more is told: an alert waits for these at most. */
  campaignOnTheWay: 50,
  /** Answers of one profession that are written, and shown, together at least: one person among so many. Decision 0081. */
  drillFewest: 5,
  /** Campaigns on a page. */
  campaignsShown: 50,
  /** Facts of one erasure: a list that a second person reads. */
  erasedFacts: 200,
  /** People whom one member looks up in a day to erase what is said of them. */
  erasureFinds: 30,
  /** Erasures on the page. */
  erasuresShown: 50,
  /** Campaigns that one member asks for in a day. */
  campaignsByMember: 10,
  /** Previews of one member in an hour: each counts a segment. */
  campaignPreviews: 120,
  /** Characters of a campaign's title: it is one line of a short message, with a brand as long as may be. */
  campaignTitle: 58,
  /** Characters of its text: a screen and a half of a phone. */
  campaignText: 900,
  /** Characters of a notice to everybody: one page. */
  publicNoticeText: 3000,
  /** Professions, or départements, that a segment names. */
  campaignCriteria: 30,
  /** Lists, and reports one by one, on a page. */
  reportsShown: 50,
  /** Cases, and alerts, on an analyst's list. */
  casesListed: 100,
  /** Filters that one member of the staff names for themselves. */
  savedViews: 20,
  /** Wrong digits in the window, per phone; then it scans. DESIGN 5. */
  wrongDigits: 3,
  /** Locums a holder has announced at a time, on all places together. DESIGN 5. */
  locums: 3,
  /** Announcements of one holder in a day, those that ended too: each is told to somebody who asked for nothing. */
  locumsADay: 6,
  /** People one phone may look up to announce them, in the window: mistyped identifiers, not a directory. */
  locumLookups: 30,
  /** Of the holders that a service asked in a day, so many refuse it and its bells are taken: more than this share. DESIGN 5. */
  refusedShare: 0.02,
  /** And at least so many of them. DESIGN 5. */
  refusedHolders: 20,
  /** Requests a client may make in a minute from networks where nobody of its approved, and from each where somebody did, whomever they name; then 429 for every hint alike. DESIGN 5. */
  cibaRequests: 600,
  /** Requests that one linked installation may make in a minute: a counter where one person follows another. */
  cibaByInstallation: 30,
  /** Events of a stream that the deliveries' page lists. */
  deliveriesListed: 100,
  /** Days after it was told on which a service that has not answered for a window of fraud is told again. */
  windowReminderDays: [2, 5, 10, 20],
  /** Windows of fraud that services are told of for one person in a day. */
  windowsOfPerson: 5,
  /** Reminders that one round sends. */
  windowsReminded: 100,
  /** Polls that one node holds at once; the others are answered at once. */
  cibaHeld: 2000,
  /** Searches of one phone in the window: a day at the counter, not a guessing machine. */
  searches: 20,
  /** Exercises of one phone in the window: each is a signed row, and nobody needs as many to learn. */
  practices: 20,
  /** Notices of one allowance told at once to one holder in a day; what follows waits for the evening's digest. P-59. */
  noticesAtOnce: 6,
  /** Campaigns' messages to one person at once in a day; one more waits for the evening's digest. Decision 0075. */
  campaignsAtOnce: 2,
  /** The same of phones that ask to become theirs: more than their pages for one in a day, so that each is told in time. */
  phonesBegunAtOnce: 12,
  /** Characters of the sign-in pages' origin where telephones are told: its link and one line are one message. 3GPP TS 23.038. */
  smsOrigin: 40,
  /** The same of what other people bring about, all together. */
  noticesByOthers: 3,
  /** The same of what one other person brings about. */
  noticesByOne: 1,
  /** Rings nobody answered, for one holder in an hour. DESIGN 5. */
  ringsAnHour: 3,
  /** The same in a day. DESIGN 5. */
  ringsADay: 5,
  /** Refusals in a row after which a bell is silent. DESIGN 5. */
  bellRefusals: 2,
  /** Rings unanswered in a row after which it is. DESIGN 5. */
  bellExpiries: 3,
  /** Wake-ups a phone may ask for to try itself, in the window. */
  pushTests: 5,
  /** Wake-ups under way at once from one process; beyond, none is sent: a dead push service holds no more. */
  pushesAtOnce: 64,
  /** Notices on a phone's list, the newest first. */
  noticesOnPhone: 50,
  /** Messages one round of delivery sends before it lets others work. */
  messagesInRound: 50,
  /** Holders of a first day's list told in one transaction, every ten seconds on each node: half a million in some days, as mail goes. */
  knownInRound: 100,
  /** Contacts that changed, announced in one transaction: an import may change thousands. */
  contactsInRound: 200,
  /** Enrolments asked for from one network in ten minutes: a hospital on its first day, not a flood. */
  enrolmentRequests: 3000,
  /** Pages for a new phone that one holder's phones may ask for in a day: a family of slips, not a habit. */
  enrolmentPagesADay: 10,
  /** The same asked for by one phone, whether it may or not. */
  enrolmentAsksADay: 50,
  /** Challenges for a key that one phone may ask for in a day, to add it there or to be enrolled with it: a reader that fails, not a program. */
  phoneKeysADay: 30,
  /** Passages at the provider of remote eIDs that one new phone may begin in a day: an app that was not ready, not a program. */
  eidVisitsOfPhone: 10,
  /** The same from one network in ten minutes: a hospital on its first day, not a flood. */
  eidVisits: 600,
  /** Letters that a network may show in ten minutes: mistaken phones, not a flood. */
  letterScans: 60,
  /** Letters to one holder in a month: one, one that was lost, one more; past it a desk. */
  lettersOfHolder: 3,
  /** Letters set and handed over in one round: what else there is to do waits behind them. */
  lettersInRound: 20,
  /** Letters of which it is asked in one round what became of them. */
  lettersAsked: 2000,
  /** Requests to an identity wallet that one new phone may make in ten minutes: a wallet that was not ready, not a program. */
  walletAsks: 10,
  /** Answers that one such request looks at. */
  walletAnswers: 5,
  /** Wrong entries of the four words; then the page ends. */
  enrolmentWords: 3,
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
  /** Files of proofs that one holder makes in a day: a lawyer's second wish, not a load. */
  bundles: 10,
  /** Lines of a complaint file, the latest: some forty pages. The proofs in it have them all. */
  complaintLines: 600,
  /** Lines of a holder's history on one page: what is read before one asks for more. */
  historyPage: 30,
  /** Notices on the list of alerts: half a year of them, for whoever is told once a working day. */
  alertsShown: 120,
  /** Keys that one holder may have at once. */
  passkeys: 20,
  /** Phones that one registrar begins in a day, and as many as they sign second: a first day's queue, not a factory. DESIGN 6. */
  deskVisits: 60,
  /** People that one registrar looks up in a day: mistyped identifiers, not a directory. */
  deskLookups: 150,
  /** Visits at desks of one holder that *Arrêter* ends in a month; past it no mailbox's reader keeps them from being seen. DESIGN 6, Lock. */
  deskStops: 2,
  /** Contacts that one member of staff asks to change in a day, and as many to confirm. As at the desk: a day's queue. */
  contactChanges: 60,
  /** Changes that one program of an authority asks for in a day: people confirm them one by one. */
  contactProgram: 600,
  /** Changes that one holder's phones ask for in a day: one waits at a time, and may be taken back. */
  contactPhone: 5,
  /** Contacts to look at, of each flaw, on a screen. */
  contactFlaws: 50,
  /** Looking through all contacts waits so many times as long as it took: a twentieth of the time at most. */
  contactFlawPace: 20,
  /** The same in a file: as many as somebody works through in a month. */
  contactFlawsInFile: 10_000,
  /** Lines of a file of contacts that a command shows one by one. */
  contactLinesShown: 100,
  /** Changes on the list of those that wait. */
  contactsListed: 100,
  /** Visits on the desk's list. */
  deskListed: 100,
  /** Keys that one member of staff may have at once. */
  staffKeys: 5,
  /** Sign-ins to the console and links that one network may try in ten minutes: a whole service coming to work. */
  staffTries: 300,
  /** Sessions on a holder's list, live ones first. */
  sessionsShown: 50,
  /**
   * Seconds before a service is told again, after each try that failed; then its holder must sign out there. Ends before the
   * longest session would have (PSC 1.5: 4 hours): by then the service holds nothing of ours.
   */
  logoutWaitSeconds: [2, 5, 15, 60, 300, 900, 1800, 3600, 3600],
  /** The same for one that answers that it refuses (4xx): keys it has not fetched yet are there by then, other reasons stay. */
  logoutRefusals: 3,
  /** Ends that one service is told of at once, by one node: a dead one holds no more. */
  logoutsPerService: 4,
  /** And all services together. */
  logoutsAtOnce: 64,
  /** Seconds before an event is sent again, after each try that failed: nineteen tries in two days, then it is given up. */
  signalWaitSeconds: [
    2, 5, 15, 60, 300, 900, 1800, 3600, 3600, 3600, 7200, 7200, 14400, 14400, 21600, 21600, 28800,
    28800,
  ],
  /** The same for one that answers that it refuses (4xx). */
  signalRefusals: 3,
  /** Events that one service is sent at once, by one node, each of another person. */
  signalsPerService: 4,
  /** And all services together. */
  signalsAtOnce: 64,
  /** Events that are placed at once. */
  signalsPlaced: 2000,
  /** Events that one poll is answered with at most. */
  signalsInPoll: 100,
  /** Alerts that one service may send in the window: a wave, and not a flood. */
  alertsOfService: 300,
  /** Of which so many of one person are kept in a day: a fourth says nothing new. */
  alertsOfHolder: 3,
  /** Polls that one node holds at once; the others are answered at once. */
  signalPollsHeld: 200,
  /** Share of people an import may change or remove before it takes two people. DESIGN 4. */
  importPeopleShare: 0.05,
  /** Share of contacts an import may change before it takes two people. DESIGN 4. */
  importContactsShare: 0.005,
  /** Back-off before try n (n from 1), in seconds. facts/attacks-and-properties 5.4. */
  pinBackOffSeconds: [0, 0, 0, 30, 60, 300, 900, 3600, 3600, 3600],
  /** Registrations of a phone whose answers were lost, until its code is committed. Each makes a key and evaluates once. */
  pinRegistrations: 10,
} as const;
