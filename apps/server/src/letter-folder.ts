import { createHash } from "node:crypto";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Post } from "#modules/letters";

/**
 * Posting through a folder: a PDF and a manifest for each letter, which a printing house's program or a person takes from there. The
 * manifest comes last and whole, so that a letter with a manifest is a whole letter; the printer says what became of it by an empty file
 * `ID.posted` or `ID.failed`, and the letter then leaves the folder.
 *
 * Who gains if others can read the folder: nobody a phone, since its code serves one installation; everybody who practises where is
 * public. Who writes to it can say posted what was not: the phone's holder waits in vain, and nothing opens.
 */
export function postFolder(folder: string): Post {
  const write = async (name: string, content: Uint8Array | string) => {
    const path = join(folder, name);
    await writeFile(`${path}.part`, content, { mode: 0o600 });
    await rename(`${path}.part`, path);
  };
  return {
    hand: async ({ id, pdf, lines, madeAt }) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await write(`${id}.pdf`, pdf);
      const sha256 = createHash("sha256").update(pdf).digest("hex");
      const manifest = { id, file: `${id}.pdf`, sha256, to: lines, madeAt: new Date(madeAt) };
      await write(`${id}.json`, `${JSON.stringify(manifest, undefined, 2)}\n`);
    },
    settled: async (ids) => {
      const names = new Set(await readdir(folder).catch(() => []));
      const told = ids.flatMap((id) =>
        (["posted", "failed"] as const).flatMap((state) =>
          names.has(`${id}.${state}`) ? [{ id, state }] : [],
        ),
      );
      for (const { id } of told)
        for (const end of ["pdf", "json"]) await rm(join(folder, `${id}.${end}`), { force: true });
      return told;
    },
  };
}
