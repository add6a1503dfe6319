import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { parentPort } from "node:worker_threads";
import { CompileFormatEnum, createTypstCompiler } from "@myriaddreamin/typst.ts/compiler";
import { disableDefaultFontAssets, loadFonts } from "@myriaddreamin/typst.ts/options.init";
import type { Manuscript, TypesetAnswer } from "./typeset.ts";

/*
 * The typesetter's thread. It reads its own program and fonts and nothing else: a document reaches no file and no network, since the
 * compiler is given none.
 */
const require = createRequire(import.meta.url);
const wasm = await readFile(require.resolve("@myriaddreamin/typst-ts-web-compiler/wasm"));
const fonts = await Promise.all(
  ["DejaVuSans", "DejaVuSans-Bold"].map((name) =>
    readFile(require.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`)),
  ),
);
const compiler = createTypstCompiler();
await compiler.init({
  getModule: () => ({ module_or_path: wasm }),
  beforeBuild: [disableDefaultFontAssets(), loadFonts(fonts.map((font) => new Uint8Array(font)))],
});

parentPort?.on("message", (manuscript: Manuscript) => {
  void set(manuscript).then((answer) => parentPort?.postMessage(answer));
});

async function set({ source, files }: Manuscript): Promise<TypesetAnswer> {
  try {
    compiler.resetShadow();
    compiler.addSource("/main.typ", source);
    for (const [name, text] of Object.entries(files))
      compiler.mapShadow(`/${name}`, new TextEncoder().encode(text));
    const { result, diagnostics } = await compiler.compile({
      mainFilePath: "/main.typ",
      format: CompileFormatEnum.pdf,
      diagnostics: "full",
    });
    return result ? { pdf: result } : { fault: JSON.stringify(diagnostics) };
  } catch (fault) {
    return { fault: String(fault) };
  }
}
