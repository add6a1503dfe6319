import type { CampaignSegment } from "@aval/protocol";
import { sql } from "kysely";
import { createAudit } from "#modules/audit";
import { createLimits } from "#modules/limits";
import { createNotices } from "#modules/notices";
import { createStaff } from "#modules/staff";
import { type AnyTables, connectOnce, type Database } from "#platform/database";
import type { Mail } from "#platform/mail";
import { systemRandom as random } from "#platform/random";
import { type Clock, instant } from "#platform/time";
import { campaignWords, createCampaigns } from "../index.ts";

/** Campaigns and the notices that carry them, on a directory of one address and one telephone each. */
export function campaignsOn(
  db: Database<AnyTables>,
  clock: Clock = { now: () => instant(Date.now()) },
) {
  const audit = createAudit({ clock, random });
  const limits = createLimits();
  const sent: Mail[] = [];
  const texts: string[] = [];
  const notices = createNotices({
    ...{ db, clock, random, audit, limits },
    directory: {
      mailboxes: async () => ["1"],
      mailbox: async () => "contact@example.org",
      mobiles: async () => ["2"],
      mobile: async () => "+33639980003",
    },
    mailer: { send: async (mail) => void sent.push(mail) },
    sms: {
      send: async ({ text, id }) => {
        texts.push(text);
        return `SM_${id}`;
      },
      standing: async () => "under_way",
      check: async () => ({ ok: true }),
    },
    origin: "http://localhost:4400",
    brand: "Aval",
    stopped: async () => {},
    wordsOf: (campaign) => campaignWords({ db, brand: "Aval" }, campaign),
  });
  const campaigns = createCampaigns({
    ...{ db, clock, random, audit, limits, notices, brand: "Aval" },
    staff: createStaff({ db }),
    // Nobody signs here: the doors are tried on a whole server.
    console: { askSignature: noKey, signedExactly: noKey },
  });
  return { campaigns, notices, sent, texts };
}

const noKey = (): never => {
  throw new Error("no key here");
};

/** People in the directory: `pro_0` and on, nurses but for each third, a physician; each fourth has a phone. */
export async function listPeople(url: string, count: number): Promise<void> {
  const owner = await connectOnce(url);
  await owner.query(`
    insert into import_run (id, source, layout, state, strict, digest, lines, latin1_lines, added, changed, removed, unchanged, problems)
      values ('run', 'rpps-psc', 'restricted', 'done', true, 'x', 1, 0, 1, 0, 0, 0, 0);
    insert into professional (id, national_id, id_type, identifier, state, sources, scope, civility_code, family_name, given_names,
        birth_date, birth_commune_code, birth_country_code, birth_place, sex_code, changed_by)
      select 'pro_' || n, '8' || lpad(n::text, 11, '0'), '8', n::text, 'active', '{rpps-psc}'::text[],
        'national', 'M', 'X', 'Y', '', '', '', '', '', 'run' from generate_series(0, ${count - 1}) n;
    insert into exercise (professional, profession_code, category_code, position, exercise_civility_code, exercise_family_name,
        exercise_given_name, know_how_type_code, know_how_code)
      select 'pro_' || n, case when n % 3 = 0 then '10' else '60' end, 'C', 1, 'DR', 'X', 'Y', 'S', '' from generate_series(0, ${count - 1}) n;
    insert into structure (structure_key, technical_id, siret, siren, finess, finess_legal, name, trade_name, addressee,
        geographic_point, street_number, street_repeat, street_type_code, street_name, distribution, cedex, postal_code,
        commune_code, country_code, phone, phone2, fax, email, department_code, former_id)
      select 'R' || n, 'R' || n, '', '', '', '', 'N', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '9' || chr(64 + n), ''
      from generate_series(1, 2) n;
    insert into activity (professional, profession_code, category_code, position, mode_code, sector_code, pharmacist_section_code,
        role_code, genre_code, registration_authority, structure_key)
      select professional, profession_code, category_code, 1, 'L', '', '', '', '', '', 'R' || (1 + (substr(professional, 5)::int % 2))
      from exercise;
    insert into device (id, professional, label, ik, ik_thumbprint, uk, pin_key, level, state, activated_at)
      select 'dev_' || n, 'pro_' || n, 'x', '{}', 'ik' || n, '{}', 'k', 'full', 'active', aval_now()
      from generate_series(0, ${count - 1}, 4) n;`);
  await owner.end();
}

/** One that has begun, for whoever is named, and told nobody. */
export async function sending(
  db: Database<AnyTables>,
  id: string,
  people: readonly string[],
  channels: readonly string[] = ["app", "mail"],
): Promise<string> {
  const campaign = `cmp_${id}`;
  const segment: CampaignSegment = { professions: [], departments: [], phone: "any" };
  const texts = {
    fr: { title: "Aucun code ne vous sera demandé", text: "{brand} n'appelle pas.\nDès le {day}." },
    en: { title: "Nobody will ask you for a code", text: "{brand} does not call. As of {day}." },
  };
  await sql`
    insert into campaign (id, state, scope, segment, channels, texts, people, digest, by_member, second_member, signature, begun_at)
    values (${campaign}, 'sending', 'national', ${JSON.stringify(segment)}, ${[...channels]}::text[], ${JSON.stringify(texts)},
      ${people.length}, ${"d".repeat(43)}, 'stf_1', 'stf_2', '{}', aval_now())`.execute(db);
  await sql`
    insert into campaign_recipient (campaign, professional) select ${campaign}, p from unnest(${[...people]}::text[]) p`.execute(
    db,
  );
  return campaign;
}
