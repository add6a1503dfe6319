import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build, defineConfig, type Plugin } from "vite";
import { helpFiles } from "./src/shell/help.ts";

const root = fileURLToPath(new URL(".", import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  version: string;
};

/**
 * The service worker is built last, as one plain script at a fixed address: it holds the list of the files that open the
 * page without a network, and a name made of their contents, so that a new release is a new cache.
 */
function serviceWorker(): Plugin {
  let folder = "";
  return {
    name: "aval-service-worker",
    apply: "build",
    configResolved: (config) => {
      folder = resolve(config.root, config.build.outDir);
    },
    closeBundle: async () => {
      const files = shellFiles(folder);
      const shell = [
        "/",
        "/mode.json",
        ...helpFiles,
        ...files.filter((file) => file !== "/index.html"),
      ];
      await build({
        configFile: false,
        root,
        logLevel: "warn",
        define: {
          __SHELL__: JSON.stringify(shell),
          __CACHE__: JSON.stringify(`aval-${version}-${contentHash(folder, files)}`),
        },
        publicDir: false,
        build: {
          outDir: folder,
          emptyOutDir: false,
          target: "es2022",
          modulePreload: false,
          rolldownOptions: {
            input: join(root, "src/service-worker.ts"),
            output: { format: "iife", entryFileNames: "sw.js" },
          },
        },
      });
    },
  };
}

/** Everything the phone's page needs, as addresses; the simulator is a tool of the sandbox and stays out. */
function shellFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `/${relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/")}`)
    .filter((file) => !/simulator|\/sw\.js$|\.map$/.test(file))
    .sort();
}

function contentHash(folder: string, files: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of files) hash.update(file).update(readFileSync(join(folder, file)));
  return hash.digest("hex").slice(0, 12);
}

export default defineConfig({
  root,
  appType: "mpa",
  define: { __VERSION__: JSON.stringify(version) },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  plugins: [serviceWorker()],
  worker: { format: "es" },
  build: {
    outDir: join(root, "dist"),
    emptyOutDir: true,
    target: "es2022",
    // Every resource is a file of ours with a name made of its content: nothing inline for the policy to allow.
    assetsInlineLimit: 0,
    // The second file is asked for with the first, not after it was read; every browser that runs this page knows how.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: join(root, "index.html"), simulator: join(root, "simulator.html") },
    },
  },
});
