import { readFile } from "node:fs/promises";
import { type PublicJwk, publicJwk } from "@aval/protocol";
import { attachedProofs, faultSentences, type Report, verifyBundle } from "#modules/proofs";
import type { Io } from "./io.ts";
import { Refused } from "./misuse.ts";

/** What an expert gives beside the file of proofs. */
type Given = {
  readonly root?: string | undefined;
  readonly witness?: string[] | undefined;
  readonly json?: boolean | undefined;
};

/** Verifies a file of proofs: what is proven, and each fault in a sentence. */
export async function verifyFile(path: string, given: Given, io: Io): Promise<number> {
  const read = await readFile(path);
  // A complaint file carries its proofs: what is verified is these.
  const text = attachedProofs(read) ?? read.toString("utf8");
  const report = await verifyBundle(text, {
    root: given.root === undefined ? undefined : await rootIn(given.root),
    witnesses: given.witness,
  });
  if (given.json) io.out(JSON.stringify(report));
  else tell(report, io);
  return report.faults.length === 0 ? 0 : 1;
}

/** A root as `aval audit key` prints it, or as its file has it. */
async function rootIn(path: string): Promise<PublicJwk> {
  const read = JSON.parse(await readFile(path, "utf8")) as object;
  const root = publicJwk("public" in read ? (read.public as object) : read);
  if (root) return root;
  throw new Refused(
    "no_root",
    `${path} n'est pas une racine : la clé publique que « aval audit key » affiche.`,
    `${path} is no root: the public key that "aval audit key" prints.`,
  );
}

function tell({ faults, proven }: Report, io: Io): void {
  for (const { fault, about } of faults) {
    const { fr, en } = faultSentences[fault];
    io.err(`${fr} / ${en}${about === "" ? "" : ` (${about})`}`);
  }
  if (faults.length > 0) {
    io.err("Ce fichier ne prouve pas ce qu'il dit. / This file does not prove what it says.");
    return;
  }
  const { facts, contexts, answers, origin, size, witnessed } = proven;
  io.out(`${facts} faits sous le point ${size} de ${origin} / facts under checkpoint ${size}`);
  io.out(`${contexts} écrans montrés, ${answers} réponses signées / screens shown, answers signed`);
  for (const { count, reason, at } of proven.erased)
    io.out(
      `Manquent / missing: ${count} (${reason}, ${new Date(at * 1000).toISOString()}) : effacés par deux personnes / erased by two people`,
    );
  for (const { name, at } of witnessed)
    io.out(`Témoin / witness : ${name}, ${new Date(at * 1000).toISOString()}`);
  if (witnessed.length === 0)
    io.err("Aucun témoin ne garde ce point de contrôle. / No witness keeps this checkpoint.");
  else if (!proven.areWitnessesGiven)
    io.err("Témoins nommés par le fichier lui-même. / The file itself names these witnesses.");
  if (!proven.isRootGiven)
    io.err("Racine prise dans le fichier : comparez-la. / Root taken from the file: compare it.");
  io.out("Ce fichier prouve ce qu'il dit. / This file proves what it says.");
}
