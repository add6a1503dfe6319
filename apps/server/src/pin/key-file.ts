import { Halt } from "#platform/halt";
import { type Random, systemRandom } from "#platform/random";
import { isReadByOthers, makeOnce, readIfThere } from "./files.ts";

export type KeyFileOptions = {
  readonly path: string;
  /** Makes the file when it is absent: the sandbox, and `aval init`. Production never makes one by itself. */
  readonly make: boolean;
  readonly random: Random;
};

/**
 * The 32 bytes of the key file (`AVAL_PIN_KEY_FILE`).
 *
 * With the database and a phone's image they let anybody try codes: they belong on no database, in no backup of it, and
 * to this user alone. Without them every holder must be enrolled anew.
 */
export async function openKeyFile(options: KeyFileOptions): Promise<Uint8Array> {
  const { path } = options;
  const found = await readIfThere(path);
  if (!found && !options.make) {
    throw new Halt(
      `Le fichier de clé du service PIN est introuvable : ${path}. Rendez-le depuis sa copie ; « aval init » n'en fait un que pour un déploiement neuf.`,
      `The PIN service's key file is missing: ${path}. Restore it from its copy; "aval init" makes one for a new deployment only.`,
    );
  }
  const bytes = found ?? (await makeOnce(path, options.random.bytes(32), options.random));
  if (bytes.length !== 32) {
    throw new Halt(
      `Le fichier de clé du service PIN doit contenir 32 octets : ${path}.`,
      `The PIN service's key file must hold 32 bytes: ${path}.`,
    );
  }
  if (await isReadByOthers(path)) {
    throw new Halt(
      `D'autres que le service PIN peuvent lire sa clé : chmod 600 ${path}, et tenez cette clé pour connue si ce fut longtemps.`,
      `Others than the PIN program can read its key: chmod 600 ${path}, and take that key for known if it was so for long.`,
    );
  }
  return new Uint8Array(bytes);
}

/** The same, for whoever only looks: nothing is made. */
export async function readKeyFile(path: string): Promise<Uint8Array> {
  return openKeyFile({ path, make: false, random: systemRandom });
}
