import { drawOf, mixed, streams } from "./draw.ts";
import { familyNameFrom } from "./names.ts";
import { landline, type Place, placeOf, streets, streetTypes } from "./places.ts";
import type { StructureKind } from "./professions.ts";

/** A place of exercise as a line of the extract spells it. */
export type GeneratedStructure = {
  readonly technicalId: string;
  readonly siret: string;
  readonly siren: string;
  readonly finess: string;
  readonly finessLegal: string;
  readonly name: string;
  readonly tradeName: string;
  readonly streetNumber: string;
  readonly streetType: (typeof streetTypes)[number];
  readonly street: string;
  readonly place: Place;
  readonly phone: string;
  readonly email: string;
  readonly formerId: string;
};

type Kind = { readonly letter: string; readonly perBlock: number; readonly called: string };

/** People live in blocks of a thousand, each with its own structures: so a population grows without those before changing. */
export const blockSize = 1000;

/** How many of each a block has. An office is its holder's own. */
const kinds: Readonly<Record<StructureKind, Kind>> = {
  office: { letter: "1", perBlock: blockSize, called: "CABINET" },
  group: { letter: "2", perBlock: 60, called: "CABINET DE GROUPE" },
  pharmacy: { letter: "3", perBlock: 14, called: "PHARMACIE" },
  hospital: { letter: "4", perBlock: 2, called: "CENTRE HOSPITALIER" },
  clinic: { letter: "5", perBlock: 3, called: "CLINIQUE" },
  centre: { letter: "6", perBlock: 6, called: "CENTRE DE SANTE" },
  laboratory: { letter: "7", perBlock: 4, called: "LABORATOIRE" },
  home: { letter: "8", perBlock: 8, called: "RESIDENCE" },
  industry: { letter: "9", perBlock: 10, called: "SOCIETE" },
};

export function structuresPerBlock(kind: StructureKind): number {
  return kinds[kind].perBlock;
}

const hasFiness = (kind: StructureKind) =>
  kind !== "office" && kind !== "group" && kind !== "industry";

/**
 * The structure with this number among those of its kind, always the same for a seed.
 *
 * Every number in it is impossible in the world: FINESS and SIRET hold a letter where theirs have a digit, technical ids begin
 * with `R95` or `F0X`, postal codes with 99.
 */
export function structureOf(seed: number, kind: StructureKind, number: number): GeneratedStructure {
  const { letter, perBlock, called } = kinds[kind];
  const draw = drawOf(seed, mixed(streams.structure, letter.charCodeAt(0)), number);
  const place = placeOf(Math.floor(number / perBlock));
  const street = draw.pick(streets);
  const digits = String(number).padStart(7, "0");
  const finess = hasFiness(kind) ? `0X${letter}${digits.slice(-6)}` : "";
  const owner = familyNameFrom(draw);
  const name =
    kind === "office" ? `${called} ${owner}` : `${called} ${street} ${place.name}`.slice(0, 80);
  // A few offices are known to no file of structures: they have no id of their own.
  const isUnnumbered = kind === "office" && draw.chance(0.01);
  const siren =
    kind === "office" && draw.chance(0.4)
      ? ""
      : `0X${letter}${number.toString(36).toUpperCase().padStart(6, "0")}`;
  return {
    technicalId: isUnnumbered ? "" : finess ? `F${finess}` : `R95${letter}${digits}`,
    siret: siren && `${siren}00015`,
    siren,
    finess,
    finessLegal: finess && `0Y${letter}${digits.slice(-6)}`,
    name,
    tradeName:
      kind === "pharmacy" || kind === "industry" ? name.split(" ").slice(0, 5).join(" ") : "",
    streetNumber: String(1 + draw.below(120)),
    streetType: draw.pick(streetTypes),
    street,
    place,
    phone: draw.chance(0.8) ? landline(draw) : "",
    email: draw.chance(0.1) ? `contact-${letter}${digits}@example.org` : "",
    formerId: finess && `10${finess}`,
  };
}
