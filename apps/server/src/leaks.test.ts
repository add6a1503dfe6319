import assert from "node:assert/strict";
import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { inspect } from "node:util";
import {
  type Artefact,
  artefacts,
  type Carries,
  type Does,
  enablingIn,
  purposes,
  signedMessages,
  weakestOf,
  whyNotEnabling,
} from "@aval/protocol";
import { consoleOf } from "./testing/colleague.ts";
import { send } from "./testing/driver.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// Leak classes, law 1: what enables takes nothing that can be read out or forwarded, but the four things that DESIGN section 2
// names and bounds. That no message that is sent holds what enables is tested where they are written (`notices`).

/** The four of DESIGN section 2, by what bounds them in section 11. */
const four = new Set(["R1", "R7", "R11", "R12"]);

test("what enables although it can be read out or forwarded is one of the four of DESIGN section 2", () => {
  for (const [name, artefact] of Object.entries<Artefact>(artefacts)) {
    const isWeak = artefact.may === "enable" && weakestOf(artefact) <= "L2";
    assert.equal(isWeak, artefact.bound !== undefined, name);
    if (artefact.bound) assert.ok(four.has(artefact.bound), name);
  }
  const bounds = Object.values<Artefact>(artefacts).flatMap(({ bound }) => bound ?? []);
  assert.equal(new Set(bounds).size, bounds.length, "two artefacts share one bound");
});

test("no signed message that enables carries anything else that is weak", () => {
  const faults = Object.entries(signedMessages).flatMap(([name, { does, carries }]) =>
    Object.values<Carries>(carries).flatMap((one) => fault(name, does, one)),
  );
  assert.deepEqual(faults, []);
  const byServer = ["context", "key", "bundle", "callStatus", "drill"];
  assert.deepEqual(
    Object.keys(signedMessages).sort(),
    Object.keys(purposes)
      .filter((name) => !byServer.includes(name))
      .sort(),
  );
});

function fault(where: string, does: Does, carries: Carries): string[] {
  if (does !== "enables" || carries === "machine" || carries === "choice") return [];
  const why = whyNotEnabling(artefacts[carries]);
  return why ? [`${where}, ${carries}: ${why}`] : [];
}

test("a code that is read out, a link that stops and the personal code are found wherever they would enable", () => {
  const sms = { outwards: "L1", inwards: "L5", may: "enable" } as const;
  const link = { ...sms, outwards: "L5", inwards: "L2" } as const;
  assert.equal(whyNotEnabling(sms), "it leaks at L1");
  assert.equal(whyNotEnabling(link), "it leaks at L2");
  assert.deepEqual(fault("here", "enables", "personal_code"), [
    "here, personal_code: it never leaves its phone",
  ]);
  assert.deepEqual(fault("here", "enables", "stop_link"), [
    "here, stop_link: it stops, and opens nothing",
  ]);
  assert.deepEqual(fault("here", "stops", "stop_link"), []);
  assert.deepEqual(fault("here", "enables", "invitation"), [
    "here, invitation: it proposes, and opens nothing",
  ]);
});

/**
 * What each address that takes something takes, beside signed messages, whose fields are in their own table. `signed`: such a message,
 * and nothing else. `does` is the most that it does.
 */
type Route = {
  readonly does: Does;
  readonly takes: Readonly<Record<string, Carries | "signed">>;
};
const jws = { jws: "signed" } as const;
const multi = { payload: "signed", signatures: "signed" } as const;
const one = { id: "machine" } as const;

/** The same for everybody: it names a page. */
const help: Readonly<Record<string, Route>> = {
  "GET /aide/{name}": { does: "asks", takes: { name: "choice" } },
  "GET /aide/{lang}/{topic}": { does: "asks", takes: { lang: "choice", topic: "choice" } },
  "GET /aide/fr/guichets": { does: "asks", takes: { departement: "choice" } },
  "GET /aide/en/desks": { does: "asks", takes: { departement: "choice" } },
};

/** The same for everybody: it names a notice. */
const publicNotices: Readonly<Record<string, Route>> = {
  "GET /avis/{number}": { does: "asks", takes: { number: "choice" } },
  "GET /avis/fr/{number}": { does: "asks", takes: { number: "choice" } },
  "GET /avis/en/{number}": { does: "asks", takes: { number: "choice" } },
};

/** A key in hardware has signed: who signs in, or what a registrar vouches for. */
const keySigns = {
  id: "machine",
  clientDataJSON: "machine",
  authenticatorData: "machine",
  signature: "held_key",
} as const;
const visit = { visit: "machine" } as const;
const byLink = { code: "invitation" } as const;
const contactRequest = { request: "machine" } as const;
const ofCase = { case: "machine" } as const;
const thing = { phone: "machine", card: "machine" } as const;
const ofMeasure = { measure: "machine" } as const;
const ofComplaint = { complaint: "machine" } as const;
const ofStreamPath = { stream: "machine" } as const;
const ofCampaign = { campaign: "machine" } as const;
/** What is written to many: every text is read for what enables before it is kept. */
const publicNotice = { isUrgent: "choice", texts: "label" } as const;
const campaign = {
  segment: "choice",
  channels: "choice",
  texts: "label",
  drill: "choice",
} as const;
/** What an analyst writes down, for colleagues. */
const written = { ...ofCase, words: "label" } as const;
const contactChange = {
  nationalId: "national_id",
  kind: "choice",
  value: "contact_value",
  reason: "choice",
  proof: "choice",
} as const;

const ssf = "/auth/realms/esante-wallet/ssf";
const ofStream = { stream_id: "machine" } as const;
const stream = {
  delivery: "machine",
  events_requested: "choice",
  description: "label",
  aval_alert_keys: "machine",
} as const;

type Origin = "issuer" | "phone" | "desk" | "mail";
const routes: Readonly<Record<Origin, Readonly<Record<string, Route>>>> = {
  issuer: {
    "POST /api/contacts": { does: "asks", takes: { ...contactChange, reference: "machine" } },
    "GET /api/contacts/{reference}": { does: "asks", takes: { reference: "machine" } },
    ...help,
    ...publicNotices,
    "GET /login/assets/{name}": { does: "asks", takes: { name: "machine" } },
    "GET /log/tile/{level}/{rest}": { does: "asks", takes: { level: "choice", rest: "choice" } },
    "GET /login/{id}": { does: "asks", takes: one },
    "POST /login/{id}/{act}": { does: "enables", takes: { ...one, act: "choice", ...jws } },
    "POST /login/{id}/conclude": { does: "enables", takes: one },
    "POST /telephone/page": { does: "asks", takes: jws },
    "POST /poste/frame": { does: "asks", takes: jws },
    "POST /passkeys/{id}/{act}": { does: "enables", takes: { ...one, act: "choice", ...jws } },
    "POST /passkeys/{id}/register": {
      does: "enables",
      takes: { ...one, ...jws, credential: "held_key" },
    },
    "GET /mon-acces/{section}": { does: "asks", takes: { section: "choice" } },
    "GET /mon-acces/assets/{name}": { does: "asks", takes: { name: "machine" } },
    "GET /mon-acces/entrer": {
      does: "asks",
      takes: { pour: "choice", vers: "choice", lang: "choice" },
    },
    "GET /mon-acces/retour": { does: "enables", takes: { code: "returned", state: "machine" } },
    "GET /mon-acces/api/history": { does: "asks", takes: { before: "machine" } },
    "POST /mon-acces/api/settings": { does: "enables", takes: { moreTime: "choice" } },
    "POST /mon-acces/api/sessions/close": { does: "stops", takes: { session: "machine" } },
    "POST /mon-acces/api/places/end": { does: "stops", takes: { place: "machine" } },
    "POST /mon-acces/api/phones/suspend": { does: "stops", takes: { phone: "machine" } },
    "POST /mon-acces/api/history/disown": { does: "stops", takes: { session: "machine" } },
    "POST /mon-acces/api/software/end": { does: "stops", takes: { software: "machine" } },
    "POST /mon-acces/api/keys/end": { does: "stops", takes: { key: "machine" } },
    "POST /mon-acces/api/bells/end": { does: "stops", takes: { bell: "machine" } },
    "POST /mon-acces/api/contacts/right": { does: "asks", takes: {} },
    "POST /mon-acces/api/quiet-hours": { does: "enables", takes: { hours: "choice" } },
    "POST /mon-acces/api/block": { does: "stops", takes: {} },
    "POST /mon-acces/api/proofs": { does: "asks", takes: { from: "choice", to: "choice" } },
    "POST /mon-acces/api/read": { does: "asks", takes: { handed: "returned" } },
    "POST /mon-acces/api/complaint": { does: "asks", takes: { days: "choice" } },
    "POST /mon-acces/api/steps": { does: "asks", takes: { step: "choice", isDone: "choice" } },
    "POST /mon-acces/api/leave": { does: "stops", takes: {} },
    "GET /arreter/{token}": { does: "asks", takes: { token: "stop_link" } },
    "POST /arreter/{token}": { does: "stops", takes: { token: "stop_link" } },
    "GET /auth/realms/esante-wallet/protocol/openid-connect/auth/{id}": {
      does: "enables",
      takes: one,
    },
    // Shared Signals: a service, by a token of its own. No person is shown any of it, and what is pushed opens nothing.
    [`POST ${ssf}/streams`]: { does: "asks", takes: stream },
    [`PATCH ${ssf}/streams`]: { does: "asks", takes: { ...stream, ...ofStream } },
    [`PUT ${ssf}/streams`]: { does: "asks", takes: { ...stream, ...ofStream } },
    [`GET ${ssf}/streams`]: { does: "asks", takes: ofStream },
    [`DELETE ${ssf}/streams`]: { does: "stops", takes: ofStream },
    [`GET ${ssf}/status`]: { does: "asks", takes: ofStream },
    [`POST ${ssf}/status`]: {
      does: "asks",
      takes: { ...ofStream, status: "choice", reason: "choice" },
    },
    [`POST ${ssf}/verify`]: { does: "asks", takes: { ...ofStream, state: "machine" } },
    // A signed token of the service's own, and nothing beside it.
    // By a service's own token, of what it found: numbers and a note, which open nothing.
    [`POST ${ssf}/fraud-windows/{window}`]: {
      does: "asks",
      takes: {
        ...{ window: "machine", reviewed_by: "label", acts: "choice", cancelled: "choice" },
        note: "label",
      },
    },
    [`POST ${ssf}/alerts`]: { does: "asks", takes: {} },
    [`POST ${ssf}/poll/{stream}`]: {
      does: "asks",
      takes: {
        stream: "machine",
        maxEvents: "machine",
        returnImmediately: "machine",
        ack: "machine",
        setErrs: "machine",
      },
    },
    "GET /fhir/v2/Practitioner/{id}": { does: "asks", takes: one },
    "GET /fhir/v2/PractitionerRole/{id}": { does: "asks", takes: one },
    "GET /fhir/v2/Organization/{id}": { does: "asks", takes: one },
  },
  desk: {
    ...help,
    "GET /assets/{name}": { does: "asks", takes: { name: "machine" } },
    "GET /coordonnees/{request}": { does: "asks", takes: contactRequest },
    "GET /services/{stream}": { does: "asks", takes: { stream: "machine" } },
    "GET /guichet/{visit}": { does: "asks", takes: visit },
    "POST /api/sign-in/challenge": { does: "asks", takes: {} },
    "POST /api/sign-in": { does: "enables", takes: keySigns },
    // Two keys, of two people; what the first brings back is its page's own.
    "POST /api/emergency/begin": { does: "enables", takes: { ...keySigns, reason: "choice" } },
    "POST /api/emergency/open": { does: "enables", takes: { ...keySigns, code: "machine" } },
    // Not enabling: what a link brings opens nothing before its words are read in one room.
    "POST /api/keys/begin": { does: "proposes", takes: byLink },
    "POST /api/keys/add": {
      does: "proposes",
      takes: { ...byLink, challenge: "machine", name: "label", made: "held_key" },
    },
    "POST /api/keys/standing": { does: "asks", takes: byLink },
    "POST /api/keys/withdraw": { does: "stops", takes: byLink },
    "POST /api/keys/end": { does: "stops", takes: { key: "machine" } },
    "POST /api/leave": { does: "stops", takes: {} },
    "POST /api/team/suspend": { does: "stops", takes: { member: "machine" } },
    // The words open nothing: two operators' keys sign for the key that waits.
    "POST /api/team/keys/vouch": {
      does: "proposes",
      takes: { key: "machine", words: "staff_words", reason: "choice" },
    },
    "POST /api/team/keys/let-in": { does: "asks", takes: { key: "machine" } },
    "POST /api/team/keys/sign": { does: "enables", takes: keySigns },
    "POST /api/team/keys/refuse": { does: "stops", takes: { key: "machine" } },
    "POST /api/desk/find": { does: "asks", takes: { nationalId: "national_id" } },
    "POST /api/desk/open": {
      does: "enables",
      takes: { nationalId: "national_id", checks: "choice" },
    },
    "POST /api/freezes/find": { does: "asks", takes: { nationalId: "national_id" } },
    "POST /api/freezes/{freeze}/ask": { does: "asks", takes: { freeze: "machine" } },
    "POST /api/freezes/{freeze}/clear": {
      does: "enables",
      takes: { freeze: "machine", ...keySigns },
    },
    "POST /api/imports/{import}/ask": { does: "asks", takes: { import: "machine" } },
    "POST /api/imports/{import}/sign": {
      does: "enables",
      takes: { import: "machine", ...keySigns },
    },
    "POST /api/imports/{import}/refuse": { does: "stops", takes: { import: "machine" } },
    "POST /api/contacts/files/{file}/ask": { does: "asks", takes: { file: "machine" } },
    "POST /api/contacts/files/{file}/sign": {
      does: "enables",
      takes: { file: "machine", ...keySigns },
    },
    "POST /api/contacts/files/{file}/refuse": { does: "stops", takes: { file: "machine" } },
    "GET /api/contacts/quality": { does: "asks", takes: { from: "choice" } },
    "POST /api/contacts/find": { does: "asks", takes: { nationalId: "national_id" } },
    "POST /api/contacts/ask": { does: "asks", takes: contactChange },
    "POST /api/contacts/propose": { does: "enables", takes: keySigns },
    "GET /api/contacts/requests/{request}": { does: "asks", takes: contactRequest },
    "POST /api/contacts/requests/{request}/ask": { does: "asks", takes: contactRequest },
    "POST /api/contacts/requests/{request}/confirm": {
      does: "enables",
      takes: { ...contactRequest, ...keySigns },
    },
    "POST /api/contacts/requests/{request}/refuse": { does: "stops", takes: contactRequest },
    "GET /api/desk/visits/{visit}": { does: "asks", takes: visit },
    "POST /api/desk/visits/{visit}/ask": {
      does: "asks",
      takes: { ...visit, checks: "choice", presence: "choice" },
    },
    "POST /api/desk/visits/{visit}/sign": { does: "enables", takes: { ...visit, ...keySigns } },
    "GET /dossiers/{case}": { does: "asks", takes: ofCase },
    // A reference is read out to whoever helps. It finds what was refused, and enables nothing.
    "GET /diagnostic/{reference}": { does: "asks", takes: { reference: "machine" } },
    "GET /api/refusals/{reference}": { does: "asks", takes: { reference: "machine" } },
    "GET /api/statistics": { does: "asks", takes: { month: "choice" } },
    "GET /api/statistics.json": { does: "asks", takes: { month: "choice" } },
    "GET /api/statistics.csv": { does: "asks", takes: { month: "choice", lang: "choice" } },
    "GET /api/alerts": { does: "asks", takes: { severity: "choice", loose: "choice" } },
    "GET /api/cases": {
      does: "asks",
      takes: { state: "choice", severity: "choice", mine: "choice", overdue: "choice" },
    },
    "POST /api/views": {
      does: "asks",
      takes: { section: "choice", name: "label", query: "choice" },
    },
    "POST /api/views/remove": { does: "asks", takes: { view: "machine" } },
    "GET /api/cases/{case}": { does: "asks", takes: ofCase },
    // What is done with a case is written down, and stops and opens nothing.
    "POST /api/cases/{case}/claim": { does: "asks", takes: ofCase },
    "POST /api/cases/{case}/release": { does: "asks", takes: ofCase },
    "POST /api/cases/{case}/wake": { does: "asks", takes: ofCase },
    "POST /api/cases/{case}/reopen": { does: "asks", takes: written },
    "POST /api/cases/{case}/hand-over": { does: "asks", takes: { ...written, to: "machine" } },
    "POST /api/cases/{case}/snooze": { does: "asks", takes: { ...written, hours: "choice" } },
    "POST /api/cases/{case}/close": { does: "asks", takes: { ...written, outcome: "choice" } },
    "POST /api/cases/{case}/note": { does: "asks", takes: written },
    "POST /api/cases/{case}/task": { does: "asks", takes: written },
    "POST /api/cases/{case}/task-done": { does: "asks", takes: { ...ofCase, task: "machine" } },
    "POST /api/cases/{case}/reach": {
      does: "asks",
      takes: { ...ofCase, person: "machine", channel: "choice", isReached: "choice" },
    },
    "POST /api/cases/{case}/split": { does: "asks", takes: { ...ofCase, alerts: "machine" } },
    "POST /api/cases/{case}/merge": { does: "asks", takes: { ...written, into: "machine" } },
    "POST /api/cases/{case}/measures/preview": {
      does: "asks",
      takes: { ...ofCase, kind: "choice", people: "machine", ...thing },
    },
    // A report is one reason of a list: it stops, refuses and opens nothing.
    "POST /api/reports": {
      does: "asks",
      takes: { nationalId: "national_id", reason: "choice", channel: "choice", on: "choice" },
    },
    "POST /api/reports/lists/check": { does: "asks", takes: { text: "national_id" } },
    "POST /api/reports/lists": { does: "asks", takes: { text: "national_id", sha256: "machine" } },
    // A campaign tells: it stops and opens nothing.
    "GET /api/campaigns/{campaign}/exercise.csv": { does: "asks", takes: ofCampaign },
    "POST /api/campaigns/preview": { does: "asks", takes: campaign },
    "POST /api/campaigns": { does: "asks", takes: { ...campaign, digest: "machine" } },
    "POST /api/campaigns/{campaign}/ask": { does: "asks", takes: ofCampaign },
    "POST /api/campaigns/{campaign}/sign": { does: "asks", takes: { ...ofCampaign, ...keySigns } },
    "POST /api/campaigns/{campaign}/withdraw": { does: "asks", takes: ofCampaign },
    "POST /api/campaigns/{campaign}/stop": { does: "stops", takes: ofCampaign },
    "POST /api/public-notices/preview": { does: "asks", takes: publicNotice },
    "POST /api/public-notices": { does: "asks", takes: { ...publicNotice, digest: "machine" } },
    "POST /api/public-notices/{notice}/ask": { does: "asks", takes: { notice: "machine" } },
    "POST /api/public-notices/{notice}/sign": {
      does: "asks",
      takes: { notice: "machine", ...keySigns },
    },
    "POST /api/public-notices/{notice}/end": { does: "stops", takes: { notice: "machine" } },
    // Two people have what facts say destroyed: nothing opens by it, and what holds phones' keys is not among them.
    "POST /api/erasures/find": { does: "asks", takes: { nationalId: "national_id" } },
    "POST /api/erasures": {
      does: "asks",
      takes: { nationalId: "national_id", facts: "machine", reason: "choice" },
    },
    "POST /api/erasures/{erasure}/ask": { does: "asks", takes: { erasure: "machine" } },
    "POST /api/erasures/{erasure}/sign": {
      does: "asks",
      takes: { erasure: "machine", ...keySigns },
    },
    "POST /api/erasures/{erasure}/withdraw": { does: "stops", takes: { erasure: "machine" } },
    // A measure stops: of many, with a second person's key over the list. One that gives back waits for that key, however few it names.
    "POST /api/cases/{case}/measures": {
      does: "stops",
      takes: { ...written, kind: "choice", people: "machine", digest: "machine", ...thing },
    },
    "GET /api/services/{stream}": { does: "asks", takes: ofStreamPath },
    // The same token again, which its receiver counts once.
    "POST /api/services/{stream}/replay": {
      does: "asks",
      takes: { ...ofStreamPath, jti: "machine" },
    },
    "POST /api/cases/{case}/windows": {
      does: "asks",
      takes: { ...written, person: "machine", from: "choice", to: "choice" },
    },
    "POST /api/cases/{case}/complaints": { does: "asks", takes: { ...written, person: "machine" } },
    "POST /api/complaints/{complaint}/ask": { does: "asks", takes: ofComplaint },
    "POST /api/complaints/{complaint}/sign": {
      does: "asks",
      takes: { ...ofComplaint, ...keySigns },
    },
    "POST /api/complaints/{complaint}/take": { does: "asks", takes: ofComplaint },
    "POST /api/measures/{measure}/ask": { does: "asks", takes: ofMeasure },
    "POST /api/measures/{measure}/sign": { does: "enables", takes: { ...ofMeasure, ...keySigns } },
    "POST /api/measures/{measure}/withdraw": { does: "asks", takes: ofMeasure },
    "POST /api/cases/{case}/call": { does: "stops", takes: { ...ofCase, person: "machine" } },
    "POST /api/cases/{case}/hold": { does: "stops", takes: { ...ofCase, person: "machine" } },
    "POST /api/cases/{case}/caller": { does: "asks", takes: { ...ofCase, person: "machine" } },
    "POST /api/callers/{check}/block": { does: "stops", takes: { check: "machine" } },
    "POST /api/callbacks/{callback}/take": { does: "asks", takes: { callback: "machine" } },
    "POST /api/calls/{call}/open": { does: "asks", takes: { call: "machine" } },
    "POST /api/calls/{call}/end": { does: "stops", takes: { call: "machine" } },
    "POST /api/desk/letters/stop": { does: "stops", takes: { enrolment: "machine" } },
    "POST /api/desk/visits/{visit}/end": { does: "stops", takes: visit },
  },
  phone: {
    ...help,
    "POST /api/enrolments": { does: "enables", takes: jws },
    "POST /api/enrolments/status": { does: "asks", takes: jws },
    "POST /api/enrolments/evidence": { does: "enables", takes: { evidence: "signed" } },
    "POST /api/enrolments/eid": { does: "enables", takes: jws },
    "POST /api/enrolments/letter": { does: "enables", takes: jws },
    "POST /api/enrolments/activate": { does: "enables", takes: multi },
    "POST /api/enrolments/meanwhile": { does: "enables", takes: multi },
    "POST /api/enrolments/wallet": { does: "enables", takes: jws },
    "POST /api/enrolments/wallet/return": { does: "enables", takes: jws },
    "POST /api/enrolments/wallet/end": { does: "stops", takes: { returned: "returned" } },
    "GET /wallet/requests/{id}": { does: "asks", takes: one },
    "POST /wallet/requests/{id}/response": { does: "enables", takes: one },
    "POST /api/enrolments/pages": { does: "enables", takes: jws },
    "POST /api/enrolments/pages/open": { does: "enables", takes: { decision: "signed" } },
    "POST /api/enrolments/pages/watch": { does: "asks", takes: jws },
    "POST /api/enrolments/pages/words": { does: "enables", takes: jws },
    "POST /api/enrolments/key/begin": { does: "asks", takes: jws },
    "POST /api/enrolments/key": { does: "enables", takes: jws },
    "POST /api/enrolments/under-way": { does: "asks", takes: jws },
    "POST /api/enrolments/stop": { does: "stops", takes: jws },
    "POST /api/enrolments/again": { does: "enables", takes: jws },
    "POST /api/enrolments/mine/ask": { does: "enables", takes: jws },
    "POST /api/enrolments/mine": { does: "enables", takes: { decision: "signed" } },
    "POST /api/enrolments/raise/ask": { does: "enables", takes: jws },
    "POST /api/enrolments/raise/status": { does: "asks", takes: jws },
    "POST /api/enrolments/raise": { does: "enables", takes: { decision: "signed" } },
    "POST /api/claims": { does: "enables", takes: jws },
    "POST /api/claims/digits": { does: "enables", takes: jws },
    "POST /api/claims/here": { does: "enables", takes: jws },
    "POST /api/come-back": { does: "enables", takes: jws },
    "POST /api/approvals/{id}/decision": {
      does: "enables",
      takes: { ...one, decision: "signed" },
    },
    "POST /api/approvals/{id}/reason": { does: "stops", takes: { ...one, ...jws } },
    "POST /api/practice": { does: "asks", takes: jws },
    "POST /api/drills": { does: "asks", takes: jws },
    // Of nobody: what comes back is counted, and opens nothing whatever was chosen.
    "POST /api/drills/answers": { does: "asks", takes: { drill: "machine", answer: "choice" } },
    "POST /api/drills/end": { does: "stops", takes: jws },
    "POST /api/pending": { does: "asks", takes: jws },
    "POST /api/history": { does: "asks", takes: jws },
    "POST /api/search": { does: "enables", takes: jws },
    "POST /api/software": { does: "asks", takes: jws },
    "POST /api/software/add": { does: "enables", takes: { decision: "signed" } },
    "POST /api/software/remove": { does: "stops", takes: jws },
    "POST /api/software/link": { does: "enables", takes: jws },
    "POST /api/software/link/confirm": { does: "enables", takes: { decision: "signed" } },
    "POST /api/software/link/stop": { does: "stops", takes: jws },
    "POST /api/places": { does: "asks", takes: jws },
    "POST /api/places/offer": { does: "enables", takes: jws },
    "POST /api/places/make": { does: "enables", takes: jws },
    "POST /api/places/{id}/confirm": { does: "enables", takes: { ...one, decision: "signed" } },
    "POST /api/places/{id}/end": { does: "stops", takes: { ...one, ...jws } },
    "POST /api/places/{id}/locums/find": { does: "asks", takes: { ...one, ...jws } },
    "POST /api/places/{id}/locums": { does: "enables", takes: { ...one, decision: "signed" } },
    "POST /api/locums/{id}/end": { does: "stops", takes: { ...one, ...jws } },
    "POST /api/bells": { does: "asks", takes: jws },
    "POST /api/bells/set": { does: "enables", takes: jws },
    "POST /api/bells/{id}/end": { does: "stops", takes: { ...one, ...jws } },
    "POST /api/rings": { does: "asks", takes: jws },
    "POST /api/rings/{id}/refuse": { does: "stops", takes: { ...one, ...jws } },
    "POST /api/quiet-hours": { does: "enables", takes: jws },
    "POST /api/push": { does: "asks", takes: jws },
    "POST /api/push/subscribe": { does: "enables", takes: jws },
    "POST /api/push/unsubscribe": { does: "stops", takes: jws },
    "POST /api/push/test": { does: "enables", takes: jws },
    "POST /api/notices": { does: "asks", takes: jws },
    "POST /api/keys/begin": { does: "asks", takes: jws },
    "POST /api/keys/add": {
      does: "enables",
      takes: { decision: "signed", credential: "held_key" },
    },
    "POST /api/passkeys": { does: "asks", takes: jws },
    "POST /api/passkeys/{id}/end": { does: "stops", takes: { ...one, ...jws } },
    "POST /api/stops": { does: "asks", takes: jws },
    "POST /api/stops/block": { does: "stops", takes: jws },
    "POST /api/calls/status": { does: "asks", takes: jws },
    "POST /api/calls/report": { does: "stops", takes: jws },
    "POST /api/calls/facts": { does: "asks", takes: jws },
    "POST /api/calls/confirm": { does: "stops", takes: multi },
    "POST /api/calls/back": { does: "asks", takes: jws },
    "POST /api/calls/back/withdraw": { does: "asks", takes: jws },
    "POST /api/stops/lift": { does: "enables", takes: multi },
    "POST /api/stops/reopen": { does: "enables", takes: jws },
    "POST /api/stops/evidence": { does: "enables", takes: { evidence: "signed" } },
    "POST /api/cards/lost": { does: "stops", takes: jws },
    "POST /api/sessions": { does: "asks", takes: jws },
    "POST /api/sessions/close": { does: "stops", takes: jws },
    "POST /api/events": { does: "asks", takes: jws },
    "POST /api/events/disown": { does: "stops", takes: jws },
    "POST /pin/register": { does: "enables", takes: jws },
    "POST /pin/commit": { does: "enables", takes: multi },
    "POST /pin/renew": { does: "enables", takes: multi },
    "POST /api/code": { does: "enables", takes: multi },
    "POST /api/own-contacts": { does: "asks", takes: jws },
    "POST /api/own-contacts/right": { does: "asks", takes: jws },
    "POST /api/own-contacts/ask": { does: "proposes", takes: jws },
    "POST /api/own-contacts/change": { does: "proposes", takes: multi },
    "POST /api/own-contacts/stop": { does: "stops", takes: jws },
    "POST /api/phones": { does: "asks", takes: jws },
    "POST /api/phones/lost": { does: "stops", takes: jws },
    "POST /api/phones/rename": { does: "enables", takes: multi },
    "POST /api/phones/remove": { does: "stops", takes: multi },
    "POST /api/phones/disown": { does: "stops", takes: multi },
    "POST /pin/evaluate": { does: "enables", takes: jws },
    // The sandbox's fictional desk signs for whoever is named: decision 0010, and nowhere else.
    "POST /sandbox/desk": {
      does: "enables",
      takes: { enrolment: "machine", nationalId: "national_id", registrars: "choice" },
    },
    "POST /sandbox/desk/reopening": {
      does: "enables",
      takes: { phone: "machine", nationalId: "national_id", registrars: "choice" },
    },
  },
  mail: {
    "GET /letters/{id}": { does: "asks", takes: one },
    "GET /messages/{id}": { does: "asks", takes: one },
    "GET /messages/{id}/text": { does: "asks", takes: one },
    "GET /messages/{id}/html": { does: "asks", takes: one },
  },
};

/**
 * Addresses that read forms or queries of the standards themselves, whose schemas are the engine's: what a person could have of what
 * they take. A program's secret, a code, a token are the programs' own, and no person is shown one.
 */
const standard: Readonly<Record<string, Route>> = {
  "/auth": { does: "asks", takes: {} },
  "/protocol/openid-connect/auth": { does: "asks", takes: {} },
  "/protocol/openid-connect/token": { does: "enables", takes: { code: "machine" } },
  "/protocol/openid-connect/userinfo": { does: "asks", takes: {} },
  "/protocol/openid-connect/token/introspect": { does: "asks", takes: {} },
  "/protocol/openid-connect/revoke": { does: "stops", takes: {} },
  // What asks enables nothing: the holder's own search does, by `search` (decision 0030).
  "/protocol/openid-connect/ext/ciba/auth": {
    does: "asks",
    takes: { login_hint: "national_id", binding_message: "two_digits" },
  },
  // Of strict software, by proof of the installation's own key, which no person is shown (RFC 9449).
  "/protocol/openid-connect/ext/ciba/link": { does: "asks", takes: { machine: "label" } },
  "/protocol/openid-connect/ext/ciba/link/frame": { does: "asks", takes: { link: "machine" } },
  "/protocol/openid-connect/ext/ciba/frame": { does: "asks", takes: { auth_req_id: "machine" } },
  "/protocol/openid-connect/logout": { does: "stops", takes: {} },
  "/protocol/openid-connect/logout/confirm": { does: "stops", takes: {} },
  "/login/return": { does: "enables", takes: { pass: "pass" } },
  "/this-phone": { does: "enables", takes: { pass: "pass" } },
  "/fhir/v2/Practitioner/_search": { does: "asks", takes: { identifier: "national_id" } },
  "/fhir/v2/PractitionerRole/_search": { does: "asks", takes: {} },
  "/fhir/v2/Organization/_search": { does: "asks", takes: {} },
  // A few buttons, and an identifier that nobody believes.
  "/signaler/appel": { does: "asks", takes: { nationalId: "national_id" } },
  "/signaler/document": { does: "asks", takes: { nationalId: "national_id" } },
  "/report/call": { does: "asks", takes: { nationalId: "national_id" } },
  "/report/document": { does: "asks", takes: { nationalId: "national_id" } },
  "/sandbox/cards/ocsp": { does: "asks", takes: {} },
};

let server: WholeServer;
before(async () => {
  server = await startWhole();
});
after(() => server.stop());

type Operation = {
  readonly parameters: readonly { readonly name: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Body }>> };
};
type Body = { readonly properties?: object };

async function operationsOf(origin: keyof typeof routes): Promise<Map<string, readonly string[]>> {
  const port = server.issuer.port + 6;
  const mail = { port, host: `mail.localhost:${port}` };
  const place = { issuer: server.issuer, phone: server.phone, desk: consoleOf(server), mail }[
    origin
  ];
  const answer = await send(place, { path: "/openapi.json" });
  const { paths } = JSON.parse(answer.text) as {
    paths: Record<string, Record<string, Operation>>;
  };
  const found = new Map<string, readonly string[]>();
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, { parameters, requestBody }] of Object.entries(methods)) {
      if (method === "options") continue;
      const bodies = Object.values(requestBody?.content ?? {}).map(({ schema }) => schema);
      const members = bodies.flatMap(({ properties }) => Object.keys(properties ?? {}));
      const takes = [...new Set([...parameters.map(({ name }) => name), ...members])];
      // What reads nothing of what it is sent needs no row.
      if (method !== "get" || takes.length > 0)
        found.set(`${method.toUpperCase()} ${path}`, takes.sort());
    }
  }
  return found;
}

for (const origin of ["issuer", "phone", "desk", "mail"] as const) {
  test(`${origin}: every address says what it takes, and what enables takes nothing weak but the four`, async () => {
    const found = await operationsOf(origin);
    const rows = new Map(Object.entries(routes[origin]));
    const unknown: string[] = [];
    for (const [name, takes] of found) {
      const row = rows.get(name);
      const path = name.slice(name.indexOf(" ") + 1).replace("/auth/realms/esante-wallet", "");
      if (row) assert.deepEqual(takes, Object.keys(row.takes).sort(), name);
      else if (!standard[path]) unknown.push(`${name} ${inspect(takes)}`);
    }
    assert.deepEqual(unknown, [], "an address that says nothing of what it takes");
    assert.deepEqual(
      [...rows.keys()].filter((name) => !found.has(name)),
      [],
      "a row of no address",
    );
  });
}

test("no address that enables takes anything weak but the four", () => {
  const all = [...Object.values(routes), standard].flatMap((table) => Object.entries(table));
  const faults = all.flatMap(([name, { does, takes }]) =>
    Object.values(takes).flatMap((carries) =>
      carries === "signed" ? [] : fault(name, does, carries),
    ),
  );
  assert.deepEqual(faults, []);
});

/** The artefacts that enable although they can be read out or forwarded. */
const weakOnes = Object.entries<Artefact>(artefacts).flatMap(([name, artefact]) =>
  artefact.may === "enable" && weakestOf(artefact) <= "L2" ? [name] : [],
);
/** What gives a phone, a code or an access back: none of it takes anything that can be read out or forwarded. */
const waysBack = {
  messages: ["pinRegister", "pinRenew", "codeChange", "lift", "reopen", "registrarReopen"],
  addresses: ["/pin/", "/api/code", "/api/stops/", "/sandbox/desk/reopening", "/api/freezes/"],
} as const;

test("no recovery code exists that could be dictated: the four enter where they are bounded and nowhere else, and no way back takes one", () => {
  const entries: Record<string, string[]> = {};
  const note = (where: string, carried: Iterable<Carries | "signed">) => {
    for (const one of carried)
      if (weakOnes.includes(one)) entries[one] = [...(entries[one] ?? []), where];
  };
  for (const [name, { carries }] of Object.entries(signedMessages))
    note(name, Object.values<Carries>(carries));
  for (const table of [...Object.values(routes), standard])
    for (const [name, { takes }] of Object.entries(table)) note(name, Object.values(takes));
  assert.deepEqual(entries, {
    six_digits: ["claimDigits"],
    two_digits: ["search", "/protocol/openid-connect/ext/ciba/auth"],
    four_words: ["enrolmentWords"],
    letter: ["enrolmentLetter"],
  });
  const isBack = (where: string) =>
    waysBack.messages.some((name) => name === where) ||
    waysBack.addresses.some((path) => where.includes(path));
  assert.deepEqual(Object.values(entries).flat().filter(isBack), []);
  const all = [...Object.keys(signedMessages), ...Object.values(routes).flatMap(Object.keys)];
  for (const name of [...waysBack.messages, ...waysBack.addresses])
    assert.ok(
      all.some((where) => where === name || where.includes(name)),
      `${name} is still there`,
    );
});

test("no text promises a code to keep for the day one is locked out", async () => {
  const promised =
    /code[s]? de (secours|récupération|sauvegarde)|\b(recovery|backup|rescue) codes?/iu;
  const root = join(import.meta.dirname, "..", "..", "..");
  let read = 0;
  for await (const path of glob("{apps,packages}/*/src/**/*{messages,words}*.ts", { cwd: root })) {
    assert.doesNotMatch(await readFile(join(root, path), "utf8"), promised, path);
    read += 1;
  }
  assert.ok(read > 20, `${read} files of texts`);
  assert.match("Gardez ce code de secours.", promised);
});

test("a code in a message would be found", () => {
  assert.deepEqual(enablingIn("Votre code est 482 913."), ["six_digits"]);
  assert.deepEqual(enablingIn("Tapez 482913 dans l'application."), ["six_digits"]);
  assert.deepEqual(enablingIn(`Scannez : AVAL1.apr_${"0".repeat(26)}.3.${"A".repeat(22)}`), [
    "frame",
  ]);
  assert.deepEqual(enablingIn("Le 22 novembre 2026 à 09:12."), []);
});
