import { constants } from "node:fs";
import { type FileHandle, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import { type Entry, fromFdPromise, type ZipFile } from "yauzl";
import { Halt } from "#platform/halt";

/** An extract to be read once. `size`: how many bytes it has, where that is known before the end. */
export type ExtractFile = {
  readonly size: number | undefined;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Lets go of it, and of its copy. */
  readonly close: () => Promise<void>;
};

const pieceBytes = 256 * 1024;

/** The file the path names, or standard input for `-`; of a zip, the extract inside. */
export async function openExtract(path: string, input: Readable): Promise<ExtractFile> {
  if (path === "-") return fromInput(input);
  const file = await openFile(path);
  try {
    const start = Buffer.alloc(4);
    await file.read(start, 0, 4, 0);
    if (isZip(start)) return await fromZip(file, path);
    const { size } = await file.stat();
    const bytes = file.createReadStream({ start: 0, highWaterMark: pieceBytes, autoClose: false });
    return { size, bytes, close: () => file.close() };
  } catch (fault) {
    await file.close();
    throw fault;
  }
}

async function openFile(path: string): Promise<FileHandle> {
  let file: FileHandle;
  try {
    file = await open(path);
  } catch (cause) {
    throw new Halt(`« ${path} » ne peut pas être lu.`, `"${path}" cannot be read.`, { cause });
  }
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw new Halt(`« ${path} » n'est pas un fichier.`, `"${path}" is not a file.`);
}

/** `PK`, then what opens a file, or the end of an archive that holds none. */
function isZip(start: Buffer): boolean {
  return (
    start.length >= 4 &&
    ["PK\u0003\u0004", "PK\u0005\u0006"].includes(start.toString("latin1", 0, 4))
  );
}

/** A zip is read from its end, which standard input cannot: it is written beside first. */
async function fromInput(input: Readable): Promise<ExtractFile> {
  const pieces = input[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let start = Buffer.alloc(0);
  while (start.length < 4) {
    const piece = await pieces.next();
    if (piece.done) break;
    start = Buffer.concat([start, piece.value]);
  }
  const bytes = resumed(start, pieces);
  if (!isZip(start)) return { size: undefined, bytes, close: async () => {} };
  const file = await spooled(bytes);
  try {
    return await fromZip(file, "-");
  } catch (fault) {
    await file.close();
    throw fault;
  }
}

async function* resumed(start: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Uint8Array> {
  if (start.length > 0) yield start;
  for (let piece = await rest.next(); !piece.done; piece = await rest.next()) yield piece.value;
}

/** Its name is gone before its first byte is there: however we end, nothing of it stays on the disk. */
async function spooled(bytes: AsyncIterable<Uint8Array>): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), "aval-import-"));
  const { O_RDWR, O_CREAT, O_EXCL } = constants;
  const file = await open(join(folder, "extract.zip"), O_RDWR | O_CREAT | O_EXCL, 0o600);
  // Where an open file cannot be unlinked (Windows), the system's own cleaning of temporary files has it.
  await rm(folder, { recursive: true, force: true }).catch(() => {});
  try {
    for await (const piece of bytes) await file.write(piece);
    return file;
  } catch (fault) {
    await file.close();
    throw fault;
  }
}

async function fromZip(file: FileHandle, path: string): Promise<ExtractFile> {
  const damaged = (cause: unknown) =>
    new Halt(
      `Le zip « ${path} » est abîmé ou incomplet.`,
      `The zip "${path}" is damaged or incomplete.`,
      { cause },
    );
  let zip: ZipFile;
  const entries: Entry[] = [];
  try {
    zip = await fromFdPromise(file.fd, { autoClose: false, lazyEntries: true });
    for await (const entry of zip.eachEntry()) entries.push(entry);
  } catch (cause) {
    throw damaged(cause);
  }
  const entry = extractAmong(entries, path);
  const bytes = checked(entry, () => zip.openReadStreamPromise(entry), damaged);
  return { size: entry.uncompressedSize, bytes, close: () => file.close() };
}

const isExtract = /personne[\s_-]*activite/i;

/** Of the three files of the public zip, `Personne_activite`; of a zip with one file, that one. */
function extractAmong(entries: readonly Entry[], path: string): Entry {
  const files = entries.filter(
    ({ fileName }) => !fileName.endsWith("/") && !fileName.startsWith("__MACOSX/"),
  );
  const named = files.filter(({ fileName }) => isExtract.test(basename(fileName)));
  const among = named.length > 0 ? named : files;
  const [first] = among;
  if (first?.isEncrypted())
    throw new Halt(
      `Le zip « ${path} » est protégé par un mot de passe : extrayez le fichier d'abord.`,
      `The zip "${path}" is protected by a password: extract the file first.`,
    );
  if (first && among.length === 1) return first;
  const names = files.map(({ fileName }) => fileName).join(", ");
  if (named.length > 1)
    throw new Halt(
      `Le zip « ${path} » a ${named.length} fichiers Personne_activite : extrayez celui qu'il faut lire (${names}).`,
      `The zip "${path}" has ${named.length} Personne_activite files: extract the one to read (${names}).`,
    );
  throw new Halt(
    `Le zip « ${path} » n'a pas de fichier Personne_activite${names && ` (${names})`}.`,
    `The zip "${path}" has no Personne_activite file${names && ` (${names})`}.`,
  );
}

/** What the zip holds, checked against its own sum: a file cut or altered on the way must not look like people who left. */
async function* checked(
  entry: Entry,
  start: () => Promise<Readable>,
  damaged: (cause: unknown) => Halt,
): AsyncGenerator<Uint8Array> {
  let sum = 0;
  try {
    for await (const piece of await start()) {
      sum = crc32(piece as Buffer, sum);
      yield piece as Buffer;
    }
  } catch (cause) {
    throw damaged(cause);
  }
  if (sum !== entry.crc32) throw damaged(new Error("the sum of the file is not the zip's"));
}
