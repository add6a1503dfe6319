-- Why: a first import of millions of lines took most of its time on copies of copies: everybody's exercises and activities were written to
-- temporary tables before they were written where they stay. Only people who are known are set beside what we have of them now; what
-- strangers have goes straight to its place. Indexes set aside are made again one by one, so that it can be told how far that is; and an
-- index that no search reads goes.
-- Locks: professional, for an instant (the index dropped).
drop index aval.professional_name;

drop function aval.open_import_staging();
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
  -- Everybody the file names, in how many lines. is_torn: their lines contradict each other.
  create temporary table staged_group (
    national_id text not null, line integer not null, lines integer not null, scope text not null, low bigint not null,
    high bigint not null, is_torn boolean not null
  ) on commit drop;
  -- Those of them who are as they were.
  create temporary table settled (national_id text not null, professional text not null) on commit drop;
  -- Ids of ours for those nobody listed, in an order; the first is for the first of them in the file.
  create temporary table fresh_id (turn integer not null, id text not null) on commit drop;
  -- Those who are not, or are not known to be.
  create temporary table staged_person (
    national_id text not null, line integer not null, lines integer not null, scope text not null, low bigint not null,
    high bigint not null, is_torn boolean not null, professional text not null, known boolean not null, listed boolean not null, shielded boolean not null,
    id_type text not null, identifier text not null, family_name text not null, given_names text not null,
    birth_date text not null, birth_commune_code text not null, birth_country_code text not null,
    birth_place text not null, sex_code text not null, civility_code text not null,
    contact_phone text not null, contact_email text not null, other_ids text not null
  ) on commit drop;
  -- The line that speaks for each of their exercises, and for each of their activities. is_torn: another line says otherwise.
  create temporary table exercise_line (
    line integer not null, professional text not null, known boolean not null, is_torn boolean not null
  ) on commit drop;
  create temporary table activity_line (line integer not null, professional text not null, known boolean not null) on commit drop;
  -- What is compared with what we have: of people who are known. What strangers have is written as it comes.
  create temporary table staged_identifier (
    professional text not null, identifier text not null, origin text not null, quality integer not null, position integer not null
  ) on commit drop;
  create temporary table staged_exercise (
    professional text not null, profession_code text not null, category_code text not null,
    line integer not null, exercise_civility_code text not null,
    exercise_family_name text not null, exercise_given_name text not null, know_how_type_code text not null,
    know_how_code text not null
  ) on commit drop;
  create temporary table staged_activity (
    professional text not null, profession_code text not null, category_code text not null,
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
    professional text not null, kind text not null, value text not null, scope text not null
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
    professional text not null, scope text not null, kind text not null, current bigint,
    old_value text not null, new_value text not null,
    move text not null check (move in ('set', 'given_again', 'withdrawn'))
  ) on commit drop;
  execute format(
    'grant select, insert, update, delete on staged, staged_part, shielded, staged_group, settled, fresh_id, staged_person,
       exercise_line, activity_line, staged_identifier, staged_exercise, staged_activity, structure_group, staged_structure, staged_contact, touched,
       gone_identifier, gone_exercise, gone_activity, gone_person, new_activity, structure_move, moved_place,
       contact_move to %I', session_user);
end $$;
comment on function aval.open_import_staging() is 'Makes the temporary tables of one import, for the calling role, until its transaction ends. Owner: directory.';

-- The columns that plans are made by, and no other: nobody joins by a street.
create or replace function aval.measure_import_staging(name text) returns void
language plpgsql security definer set search_path = aval, pg_temp as $$
declare
  measured constant text := (
    select string_agg(format('%I', attname), ', ') from pg_attribute
     where attrelid = format('pg_temp.%I', name)::regclass and attnum > 0
       and attname in ('line', 'lines', 'turn', 'national_id', 'professional', 'structure_key', 'profession_code', 'category_code', 'known',
         'listed', 'is_new', 'is_torn', 'identifier', 'origin', 'kind'));
begin
  execute format('analyze pg_temp.%I (%s)', name, measured);
end $$;

drop function aval.resume_directory_searches();

create function aval.resume_directory_search(out made text, out remaining integer)
language plpgsql security definer set search_path = aval, pg_temp as $$
declare
  one record;
begin
  select name, relation, definition, is_constraint into one from paused_search order by is_constraint, name limit 1;
  remaining := 0;
  if not found then
    return;
  end if;
  perform set_config('maintenance_work_mem', '256MB', true);
  if one.is_constraint then
    execute format('alter table aval.%I add constraint %I %s', one.relation, one.name, one.definition);
  else
    execute one.definition;
  end if;
  delete from paused_search p where p.name = one.name;
  made := one.name;
  remaining := (select count(*) from paused_search);
end $$;
comment on function aval.resume_directory_search() is
  'Makes again one index or reference that was set aside: which, and how many remain. Readers do not wait. Owner: directory.';
