import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { link, open, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { Halt } from "#platform/halt";
import type { Random } from "#platform/random";
import { decrypted, encrypted, isEncrypted } from "./envelope.ts";
import { type Member, membersOf, tarOf } from "./tar.ts";

/** A backup's file: tar, gzip and, with a passphrase, the envelope around them. Mode 0600. */
export type Written = { readonly bytes: number; readonly sha256: string };

/** Writes it whole under another name, then puts it in its place: a backup that was cut short has no name to be taken by. */
export async function writeArchive(
  path: string,
  members: AsyncIterable<Member>,
  options: { readonly passphrase: string | undefined; readonly random: Random },
): Promise<Written> {
  if (existsSync(path)) throw alreadyThere(path);
  const draft = `${path}.${process.pid}.part`;
  const hash = createHash("sha256");
  let bytes = 0;
  const { passphrase, random } = options;
  try {
    await pipeline(
      Readable.from(tarOf(members), { objectMode: false }),
      createGzip(),
      (source: AsyncIterable<Buffer>) =>
        passphrase === undefined ? source : encrypted(source, passphrase, random),
      async function* (source: AsyncIterable<Buffer>) {
        for await (const chunk of source) {
          hash.update(chunk);
          bytes += chunk.length;
          yield chunk;
        }
      },
      createWriteStream(draft, { flags: "wx", mode: 0o600, flush: true }),
    );
    await link(draft, path).catch((fault: NodeJS.ErrnoException) => {
      throw fault.code === "EEXIST" ? alreadyThere(path) : fault;
    });
    await syncFolder(dirname(path));
  } finally {
    await rm(draft, { force: true });
  }
  return { bytes, sha256: hash.digest("hex") };
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
}

function alreadyThere(path: string): Halt {
  return new Halt(
    `${path} existe déjà : une sauvegarde n'en remplace pas une autre.`,
    `${path} is there already: a backup replaces no other.`,
  );
}

/** The members of a backup, one after another. */
export async function* readArchive(
  path: string,
  passphrase: string | undefined,
): AsyncGenerator<Member> {
  const start = await firstBytes(path);
  if (isEncrypted(start) && passphrase === undefined) {
    throw new Halt(
      "Cette sauvegarde est chiffrée : donnez --passphrase-file FICHIER.",
      "This backup is encrypted: give --passphrase-file FILE.",
    );
  }
  // Whoever can write where backups lie could put one of their own in its place: the passphrase is who made it.
  if (!isEncrypted(start) && passphrase !== undefined) {
    throw new Halt(
      "Cette sauvegarde n'est pas chiffrée, et une phrase secrète est donnée : qui l'a faite ne la connaissait pas. Sans --passphrase-file si elle est bien la vôtre.",
      "This backup is not encrypted, and a passphrase is given: whoever made it did not know it. Leave out --passphrase-file if it is yours.",
    );
  }
  const file: AsyncIterable<Buffer> = createReadStream(path);
  const clear = isEncrypted(start) ? decrypted(file, passphrase ?? "") : file;
  const gunzip = createGunzip();
  const feeding = pipeline(Readable.from(clear, { objectMode: false }), gunzip);
  // Whoever reads is told by the stream itself.
  feeding.catch(() => undefined);
  try {
    yield* membersOf(gunzip);
    await feeding;
  } catch (fault) {
    if (!String((fault as NodeJS.ErrnoException).code).startsWith("Z_")) throw fault;
    throw new Halt(
      "Ce fichier n'est pas une sauvegarde d'Aval, ou il est abîmé.",
      "This file is no backup of Aval's, or it is damaged.",
      { cause: fault },
    );
  }
}

async function firstBytes(path: string): Promise<Buffer> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile())
    throw new Halt(`Il n'y a pas de fichier ${path}.`, `There is no file ${path}.`);
  const handle = await open(path, "r");
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(8), 0, 8, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
