import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

/** The server serves `dist/index.html` at every address of the console's tree, and `dist/assets` at `/assets/`. */
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    // The policy has no `data:` for scripts or styles, and one request more is cheaper than a longer policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: ["es2022", "chrome109", "firefox115", "safari16"],
  },
});
