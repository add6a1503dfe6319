import { readFile } from "node:fs/promises";
import { Halt } from "#platform/halt";

/** Four random words of a list of 7 776 are longer; what is shorter is tried in an afternoon, scrypt or not. */
const shortest = 16;

/** The passphrase in a file, without the line's end. */
export async function readPassphrase(path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new Halt(`${path} ne peut pas être lu.`, `${path} cannot be read.`, { cause });
  });
  const passphrase = text.replace(/\r?\n$/, "");
  if (passphrase.length >= shortest) return passphrase;
  throw new Halt(
    `La phrase de passe compte moins de ${shortest} caractères : prenez-en une plus longue.`,
    `The passphrase has fewer than ${shortest} characters: take a longer one.`,
  );
}
