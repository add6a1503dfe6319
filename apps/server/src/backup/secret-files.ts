import { existsSync } from "node:fs";
import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Config } from "#platform/config";
import { Halt } from "#platform/halt";
import type { Holding } from "./manifest.ts";
import type { Member } from "./tar.ts";

/**
 * The files a backup holds beside the database: the rings of keys, the PIN program's key, and a sandbox's own.
 *
 * The folder `<PIN key>.state` is not among them, and never may be: it remembers the tries that an older database has
 * forgotten. Drafts and the root's secret half kept elsewhere are not either.
 */
type Place = {
  readonly holding: Exclude<Holding, "database">;
  readonly folder: string;
  readonly files: RegExp;
};

export function placesOf(config: Config): readonly Place[] {
  return [
    { holding: "keys", folder: config.keysDir, files: /^[a-z][a-z0-9.-]*\.(json|secret)$/ },
    {
      holding: "pin-key",
      folder: dirname(config.pinKeyFile),
      files: new RegExp(`^${config.pinKeyFile.split("/").pop()?.replaceAll(".", "\\.")}$`),
    },
    { holding: "sandbox", folder: join(config.dataDir, "sandbox"), files: /^[a-z0-9._-]+\.json$/i },
  ];
}

/** The members of one place; none when there is nothing there. */
export async function* filesOf({ holding, folder, files }: Place): AsyncGenerator<Member> {
  const names = existsSync(folder) ? (await readdir(folder)).filter((one) => files.test(one)) : [];
  for (const name of names.sort())
    yield { name: `${holding}/${name}`, content: await readFile(join(folder, name)) };
}

/** Puts a member back where it belongs, for this account alone. A file that is there must be the same. */
export async function putBack(
  places: readonly Place[],
  { name, content }: Member,
): Promise<boolean> {
  const [holding, file = ""] = name.split("/");
  const place = places.find((one) => one.holding === holding && one.files.test(file));
  if (!place) return false;
  await mkdir(place.folder, { recursive: true, mode: 0o700 });
  const path = join(place.folder, file);
  if (existsSync(path)) {
    if ((await readFile(path)).equals(content)) return true;
    throw new Halt(
      `${path} est là et n'est pas celui de la sauvegarde : mettez-le à l'abri, puis recommencez.`,
      `${path} is there and is not the backup's: put it elsewhere, then try again.`,
    );
  }
  await writeFile(path, content, { mode: 0o600, flag: "wx", flush: true });
  await chmod(path, 0o600);
  return true;
}
