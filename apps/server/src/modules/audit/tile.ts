/**
 * The address of a tile of the log, as C2SP `tlog-tiles` writes it: `<level>/<place>`, the place in groups of three digits of which all but
 * the last begin with an x, and `.p/<width>` for one that is not full yet.
 */
export type Tile = {
  readonly level: number;
  readonly place: number;
  /** Hashes in it: 1 to 256. */
  readonly width: number;
};

const fullWidth = 256;
/** Level 5 of a log has 256 tiles only after 2^48 facts. */
const levels = 6;

export function tilePath({ level, place, width }: Tile): string {
  const digits = String(place);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/\d{3}/g) ?? [];
  const path = groups.map((group, at) => (at === groups.length - 1 ? group : `x${group}`));
  return `${level}/${path.join("/")}${width === fullWidth ? "" : `.p/${width}`}`;
}

/** The tile of this address, or `undefined`; a tile has one address. */
export function parseTilePath(path: string): Tile | undefined {
  const [, level, groups, width] =
    /^(\d)\/((?:x\d{3}\/){0,4}\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path) ?? [];
  if (level === undefined || groups === undefined) return undefined;
  const tile = {
    level: Number(level),
    place: Number(groups.replaceAll(/[x/]/g, "")),
    width: width === undefined ? fullWidth : Number(width),
  };
  const isKnown =
    tile.level < levels && tile.width >= 1 && tile.width <= fullWidth && tilePath(tile) === path;
  return isKnown ? tile : undefined;
}

/** Whether a log of this size has all that the tile holds. */
export function isWithin({ level, place, width }: Tile, size: number): boolean {
  return (place * fullWidth + width) * fullWidth ** level <= size;
}
