/**
 * Builds the pages whose sources have changed: each app that has a `vite.config.ts`, into its `dist`. What was built
 * from which sources is remembered in `.cache/pages`, so that a start with nothing changed builds nothing.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { halt, node24, root } from "./bootstrap.mjs";

const shared = ["packages/protocol", "packages/design", "package-lock.json"];
const left = new Set(["node_modules", "dist"]);

export async function buildPages() {
  const stale = pages().filter((page) => page.hash !== builtFrom(page));
  if (stale.length === 0) return;
  process.stderr.write(`Pages : ${stale.map(({ name }) => name).join(", ")}…\n`);
  const results = await Promise.all(stale.map(build));
  const broken = results.filter((result) => result.status !== 0);
  for (const { output } of broken) process.stderr.write(output);
  if (broken.length > 0)
    halt("Les pages n'ont pas pu être construites.", "The pages could not be built.");
}

function pages() {
  const sharedHash = hashOf(shared);
  return readdirSync(join(root, "apps"))
    .filter((name) => existsSync(join(root, "apps", name, "vite.config.ts")))
    .map((name) => ({
      name,
      folder: join(root, "apps", name),
      hash: `${sharedHash}-${hashOf([`apps/${name}`])}`,
    }));
}

function hashOf(paths) {
  const hash = createHash("sha256");
  for (const path of paths.flatMap((one) => filesUnder(one))) {
    hash
      .update(`${path}\n`)
      .update(readFileSync(join(root, path)))
      .update("\n");
  }
  return hash.digest("hex").slice(0, 24);
}

/** Every file that can change a page: tests cannot. */
function filesUnder(path) {
  if (!existsSync(join(root, path))) return [];
  if (path.includes(".test.")) return [];
  const entries = safeReadDir(path);
  if (!entries) return [path];
  return entries
    .filter((entry) => !left.has(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => filesUnder(`${path}/${entry.name}`));
}

function safeReadDir(path) {
  try {
    return readdirSync(join(root, path), { withFileTypes: true });
  } catch (error) {
    if (error.code === "ENOTDIR") return undefined;
    throw error;
  }
}

const stampOf = (name) => join(root, ".cache", "pages", name);

function builtFrom({ name, folder }) {
  if (!existsSync(join(folder, "dist"))) return undefined;
  return existsSync(stampOf(name)) ? readFileSync(stampOf(name), "utf8") : undefined;
}

/** Beside, then in place by renaming: a server that is running never serves half a page. */
async function build({ name, folder, hash }) {
  const fresh = join(root, ".cache", "pages", `${name}.new-${process.pid}`);
  const result = await vite(folder, [
    "build",
    "--outDir",
    fresh,
    "--emptyOutDir",
    "--logLevel",
    "warn",
  ]);
  if (result.status !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    return result;
  }
  const old = `${fresh}.old`;
  if (existsSync(join(folder, "dist"))) renameSync(join(folder, "dist"), old);
  renameSync(fresh, join(folder, "dist"));
  rmSync(old, { recursive: true, force: true });
  writeFileSync(stampOf(name), hash);
  return result;
}

function vite(folder, args) {
  mkdirSync(dirname(stampOf("page")), { recursive: true });
  const program = join(root, "node_modules", "vite", "bin", "vite.js");
  const child = spawn(node24(), [program, ...args], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_ENV: "production" },
  });
  let output = "";
  const keep = (chunk) => {
    output += chunk;
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  return new Promise((done) => {
    child.on("error", (error) => done({ status: 1, output: `${error.message}\n` }));
    child.on("close", (status) => done({ status: status ?? 1, output }));
  });
}
