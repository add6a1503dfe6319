import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openPdf, type Pdf, pdfText, type PdfTree } from "#platform/testing/pdf";
import { instant } from "#platform/time";
import { openTypesetter, type Typesetter } from "#platform/typeset";
import { attachedProofs } from "./attached.ts";
import type { Bundle, BundleFact } from "./bundle.ts";
import { attachmentName, complaintDocument } from "./complaint-document.ts";
import { type ComplaintGiven, complaintOf } from "./complaint-lines.ts";

const first = Date.UTC(2026, 10, 21, 22, 59, 30);
const fact = (seq: number, kind: string, said: object = {}): BundleFact => ({
  ...{ seq, id: `fct_${seq}`, kind, at: first + seq * 60_000, scope: "national", leaf: "l" },
  ...{ body: JSON.stringify(said), key: "k" },
});
const facts = [
  fact(0, "device_added", { device: "dev_1" }),
  fact(1, "approval_claimed", { approval: "apr_1" }),
  fact(2, "approval_refused", { reason: "not_me" }),
  fact(3, "approval_refused", { reason: "on_call" }),
  fact(4, "session_opened", { session: "ses_1", service: "register" }),
  fact(5, "session_disowned", { session: "ses_1" }),
  fact(6, "stop_made", { rule: "block" }),
  fact(7, "something_new"),
];
const bundle = {
  ...{ v: "aval.bundle.v1", made: first + 3_600_000 },
  holder: { professional: "pro_1", nationalIds: ["899700000013", "999000021"] },
  span: { from: first, to: first + 3_600_000 },
  checkpoint: "connexion.example.org/log\n8\ncm9vdA==\n\n— connexion.example.org/log c2ln\n",
  ...{ witnesses: [], facts, contexts: [], inclusion: [], certificates: [], seal: "" },
} as unknown as Bundle;
const given: ComplaintGiven = {
  ...{ bundle, name: "Solène #strong[ESSAI]", preparedBy: "le titulaire", brand: "Aval" },
  ...{ print: "0".repeat(64), root: "r".repeat(43), untold: ["approval_claimed"], answers: [] },
  told: [
    { id: "fct_2", reason: "not_me", declared: "Firefox #pagebreak() sous Windows" },
    { id: "fct_3", reason: "on_call", service: "Registre de vaccination" },
    { id: "fct_4", service: "Registre de vaccination", rights: "reduced" },
    { id: "fct_6", rule: "block" },
  ],
  known: new Map([["fct_3", instant(first + 4 * 60_000)]]),
  phones: [{ label: "Téléphone de Solène", state: "active", since: first / 1000 }],
  places: [],
  mostLines: 600,
};
const proofs = `{"the":"proofs, which are longer than what is told ${"of them ".repeat(300)}"}\n`;

let pdf: Buffer;
let pages: Pdf;
let typesetter: Typesetter;
let text: string;
before(async () => {
  typesetter = openTypesetter();
  pdf = Buffer.from(await typesetter.set(complaintDocument(complaintOf(given), proofs)));
  pages = await openPdf(pdf);
  text = await pdfText(pdf);
});
after(async () => {
  await pages.loadingTask.destroy();
  await typesetter.close();
});

const rolesIn = ({ role, children = [] }: PdfTree): string[] => [
  ...(role ? [role] : []),
  ...children.flatMap(rolesIn),
];

test("it is a tagged French document: a title, headings in order, tables with header cells, lists", async () => {
  const { info } = await pages.getMetadata();
  assert.deepEqual([info.Language, (await pages.getMarkInfo())?.Marked], ["fr", true]);
  assert.match(info.Title, /^Dossier de plainte – Solène/);
  const roles: string[] = [];
  for (let number = 1; number <= pages.numPages; number++) {
    const tree = await (await pages.getPage(number)).getStructTree();
    roles.push(...rolesIn(tree));
  }
  for (const role of ["H1", "H2", "H3", "Table", "TH", "TR", "TD", "L", "LI"])
    assert.ok(roles.includes(role), role);
  const levels = roles.filter((role) => /^H\d$/.test(role)).map((role) => Number(role[1]));
  for (const [index, level] of levels.entries())
    assert.ok(level <= (levels[index - 1] ?? 0) + 1, "no level is skipped");
});

test("its text is read in order, by both clocks, and what a name or a browser says is text and no command", () => {
  const inOrder = [
    "Dossier de plainte",
    "Solène #strong[ESSAI]",
    "899700000013",
    "En bref",
    "2 demandes de connexion ont été refusées.",
    "Dont 1 avec la réponse « Ce n'est pas moi ».",
    "Dont 1 pendant un appel téléphonique.",
    "Ce qui s'est passé",
    // Past midnight in Paris, not yet in the universal time.
    "22/11/2026 00:01:30",
    "21/11/2026 23:01:30 UTC",
    "Firefox #pagebreak() sous Windows",
    "Autre événement, décrit dans preuves.json",
    "Ce qui a été arrêté, et quand",
    "Services touchés",
    "Téléphones du titulaire à ce jour",
    "Ce que ces preuves montrent, et ne montrent pas",
    "qui tenait le téléphone",
    "Qualifications possibles",
    "Vérifier ce dossier",
    "0".repeat(64),
  ];
  let from = 0;
  for (const one of inOrder) {
    const at = text.indexOf(one.replaceAll("'", "’"), from);
    const plain = text.indexOf(one, from);
    const found = at === -1 ? plain : at;
    assert.ok(found >= 0, `${one}, after ${text.slice(Math.max(0, from - 40), from)}`);
    from = found;
  }
  assert.equal(text.includes("approval_"), false);
});

test("what the log tells its holder nothing of is left out, and a session that was disowned counts for its service", () => {
  const { events, services, stopped } = complaintOf(given);
  assert.equal(events.length, facts.length - 1);
  assert.deepEqual(
    services.map(({ service, sessions, disowned }) => [service, sessions, disowned]),
    [["Registre de vaccination", 1, 1]],
  );
  assert.deepEqual(
    stopped.map(({ place }) => place),
    ["5", "6"],
  );
  assert.equal(complaintOf({ ...given, mostLines: 2 }).events.length, 2);
  assert.match(complaintOf({ ...given, mostLines: 2 }).cut ?? "", /2 .* sur 7/);
});

test("the proofs are in it, byte for byte, for a reader of PDF and for our own command", async () => {
  const attached = await pages.getAttachments();
  assert.deepEqual([...attached.keys()], [attachmentName]);
  assert.equal(attachedProofs(pdf), proofs);
  assert.equal(attachedProofs(Buffer.from(proofs)), undefined);
  const short = await typesetter.set(complaintDocument(complaintOf(given), "{}\n"));
  assert.equal(attachedProofs(Buffer.from(short)), "{}\n");
});
