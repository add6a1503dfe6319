import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** A fictional person's civil identity, as FranceConnect+ names its claims. */
export type Identity = {
  readonly nationalId: string;
  readonly given_name: string;
  readonly family_name: string;
  readonly birthdate: string;
  readonly birthplace: string;
  readonly birthcountry: string;
};

/** The civil identities of the sandbox's people, out of the extract that they are imported from: its own documents of theirs. */
export async function identities(): Promise<readonly Identity[]> {
  const text = await readFile(join(import.meta.dirname, "..", "people.txt"), "utf8");
  const [heading = "", ...lines] = text.split("\n");
  const at = new Map(heading.split("|").map((name, index) => [name, index]));
  const found = new Map<string, Identity>();
  for (const line of lines) {
    const cells = line.split("|");
    const cell = (name: string) => cells[at.get(name) ?? -1] ?? "";
    const nationalId = cell("Identification nationale PP");
    const [day, month, year] = cell("Date de naissance").split("/");
    if (nationalId === "" || !year || found.has(nationalId)) continue;
    found.set(nationalId, {
      nationalId,
      given_name: cell("Prénoms").split("'").filter(Boolean).join(" "),
      family_name: cell("Nom de famille"),
      birthdate: `${year}-${month}-${day}`,
      birthplace: cell("Code commune de naissance") || cell("Lieu de naissance"),
      birthcountry: cell("Code pays de naissance"),
    });
  }
  return [...found.values()];
}
