import { type Draw, drawOf, luhnDigit, mixed, streams } from "./draw.ts";
import { familyNameFrom, type Name, nameFrom, plain } from "./names.ts";
import { mobile, type Place, placeOf } from "./places.ts";
import {
  byShare,
  type Profession,
  professions,
  roles,
  type Setting,
  specialities,
} from "./professions.ts";
import {
  blockSize,
  type GeneratedStructure,
  structureOf,
  structuresPerBlock,
} from "./structures.ts";

export type GeneratedActivity = {
  readonly mode: string;
  readonly sector: string;
  readonly section: string;
  readonly role: readonly [code: string, label: string];
  /** Absent of somebody registered who exercises nowhere now. */
  readonly structure: GeneratedStructure | undefined;
  readonly setting: Setting | undefined;
};

export type GeneratedExercise = {
  readonly profession: readonly [code: string, label: string];
  readonly category: "C" | "E";
  readonly isDoctor: boolean;
  readonly order: string;
  readonly family: string;
  readonly speciality: readonly [code: string, label: string];
  readonly activities: readonly GeneratedActivity[];
};

export type GeneratedPerson = {
  readonly idType: string;
  readonly identifier: string;
  readonly nationalId: string;
  /** `id,origin,quality;…`, as the restricted layout writes it. */
  readonly otherIds: string;
  readonly name: Name;
  readonly bornOn: string;
  readonly bornAt: Place;
  readonly phone: string;
  readonly email: string;
  readonly exercises: readonly GeneratedExercise[];
};

/** What a second file of the same population says otherwise. */
export type Later = {
  /** Share of people who are no longer in it. */
  readonly removed: number;
  /** Share of people of whom something changed. */
  readonly changed: number;
  /** Changes that the layout can show. */
  readonly layout: "public" | "psc";
};

/**
 * The most people one population has. Their RPPS numbers are `9975 000 000` to `9979 999 999` and a check digit: inside the
 * range of test people (`8997…` with the prefix), outside the sandbox's own (`89970…`) and the tests' (`89971…`).
 */
export const peopleMax = 5_000_000;
const firstNumber = 9_975_000_000;
/** Prime to `peopleMax`, so that each person has one number and neighbours in a file are not neighbours in an index. */
const stride = 3_141_593;

function numberOf(seed: number, index: number): number {
  return (
    (Number((BigInt(index) * BigInt(stride)) % BigInt(peopleMax)) + (seed % peopleMax)) % peopleMax
  );
}

type Ids = Pick<GeneratedPerson, "idType" | "identifier" | "nationalId" | "otherIds">;
type Kind = "registered" | "student" | "merged" | "agent";

function kindOf(draw: Draw): Kind {
  const at = draw.share();
  if (at < 0.05) return "student";
  if (at < 0.06) return "agent";
  return at < 0.062 ? "merged" : "registered";
}

/** The person with this index, always the same for a seed; or as `later` has them, `undefined` once they left. */
export function personOf(seed: number, index: number, later?: Later): GeneratedPerson | undefined {
  const change = later && changeOf(seed, index, later);
  if (change === "removed") return undefined;

  const draw = drawOf(seed, streams.person, index);
  const kind = kindOf(draw);
  const hasAdeli = draw.chance(0.3);
  const name = nameOf(seed, index, draw);
  const number = numberOf(seed, index);
  const profession = byShare(professions, draw.share());
  const ids = idsOf(seed, {
    index,
    number,
    kind: kind === "registered" && change === "merged" ? "merged" : kind,
    hasAdeli,
    profession,
  });
  const family =
    change === "renamed" ? familyNameFrom(drawOf(seed, streams.later, index)) : name.family;
  const bornOn = birthDate(draw, kind === "student");
  const bornAt = placeOf(draw.below(120));
  // Drawn even when it is another now: what is drawn after it stays.
  const ownPhone = draw.chance(0.9) ? mobile(draw) : "";
  return {
    ...ids,
    name,
    bornOn,
    bornAt,
    phone: change === "phone" ? mobile(drawOf(seed, streams.later, index)) : ownPhone,
    email: draw.chance(0.85)
      ? `${plain(name.given[0] ?? "")}.${plain(name.family)}.${number}@example.org`
      : "",
    exercises: exercisesOf(seed, index, { kind, profession, family, hasMoved: change === "moved" }),
  };
}

/** Homonyms: one in a hundred has the name of the person before. */
function nameOf(seed: number, index: number, draw: Draw): Name {
  const own = nameFrom(draw);
  if (!draw.chance(0.01) || index === 0) return own;
  const before = drawOf(seed, streams.person, index - 1);
  kindOf(before);
  before.chance(0.3);
  return nameFrom(before);
}

function idsOf(
  seed: number,
  who: { index: number; number: number; kind: Kind; hasAdeli: boolean; profession: Profession },
): Ids {
  const body = String(firstNumber + who.number);
  const rpps = body + luhnDigit(body);
  const tail = String(who.number).padStart(7, "0");
  const adeli = who.hasAdeli && who.kind === "registered" ? `;099${tail},ADELI,0` : "";
  switch (who.kind) {
    case "registered":
      return {
        idType: "8",
        identifier: rpps,
        nationalId: `8${rpps}`,
        otherIds: `8${rpps},RPPS,1${adeli}`,
      };
    case "student":
      return { idType: "9", identifier: rpps, nationalId: `9${rpps}`, otherIds: `9${rpps},RPPS,1` };
    case "agent": {
      const hospital = structureOf(seed, "hospital", numberIn(who.index, "hospital", 0));
      const identifier = `${hospital.finess}/AGENT${tail}`;
      return {
        idType: "3",
        identifier,
        nationalId: `3${identifier}`,
        otherIds: `3${identifier},FINESS,1`,
      };
    }
    case "merged": {
      const uuid = uuidOf(seed, who.index);
      return {
        idType: "",
        identifier: uuid,
        nationalId: uuid,
        otherIds: `${uuid},PSI,1;8${rpps},RPPS,0;099${tail},ADELI,0`,
      };
    }
  }
}

function uuidOf(seed: number, index: number): string {
  const words = [0, 1, 2, 3].map((n) => mixed(mixed(seed, streams.uuid + 100 * n), index));
  const hex = words.map((word) => word.toString(16).padStart(8, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function birthDate(draw: Draw, isYoung: boolean): string {
  const year = isYoung ? 1998 + draw.below(7) : 1952 + draw.below(46);
  return (
    [1 + draw.below(28), 1 + draw.below(12)].map((n) => String(n).padStart(2, "0")).join("/") +
    `/${year}`
  );
}

function numberIn(index: number, kind: Setting["kind"], nth: number): number {
  if (kind === "office") return index;
  const each = structuresPerBlock(kind);
  return Math.floor(index / blockSize) * each + (nth % each);
}

type Work = { kind: Kind; profession: Profession; family: string; hasMoved: boolean };

function exercisesOf(seed: number, index: number, work: Work): GeneratedExercise[] {
  const draw = drawOf(seed, streams.work, index);
  const first = exerciseOf(seed, index, work, draw);
  // Two professions at once: a nurse who is a midwife, a doctor who is a pharmacist.
  if (work.kind !== "registered" || !draw.chance(0.015)) return [first];
  const other = draw.pick(professions);
  if (other.code === work.profession.code) return [first];
  return [first, exerciseOf(seed, index, { ...work, profession: other, hasMoved: false }, draw)];
}

function exerciseOf(seed: number, index: number, work: Work, draw: Draw): GeneratedExercise {
  const { profession, kind } = work;
  const isAgent = kind === "agent";
  return {
    profession: isAgent ? ["", ""] : [profession.code, profession.label],
    category: kind === "student" ? "E" : "C",
    isDoctor: profession.isDoctor === true && kind !== "student" && !isAgent,
    order: isAgent ? "ARS" : profession.order,
    family: work.family,
    speciality: profession.code === "10" && !isAgent ? draw.pick(specialities) : ["", ""],
    activities: activitiesOf(seed, index, work, draw),
  };
}

/** Three people in four have one activity; the mean is 1.37, so that 1.6 million people make 2.2 million lines. */
function activitiesOf(seed: number, index: number, work: Work, draw: Draw): GeneratedActivity[] {
  const at = draw.share();
  const count = work.kind !== "registered" || at < 0.735 ? 1 : at < 0.92 ? 2 : at < 0.985 ? 3 : 5;
  const role = work.kind === "agent" ? draw.pick(roles) : (["", ""] as const);
  if (work.kind === "registered" && count === 1 && draw.chance(0.28) && !work.hasMoved)
    return [{ mode: "", sector: "", section: "", role, structure: undefined, setting: undefined }];
  const taken = new Set<string>();
  return Array.from({ length: count }, (_, nth) => {
    const setting = settingOf(work, draw, nth);
    const place =
      draw.below(structuresPerBlock(setting.kind)) + (work.hasMoved && nth === 0 ? 1 : 0);
    const number = numberIn(index, setting.kind, place);
    const structure = structureOf(seed, setting.kind, number);
    return {
      mode: setting.mode,
      sector: setting.sector,
      section: work.kind === "agent" ? "" : (setting.section ?? ""),
      role,
      structure,
      setting,
    };
  }).filter(({ mode, sector, structure }) => {
    const key = `${sector} ${mode} ${structure.technicalId} ${structure.name}`;
    return !taken.has(key) && taken.add(key);
  });
}

const inHospital: Setting = { kind: "hospital", share: 1, mode: "S", sector: "SA01" };

function settingOf(work: Work, draw: Draw, nth: number): Setting {
  if (work.kind === "student" || work.kind === "agent") return inHospital;
  const setting = byShare(work.profession.settings, draw.share());
  // Nobody has two offices of their own; and one who moved left theirs.
  const isElsewhere = setting.kind === "office" && (nth > 0 || work.hasMoved);
  return isElsewhere ? { kind: "group", share: 1, mode: "L", sector: "SA08" } : setting;
}

type Change = "removed" | "moved" | "renamed" | "phone" | "merged" | undefined;

const shown: Readonly<Record<Later["layout"], readonly Change[]>> = {
  // In ten changes: one phone number, so that the limit on contacts is not met first.
  psc: [
    "moved",
    "moved",
    "moved",
    "moved",
    "moved",
    "renamed",
    "renamed",
    "renamed",
    "merged",
    "phone",
  ],
  public: ["moved", "moved", "moved", "renamed", "renamed"],
};

function changeOf(seed: number, index: number, later: Later): Change {
  const draw = drawOf(seed, streams.later + 100, index);
  const at = draw.share();
  if (at < later.removed) return "removed";
  return at < later.removed + later.changed ? draw.pick(shown[later.layout]) : undefined;
}
