import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src/modules/login", ["login.test.ts"]);

const overHttp = ["../provider/rights.test.ts"];
const here = ["../../this-phone.race.test.ts"];

/** What opens from where, and for which browser. */
export const loginFaults = [
  fault(
    "on a shared place a session enters further services for ten minutes only",
    edit("login.ts", "if (here.isShared && age > lifetimes.sharedEntry) return undefined;", ""),
    overHttp,
  ),
  fault(
    "what the holder signed still has to be so when the page concludes",
    [
      edit(
        "login.ts",
        'if (!proof || !stillOpens({ proof, where, rights }, service)) return deny("rights_denied");',
        "",
      ),
    ],
    overHttp,
  ),
  fault(
    "a service that became more sensitive renews no token of a session that would not open it",
    edit(
      "login.ts",
      'return service?.state === "active" && stillOpens(openedBy(session), service);',
      'return service?.state === "active";',
    ),
    overHttp,
  ),
  fault(
    "changing person ends the session of the last one",
    edit("login.ts", 'await deps.sessions.close(session.id, "other_person");', ""),
    overHttp,
  ),
  fault(
    "an entry is spent at first sight",
    edit("this-phone-store.ts", "and pass_hash is null and enter_by", "and enter_by"),
    here,
  ),
  fault(
    "an entry is used at once",
    edit(
      "this-phone-store.ts",
      "and pass_hash is null and enter_by > aval_now()",
      "and pass_hash is null",
    ),
    here,
  ),
  fault("a pass is for one phone", edit("this-phone-store.ts", "and device is null", ""), here),
  fault(
    "only the phone that claimed is given a way back",
    edit(
      "this-phone-store.ts",
      "and device = ${given.device} and arrival_hash",
      "and arrival_hash",
    ),
    here,
  ),
  fault(
    "a return is burnt at first sight",
    edit("this-phone-store.ts", "and arrival_hash is null and return_by", "and return_by"),
    here,
  ),
  fault(
    "a return is good for ten seconds",
    edit(
      "this-phone-store.ts",
      "and arrival_hash is null and return_by > aval_now()",
      "and arrival_hash is null",
    ),
    here,
  ),
  fault(
    "only the browser that asked has come back",
    edit(
      "this-phone-store.ts",
      "(browser = ${given.browser} and sign_in = ${given.signIn})",
      "true",
    ),
    here,
  ),
  fault(
    "an approval on the phone itself opens nothing until its browser has come back",
    edit(
      "login.ts",
      'if (transfer === "this_phone" && !(await spendReturned(tx, asked))) throw new LostRace();',
      "",
    ),
    here,
  ),
  fault(
    "a page whose browser has not come back is told no name",
    edit(
      "login.ts",
      'if (way === "awaited") return done({ ...seen, state: "claimed", ...rightsIn(approval.rights) });',
      "",
    ),
    here,
  ),
  fault(
    "a sign-in belongs to the browser key that began it",
    edit(
      "login.ts",
      'if (signIn.browser !== read.value.browser) return deny("browser_mismatch");',
      "",
    ),
  ),
  fault(
    "what a browser sends is signed by its key",
    edit(
      "browser.ts",
      "(await verifyCompact(jws, purposes.browser, jwk))",
      "(peekCompact(jws)?.payload)",
    ),
    ["browser.test.ts"],
  ),
  fault(
    "a browser's message is for its own page and act",
    edit(
      "browser.ts",
      'if (message.signIn !== expected.signIn || message.act !== expected.act) return deny("browser_mismatch");',
      "",
    ),
  ),
  fault(
    "a cookie without its browser key's proof enters nothing",
    edit(
      "login.ts",
      "if (!session || session.browser !== signIn.browser) return undefined;",
      "if (!session) return undefined;",
    ),
  ),
  fault(
    "prompt=login always asks",
    edit(
      "login.ts",
      'if (!id || request.prompt.includes("login")) return undefined;',
      "if (!id) return undefined;",
    ),
  ),
  fault(
    "a passed max_age asks again",
    edit("login.ts", "age > maxAgeSeconds * 1000) return undefined;", "age < 0) return undefined;"),
  ),
  fault(
    "a reduced session enters nothing silently",
    edit(
      "rights.ts",
      'if (opened.rights !== "full" || service.sensitivity',
      "if (service.sensitivity",
    ),
    ["login.test.ts", "rights.test.ts"],
  ),
  fault(
    "a limited phone enters elsewhere in a dated transition alone",
    edit("rights.ts", "service.inTransition && service.acceptsReduced", "service.acceptsReduced"),
    ["rights.test.ts"],
  ),
  fault(
    "a critical service always asks",
    edit(
      "rights.ts",
      'if (opened.rights !== "full" || service.sensitivity === "critical") return false;',
      'if (opened.rights !== "full") return false;\n  if (service.sensitivity === "critical") return true;',
    ),
    ["rights.test.ts"],
  ),
  fault(
    "from an unknown browser a sensitive service gives at most a reduced session",
    edit(
      "rights.ts",
      'unknown: { open: "reduced", sensitive: "reduced_if_accepted", critical: "no" },',
      'unknown: { open: "reduced", sensitive: "yes", critical: "no" },',
    ),
    ["login.test.ts", "rights.test.ts"],
  ),
  fault(
    "reduced sessions are only for services that accept them",
    edit(
      "rights.ts",
      'return service.acceptsReduced ? "reduced" : undefined;',
      'return "reduced";',
    ),
  ),
  fault(
    "digits open no sensitive service from an unknown browser",
    edit(
      "rights.ts",
      'known_workstation: { open: "reduced", sensitive: "no", critical: "no" },\n    unknown: { open: "reduced", sensitive: "no", critical: "no" },\n  },\n  limited_phone_qr',
      'known_workstation: { open: "reduced", sensitive: "no", critical: "no" },\n    unknown: { open: "reduced", sensitive: "reduced_if_accepted", critical: "no" },\n  },\n  limited_phone_qr',
    ),
    ["login.test.ts", "rights.test.ts"],
  ),
  fault(
    "somebody who left the directory gets no session",
    edit(
      "login.ts",
      'if (holder?.state !== "active") return deny("holder_stopped");',
      'if (!holder) return deny("holder_stopped");',
    ),
  ),
  fault(
    "what a phone is told of a departed holder is nothing",
    edit(
      "asker.ts",
      'if (holder?.state !== "active") return deny("holder_stopped");',
      'if (!holder) return deny("holder_stopped");',
    ),
  ),
  fault(
    "a page cancelled by its reader opens nothing",
    edit(
      "login.ts",
      'if (here.signIn.state === "cancelled") return deny("approval_cancelled");\n  if (here.signIn.state === "concluded") return concluded',
      'if (here.signIn.state === "concluded") return concluded',
    ),
  ),
  fault(
    "a phone that was stopped after approving opens nothing",
    edit(
      "login.ts",
      'if (!(await deps.devices.holdAnswering(tx, device))) return deny("device_not_active");',
      "",
    ),
  ),
  fault(
    "a browser's message that changes something is accepted once",
    edit("login.ts", 'if (!isNew) return deny("replayed");', ""),
  ),
];
