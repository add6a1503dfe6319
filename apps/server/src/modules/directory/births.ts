import type { ProfessionalId } from "@aval/protocol";
import { sql } from "kysely";
import type { AnyTables, Database } from "#platform/database";
import {
  type CivilTraits,
  type CivilVerdict,
  compareTraits,
  type RegisteredTraits,
} from "./civil-identity.ts";

type Db = Database<AnyTables>;
type Row = RegisteredTraits & { readonly id: ProfessionalId };

const registered = sql`
  p.id, p.family_name as "familyName", p.given_names as "givenNames", p.birth_date as "birthDate",
  p.birth_commune_code as "birthCommuneCode", p.birth_country_code as "birthCountryCode", p.birth_place as "birthPlace"`;

/**
 * Whether these traits are this professional's, and nobody else's. The only question that birth columns answer: they leave by no
 * face, and the answer says at most which trait differs.
 *
 * A namesake in the register, also one who left it, makes it `shared`: whoever left could otherwise come back as the other.
 */
export async function compareCivilIdentity(
  db: Db,
  professional: ProfessionalId,
  traits: CivilTraits,
): Promise<CivilVerdict> {
  const { rows } = await sql<Row>`
    select ${registered} from professional p where p.id = ${professional}`.execute(db);
  const [own] = rows;
  const verdict: CivilVerdict = own
    ? compareTraits(traits, own)
    : { verdict: "unknown", because: "not_loaded" };
  if (!own || verdict.verdict !== "equal") return verdict;
  const others = await sql<Row>`
    select ${registered} from professional p
    where p.birth_date = ${own.birthDate} and p.birth_date <> '' and p.id <> ${professional}`.execute(
    db,
  );
  const isShared = others.rows.some((other) => compareTraits(traits, other).verdict === "equal");
  return isShared ? { verdict: "unknown", because: "shared" } : verdict;
}

/** Whether the restricted extract was ever loaded: without it nobody's civil identity can be compared. */
export async function knowsBirths(db: Db): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`
    select exists (select from professional where birth_date <> '') as known`.execute(db);
  return rows[0]?.known ?? false;
}
