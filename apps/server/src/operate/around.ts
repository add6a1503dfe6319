import { access, constants, readdir, readFile, stat, statfs } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Config } from "#platform/config";
import { Halt } from "#platform/halt";
import { readKeys } from "#platform/key-files";
import { days, type Instant } from "#platform/time";
import { keyCopyTested } from "../pin/key-copy.ts";
import { readKeyFile } from "../pin/key-file.ts";
import { pinStanding } from "../pin/remote.ts";
import { type Finding, fine, unless, warn, wrong } from "./finding.ts";

/** The machine around a node: its Node, files, disk, and the PIN program. */

export function nodeFinding(): Finding {
  const major = Number(process.versions.node.split(".")[0]);
  return unless(major >= 24, "node", {
    fr: `Node ${process.version} : il faut 24 ou plus.`,
    en: `Node ${process.version}: 24 or later is needed.`,
  });
}

/** A key that has signed for this long has had time to be stolen. */
const oldKeyDays = 400;

/** Certificates of keys do not expire; keys grow old. */
export async function keyAges(folder: string, now: Instant): Promise<Finding> {
  const newest = new Map<string, number>();
  for (const { purpose, usableFrom, retired } of await readKeys(folder))
    if (!retired) newest.set(purpose, Math.max(usableFrom, newest.get(purpose) ?? 0));
  const oldest = now - days(oldKeyDays);
  const old = [...newest].flatMap(([purpose, from]) => (from < oldest ? [purpose] : []));
  if (old.length === 0) return fine("key age");
  return warn("key age", {
    fr: `Signent depuis plus de ${oldKeyDays} jours : ${old.join(", ")}. aval keys rotate, avec la racine.`,
    en: `Have signed for more than ${oldKeyDays} days: ${old.join(", ")}. aval keys rotate, with the root.`,
  });
}

/** Whatever it is called: the public root of a folder of keys has no private half. */
async function holdsPrivateRoot(folder: string): Promise<boolean> {
  const names: readonly string[] = await readdir(folder).catch(() => []);
  const files = await Promise.all(names.map((name) => keyIn(join(folder, name))));
  const root = files[names.indexOf("root.json")]?.public?.x;
  return files.some((file) => file?.private !== undefined && file.public?.x === root);
}

type KeyInFile = { readonly public?: { readonly x?: string }; readonly private?: unknown };

/** What a file says of a key, if it is one of ours. */
async function keyIn(path: string): Promise<KeyInFile | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as KeyInFile;
  } catch {
    return undefined; // Something else: no root.
  }
}

/** In production the root is offline, and nobody but this account enters the folder of keys. */
export async function rootApart(config: Config): Promise<readonly Finding[]> {
  if (config.mode !== "production") return [];
  const isHere = await holdsPrivateRoot(config.keysDir);
  const folder = await stat(config.keysDir).catch(() => undefined);
  const isOpen = process.platform !== "win32" && ((folder?.mode ?? 0) & 0o022) !== 0;
  return [
    unless(!isHere, "root", {
      fr: "La clé racine est sur cette machine : emportez-la hors ligne.",
      en: "The root key is on this machine: take it offline.",
    }),
    unless(!isOpen, "files", {
      fr: `D'autres comptes peuvent écrire dans ${config.keysDir} : chmod 700 ${config.keysDir}.`,
      en: `Other accounts may write in ${config.keysDir}: chmod 700 ${config.keysDir}.`,
    }),
  ];
}

export async function pinFindings(config: Config): Promise<readonly Finding[]> {
  if (config.pinUrl) return pinApart(config.mode, config.pinUrl);
  const own = await keyHere(config);
  if (config.mode !== "production") return [own];
  return [
    own,
    warn("pin apart", {
      fr: "Le service PIN tourne dans le serveur : qui lit la mémoire de l'un tient l'autre. À part : aval pin-service et AVAL_PIN_URL.",
      en: "The PIN program runs inside the server: whoever reads one's memory holds both. Apart: aval pin-service and AVAL_PIN_URL.",
    }),
  ];
}

async function pinApart(mode: Config["mode"], url: string): Promise<readonly Finding[]> {
  const standing = await pinStanding(url);
  if (!standing?.ready) {
    return [
      wrong("pin", {
        fr: `Le service PIN ne répond pas à ${url} : personne ne peut approuver. Voyez son processus (aval pin-service) et sa base.`,
        en: `The PIN program does not answer at ${url}: nobody can approve. See its process (aval pin-service) and its database.`,
      }),
    ];
  }
  return mode === "production"
    ? [fine("pin"), copyFinding(standing.keyCopyTestedAt !== null)]
    : [fine("pin")];
}

/** The key file is asked for where it is used. */
async function keyHere(config: Config): Promise<Finding> {
  try {
    const key = await readKeyFile(config.pinKeyFile);
    await access(dirname(config.pinKeyFile), constants.W_OK);
    if (config.mode !== "production") return fine("pin");
    return copyFinding((await keyCopyTested(config.pinKeyFile, key)) !== undefined);
  } catch (fault) {
    if (fault instanceof Halt) return wrong("pin", fault);
    return wrong("pin", {
      fr: `Le journal du service PIN ne peut pas être écrit à côté de ${config.pinKeyFile} : donnez ce dossier à ce compte.`,
      en: `The PIN program's journal cannot be written beside ${config.pinKeyFile}: give that folder to this account.`,
    });
  }
}

function copyFinding(isTested: boolean): Finding {
  return unless(isTested, "pin copy", {
    fr: "Aucune copie de la clé du service PIN n'a été essayée : si elle se perd, chaque titulaire est à enrôler de nouveau. Copiez-la ailleurs, rapportez la copie, aval pin-copy COPIE.",
    en: "No copy of the PIN program's key was tested: if it is lost, every holder enrols anew. Copy it elsewhere, bring the copy back, aval pin-copy COPY.",
  });
}

const tooFull = { share: 0.05, bytes: 200 * 2 ** 20 };
const rather = { share: 0.15, bytes: 2 ** 30 };

/** The disks this node writes to. Those of a given PostgreSQL are for its own watch. */
export async function diskFindings(config: Config): Promise<readonly Finding[]> {
  const folders = [config.database.kind === "embedded" ? config.dataDir : config.keysDir];
  if (!config.pinUrl) folders.push(dirname(config.pinKeyFile));
  const seen = new Set<string>();
  const findings: Finding[] = [];
  for (const folder of folders) {
    const at = await statfs(folder).catch(() => undefined);
    if (!at || seen.has(`${at.blocks}/${at.bfree}`)) continue;
    seen.add(`${at.blocks}/${at.bfree}`);
    const free = at.bavail * at.bsize;
    const share = at.bavail / Math.max(1, at.blocks);
    const told = {
      fr: `${Math.round(share * 100)} % libres (${Math.round(free / 2 ** 20)} Mio) sous ${folder} : faites de la place, sinon plus rien ne s'enregistre.`,
      en: `${Math.round(share * 100)}% free (${Math.round(free / 2 ** 20)} MiB) under ${folder}: make room, or nothing is recorded any more.`,
    };
    if (free < tooFull.bytes || share < tooFull.share) findings.push(wrong("disk", told));
    else if (free < rather.bytes || share < rather.share) findings.push(warn("disk", told));
  }
  return findings.length > 0 ? findings : [fine("disk")];
}
