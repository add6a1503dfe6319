import { type FileHandle, mkdir, open, readdir, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Random } from "#platform/random";
import type { Remembered } from "./counter.ts";
import { makeOnce, syncFolder } from "./files.ts";
import { lineText, merged, parseLine } from "./journal-line.ts";

/**
 * What the PIN program remembers outside the database: for each phone the version of its counter and its tries.
 *
 * The database can be put back to an older state, by a restore or by an attacker who writes to it; each time its tries
 * would be free again (law 8). This folder, beside the key file, is **never part of a backup**: when it is lost, a new
 * `epoch` begins and every phone has one try left instead of ten.
 *
 * Files: `epoch`, drawn once; and one `*.journal` a process, only ever appended to. Each process reads what the others
 * have added before it believes a row, so that several may share the folder, at the price `hold.ts` names.
 */
export type Journal = {
  readonly epoch: string;
  readonly remembered: (device: string) => Remembered | undefined;
  /** Reads what other processes have written up to this call. */
  readonly refresh: () => Promise<void>;
  /** Resolves once it is on the disk. Only then may a try be evaluated. */
  readonly record: (device: string, remembered: Remembered) => Promise<void>;
  readonly close: () => Promise<void>;
};

const suffix = ".journal";
const header = /^aval-pin-journal v1 (\S+) ([0-9]+)$/;
/** Journals of another machine are left alone until nobody has written to them for this long. */
const foreignIdleMs = 24 * 3_600_000;
/** A journal is begun anew beyond this size, or four times what it began with. */
const renewBytes = 64 * 2 ** 20;
const chunkBytes = 2 ** 20;

/** The journals this very process has open: two services in one process must not take each other for dead. */
const openHere = new Set<string>();

export async function openJournal(folder: string, random: Random): Promise<Journal> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const drawn = Buffer.from(Buffer.from(random.bytes(16)).toString("base64url"));
  const epoch = (await makeOnce(join(folder, "epoch"), drawn, random)).toString("ascii");

  const memory = new Map<string, Remembered>();
  const learn = (device: string, line: Remembered) =>
    memory.set(device, merged(memory.get(device), line));
  const others = createReader(folder, learn);
  const own = createWriter(folder, random, memory);

  await others.read(own.name);
  await compact(folder, others, own);

  return {
    epoch,
    remembered: (device) => memory.get(device),
    refresh: () => others.read(own.name),
    record: (device, line) => {
      learn(device, line);
      return own.append(lineText({ device, ...line }));
    },
    close: own.close,
  };
}

type Reader = ReturnType<typeof createReader>;
type Writer = ReturnType<typeof createWriter>;

type Seen = { offset: number; owner: { host: string; pid: number } | undefined };

/** Follows the journals of other processes: each call reads only what was added. */
function createReader(folder: string, learn: (device: string, line: Remembered) => void) {
  const seen = new Map<string, Seen>();
  const bytes = Buffer.allocUnsafe(chunkBytes);
  let reading: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;

  function learnLine(line: string, state: Seen): void {
    const [, host, pid] = header.exec(line) ?? [];
    if (host !== undefined) state.owner = { host, pid: Number(pid) };
    const parsed = parseLine(line);
    if (parsed) learn(parsed.device, parsed);
  }

  async function readOne(name: string): Promise<void> {
    const state = seen.get(name) ?? { offset: 0, owner: undefined };
    seen.set(name, state);
    const handle = await open(join(folder, name), "r").catch(() => undefined);
    if (!handle) return; // Merged and removed by another process meanwhile.
    try {
      for (;;) {
        const { bytesRead } = await handle.read(bytes, 0, chunkBytes, state.offset);
        const text = bytes.toString("utf8", 0, bytesRead);
        const whole = text.slice(0, text.lastIndexOf("\n") + 1); // A line still being written waits for the next call.
        for (const line of whole.split("\n")) learnLine(line, state);
        state.offset += Buffer.byteLength(whole);
        if (bytesRead < chunkBytes) return;
      }
    } finally {
      await handle.close();
    }
  }

  async function readAll(except: string | undefined): Promise<void> {
    for (const name of await readdir(folder)) {
      if (name.endsWith(suffix) && name !== except) await readOne(name);
    }
  }

  return {
    seen,
    /**
     * One reading at a time: two at once would read the same lines twice, and one might miss some. All who ask while one
     * is under way share the next, which begins after each of them has asked.
     */
    read: (except: () => string | undefined): Promise<void> => {
      next ??= reading
        .catch(() => undefined)
        .then(() => {
          next = undefined;
          return readAll(except());
        });
      reading = next;
      return next;
    },
  };
}

/** Texts that arrive while a write is under way share the next one, and one wait for the disk. */
function batched(write: (text: string) => Promise<void>) {
  type Line = { text: string; resolve: () => void; reject: (fault: unknown) => void };
  let queue: Line[] = [];
  let writing: Promise<void> | undefined;

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      const batch = queue;
      queue = [];
      try {
        await write(batch.map((line) => line.text).join(""));
        for (const line of batch) line.resolve();
      } catch (fault) {
        for (const line of batch) line.reject(fault);
      }
    }
    writing = undefined;
  }

  return {
    append: (text: string) =>
      new Promise<void>((resolve, reject) => {
        queue.push({ text, resolve, reject });
        writing ??= drain();
      }),
    idle: async () => writing,
  };
}

/** Appends to this process's own journal. */
function createWriter(folder: string, random: Random, memory: ReadonlyMap<string, Remembered>) {
  let current: { name: string; handle: FileHandle } | undefined;
  let renewAt = renewBytes;

  /** Begins a new file that holds all this process knows; its former one is then superfluous. */
  async function begin(): Promise<FileHandle> {
    const former = current;
    const name = `${Buffer.from(random.bytes(8)).toString("hex")}${suffix}`;
    const handle = await open(join(folder, name), "ax", 0o600);
    openHere.add(join(folder, name));
    current = { name, handle };
    await handle.appendFile(`aval-pin-journal v1 ${hostname()} ${process.pid}\n`);
    for (const part of snapshot(memory)) await handle.appendFile(part);
    await handle.datasync();
    await syncFolder(folder);
    renewAt = Math.max(renewBytes, 4 * (await handle.stat()).size);
    if (former) {
      await former.handle.close();
      openHere.delete(join(folder, former.name));
      await rm(join(folder, former.name), { force: true }).catch(() => undefined);
    }
    return handle;
  }

  async function write(text: string): Promise<void> {
    const handle = current?.handle ?? (await begin());
    // A line after a torn one must not become part of it.
    await handle.appendFile(`\n${text}`);
    await handle.datasync();
    const { nlink, size } = await handle.stat();
    // Gone: another process took this one for dead and removed its journal. Too long: lines of the same phones repeat.
    if (nlink === 0 || size > renewAt) await begin();
  }

  const { append, idle } = batched(write);
  return {
    name: () => current?.name,
    begin,
    append,
    close: async () => {
      await idle();
      if (!current) return;
      await current.handle.close();
      openHere.delete(join(folder, current.name));
      current = undefined;
    },
  };
}

/** All that is remembered, some thousand lines at a time. */
function* snapshot(memory: ReadonlyMap<string, Remembered>): Generator<string> {
  let part = "";
  for (const [device, line] of memory) {
    part += lineText({ device, ...line });
    if (part.length > chunkBytes) {
      yield part;
      part = "";
    }
  }
  if (part) yield part;
}

/** At start: the journals of processes that are gone become part of this one's, and are removed. */
async function compact(folder: string, others: Reader, own: Writer): Promise<void> {
  const gone: string[] = [];
  for (const [name, { owner }] of others.seen)
    if (await isGone(join(folder, name), owner)) gone.push(name);
  if (gone.length === 0) return;
  await own.begin();
  for (const name of gone) await rm(join(folder, name), { force: true }).catch(() => undefined);
}

async function isGone(path: string, owner: Seen["owner"]): Promise<boolean> {
  if (openHere.has(path)) return false;
  if (owner?.host === hostname()) return owner.pid === process.pid || !isRunning(owner.pid);
  const handle = await open(path, "r").catch(() => undefined);
  if (!handle) return false;
  const { mtimeMs } = await handle.stat().finally(() => handle.close());
  return Date.now() - mtimeMs > foreignIdleMs;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (fault) {
    return (fault as NodeJS.ErrnoException).code === "EPERM";
  }
}
