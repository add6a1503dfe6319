-- Why: an import of millions of lines. The file comes in by COPY with fingerprints of its lines; people whose lines are as they were
-- are known by their print and not compared again; the temporary tables hold what that needs.
-- Locks: nothing that is read; a new table, new functions, and an index dropped (professional, for an instant).

-- Every person has one of three sources: an index on it finds nearly everybody, and cost a tenth of an import.
drop index aval.professional_sources;

create unlogged table aval.import_print (
  source text not null,
  national_id text not null,
  low bigint not null,
  high bigint not null
);
comment on table aval.import_print is
  'Sums of the fingerprints of somebody''s lines in the last file of a source, only of people of whom reading the same lines again would change nothing. A cache: lost in a crash, and then everybody is compared. Owner: directory.';

drop function aval.open_import_staging();
drop function aval.measure_import_staging();

create function aval.open_import_staging() returns void
language plpgsql security definer set search_path = aval, pg_temp as $$
begin
  -- PostgreSQL then notices within a second that whoever imports was killed, and undoes. Not every system can tell.
  begin
    perform set_config('client_connection_check_interval', '500', true);
  exception when others then null;
  end;
  create temporary table staged (
    line integer not null, scope text not null, structure_key text not null default '',
    print_low integer not null, print_high integer not null,
    person_print bigint not null, exercise_print bigint not null, structure_print bigint not null,
    id_type text not null default '', identifier text not null default '', national_id text not null,
    family_name text not null default '', given_names text not null default '', birth_date text not null default '',
    birth_commune_code text not null default '', birth_country_code text not null default '',
    birth_place text not null default '', sex_code text not null default '', civility_code text not null default '',
    contact_phone text not null default '', contact_email text not null default '', other_ids text not null default '',
    profession_code text not null, category_code text not null, exercise_civility_code text not null default '',
    exercise_family_name text not null default '', exercise_given_name text not null default '',
    know_how_type_code text not null default '', know_how_code text not null default '',
    mode_code text not null default '', sector_code text not null default '',
    pharmacist_section_code text not null default '', role_code text not null default '',
    genre_code text not null default '', registration_authority text not null default '',
    siret text not null default '', siren text not null default '', finess text not null default '',
    finess_legal text not null default '', technical_id text not null default '', name text not null default '',
    trade_name text not null default '', addressee text not null default '', geographic_point text not null default '',
    street_number text not null default '', street_repeat text not null default '',
    street_type_code text not null default '', street_name text not null default '',
    distribution text not null default '', cedex text not null default '', postal_code text not null default '',
    commune_code text not null default '', country_code text not null default '', phone text not null default '',
    phone2 text not null default '', fax text not null default '', email text not null default '',
    department_code text not null default '', former_id text not null default ''
  ) on commit drop;
  -- The lines of people who are not as they were, when that is not everybody.
  create temporary table staged_part (like staged including defaults) on commit drop;
  -- People of whom a line could not be read: nothing of theirs may end.
  create temporary table shielded (national_id text primary key) on commit drop;
  -- Everybody the file names. is_torn: their lines contradict each other.
  create temporary table staged_group (
    national_id text not null, line integer not null, scope text not null, low bigint not null, high bigint not null,
    is_torn boolean not null
  ) on commit drop;
  -- Those of them who are as they were.
  create temporary table settled (national_id text not null, professional text not null) on commit drop;
  create temporary table fresh_id (id text not null) on commit drop;
  -- Those who are not, or are not known to be.
  create temporary table staged_person (
    national_id text not null, line integer not null, scope text not null, low bigint not null, high bigint not null,
    is_torn boolean not null, professional text, known boolean not null, listed boolean not null, shielded boolean not null,
    id_type text not null, identifier text not null, family_name text not null, given_names text not null,
    birth_date text not null, birth_commune_code text not null, birth_country_code text not null,
    birth_place text not null, sex_code text not null, civility_code text not null,
    contact_phone text not null, contact_email text not null, other_ids text not null
  ) on commit drop;
  create temporary table staged_identifier (
    professional text not null, known boolean not null, identifier text not null, origin text not null, quality integer not null,
    position integer not null
  ) on commit drop;
  create temporary table staged_exercise (
    professional text not null, known boolean not null, profession_code text not null, category_code text not null,
    line integer not null, is_torn boolean not null, exercise_civility_code text not null,
    exercise_family_name text not null, exercise_given_name text not null, know_how_type_code text not null,
    know_how_code text not null
  ) on commit drop;
  create temporary table staged_activity (
    professional text not null, known boolean not null, profession_code text not null, category_code text not null,
    line integer not null, mode_code text not null, sector_code text not null, pharmacist_section_code text not null,
    role_code text not null, genre_code text not null, registration_authority text not null, structure_key text not null
  ) on commit drop;
  -- Every structure the file names. is_torn: lines about it contradict each other.
  create temporary table structure_group (structure_key text not null, line integer not null, is_torn boolean not null) on commit drop;
  create temporary table staged_structure (
    structure_key text not null, siret text not null, siren text not null, finess text not null,
    finess_legal text not null, technical_id text not null, name text not null, trade_name text not null,
    addressee text not null, geographic_point text not null, street_number text not null, street_repeat text not null,
    street_type_code text not null, street_name text not null, distribution text not null, cedex text not null,
    postal_code text not null, commune_code text not null, country_code text not null, phone text not null,
    phone2 text not null, fax text not null, email text not null, department_code text not null, former_id text not null
  ) on commit drop;
  create temporary table staged_contact (
    professional text not null, kind text not null, value text not null, scope text not null, known boolean not null
  ) on commit drop;
  -- What would change. `touched`: people already known of whom anything of their own would.
  create temporary table touched (professional text primary key) on commit drop;
  create temporary table gone_identifier (professional text, identifier text, origin text) on commit drop;
  create temporary table gone_exercise (professional text, profession_code text, category_code text) on commit drop;
  create temporary table gone_activity (id bigint primary key, professional text not null) on commit drop;
  create temporary table gone_person (id text primary key) on commit drop;
  create temporary table new_activity (like staged_activity) on commit drop;
  create temporary table structure_move (structure_key text not null, is_new boolean not null) on commit drop;
  create temporary table moved_place (professional text primary key) on commit drop;
  create temporary table contact_move (
    professional text not null, scope text not null, known boolean not null, kind text not null, current bigint,
    old_value text not null, new_value text not null,
    move text not null check (move in ('set', 'given_again', 'withdrawn'))
  ) on commit drop;
  execute format(
    'grant select, insert, update, delete on staged, staged_part, shielded, staged_group, settled, fresh_id, staged_person,
       staged_identifier, staged_exercise, staged_activity, structure_group, staged_structure, staged_contact, touched,
       gone_identifier, gone_exercise, gone_activity, gone_person, new_activity, structure_move, moved_place,
       contact_move to %I', session_user);
end $$;
comment on function aval.open_import_staging() is 'Makes the temporary tables of one import, for the calling role, until its transaction ends. Owner: directory.';

-- Without it PostgreSQL plans joins over millions of rows as if these tables held a few.
create function aval.measure_import_staging(name text) returns void
language plpgsql security definer set search_path = aval, pg_temp as $$
begin
  execute format('analyze pg_temp.%I', name);
end $$;
comment on function aval.measure_import_staging(text) is 'Measures one temporary table of an import for the planner. Owner: directory.';
