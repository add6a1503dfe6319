-- The database after every migration, from its catalogue. Written by tools/schema.ts; not run by anything.

create schema aval;

CREATE OR REPLACE FUNCTION aval.aval_now()
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
RETURN (clock_timestamp() + (SELECT clock_offset.ahead FROM clock_offset));
comment on function aval_now() is 'The one clock: what has expired is decided by it, in SQL, the same for every node.';
CREATE OR REPLACE FUNCTION aval.fact_is_append_only()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'DELETE' then raise exception 'facts are never deleted'; end if;
  if (old.id, old.kind, old.at, old.scope, old.leaf, old.seq) is not distinct from (new.id, new.kind, new.at, new.scope, new.leaf, new.seq)
      and old.seq is not null and new.body = '{}' and new.professional is null
      and not exists (select from aval.fact_key k where k.fact = old.id)
      and exists (select from aval.fact_erased e where e.fact = old.id) then
    return new;
  end if;
  if old.seq is not null or (old.id, old.kind, old.at, old.body, old.scope, old.professional, old.leaf)
      is distinct from (new.id, new.kind, new.at, new.body, new.scope, new.professional, new.leaf) then
    raise exception 'facts are never changed';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION aval.fhir_city(cedex text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN regexp_replace(cedex, '^[0-9]{5} +'::text, ''::text);
comment on function fhir_city(text) is 'The town of a line of address that begins with a postal code. Owner: fhir.';
CREATE OR REPLACE FUNCTION aval.fhir_fold(given text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (octet_length(given) = length(given)) THEN translate(lower(given), '-_''.%\'::text, '      '::text) ELSE translate(lower(replace(replace(replace(replace(replace(given, 'Œ'::text, 'oe'::text), 'œ'::text, 'oe'::text), 'Æ'::text, 'ae'::text), 'æ'::text, 'ae'::text), 'ß'::text, 'ss'::text)), ((('ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝàáâãäåçèéêëìíîïðñòóôõöøùúûüýÿĀāĂăĄąĆćĈĉĊċČčĎďĐđĒēĔĕĖ'::text || 'ėĘęĚěĜĝĞğĠġĢģĤĥĦħĨĩĪīĬĭĮįİıĴĵĶķĸĹĺĻļĽľĿŀŁłŃńŅņŇňŌōŎŏŐőŔŕŖŗŘřŚśŜŝŞşŠšŢţŤťŦŧŨũŪūŬŭ'::text) || 'ŮůŰűŲųŴŵŶŷŸŹźŻżŽžſ'::text) || '-_''’.%\'::text), ((('aaaaaaceeeeiiiidnoooooouuuuyaaaaaaceeeeiiiidnoooooouuuuyyaaaaaaccccccccddddeeeee'::text || 'eeeeegggggggghhhhiiiiiiiiiijjkkkllllllllllnnnnnnoooooorrrrrrssssssssttttttuuuuuu'::text) || 'uuuuuuwwyyyzzzzzzs'::text) || '       '::text)) END;
comment on function fhir_fold(text) is 'A name as searches compare it. Owner: fhir.';
CREATE OR REPLACE FUNCTION aval.measure_import_staging(name text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'aval', 'pg_temp'
AS $function$
declare
  measured constant text := (
    select string_agg(format('%I', attname), ', ') from pg_attribute
     where attrelid = format('pg_temp.%I', name)::regclass and attnum > 0
       and attname in ('line', 'lines', 'turn', 'national_id', 'professional', 'structure_key', 'profession_code', 'category_code', 'known',
         'listed', 'is_new', 'is_torn', 'identifier', 'origin', 'kind'));
begin
  execute format('analyze pg_temp.%I (%s)', name, measured);
end $function$;
comment on function measure_import_staging(text) is 'Measures one temporary table of an import for the planner. Owner: directory.';
CREATE OR REPLACE FUNCTION aval.open_contact_staging()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'aval', 'pg_temp'
AS $function$
begin
  -- What an authority's file says, a line each, and what it would change. Source: whose word a value is that an undo puts back.
  create temporary table staged_word (
    line integer not null, national_id text not null, kind text not null, value text not null, dated date, proof text not null,
    professional text, scope text, current bigint, old_value text, move text, source text, held text
  ) on commit drop;
  execute format('grant select, insert, update, delete on staged_word to %I', session_user);
end $function$;
comment on function open_contact_staging() is 'Makes the temporary table of one import of contacts, for the calling role, until its transaction ends. Owner: directory.';
CREATE OR REPLACE FUNCTION aval.open_import_staging()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'aval', 'pg_temp'
AS $function$
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
end $function$;
comment on function open_import_staging() is 'Makes the temporary tables of one import, for the calling role, until its transaction ends. Owner: directory.';
CREATE OR REPLACE FUNCTION aval.pause_directory_searches(coming integer)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'aval', 'pg_temp'
AS $function$
declare
  tables constant oid[] := array['professional', 'identifier', 'exercise', 'activity', 'structure', 'contact']::regclass[]::oid[];
  one record;
begin
  if coming < 200000 or (select count(*) from (select from professional limit coming / 4) as known) = coming / 4 then
    return false;
  end if;
  perform set_config('lock_timeout', '2s', true);
  for one in
    select c.relname as name, t.relname as relation, pg_get_indexdef(c.oid) as definition, false as is_constraint
      from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
     where i.indrelid = any(tables) and not i.indisunique and c.relname not in ('identifier_identifier', 'activity_exercise')
    union all
    select k.conname, t.relname, pg_get_constraintdef(k.oid), true
      from pg_constraint k join pg_class t on t.oid = k.conrelid
     where k.contype = 'f' and k.conrelid = any(tables)
  loop
    insert into paused_search values (one.name, one.relation, one.definition, one.is_constraint);
    if one.is_constraint then
      execute format('alter table aval.%I drop constraint %I', one.relation, one.name);
    else
      execute format('drop index aval.%I', one.name);
    end if;
  end loop;
  return true;
end $function$;
comment on function pause_directory_searches(integer) is 'Sets aside what only searches and checks need, when at least so many lines come that they are most of the directory. Readers wait for an instant. Owner: directory.';
CREATE OR REPLACE FUNCTION aval.resume_directory_search(OUT made text, OUT remaining integer)
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'aval', 'pg_temp'
AS $function$
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
end $function$;
comment on function resume_directory_search() is 'Makes again one index or reference that was set aside: which, and how many remain. Readers do not wait. Owner: directory.';
CREATE OR REPLACE FUNCTION aval.statistic_is_kept()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'a closed month is never changed';
end $function$;

create table aval.account_setting (
  professional text not null,
  more_time boolean not null,
  changed_at timestamp with time zone not null,
  constraint account_setting_pkey PRIMARY KEY (professional)
);
comment on table aval.account_setting is 'What a holder has chosen for every request of theirs. No row: nothing was. Owner: account.';

create table aval.account_step (
  professional text not null,
  step text not null,
  done_at timestamp with time zone default aval_now() not null,
  constraint account_step_pkey PRIMARY KEY (professional, step)
);
comment on table aval.account_step is 'What a holder ticked of their steps after a fraud. No row: not yet. Owner: account.';

create table aval.account_visit (
  hash text not null,
  session text,
  professional text not null,
  service text not null,
  entered_at timestamp with time zone not null,
  handed_until timestamp with time zone,
  constraint account_visit_pkey PRIMARY KEY (hash),
  constraint account_visit_reads CHECK ((((session IS NULL) = (service = 'mon-acces-lecture'::text)) AND ((handed_until IS NULL) OR (session IS NULL)))),
  constraint account_visit_session_fkey FOREIGN KEY (session) REFERENCES session(id)
);
CREATE INDEX account_visit_entered ON aval.account_visit USING btree (entered_at);
CREATE INDEX account_visit_session ON aval.account_visit USING btree (session);
comment on table aval.account_visit is 'A browser in Mon accès: for one session, worth nothing once that has ended; or without one, read only, while a stop holds every entry. Owner: account.';
comment on column aval.account_visit.handed_until is 'The card''s host gave this to a browser, which takes it up once, until then. Null: taken up.';

create table aval.activity (
  id bigint generated always as identity not null,
  professional text not null,
  profession_code text not null,
  category_code text not null,
  "position" integer not null,
  mode_code text not null,
  sector_code text not null,
  pharmacist_section_code text not null,
  role_code text not null,
  genre_code text not null,
  registration_authority text not null,
  structure_key text,
  constraint activity_pkey PRIMARY KEY (id),
  constraint activity_professional_profession_code_category_code_fkey FOREIGN KEY (professional, profession_code, category_code) REFERENCES exercise(professional, profession_code, category_code) ON DELETE CASCADE,
  constraint activity_structure_key_fkey FOREIGN KEY (structure_key) REFERENCES structure(structure_key)
);
CREATE INDEX activity_exercise ON aval.activity USING btree (professional, profession_code, category_code);
CREATE INDEX activity_genre ON aval.activity USING btree (genre_code) WHERE (genre_code <> ALL (ARRAY[''::text, 'GENR01'::text]));
CREATE INDEX activity_mode ON aval.activity USING btree (mode_code) WHERE (mode_code <> ALL (ARRAY[''::text, 'L'::text, 'S'::text]));
CREATE INDEX activity_role ON aval.activity USING btree (role_code) WHERE (role_code <> ''::text);
CREATE INDEX activity_section ON aval.activity USING btree (pharmacist_section_code) WHERE (pharmacist_section_code <> ''::text);
CREATE INDEX activity_sector ON aval.activity USING btree (sector_code, structure_key) WHERE ((structure_key IS NOT NULL) AND (sector_code <> ''::text));
CREATE INDEX activity_structure ON aval.activity USING btree (structure_key) WHERE (structure_key IS NOT NULL);
comment on table aval.activity is 'One line of the extract: where and how a profession is exercised. Owner: directory.';

create table aval.alert (
  id text not null,
  kind text not null,
  severity text not null,
  opens boolean not null,
  because text[] not null,
  professional text,
  service text,
  about text,
  scopes text[] not null,
  at timestamp with time zone not null,
  known_at timestamp with time zone default aval_now() not null,
  taken_back_at timestamp with time zone,
  fraud_case text,
  constraint alert_pkey PRIMARY KEY (id),
  constraint alert_check CHECK ((num_nonnulls(professional, service) >= 1)),
  constraint alert_fraud_case_fkey FOREIGN KEY (fraud_case) REFERENCES fraud_case(id),
  constraint alert_severity_check CHECK ((severity = ANY (ARRAY['high'::text, 'medium'::text, 'low'::text])))
);
CREATE INDEX alert_about ON aval.alert USING btree (about) WHERE (about IS NOT NULL);
CREATE INDEX alert_case ON aval.alert USING btree (fraud_case) WHERE (fraud_case IS NOT NULL);
CREATE INDEX alert_known ON aval.alert USING btree (known_at DESC, id);
CREATE INDEX alert_professional ON aval.alert USING btree (professional, at DESC);
comment on table aval.alert is 'Facts that somebody should look at, one row a fact, made from the log and in no other way. Owner: cases.';
comment on column aval.alert.id is 'The fact''s.';
comment on column aval.alert.opens is 'Whether a case is due for it; the others only join one.';
comment on column aval.alert.about is 'The request or ring that was refused, by which its holder says later what it was.';
comment on column aval.alert.scopes is 'Every authority that its holder had when it was made; none: the national one alone.';
comment on column aval.alert.at is 'When it happened; known_at: when its row was made.';

create table aval.alert_link (
  alert text not null,
  kind text not null,
  value text not null,
  is_common boolean not null,
  constraint alert_link_pkey PRIMARY KEY (alert, kind, value),
  constraint alert_link_alert_fkey FOREIGN KEY (alert) REFERENCES alert(id),
  constraint alert_link_kind_check CHECK ((kind = ANY (ARRAY['holder'::text, 'browser'::text, 'phone'::text, 'network'::text, 'contact'::text, 'service'::text, 'staff'::text, 'list'::text]))) NOT VALID
);
CREATE INDEX alert_link_value ON aval.alert_link USING btree (kind, value);
comment on table aval.alert_link is 'What an alert has that others may share: ids, a browser''s print, a truncated network. No address, no number. Owner: cases.';
comment on column aval.alert_link.is_common is 'So many others had it when the alert was made that it joins nothing.';

create table aval.allowance (
  name text not null,
  subject text not null,
  spent integer not null,
  window_ends_at timestamp with time zone not null,
  constraint allowance_pkey PRIMARY KEY (name, subject),
  constraint allowance_spent_check CHECK ((spent >= 0))
);
CREATE INDEX allowance_ended ON aval.allowance USING btree (window_ends_at);
comment on table aval.allowance is 'How much of a limit somebody has used in its current window. Owner: limits.';

create table aval.api_key (
  id text not null,
  service text not null,
  key_hash text not null,
  issued_at timestamp with time zone default aval_now() not null,
  expires_at timestamp with time zone not null,
  last_used_on date,
  removed_at timestamp with time zone,
  constraint api_key_pkey PRIMARY KEY (id),
  constraint api_key_id_check CHECK ((id ~ '^[0-9a-hjkmnp-tv-z]{8}$'::text)),
  constraint api_key_key_hash_key UNIQUE (key_hash),
  constraint api_key_service_fkey FOREIGN KEY (service) REFERENCES service(id)
);
CREATE INDEX api_key_service ON aval.api_key USING btree (service);
comment on table aval.api_key is 'A key with which a service reads the directory, in place of its secret. key_hash: SHA-256 of 32 random bytes, base64url. Owner: software.';

create table aval.approval (
  id text not null,
  kind text not null,
  asker text not null,
  browser text not null,
  network text not null,
  frame_secret bytea not null,
  digits text,
  state text not null,
  shown_at timestamp with time zone not null,
  claim_by timestamp with time zone not null,
  device text,
  professional text,
  transfer text,
  claimed_at timestamp with time zone,
  decide_by timestamp with time zone,
  context_hash text,
  context text,
  service text,
  rights text,
  decided_at timestamp with time zone,
  reason text,
  decision jsonb,
  spent_at timestamp with time zone,
  scope text default 'national'::text not null,
  standing text,
  explanation text,
  constraint approval_pkey PRIMARY KEY (id),
  constraint approval_check CHECK (((state = 'shown'::text) OR (state = ANY (ARRAY['expired'::text, 'cancelled'::text])) OR ((device IS NOT NULL) AND (professional IS NOT NULL) AND (claimed_at IS NOT NULL) AND (decide_by IS NOT NULL) AND (transfer IS NOT NULL)))),
  constraint approval_check1 CHECK (((state <> ALL (ARRAY['approved'::text, 'spent'::text])) OR ((decision IS NOT NULL) AND (decided_at IS NOT NULL) AND (context_hash IS NOT NULL)))),
  constraint approval_check2 CHECK (((state <> 'refused'::text) OR ((decision IS NOT NULL) AND (reason IS NOT NULL)))),
  constraint approval_check3 CHECK (((state <> 'spent'::text) OR (spent_at IS NOT NULL))),
  constraint approval_device_fkey FOREIGN KEY (device) REFERENCES device(id),
  constraint approval_digits_check CHECK ((digits ~ '^([0-9]{6}|[0-9]{8})$'::text)),
  constraint approval_frame_secret_check CHECK ((octet_length(frame_secret) = 32)),
  constraint approval_kind_check CHECK (((kind = 'sign-in'::text) OR (kind = 'passkey'::text) OR (kind = 'practice'::text))),
  constraint approval_rights_check CHECK ((rights = ANY (ARRAY['full'::text, 'reduced'::text]))),
  constraint approval_state_check CHECK ((state = ANY (ARRAY['shown'::text, 'claimed'::text, 'approved'::text, 'refused'::text, 'expired'::text, 'cancelled'::text, 'spent'::text]))),
  constraint approval_transfer_check CHECK (((transfer = ANY (ARRAY['qr'::text, 'digits'::text])) OR (transfer = 'this_phone'::text) OR (transfer = 'search'::text) OR (transfer = 'practice'::text)))
);
CREATE INDEX approval_asker ON aval.approval USING btree (asker, shown_at DESC);
CREATE INDEX approval_claimed ON aval.approval USING brin (claimed_at);
CREATE INDEX approval_digits_network ON aval.approval USING btree (network) WHERE ((digits IS NOT NULL) AND (state = 'shown'::text));
CREATE INDEX approval_live ON aval.approval USING btree (state, claim_by, decide_by) WHERE (state = ANY (ARRAY['shown'::text, 'claimed'::text]));
CREATE INDEX approval_pending ON aval.approval USING btree (device) WHERE (state = 'claimed'::text);
CREATE INDEX approval_professional ON aval.approval USING btree (professional, claimed_at DESC) WHERE (professional IS NOT NULL);
CREATE INDEX approval_refused ON aval.approval USING btree (claimed_at) WHERE (state = 'refused'::text);
CREATE UNIQUE INDEX approval_digits ON aval.approval USING btree (digits) WHERE ((digits IS NOT NULL) AND (state = 'shown'::text));
comment on table aval.approval is 'Requests and what became of them: bound to one browser key, claimed by one phone, decided once, spent once. Owner: approvals.';
comment on column aval.approval.standing is 'Where the rights table put the browser when the request was claimed, as the phone was told.';
comment on column aval.approval.explanation is 'What had happened, said after a refusal: the message as the phone signed it. reason is then the one it gives.';

create table aval.artefact (
  model text not null,
  id_hash text not null,
  payload jsonb not null,
  grant_id text,
  session text,
  key_hash text,
  made_at timestamp with time zone default aval_now() not null,
  expires_at timestamp with time zone not null,
  consumed_at timestamp with time zone,
  keep_until timestamp with time zone not null,
  resume_hashes text[] default '{}'::text[] not null,
  constraint artefact_pkey PRIMARY KEY (model, id_hash),
  constraint artefact_check CHECK ((keep_until >= expires_at))
);
CREATE INDEX artefact_grant ON aval.artefact USING btree (grant_id) WHERE (grant_id IS NOT NULL);
CREATE INDEX artefact_keep ON aval.artefact USING btree (keep_until);
comment on table aval.artefact is 'Codes, tokens, grants, browser sessions and sign-in pages of the authorization engine, by hash. Owner: provider.';

create table aval.bell (
  id text not null,
  place text not null,
  professional text not null,
  service text not null,
  device text not null,
  set_at timestamp with time zone not null,
  last_used_at timestamp with time zone not null,
  refusals integer default 0 not null,
  expiries integer default 0 not null,
  silenced_until timestamp with time zone,
  ended_at timestamp with time zone,
  ended_by text,
  scope text default 'national'::text not null,
  constraint bell_pkey PRIMARY KEY (id),
  constraint bell_check CHECK (((ended_at IS NULL) = (ended_by IS NULL))),
  constraint bell_expiries_check CHECK ((expiries >= 0)),
  constraint bell_place_fkey FOREIGN KEY (place) REFERENCES place(id),
  constraint bell_refusals_check CHECK ((refusals >= 0))
);
CREATE INDEX bell_professional ON aval.bell USING btree (professional) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX bell_live ON aval.bell USING btree (place, service) WHERE (ended_at IS NULL);
comment on table aval.bell is 'Bells (sonneries): a place that may ring its holder for a service. Ends after 30 days without use, whatever its row says. Owner: places.';
comment on column aval.bell.device is 'The phone it was set from.';
comment on column aval.bell.last_used_at is 'The last sign-in at this place to this service, rung for or not; at first when it was set.';
comment on column aval.bell.refusals is 'Rings refused in a row; a sign-in begins anew.';
comment on column aval.bell.expiries is 'Rings that nobody answered, in a row; a sign-in begins anew.';

create table aval.bell_loss (
  service text not null,
  day date not null,
  asked integer not null,
  refused integer not null,
  lost_at timestamp with time zone not null,
  restored_at timestamp with time zone,
  restored_by text,
  constraint bell_loss_pkey PRIMARY KEY (service, day),
  constraint bell_loss_check CHECK ((asked >= refused)),
  constraint bell_loss_check1 CHECK (((restored_at IS NULL) = (restored_by IS NULL))),
  constraint bell_loss_refused_check CHECK ((refused > 0)),
  constraint bell_loss_service_fkey FOREIGN KEY (service) REFERENCES service(id)
);
CREATE UNIQUE INDEX bell_loss_live ON aval.bell_loss USING btree (service) WHERE (restored_at IS NULL);
comment on table aval.bell_loss is 'Services whose bells ring nobody, since too many of their holders refused them in one day. Owner: software.';
comment on column aval.bell_loss.day is 'The day in Paris on which it asked them.';
comment on column aval.bell_loss.asked is 'Distinct holders it had asked that day when it lost them: requests that a phone took, and rings.';
comment on column aval.bell_loss.refused is 'Those of them who had refused.';
comment on column aval.bell_loss.restored_by is 'The person who gave them back, or taken_back: so many of those holders said they had been wrong that the rule holds no more.';

create table aval.browser (
  thumbprint text not null,
  first_seen_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  ratchet text,
  offered text[] not null,
  cloned_at timestamp with time zone,
  constraint browser_pkey PRIMARY KEY (thumbprint)
);
CREATE INDEX browser_seen ON aval.browser USING btree (last_seen_at);
comment on table aval.browser is 'Browsers, by the thumbprint of their key BK, which can be copied with the disk: hence the ratchet. ratchet: hash of the value it showed last; offered: hashes of the values it was given since and has not shown. Owner: places.';

create table aval.call (
  id text not null,
  fraud_case text not null,
  professional text not null,
  member text not null,
  scope text not null,
  contact bigint not null,
  state text not null,
  announced_at timestamp with time zone not null,
  opened_at timestamp with time zone,
  how text,
  over_at timestamp with time zone not null,
  held_until timestamp with time zone not null,
  ended_at timestamp with time zone,
  ended_by text,
  constraint call_pkey PRIMARY KEY (id),
  constraint call_check CHECK (((opened_at IS NULL) = (how IS NULL))),
  constraint call_check1 CHECK ((((state = 'ended'::text) = (ended_at IS NOT NULL)) AND ((state = 'ended'::text) = (ended_by IS NOT NULL)))),
  constraint call_check2 CHECK (((state <> 'open'::text) OR (opened_at IS NOT NULL))),
  constraint call_check3 CHECK (((held_until >= over_at) OR (state = 'ended'::text))),
  constraint call_ended_by_check CHECK ((ended_by = ANY (ARRAY['agent'::text, 'report'::text, 'time'::text, 'failed'::text]))),
  constraint call_how_check CHECK ((how = ANY (ARRAY['dialled'::text, 'revealed'::text]))),
  constraint call_state_check CHECK ((state = ANY (ARRAY['announced'::text, 'open'::text, 'ended'::text])))
);
CREATE INDEX call_held ON aval.call USING btree (professional, held_until);
CREATE INDEX call_member ON aval.call USING btree (member, announced_at DESC);
CREATE UNIQUE INDEX call_going_on ON aval.call USING btree (professional) WHERE (state <> 'ended'::text);
comment on table aval.call is 'Calls of support to a holder: announced before the telephone rings. Owner: support.';
comment on column aval.call.scope is 'For whom its member calls: national is ours, anything else an institution''s.';
comment on column aval.call.contact is 'The directory''s own number of the one trusted contact that is called.';
comment on column aval.call.how is 'By the dialling interface, or by the number told once where there is none.';
comment on column aval.call.over_at is 'When it is over by itself.';
comment on column aval.call.held_until is 'Until then nothing is added for its holder: an hour beyond the call, two at most.';

create table aval.call_report (
  id text not null,
  professional text not null,
  device text not null,
  at timestamp with time zone default aval_now() not null,
  whence text not null,
  call text,
  asked text,
  claimed text,
  is_on_line text,
  approved text,
  constraint call_report_pkey PRIMARY KEY (id),
  constraint call_report_approved_check CHECK ((approved = ANY (ARRAY['yes'::text, 'no'::text]))),
  constraint call_report_asked_check CHECK ((asked = ANY (ARRAY['code'::text, 'digits'::text, 'card'::text, 'screen'::text, 'other'::text]))),
  constraint call_report_call_fkey FOREIGN KEY (call) REFERENCES call(id),
  constraint call_report_claimed_check CHECK ((claimed = ANY (ARRAY['aval'::text, 'order'::text, 'insurer'::text, 'authorities'::text, 'other'::text]))),
  constraint call_report_is_on_line_check CHECK ((is_on_line = ANY (ARRAY['yes'::text, 'no'::text]))),
  constraint call_report_whence_check CHECK ((whence = ANY (ARRAY['now'::text, 'earlier'::text])))
);
CREATE INDEX call_report_professional ON aval.call_report USING btree (professional, at DESC);
comment on table aval.call_report is 'Calls that holders reported, and what they said of them by buttons. Owner: support.';
comment on column aval.call_report.call is 'The call of ours that went on then, if one did.';

create table aval.callback (
  id text not null,
  professional text not null,
  device text not null,
  scopes text[] not null,
  reason text not null,
  state text default 'asked'::text not null,
  asked_at timestamp with time zone default aval_now() not null,
  over_at timestamp with time zone not null,
  member text,
  taken_at timestamp with time zone,
  taken_until timestamp with time zone,
  call text,
  constraint callback_pkey PRIMARY KEY (id),
  constraint callback_call_fkey FOREIGN KEY (call) REFERENCES call(id),
  constraint callback_check CHECK ((((member IS NULL) = (taken_at IS NULL)) AND ((member IS NULL) = (taken_until IS NULL)))),
  constraint callback_check1 CHECK (((state <> ALL (ARRAY['taken'::text, 'called'::text])) OR (member IS NOT NULL))),
  constraint callback_check2 CHECK (((state = 'called'::text) = (call IS NOT NULL))),
  constraint callback_reason_check CHECK ((reason = ANY (ARRAY['caller'::text, 'act'::text, 'entering'::text, 'lost'::text, 'other'::text]))),
  constraint callback_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'taken'::text, 'called'::text, 'withdrawn'::text, 'over'::text])))
);
CREATE INDEX callback_professional ON aval.callback USING btree (professional, asked_at DESC);
CREATE INDEX callback_queue ON aval.callback USING btree (asked_at) WHERE (state = ANY (ARRAY['asked'::text, 'taken'::text]));
CREATE UNIQUE INDEX callback_waiting ON aval.callback USING btree (professional) WHERE (state = ANY (ARRAY['asked'::text, 'taken'::text]));
comment on table aval.callback is 'Holders who asked on their phone to be called back, and which agent took it. It opens nothing. Owner: support.';
comment on column aval.callback.scopes is 'Whose the person is: which institutions may take it beside ours.';
comment on column aval.callback.over_at is 'Nobody took it by then: it waits no more.';
comment on column aval.callback.taken_until is 'Whoever took it and calls nobody by then has it no more.';
comment on column aval.callback.call is 'The call that came of it.';

create table aval.caller_check (
  id text not null,
  fraud_case text not null,
  professional text not null,
  member text not null,
  scope text not null,
  call text,
  state text default 'asked'::text not null,
  asked_at timestamp with time zone default aval_now() not null,
  over_at timestamp with time zone not null,
  device text,
  answered_at timestamp with time zone,
  spent_at timestamp with time zone,
  constraint caller_check_pkey PRIMARY KEY (id),
  constraint caller_check_call_fkey FOREIGN KEY (call) REFERENCES call(id),
  constraint caller_check_check CHECK (((state <> ALL (ARRAY['confirmed'::text, 'spent'::text])) OR ((device IS NOT NULL) AND (answered_at IS NOT NULL)))),
  constraint caller_check_check1 CHECK (((state = 'spent'::text) = (spent_at IS NOT NULL))),
  constraint caller_check_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'confirmed'::text, 'refused'::text, 'spent'::text, 'over'::text])))
);
CREATE INDEX caller_check_member ON aval.caller_check USING btree (member, asked_at DESC);
CREATE INDEX caller_check_professional ON aval.caller_check USING btree (professional, asked_at DESC);
CREATE UNIQUE INDEX caller_check_live ON aval.caller_check USING btree (professional) WHERE (state = ANY (ARRAY['asked'::text, 'confirmed'::text]));
comment on table aval.caller_check is 'Agents who asked a phone whether its holder is on the line, and what was answered. It lets that agent block, once. Owner: support.';
comment on column aval.caller_check.call is 'The call of ours in which it was asked: it is over with it. None: they called us.';
comment on column aval.caller_check.over_at is 'Until when the phone may answer; once it confirmed, until when the agent may block.';

create table aval.campaign (
  id text not null,
  state text not null,
  scope text not null,
  segment jsonb not null,
  channels text[] not null,
  texts jsonb not null,
  people integer not null,
  digest text not null,
  by_member text not null,
  asked_at timestamp with time zone default aval_now() not null,
  second_member text,
  signature text,
  begun_at timestamp with time zone,
  ended_at timestamp with time zone,
  stopped_by text,
  drill text,
  constraint campaign_pkey PRIMARY KEY (id),
  constraint campaign_channels_check CHECK (((cardinality(channels) > 0) AND (channels <@ ARRAY['app'::text, 'mail'::text, 'sms'::text]))),
  constraint campaign_check CHECK ((second_member IS DISTINCT FROM by_member)),
  constraint campaign_check1 CHECK ((((second_member IS NULL) = (signature IS NULL)) AND ((second_member IS NULL) = (begun_at IS NULL)))),
  constraint campaign_check2 CHECK (((state = ANY (ARRAY['sending'::text, 'done'::text, 'stopped'::text])) = (begun_at IS NOT NULL))),
  constraint campaign_check3 CHECK (((state = ANY (ARRAY['waiting'::text, 'sending'::text])) = (ended_at IS NULL))),
  constraint campaign_check4 CHECK (((state = 'stopped'::text) = (stopped_by IS NOT NULL))),
  constraint campaign_check5 CHECK (((drill IS NULL) OR ('app'::text = ANY (channels)))),
  constraint campaign_digest_check CHECK ((length(digest) = 43)),
  constraint campaign_drill_check CHECK ((drill = ANY (ARRAY['prescriptions'::text, 'results'::text, 'certificates'::text]))),
  constraint campaign_people_check CHECK ((people > 0)),
  constraint campaign_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sending'::text, 'done'::text, 'stopped'::text, 'withdrawn'::text, 'over'::text])))
);
CREATE INDEX campaign_drill ON aval.campaign USING btree (begun_at) WHERE ((drill IS NOT NULL) AND (state = ANY (ARRAY['sending'::text, 'done'::text])));
CREATE INDEX campaign_going_on ON aval.campaign USING btree (begun_at) WHERE (state = 'sending'::text);
CREATE INDEX campaign_scope ON aval.campaign USING btree (scope, asked_at DESC);
CREATE INDEX campaign_waiting ON aval.campaign USING btree (asked_at) WHERE (state = 'waiting'::text);
comment on table aval.campaign is 'A message to a segment of professionals: by closed criteria, in two languages. Owner: campaigns.';
comment on column aval.campaign.people is 'How many the segment held when it was asked for; it begins only if it holds as many.';
comment on column aval.campaign.digest is 'SHA-256 of segment, channels, texts and count, base64url: what a second person signs.';
comment on column aval.campaign.drill is 'Which invented request phones draw once; null: none. Part of what a second person signs.';

create table aval.campaign_recipient (
  campaign text not null,
  professional text not null,
  state text default 'due'::text not null,
  at timestamp with time zone,
  constraint campaign_recipient_pkey PRIMARY KEY (campaign, professional),
  constraint campaign_recipient_campaign_fkey FOREIGN KEY (campaign) REFERENCES campaign(id),
  constraint campaign_recipient_check CHECK (((state = 'due'::text) = (at IS NULL))),
  constraint campaign_recipient_state_check CHECK ((state = ANY (ARRAY['due'::text, 'told'::text, 'skipped'::text])))
);
CREATE INDEX campaign_recipient_due ON aval.campaign_recipient USING btree (campaign, professional) WHERE (state = 'due'::text);
comment on table aval.campaign_recipient is 'Whom a campaign is for, once each. skipped: blocked or frozen when their turn came. Owner: campaigns.';

create table aval.card_report (
  id text not null,
  professional text not null,
  device text not null,
  reported_at timestamp with time zone not null,
  scope text default 'national'::text not null,
  constraint card_report_pkey PRIMARY KEY (id),
  constraint card_report_device_fkey FOREIGN KEY (device) REFERENCES device(id)
);
CREATE INDEX card_report_professional ON aval.card_report USING btree (professional, reported_at DESC);
comment on table aval.card_report is 'Holders who said that their card is lost or used without them: cards of theirs that were valid before then open nothing. Owner: cards.';

create table aval.card_seen (
  issuer text not null,
  serial text not null,
  professional text not null,
  valid_from timestamp with time zone not null,
  valid_until timestamp with time zone not null,
  first_seen_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  scope text default 'national'::text not null,
  tested_at timestamp with time zone,
  constraint card_seen_pkey PRIMARY KEY (issuer, serial),
  constraint card_seen_check CHECK ((valid_until > valid_from))
);
CREATE INDEX card_seen_professional ON aval.card_seen USING btree (professional, last_seen_at DESC);
comment on table aval.card_seen is 'Cards that were read here and worked: opened a sign-in page, reopened, or were tried. issuer: SHA-256 of the authority''s certificate, base64url; serial: its number there, hexadecimal. Owner: cards.';

create table aval.card_suspension (
  id text not null,
  issuer text not null,
  serial text not null,
  professional text not null,
  valid_from timestamp with time zone not null,
  suspended_at timestamp with time zone default aval_now() not null,
  restored_at timestamp with time zone,
  scope text default 'national'::text not null,
  constraint card_suspension_pkey PRIMARY KEY (id)
);
CREATE INDEX card_suspension_professional ON aval.card_suspension USING btree (professional, suspended_at DESC);
CREATE UNIQUE INDEX card_suspension_stands ON aval.card_suspension USING btree (issuer, serial) WHERE (restored_at IS NULL);
comment on table aval.card_suspension is 'Cards that an analyst suspended: each opens nothing until two have restored it. Owner: cards.';

create table aval.card_visit (
  id text not null,
  ticket_hash text not null,
  sign_in text not null,
  browser text not null,
  service text not null,
  state text not null,
  opened_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  professional text,
  issuer text,
  serial text,
  return_hash text,
  return_until timestamp with time zone,
  constraint card_visit_pkey PRIMARY KEY (id),
  constraint card_visit_check CHECK ((ends_at > opened_at)),
  constraint card_visit_check1 CHECK (((state = 'open'::text) = (return_hash IS NULL))),
  constraint card_visit_check2 CHECK (((state = 'open'::text) OR ((professional IS NOT NULL) AND (issuer IS NOT NULL) AND (serial IS NOT NULL) AND (return_until IS NOT NULL)))),
  constraint card_visit_return_hash_key UNIQUE (return_hash),
  constraint card_visit_state_check CHECK ((state = ANY (ARRAY['open'::text, 'confirmed'::text, 'spent'::text, 'burnt'::text]))),
  constraint card_visit_ticket_hash_key UNIQUE (ticket_hash)
);
CREATE INDEX card_visit_ends ON aval.card_visit USING btree (ends_at);
comment on table aval.card_visit is 'Visits to the card''s page, each for one sign-in page of one browser key; what is returned with is hashed, good for ten seconds and burnt at first sight. Owner: cards.';

create table aval.case_apart (
  one text not null,
  other text not null,
  kind text not null,
  value text not null,
  constraint case_apart_pkey PRIMARY KEY (one, other, kind, value),
  constraint case_apart_check CHECK ((one < other)),
  constraint case_apart_one_fkey FOREIGN KEY (one) REFERENCES fraud_case(id),
  constraint case_apart_other_fkey FOREIGN KEY (other) REFERENCES fraud_case(id)
);
CREATE INDEX case_apart_value ON aval.case_apart USING btree (kind, value);
comment on table aval.case_apart is 'Two cases that an analyst split: what they shared joins them no more. Owner: cases.';

create table aval.case_cursor (
  is_one boolean default true not null,
  next_seq bigint not null,
  constraint case_cursor_pkey PRIMARY KEY (is_one),
  constraint case_cursor_is_one_check CHECK (is_one),
  constraint case_cursor_next_seq_check CHECK ((next_seq >= 0))
);
comment on table aval.case_cursor is 'Which place of the log the follower reads next. One row. Owner: cases.';

create table aval.case_event (
  id text not null,
  fraud_case text not null,
  act text not null,
  at timestamp with time zone default aval_now() not null,
  member text,
  words text,
  other text,
  constraint case_event_pkey PRIMARY KEY (id),
  constraint case_event_fraud_case_fkey FOREIGN KEY (fraud_case) REFERENCES fraud_case(id),
  constraint case_event_words_check CHECK (((char_length(words) >= 1) AND (char_length(words) <= 4000)))
);
CREATE INDEX case_event_case ON aval.case_event USING btree (fraud_case, at, id);
comment on table aval.case_event is 'What was done with a case, notes included. A merged case''s are the other one''s. Owner: cases.';
comment on column aval.case_event.member is 'Who; absent: nobody, the follower did.';
comment on column aval.case_event.other is 'To whom it was handed, the other case, or the task.';

create table aval.case_reach (
  id text not null,
  fraud_case text not null,
  professional text not null,
  channel text not null,
  is_reached boolean not null,
  member text not null,
  at timestamp with time zone default aval_now() not null,
  constraint case_reach_pkey PRIMARY KEY (id),
  constraint case_reach_channel_check CHECK ((channel = ANY (ARRAY['phone'::text, 'mail'::text, 'letter'::text, 'in_person'::text, 'authority'::text]))),
  constraint case_reach_fraud_case_fkey FOREIGN KEY (fraud_case) REFERENCES fraud_case(id)
);
CREATE INDEX case_reach_case ON aval.case_reach USING btree (fraud_case, at DESC);
comment on table aval.case_reach is 'Each try to reach somebody whom a case is about. Owner: cases.';

create table aval.case_task (
  id text not null,
  fraud_case text not null,
  words text not null,
  added_by text not null,
  added_at timestamp with time zone default aval_now() not null,
  done_by text,
  done_at timestamp with time zone,
  constraint case_task_pkey PRIMARY KEY (id),
  constraint case_task_check CHECK (((done_by IS NULL) = (done_at IS NULL))),
  constraint case_task_fraud_case_fkey FOREIGN KEY (fraud_case) REFERENCES fraud_case(id),
  constraint case_task_words_check CHECK (((char_length(words) >= 1) AND (char_length(words) <= 500)))
);
CREATE INDEX case_task_case ON aval.case_task USING btree (fraud_case);
comment on table aval.case_task is 'What is to be done in a case, and who did it. Owner: cases.';

create table aval.caught_letter (
  id text not null,
  recipient text not null,
  says text not null,
  pdf bytea not null,
  caught_at timestamp with time zone not null,
  constraint caught_letter_pkey PRIMARY KEY (id)
);
comment on table aval.caught_letter is 'The sandbox''s letters, which nobody posts. Owner: the sandbox.';

create table aval.caught_mail (
  id text not null,
  recipient text not null,
  subject text not null,
  text text not null,
  html text not null,
  caught_at timestamp with time zone default aval_now() not null,
  kind text default 'mail'::text not null,
  constraint caught_mail_pkey PRIMARY KEY (id),
  constraint caught_mail_kind_check CHECK ((kind = ANY (ARRAY['mail'::text, 'sms'::text, 'call'::text])))
);
CREATE INDEX caught_mail_at ON aval.caught_mail USING btree (caught_at DESC);
comment on table aval.caught_mail is 'A sandbox''s mail, which goes nowhere; empty in production. Owner: the sandbox.';
comment on column aval.caught_mail.kind is 'sms: a short message, which has no subject and no other part.';

create table aval.checkpoint (
  size bigint not null,
  root bytea not null,
  frontier bytea[] not null,
  note text not null,
  at timestamp with time zone not null,
  published_at timestamp with time zone,
  constraint checkpoint_pkey PRIMARY KEY (size),
  constraint checkpoint_root_check CHECK ((octet_length(root) = 32)),
  constraint checkpoint_size_check CHECK ((size > 0))
);
CREATE INDEX checkpoint_published ON aval.checkpoint USING btree (size) WHERE (published_at IS NOT NULL);
comment on table aval.checkpoint is 'A signed statement of how long the log was and of its Merkle root. frontier: the roots of its perfect subtrees, largest first. Owner: audit.';

create table aval.ciba_request (
  id text not null,
  handle_hash text not null,
  client text not null,
  hint_hash text not null,
  network text not null,
  number text,
  state text not null,
  made_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  asked_at timestamp with time zone,
  wait_ms integer not null,
  installation text,
  approval text,
  session text,
  scope text default 'national'::text not null,
  key text,
  named text,
  constraint ciba_request_pkey PRIMARY KEY (id),
  constraint ciba_request_approval_fkey FOREIGN KEY (approval) REFERENCES approval(id) ON DELETE SET NULL,
  constraint ciba_request_check CHECK ((expires_at > made_at)),
  constraint ciba_request_check1 CHECK (((state <> 'claimed'::text) OR (installation IS NOT NULL))),
  constraint ciba_request_check2 CHECK (((state = 'concluded'::text) = (session IS NOT NULL))),
  constraint ciba_request_handle_hash_key UNIQUE (handle_hash),
  constraint ciba_request_installation_fkey FOREIGN KEY (installation) REFERENCES installation(id),
  constraint ciba_request_number_check CHECK ((number ~ '^[0-9]{2}$'::text)),
  constraint ciba_request_session_fkey FOREIGN KEY (session) REFERENCES session(id),
  constraint ciba_request_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'replaced'::text, 'tried'::text, 'claimed'::text, 'concluded'::text]))),
  constraint ciba_request_strict CHECK (((key IS NULL) = (number IS NOT NULL))),
  constraint ciba_request_wait_ms_check CHECK ((wait_ms > 0))
);
CREATE INDEX ciba_request_expires ON aval.ciba_request USING btree (expires_at);
CREATE INDEX ciba_request_waiting ON aval.ciba_request USING btree (hint_hash, client, network) WHERE (state = 'waiting'::text);
comment on table aval.ciba_request is 'Requests of software, one row each whomever they name: only a holder''s own search says whose they are, so that the endpoint cannot tell. Owner: login.';
comment on column aval.ciba_request.handle_hash is 'base64url SHA-256 of auth_req_id, which its client polls with.';
comment on column aval.ciba_request.hint_hash is 'The same of login_hint: whom a stranger asked for is not kept in words.';
comment on column aval.ciba_request.network is 'Where it came from: requests are kept, matched and silenced per origin network.';
comment on column aval.ciba_request.number is 'The two digits that the software drew and shows.';
comment on column aval.ciba_request.asked_at is 'When its client last polled; sooner than wait_ms after that it is told to slow down, and waits longer.';
comment on column aval.ciba_request.key is 'Strict software: RFC 7638 thumbprint of the key that asked; only its bearer polls.';
comment on column aval.ciba_request.named is 'Strict software: the installation that its login_hint_token names, or one that never was. Whose it is, and whether it still is, is asked only once a phone has claimed.';

create table aval.ciba_silence (
  professional text not null,
  network text not null,
  until timestamp with time zone not null,
  constraint ciba_silence_pkey PRIMARY KEY (professional, network)
);
CREATE INDEX ciba_silence_until ON aval.ciba_silence USING btree (until);
comment on table aval.ciba_silence is 'After a wrong entry, requests of this origin network are not found by this holder until then. Owner: login.';

create table aval.clearance (
  stop text not null,
  member text not null,
  signature text not null,
  signed_at timestamp with time zone not null,
  desk_enrolment text,
  constraint clearance_pkey PRIMARY KEY (stop, member),
  constraint clearance_stop_fkey FOREIGN KEY (stop) REFERENCES stop(id)
);
comment on table aval.clearance is 'Which analysts signed that a freeze may end, and when: one row a person, worth something for a day. Owner: stops.';
comment on column aval.clearance.member is 'The member of staff who signed: never the one who froze.';
comment on column aval.clearance.desk_enrolment is 'The phone that this analyst was shown with the freeze: a signature counts only while it is the one that stands on the freeze.';

create table aval.clock_offset (
  only_row boolean default true not null,
  ahead interval default '00:00:00'::interval not null,
  constraint clock_offset_pkey PRIMARY KEY (only_row),
  constraint clock_offset_ahead_check CHECK ((ahead >= '00:00:00'::interval)),
  constraint clock_offset_only_row_check CHECK (only_row)
);
comment on table aval.clock_offset is 'How far the clock of Aval is ahead of the machine''s. Only the sandbox and tests move it, as the owner; production refuses to start with an offset. [read-only]';

create table aval.complaint (
  id text not null,
  fraud_case text not null,
  professional text not null,
  from_at timestamp with time zone not null,
  words text not null,
  by_member text not null,
  asked_at timestamp with time zone default aval_now() not null,
  second_member text,
  signature text,
  signed_at timestamp with time zone,
  constraint complaint_pkey PRIMARY KEY (id),
  constraint complaint_check CHECK ((second_member IS DISTINCT FROM by_member)),
  constraint complaint_check1 CHECK (((second_member IS NULL) = (signature IS NULL))),
  constraint complaint_check2 CHECK (((second_member IS NULL) = (signed_at IS NULL))),
  constraint complaint_fraud_case_fkey FOREIGN KEY (fraud_case) REFERENCES fraud_case(id),
  constraint complaint_words_check CHECK (((char_length(words) >= 1) AND (char_length(words) <= 4000)))
);
CREATE INDEX complaint_case ON aval.complaint USING btree (fraud_case, asked_at DESC);
comment on table aval.complaint is 'Complaint files asked for in a case: which person''s, why, and who signed as the second. Owner: cases.';
comment on column aval.complaint.from_at is 'What is told begins there: some time before the person''s first alert of the case.';

create table aval.contact (
  id bigint generated always as identity not null,
  professional text not null,
  kind text not null,
  value text not null,
  source text not null,
  given_by text,
  since timestamp with time zone default aval_now() not null,
  withdrawn_at timestamp with time zone,
  replaced_at timestamp with time zone,
  scope text not null,
  proof text default 'register'::text not null,
  dated date,
  confirmed_at timestamp with time zone,
  request text,
  disowned_at timestamp with time zone,
  constraint contact_pkey PRIMARY KEY (id),
  constraint contact_check CHECK ((num_nonnulls(given_by, request) = 1)),
  constraint contact_given_by_fkey FOREIGN KEY (given_by) REFERENCES import_run(id),
  constraint contact_kind_check CHECK ((kind = ANY (ARRAY['phone'::text, 'email'::text]))),
  constraint contact_professional_fkey FOREIGN KEY (professional) REFERENCES professional(id),
  constraint contact_proof_check CHECK ((proof = ANY (ARRAY['register'::text, 'desk'::text, 'letter'::text, 'document'::text, 'partner'::text, 'agreed'::text]))),
  constraint contact_value_check CHECK ((value <> ''::text))
);
CREATE INDEX contact_replaced ON aval.contact USING btree (professional) WHERE (replaced_at IS NOT NULL);
CREATE INDEX contact_value ON aval.contact USING hash (value) WHERE ((replaced_at IS NULL) AND (withdrawn_at IS NULL));
CREATE UNIQUE INDEX contact_current ON aval.contact USING btree (professional, kind) WHERE (replaced_at IS NULL);
comment on table aval.contact is 'Where somebody can be reached, only ever as a registration authority said it. withdrawn_at: the register no longer gives it, but the last trusted value is kept. Owner: directory.';
comment on column aval.contact.proof is 'How its authority made sure. register: an extract, which does not say; agreed: two people, by the console or the interface.';
comment on column aval.contact.dated is 'When its authority recorded it, as it says itself. Nothing is decided by it.';
comment on column aval.contact.confirmed_at is 'When the authority, or its holder, last said that it is still right. Null: not since it was given.';
comment on column aval.contact.request is 'The request of contacts that gave it. Null: an import did.';
comment on column aval.contact.disowned_at is 'When an undo took it back, or two people at a desk said that it is not its holder''s: it is relied on no more. Null: nobody did.';

create table aval.contact_change (
  id bigint generated always as identity not null,
  professional text not null,
  kind text not null,
  old_value text not null,
  new_value text not null,
  run text,
  at timestamp with time zone default aval_now() not null,
  scope text not null,
  announced_at timestamp with time zone,
  request text,
  constraint contact_change_pkey PRIMARY KEY (id),
  constraint contact_change_check CHECK ((num_nonnulls(run, request) = 1)),
  constraint contact_change_kind_check CHECK ((kind = ANY (ARRAY['phone'::text, 'email'::text]))),
  constraint contact_change_professional_fkey FOREIGN KEY (professional) REFERENCES professional(id),
  constraint contact_change_run_fkey FOREIGN KEY (run) REFERENCES import_run(id)
);
CREATE INDEX contact_change_professional ON aval.contact_change USING btree (professional, at DESC);
CREATE INDEX contact_change_untold ON aval.contact_change USING btree (id) WHERE (announced_at IS NULL);
comment on table aval.contact_change is 'Every change of a contact of somebody already known; both values are announced it. Empty: none. Owner: directory.';
comment on column aval.contact_change.announced_at is 'When the person was told of it. Null: not yet.';
comment on column aval.contact_change.request is 'The request of contacts that changed it. Null: an import did.';

create table aval.contact_file (
  id text not null,
  authority text not null,
  file text not null,
  list text not null,
  undoes text,
  added integer not null,
  changed integer not null,
  removed integer not null,
  made_at timestamp with time zone default aval_now() not null,
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  applied_run text,
  constraint contact_file_pkey PRIMARY KEY (id),
  constraint contact_file_applied_run_fkey FOREIGN KEY (applied_run) REFERENCES import_run(id),
  constraint contact_file_check CHECK (((applied_run IS NULL) OR (ended_at IS NOT NULL))),
  constraint contact_file_id_fkey FOREIGN KEY (id) REFERENCES import_run(id),
  constraint contact_file_undoes_fkey FOREIGN KEY (undoes) REFERENCES import_run(id)
);
comment on table aval.contact_file is 'A file of contacts above its authority''s share: inert until two people of the authority have signed exactly its list. Owner: directory.';

create table aval.contact_file_line (
  file text not null,
  line integer not null,
  national_id text not null,
  kind text not null,
  value text not null,
  dated date,
  proof text not null,
  source text,
  constraint contact_file_line_pkey PRIMARY KEY (file, line),
  constraint contact_file_line_file_fkey FOREIGN KEY (file) REFERENCES contact_file(id) ON DELETE CASCADE
);
comment on table aval.contact_file_line is 'What such a file says, a line each, until it is applied or over. Owner: directory.';

create table aval.contact_file_signature (
  file text not null,
  staff text not null,
  signature text not null,
  signed_at timestamp with time zone default aval_now() not null,
  constraint contact_file_signature_pkey PRIMARY KEY (file, staff),
  constraint contact_file_signature_file_fkey FOREIGN KEY (file) REFERENCES contact_file(id) ON DELETE CASCADE,
  constraint contact_file_signature_staff_fkey FOREIGN KEY (staff) REFERENCES staff_member(id)
);
comment on table aval.contact_file_signature is 'Who signed that a file of contacts above the share is right. Owner: contacts.';

create table aval.contact_flaw (
  professional text not null,
  kind text not null,
  flaw text not null,
  contact bigint,
  national_id text not null,
  known_at timestamp with time zone,
  scopes text[] not null,
  constraint contact_flaw_pkey PRIMARY KEY (professional, kind, flaw),
  constraint contact_flaw_check CHECK (((contact IS NULL) = (flaw = 'missing'::text))),
  constraint contact_flaw_contact_fkey FOREIGN KEY (contact) REFERENCES contact(id) ON DELETE CASCADE,
  constraint contact_flaw_flaw_check CHECK ((flaw = ANY (ARRAY['missing'::text, 'shared'::text, 'bounced'::text, 'old'::text, 'recycled'::text]))),
  constraint contact_flaw_kind_check CHECK ((kind = ANY (ARRAY['phone'::text, 'email'::text]))),
  constraint contact_flaw_professional_fkey FOREIGN KEY (professional) REFERENCES professional(id)
);
CREATE INDEX contact_flaw_contact ON aval.contact_flaw USING btree (contact) WHERE (contact IS NOT NULL);
CREATE INDEX contact_flaw_order ON aval.contact_flaw USING btree (flaw, known_at, national_id COLLATE "C", kind);
CREATE INDEX contact_flaw_scopes ON aval.contact_flaw USING gin (scopes);
comment on table aval.contact_flaw is 'Contacts to look at, as they were found last; no value. Owner: directory.';

create table aval.contact_flaw_count (
  scope text not null,
  flaw text not null,
  total integer not null,
  constraint contact_flaw_count_pkey PRIMARY KEY (scope, flaw),
  constraint contact_flaw_count_total_check CHECK ((total > 0))
);
comment on table aval.contact_flaw_count is 'How many of each there are for each authority. Owner: directory.';

create table aval.contact_flaw_search (
  the_only boolean default true not null,
  found_at timestamp with time zone not null,
  seen text not null,
  took_ms integer not null,
  constraint contact_flaw_search_pkey PRIMARY KEY (the_only),
  constraint contact_flaw_search_the_only_check CHECK (the_only),
  constraint contact_flaw_search_took_ms_check CHECK ((took_ms >= 0))
);
comment on table aval.contact_flaw_search is 'When they were looked for last, and how long it took. Owner: directory.';

create table aval.contact_key (
  id text not null,
  authority text not null,
  key_hash text not null,
  issued_at timestamp with time zone default aval_now() not null,
  expires_at timestamp with time zone not null,
  removed_at timestamp with time zone,
  last_used_on date,
  constraint contact_key_pkey PRIMARY KEY (id),
  constraint contact_key_key_hash_key UNIQUE (key_hash)
);
comment on table aval.contact_key is 'Keys by which an authority''s program asks for changes of contacts, each a hash. What they ask for is inert until a person confirms it. Owner: contacts.';

create table aval.contact_request (
  id text not null,
  professional text not null,
  national_id text not null,
  kind text not null,
  value text not null,
  replaces bigint,
  reason text not null,
  proof text not null,
  scopes text[] not null,
  source text not null,
  asked_by text,
  asked_signature text,
  asked_at timestamp with time zone default aval_now() not null,
  expires_at timestamp with time zone not null,
  decided_by text,
  decided_signature text,
  decided_at timestamp with time zone,
  outcome text,
  asked_key text,
  reference text,
  asked_device text,
  asked_run text,
  constraint contact_request_pkey PRIMARY KEY (id),
  constraint contact_request_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES staff_member(id),
  constraint contact_request_asked_device_fkey FOREIGN KEY (asked_device) REFERENCES device(id),
  constraint contact_request_asked_key_fkey FOREIGN KEY (asked_key) REFERENCES contact_key(id),
  constraint contact_request_asked_run_fkey FOREIGN KEY (asked_run) REFERENCES import_run(id),
  constraint contact_request_asker_check CHECK ((num_nonnulls(asked_by, asked_key, asked_device, asked_run) = 1)),
  constraint contact_request_check CHECK (((decided_at IS NULL) = (outcome IS NULL))),
  constraint contact_request_check1 CHECK (((outcome IS DISTINCT FROM 'confirmed'::text) OR ((decided_signature IS NOT NULL) AND (decided_by <> asked_by)))),
  constraint contact_request_check3 CHECK (((asked_key IS NULL) = (reference IS NULL))),
  constraint contact_request_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES staff_member(id),
  constraint contact_request_kind_check CHECK ((kind = ANY (ARRAY['phone'::text, 'email'::text]))),
  constraint contact_request_outcome_check CHECK ((outcome = ANY (ARRAY['confirmed'::text, 'refused'::text, 'expired'::text]))),
  constraint contact_request_phone_check CHECK (((proof = 'phone'::text) = (asked_device IS NOT NULL))),
  constraint contact_request_professional_fkey FOREIGN KEY (professional) REFERENCES professional(id),
  constraint contact_request_proof_check CHECK ((proof = ANY (ARRAY['desk'::text, 'letter'::text, 'document'::text, 'phone'::text, 'partner'::text, 'register'::text, 'agreed'::text]))),
  constraint contact_request_reason_check CHECK ((reason = ANY (ARRAY['moved'::text, 'wrong'::text, 'recycled'::text]))),
  constraint contact_request_replaces_fkey FOREIGN KEY (replaces) REFERENCES contact(id),
  constraint contact_request_signed_check CHECK ((((asked_key IS NULL) AND (asked_run IS NULL)) = (asked_signature IS NOT NULL))),
  constraint contact_request_value_check CHECK ((value <> ''::text))
);
CREATE INDEX contact_request_scopes ON aval.contact_request USING gin (scopes) WHERE (decided_at IS NULL);
CREATE UNIQUE INDEX contact_request_open ON aval.contact_request USING btree (professional, kind) WHERE (decided_at IS NULL);
CREATE UNIQUE INDEX contact_request_phone ON aval.contact_request USING btree (professional) WHERE ((asked_device IS NOT NULL) AND (decided_at IS NULL));
CREATE UNIQUE INDEX contact_request_reference ON aval.contact_request USING btree (asked_key, reference) WHERE (asked_key IS NOT NULL);
comment on table aval.contact_request is 'A contact that one person of an authority asks to change, inert until another confirms it. The value is the holder''s, so that it never leaves in a list. Owner: contacts.';
comment on column aval.contact_request.asked_key is 'The key of the program that asked. Null: a member of staff did.';
comment on column aval.contact_request.asked_device is 'The holder''s phone that asked. Null: their authority did.';
comment on column aval.contact_request.asked_run is 'The import whose line it is, of somebody whose access was stopped. Null: somebody asked.';

create table aval.contact_word (
  device text not null,
  kind text not null,
  value text not null,
  asked_at timestamp with time zone not null,
  scope text default 'national'::text not null,
  constraint contact_word_pkey PRIMARY KEY (device),
  constraint contact_word_device_fkey FOREIGN KEY (device) REFERENCES device(id) ON DELETE CASCADE,
  constraint contact_word_kind_check CHECK ((kind = ANY (ARRAY['phone'::text, 'email'::text]))),
  constraint contact_word_value_check CHECK ((value <> ''::text))
);
comment on table aval.contact_word is 'A value that a phone is about to ask for, in the half minute before its code. It opens nothing, and goes with the request or the next one. Owner: contacts.';

create table aval.cosignature (
  size bigint not null,
  witness text not null,
  line text not null,
  at timestamp with time zone not null,
  constraint cosignature_pkey PRIMARY KEY (witness, size),
  constraint cosignature_size_fkey FOREIGN KEY (size) REFERENCES checkpoint(size),
  constraint cosignature_witness_check CHECK ((witness ~ '^[^\s+]+\+[0-9a-f]{8}\+\S+$'::text))
);
CREATE INDEX cosignature_size ON aval.cosignature USING btree (size);
comment on table aval.cosignature is 'What a witness outside signed of a checkpoint: that it keeps it, after all that it kept before. witness: its key, as C2SP writes one. Owner: audit.';

create table aval.delivery (
  id text not null,
  notice text not null,
  contact bigint not null,
  state text not null,
  due_at timestamp with time zone not null,
  tries integer default 0 not null,
  sent_at timestamp with time zone,
  channel text default 'mail'::text not null,
  carried_as text,
  opened_at timestamp with time zone,
  constraint delivery_pkey PRIMARY KEY (id),
  constraint delivery_channel_check CHECK ((channel = ANY (ARRAY['mail'::text, 'sms'::text]))),
  constraint delivery_check CHECK (((state = 'sent'::text) = (sent_at IS NOT NULL))),
  constraint delivery_handed CHECK (((state <> 'handed'::text) OR (carried_as IS NOT NULL))),
  constraint delivery_notice_contact_key UNIQUE (notice, contact),
  constraint delivery_notice_fkey FOREIGN KEY (notice) REFERENCES notice(id),
  constraint delivery_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'digest'::text, 'handed'::text, 'sent'::text, 'failed'::text])))
);
CREATE INDEX delivery_carried ON aval.delivery USING btree (carried_as) WHERE (carried_as IS NOT NULL);
CREATE INDEX delivery_due ON aval.delivery USING btree (due_at) WHERE (state = ANY (ARRAY['waiting'::text, 'digest'::text]));
CREATE INDEX delivery_handed_due ON aval.delivery USING btree (due_at) WHERE (state = 'handed'::text);
comment on table aval.delivery is 'A notice on its way to one contact: waiting, kept for the evening digest, handed to an operator, arrived or given up. Owner: notices.';
comment on column aval.delivery.state is 'sent: the receiver''s own server, or the operator''s receipt, said that it has it. handed: an operator took it and has not said.';
comment on column aval.delivery.carried_as is 'What the operator calls it: its receipts name it so.';
comment on column aval.delivery.opened_at is 'When its page was first opened, by somebody or by a machine that opens mail.';

create table aval.deployment (
  only_row boolean default true not null,
  mode text not null,
  root text not null,
  since timestamp with time zone default clock_timestamp() not null,
  constraint deployment_pkey PRIMARY KEY (only_row),
  constraint deployment_mode_check CHECK ((mode = ANY (ARRAY['sandbox'::text, 'production'::text]))),
  constraint deployment_only_row_check CHECK (only_row),
  constraint deployment_root_check CHECK ((root <> ''::text))
);
comment on table aval.deployment is 'What this database was first started for, and the thumbprint of the root of its keys. Neither ever changes: a sandbox never becomes production. [read-only]';

create table aval.desk_visit (
  id text not null,
  page text not null,
  professional text not null,
  national_id text not null,
  holder_name text not null,
  opened_by text not null,
  opened_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  enrolment text,
  first_signature text,
  first_signed_at timestamp with time zone,
  second_by text,
  presence text,
  second_signed_at timestamp with time zone,
  ready_at timestamp with time zone,
  scopes text[] default '{}'::text[] not null,
  stopped_at timestamp with time zone,
  constraint desk_visit_pkey PRIMARY KEY (id),
  constraint desk_visit_check CHECK (((first_signed_at IS NULL) = (enrolment IS NULL))),
  constraint desk_visit_check1 CHECK (((second_signed_at IS NULL) = (second_by IS NULL))),
  constraint desk_visit_check2 CHECK ((second_by IS DISTINCT FROM opened_by)),
  constraint desk_visit_page_key UNIQUE (page),
  constraint desk_visit_presence_check CHECK ((presence = ANY (ARRAY['room'::text, 'elsewhere'::text])))
);
CREATE INDEX desk_visit_live ON aval.desk_visit USING btree (expires_at) WHERE (ended_at IS NULL);
comment on table aval.desk_visit is 'A new phone and its holder at a desk, and the two registrars who sign. Owner: desk.';
comment on column aval.desk_visit.scopes is 'The authorities that might vouch for the person when the visit was opened. For the list only: opening one asks the directory again.';
comment on column aval.desk_visit.stopped_at is 'When somebody who was told of it pressed Arrêter: it is counted, over all visits of a holder.';

create table aval.device (
  id text not null,
  professional text,
  label text not null,
  ik jsonb not null,
  ik_thumbprint text not null,
  uk jsonb,
  pin_key text,
  level text,
  state text not null,
  created_at timestamp with time zone default aval_now() not null,
  activated_at timestamp with time zone,
  last_used_at timestamp with time zone,
  scope text default 'national'::text not null,
  next_pin_key text,
  cleared_by text,
  replaced_by text,
  code_since timestamp with time zone,
  renewal_key text,
  listened_for text[],
  awaits_clearing text,
  suspended_for text,
  constraint device_pkey PRIMARY KEY (id),
  constraint device_check CHECK (((state <> 'active'::text) OR ((professional IS NOT NULL) AND (uk IS NOT NULL) AND (level IS NOT NULL) AND (activated_at IS NOT NULL)))),
  constraint device_ik_thumbprint_key UNIQUE (ik_thumbprint),
  constraint device_label_check CHECK ((char_length(label) <= 60)),
  constraint device_level_check CHECK ((level = ANY (ARRAY['limited'::text, 'full'::text]))),
  constraint device_replaced_by_fkey FOREIGN KEY (replaced_by) REFERENCES device(id),
  constraint device_state_check CHECK ((state = ANY (ARRAY['enrolling'::text, 'active'::text, 'suspended'::text, 'disabled'::text, 'revoked'::text])))
);
CREATE INDEX device_professional ON aval.device USING btree (professional) WHERE (professional IS NOT NULL);
comment on table aval.device is 'Phones: the installation key, the public key of the personal code, level and state. Owner: devices.';
comment on column aval.device.next_pin_key is 'What the code is becoming: whether it is yet is for the PIN program to say.';
comment on column aval.device.cleared_by is 'The enrolment that takes this installation for cleared from its phone, or took it so and stands beside it, until the installation says anything.';
comment on column aval.device.replaced_by is 'The installation as which the same phone goes on, in its place or beside it: whatever stops this one stops that one.';
comment on column aval.device.code_since is 'Since when the code stands on pin_key; absent: since activated_at.';
comment on column aval.device.renewal_key is 'The key that was asked for last as a renewal of the same code. It is told as one only if it is this one.';
comment on column aval.device.listened_for is 'The enrolments, of a phone whose storage was cleared, since whose scan this installation has said nothing; the newest first.';
comment on column aval.device.awaits_clearing is 'The freeze under which a desk added this phone: until it is cleared, the phone is worth a limited one, and its age counts from there.';
comment on column aval.device.suspended_for is 'Who suspended it, the last time: what an analyst did, two may undo.';

create table aval.directory_read (
  service text not null,
  day date not null,
  requests integer not null,
  resources integer not null,
  constraint directory_read_pkey PRIMARY KEY (service, day),
  constraint directory_read_requests_check CHECK ((requests > 0)),
  constraint directory_read_resources_check CHECK ((resources >= 0)),
  constraint directory_read_service_fkey FOREIGN KEY (service) REFERENCES service(id)
);
comment on table aval.directory_read is 'Requests and resources a service read in a day (UTC): counts, and nobody''s name. Owner: fhir.';

create table aval.drill_count (
  campaign text not null,
  profession text not null,
  refused integer default 0 not null,
  went_on integer default 0 not null,
  constraint drill_count_pkey PRIMARY KEY (campaign, profession),
  constraint drill_count_campaign_fkey FOREIGN KEY (campaign) REFERENCES campaign(id) ON DELETE CASCADE,
  constraint drill_count_check CHECK (((refused + went_on) >= 5)),
  constraint drill_count_refused_check CHECK ((refused >= 0)),
  constraint drill_count_went_on_check CHECK ((went_on >= 0))
);
comment on table aval.drill_count is 'What each profession answered to the exercise of a campaign, added to by five at least. Owner: campaigns.';

create table aval.drill_spent (
  number text not null,
  drawn_on date not null,
  constraint drill_spent_pkey PRIMARY KEY (number),
  constraint drill_spent_number_check CHECK ((length(number) = 22))
);
CREATE INDEX drill_spent_drawn ON aval.drill_spent USING btree (drawn_on);
comment on table aval.drill_spent is 'Numbers of exercises that were answered, so that each counts once. A number is kept beside no phone, person or answer. Owner: campaigns.';

create table aval.drill_turn (
  professional text not null,
  drawn_on date,
  is_off boolean default false not null,
  constraint drill_turn_pkey PRIMARY KEY (professional),
  constraint drill_turn_check CHECK ((is_off OR (drawn_on IS NOT NULL)))
);
comment on table aval.drill_turn is 'That a holder''s phone drew an exercise, by the day, and whether they want no more. Never of which campaign, nor what was answered. Owner: campaigns.';

create table aval.eid_visit (
  id text not null,
  enrolment text not null,
  national_id text not null,
  state_hash text not null,
  browser_hash text not null,
  nonce text,
  verifier text,
  state text not null,
  refusal text,
  opened_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  scope text default 'national'::text not null,
  constraint eid_visit_pkey PRIMARY KEY (id),
  constraint eid_visit_check CHECK (((state = 'refused'::text) = (refusal IS NOT NULL))),
  constraint eid_visit_enrolment_fkey FOREIGN KEY (enrolment) REFERENCES enrolment(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  constraint eid_visit_national_id_check CHECK (((length(national_id) >= 1) AND (length(national_id) <= 64))),
  constraint eid_visit_state_check CHECK ((state = ANY (ARRAY['open'::text, 'returned'::text, 'equal'::text, 'refused'::text]))),
  constraint eid_visit_state_hash_key UNIQUE (state_hash)
);
CREATE INDEX eid_visit_ends ON aval.eid_visit USING btree (ends_at);
CREATE INDEX eid_visit_of_enrolment ON aval.eid_visit USING btree (enrolment, opened_at DESC);
comment on table aval.eid_visit is 'Passages at the upstream provider of remote eIDs: a new phone''s holder goes there and comes back. Owner: enrolment.';
comment on column aval.eid_visit.national_id is 'Who its holder says to be: public. Whether there is such a person is told to nobody before they are compared.';
comment on column aval.eid_visit.state_hash is 'SHA-256 of what the provider sends the browser back with, base64url.';
comment on column aval.eid_visit.browser_hash is 'SHA-256 of the cookie of the browser that left, base64url: another one''s return is worth nothing.';
comment on column aval.eid_visit.verifier is 'PKCE verifier. Null once the passage is over, as the nonce is.';
comment on column aval.eid_visit.refusal is 'What the phone is told of it.';

create table aval.enrolment (
  id text not null,
  device text not null,
  state text not null,
  requested_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  professional text,
  national_id text,
  holder_name text,
  level text,
  evidence jsonb,
  evidenced_at timestamp with time zone,
  ready_at timestamp with time zone,
  activated_at timestamp with time zone,
  scope text default 'national'::text not null,
  path text,
  wait text,
  holds smallint default 0 not null,
  version integer default 0 not null,
  told_at timestamp with time zone,
  end_told_at timestamp with time zone,
  old_phone text,
  proven_first boolean default false not null,
  raises boolean default false not null,
  constraint enrolment_pkey PRIMARY KEY (id),
  constraint enrolment_begun CHECK (((state <> 'evidenced'::text) OR ((professional IS NOT NULL) AND (path IS NOT NULL)))),
  constraint enrolment_check1 CHECK (((state <> 'active'::text) OR (activated_at IS NOT NULL))),
  constraint enrolment_device_fkey FOREIGN KEY (device) REFERENCES device(id),
  constraint enrolment_holds_check CHECK (((holds >= 0) AND (holds <= 2))),
  constraint enrolment_level_check CHECK ((level = ANY (ARRAY['limited'::text, 'full'::text]))),
  constraint enrolment_old_phone_fkey FOREIGN KEY (old_phone) REFERENCES device(id),
  constraint enrolment_proven CHECK (((state <> ALL (ARRAY['cooling'::text, 'ready'::text, 'held'::text, 'active'::text])) OR ((professional IS NOT NULL) AND (national_id IS NOT NULL) AND (level IS NOT NULL) AND (evidence IS NOT NULL) AND (evidenced_at IS NOT NULL) AND (ready_at IS NOT NULL) AND (path IS NOT NULL) AND (wait IS NOT NULL)))),
  constraint enrolment_raises CHECK (((NOT raises) OR (professional IS NOT NULL))),
  constraint enrolment_state CHECK ((state = ANY (ARRAY['requested'::text, 'evidenced'::text, 'cooling'::text, 'ready'::text, 'held'::text, 'active'::text, 'contested'::text, 'expired'::text, 'refused'::text])))
);
CREATE INDEX enrolment_of_holder ON aval.enrolment USING btree (professional) WHERE (state = ANY (ARRAY['evidenced'::text, 'cooling'::text, 'ready'::text, 'held'::text]));
CREATE INDEX enrolment_open ON aval.enrolment USING btree (expires_at) WHERE (state = ANY (ARRAY['requested'::text, 'evidenced'::text, 'cooling'::text, 'ready'::text]));
CREATE INDEX enrolment_raise ON aval.enrolment USING btree (device, requested_at DESC) WHERE raises;
CREATE UNIQUE INDEX enrolment_of_new_phone ON aval.enrolment USING btree (device) WHERE (NOT raises);
comment on table aval.enrolment is 'Enrolments: which phone, proven to be whose, by which evidence, active from when. Owner: enrolment.';
comment on column aval.enrolment.path is 'By which row of the evidence table.';
comment on column aval.enrolment.wait is 'Which of the table''s waits runs, or ran.';
comment on column aval.enrolment.holds is 'How often somebody who was told has held it: twice at most.';
comment on column aval.enrolment.version is 'Counts its moves: each is recorded only on the standing that it was decided from.';
comment on column aval.enrolment.told_at is 'When a notice of it was first known delivered: a wait of an hour counts from then.';
comment on column aval.enrolment.end_told_at is 'When it was told that the wait ends within the hour.';
comment on column aval.enrolment.old_phone is 'The phone of the holder''s that showed the page: suspended, it takes what it began with it.';
comment on column aval.enrolment.proven_first is 'Proven while its holder never had a full phone: if they have had one since, the wait is the longer one.';
comment on column aval.enrolment.raises is 'Whether it is about a limited phone that its holder has, which is to be a full one.';

create table aval.enrolment_page (
  id text not null,
  kind text not null,
  opened_by text not null,
  professional text,
  secret bytea not null,
  asked_at timestamp with time zone not null,
  opened_at timestamp with time zone,
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  opening jsonb,
  enrolment text,
  bound_at timestamp with time zone,
  tries smallint default 0 not null,
  scope text default 'national'::text not null,
  words_at timestamp with time zone,
  again text,
  constraint enrolment_page_pkey PRIMARY KEY (id),
  constraint enrolment_page_again CHECK (((again IS NULL) OR (kind = ANY (ARRAY['card'::text, 'desk'::text])))),
  constraint enrolment_page_again_fkey FOREIGN KEY (again) REFERENCES enrolment(id) ON DELETE CASCADE,
  constraint enrolment_page_card CHECK (((kind = 'card'::text) OR (words_at IS NULL))),
  constraint enrolment_page_check CHECK (((enrolment IS NULL) = (bound_at IS NULL))),
  constraint enrolment_page_check1 CHECK (((bound_at IS NULL) OR (opened_at IS NOT NULL))),
  constraint enrolment_page_check2 CHECK (((kind = 'desk'::text) OR (professional IS NOT NULL))),
  constraint enrolment_page_enrolment_fkey FOREIGN KEY (enrolment) REFERENCES enrolment(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  constraint enrolment_page_enrolment_key UNIQUE (enrolment),
  constraint enrolment_page_kind_check CHECK ((kind = ANY (ARRAY['desk'::text, 'card'::text, 'old_phone'::text, 'place'::text]))),
  constraint enrolment_page_one CHECK (((enrolment IS NULL) OR (again IS NULL))),
  constraint enrolment_page_secret_check CHECK ((octet_length(secret) = 32))
);
CREATE INDEX enrolment_page_again ON aval.enrolment_page USING btree (again) WHERE (again IS NOT NULL);
CREATE INDEX enrolment_page_expires ON aval.enrolment_page USING btree (expires_at);
comment on table aval.enrolment_page is 'Pages of ours that show a one-time binding, as an animated QR, to the phone that is to be enrolled. Owner: enrolment.';
comment on column aval.enrolment_page.opened_by is 'The registrar or the phone whose page it is; for a card''s, its authority and number.';
comment on column aval.enrolment_page.professional is 'Whose phone it will be; absent at a desk, where registrars say so afterwards.';
comment on column aval.enrolment_page.secret is 'What its bindings are made and checked with (HMAC-SHA-256). It never leaves the server.';
comment on column aval.enrolment_page.asked_at is 'When it was asked for: an old phone''s opens half a minute later, by the code.';
comment on column aval.enrolment_page.opening is 'The old phone''s signed word that opened it.';
comment on column aval.enrolment_page.enrolment is 'The one enrolment that was bound to it.';
comment on column aval.enrolment_page.tries is 'Wrong entries of the four words.';
comment on column aval.enrolment_page.words_at is 'When the four words were typed beside a card: half a minute later its holder may confirm.';
comment on column aval.enrolment_page.again is 'The held enrolment that is shown again: its phone scanned this desk''s page, or its words were typed beside the card.';

create table aval.enrolment_word (
  enrolment text not null,
  device text not null,
  asked_at timestamp with time zone not null,
  said_at timestamp with time zone,
  scope text default 'national'::text not null,
  constraint enrolment_word_pkey PRIMARY KEY (enrolment, device),
  constraint enrolment_word_device_fkey FOREIGN KEY (device) REFERENCES device(id),
  constraint enrolment_word_enrolment_fkey FOREIGN KEY (enrolment) REFERENCES enrolment(id) ON DELETE CASCADE
);
comment on table aval.enrolment_word is 'An older phone''s word that a new one is its holder''s: asked for, then said by the code half a minute later. Owner: enrolment.';
comment on column aval.enrolment_word.said_at is 'When it was said: once, for this asking.';

create table aval.erasure (
  id text not null,
  professional text not null,
  scopes text[] not null,
  reason text not null,
  digest text not null,
  by_member text not null,
  asked_at timestamp with time zone default aval_now() not null,
  withdrawn_at timestamp with time zone,
  second_member text,
  signature text,
  done_at timestamp with time zone,
  constraint erasure_pkey PRIMARY KEY (id),
  constraint erasure_check CHECK ((second_member IS DISTINCT FROM by_member)),
  constraint erasure_check1 CHECK (((second_member IS NULL) = (signature IS NULL))),
  constraint erasure_check2 CHECK (((second_member IS NULL) = (done_at IS NULL))),
  constraint erasure_check3 CHECK (((withdrawn_at IS NULL) OR (done_at IS NULL))),
  constraint erasure_reason_check CHECK ((reason = ANY (ARRAY['right_to_erasure'::text, 'wrong_person'::text, 'court_order'::text])))
);
comment on table aval.erasure is 'What two people erase of one person''s facts, and why. Owner: erasures.';
comment on column aval.erasure.digest is 'SHA-256 of whom, why and the exact list, base64url: what the second person signs.';

create table aval.erasure_fact (
  erasure text not null,
  fact text not null,
  constraint erasure_fact_pkey PRIMARY KEY (erasure, fact),
  constraint erasure_fact_erasure_fkey FOREIGN KEY (erasure) REFERENCES erasure(id)
);
comment on table aval.erasure_fact is 'Exactly which facts an erasure names. Owner: erasures.';

create table aval.exercise (
  professional text not null,
  profession_code text not null,
  category_code text not null,
  "position" integer not null,
  exercise_civility_code text not null,
  exercise_family_name text not null,
  exercise_given_name text not null,
  know_how_type_code text not null,
  know_how_code text not null,
  constraint exercise_pkey PRIMARY KEY (professional, profession_code, category_code),
  constraint exercise_professional_fkey FOREIGN KEY (professional) REFERENCES professional(id)
);
CREATE INDEX exercise_category ON aval.exercise USING btree (category_code) WHERE (category_code <> ALL (ARRAY[''::text, 'C'::text]));
CREATE INDEX exercise_fhir_family ON aval.exercise USING btree (fhir_fold(exercise_family_name) text_pattern_ops);
CREATE INDEX exercise_fhir_given ON aval.exercise USING btree (fhir_fold(exercise_given_name) text_pattern_ops);
CREATE INDEX exercise_know_how ON aval.exercise USING btree (know_how_code) WHERE (know_how_code <> ''::text);
CREATE INDEX exercise_know_how_type ON aval.exercise USING btree (know_how_type_code) WHERE (know_how_type_code <> ALL (ARRAY[''::text, 'S'::text]));
CREATE INDEX exercise_profession ON aval.exercise USING btree (profession_code);
CREATE INDEX exercise_unnamed ON aval.exercise USING btree (professional) WHERE (exercise_family_name = ''::text);
comment on table aval.exercise is 'A profession held in a category. position: the order in which the register first listed it, kept for life because clients read the first. Owner: directory.';

create table aval.fact (
  id text not null,
  kind text not null,
  at timestamp with time zone not null,
  body text not null,
  scope text default 'national'::text not null,
  professional text,
  leaf bytea not null,
  seq bigint,
  constraint fact_pkey PRIMARY KEY (id),
  constraint fact_leaf_check CHECK ((octet_length(leaf) = 32)),
  constraint fact_seq_check CHECK ((seq >= 0)),
  constraint fact_seq_key UNIQUE (seq)
);
CREATE INDEX fact_kind ON aval.fact USING btree (kind, at DESC);
CREATE INDEX fact_professional ON aval.fact USING btree (professional, at DESC) WHERE (professional IS NOT NULL);
CREATE INDEX fact_unsequenced ON aval.fact USING btree (at, id) WHERE (seq IS NULL);
CREATE TRIGGER fact_append_only BEFORE DELETE OR UPDATE ON aval.fact FOR EACH ROW EXECUTE FUNCTION fact_is_append_only();
comment on table aval.fact is 'What happened, once and for ever: canonical JSON, its leaf hash, and its place in the log once sequenced. Owner: audit.';

create table aval.fact_erased (
  fact text not null,
  commitment bytea not null,
  by_fact text not null,
  constraint fact_erased_pkey PRIMARY KEY (fact),
  constraint fact_erased_by_fact_fkey FOREIGN KEY (by_fact) REFERENCES fact(id),
  constraint fact_erased_commitment_check CHECK ((octet_length(commitment) = 32)),
  constraint fact_erased_fact_fkey FOREIGN KEY (fact) REFERENCES fact(id)
);
CREATE INDEX fact_erased_by ON aval.fact_erased USING btree (by_fact);
comment on table aval.fact_erased is 'Facts that lost their key and what they said, what their leaf committed to, and the fact that says so. Owner: audit.';

create table aval.fact_key (
  fact text not null,
  key bytea not null,
  constraint fact_key_pkey PRIMARY KEY (fact),
  constraint fact_key_fact_fkey FOREIGN KEY (fact) REFERENCES fact(id),
  constraint fact_key_key_check CHECK ((octet_length(key) = 32))
);
comment on table aval.fact_key is 'The key under which a leaf commits to its fact: erasing it leaves the log verifiable and the fact unprovable. Owner: audit.';

create table aval.fraud_case (
  id text not null,
  state text not null,
  severity text not null,
  opened_at timestamp with time zone default aval_now() not null,
  due_at timestamp with time zone not null,
  owner text,
  snoozed_until timestamp with time zone,
  snoozed_for text,
  outcome text,
  outcome_words text,
  closed_at timestamp with time zone,
  merged_into text,
  constraint fraud_case_pkey PRIMARY KEY (id),
  constraint fraud_case_check CHECK (((state = ANY (ARRAY['claimed'::text, 'snoozed'::text])) = (owner IS NOT NULL))),
  constraint fraud_case_check1 CHECK ((((state = 'snoozed'::text) = (snoozed_until IS NOT NULL)) AND ((state = 'snoozed'::text) = (snoozed_for IS NOT NULL)))),
  constraint fraud_case_check2 CHECK ((((state = 'closed'::text) = (outcome IS NOT NULL)) AND ((state = 'closed'::text) = (closed_at IS NOT NULL)))),
  constraint fraud_case_check3 CHECK ((((state = 'merged'::text) = (merged_into IS NOT NULL)) AND (merged_into <> id))),
  constraint fraud_case_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES fraud_case(id),
  constraint fraud_case_outcome_check CHECK ((outcome = ANY (ARRAY['fraud'::text, 'attempt'::text, 'mistake'::text, 'harmless'::text, 'unknown'::text, 'taken_back'::text]))),
  constraint fraud_case_severity_check CHECK ((severity = ANY (ARRAY['high'::text, 'medium'::text, 'low'::text]))),
  constraint fraud_case_state_check CHECK ((state = ANY (ARRAY['open'::text, 'claimed'::text, 'snoozed'::text, 'closed'::text, 'merged'::text])))
);
CREATE INDEX fraud_case_closed ON aval.fraud_case USING btree (closed_at DESC) WHERE (state = 'closed'::text);
CREATE INDEX fraud_case_live ON aval.fraud_case USING btree (due_at, id) WHERE (state = ANY (ARRAY['open'::text, 'claimed'::text, 'snoozed'::text]));
comment on table aval.fraud_case is 'What one person works on: alerts that share something. Owner: cases.';
comment on column aval.fraud_case.due_at is 'When somebody should have looked: by severity, from when the worst of its alerts was known.';
comment on column aval.fraud_case.merged_into is 'The case that has everything this one had.';

create table aval.fraud_window (
  id text not null,
  fraud_case text not null,
  professional text not null,
  from_at timestamp with time zone not null,
  to_at timestamp with time zone not null,
  words text not null,
  by_member text not null,
  made_at timestamp with time zone default aval_now() not null,
  constraint fraud_window_pkey PRIMARY KEY (id),
  constraint fraud_window_check CHECK ((from_at < to_at)),
  constraint fraud_window_fraud_case_fkey FOREIGN KEY (fraud_case) REFERENCES fraud_case(id),
  constraint fraud_window_words_check CHECK (((char_length(words) >= 1) AND (char_length(words) <= 4000)))
);
CREATE INDEX fraud_window_case ON aval.fraud_window USING btree (fraud_case, made_at DESC);
CREATE INDEX fraud_window_professional ON aval.fraud_window USING btree (professional, made_at DESC);
comment on table aval.fraud_window is 'A time in which somebody else may have used a professional''s access, as an analyst says. Owner: cases.';

create table aval.fraud_window_service (
  fraud_window text not null,
  client text not null,
  national_id text not null,
  sessions text[] not null,
  told_jti text,
  delivered_at timestamp with time zone,
  reminders integer default 0 not null,
  reminded_at timestamp with time zone,
  reviewed_by text,
  acts integer,
  cancelled integer,
  note text,
  answered_at timestamp with time zone,
  constraint fraud_window_service_pkey PRIMARY KEY (fraud_window, client),
  constraint fraud_window_service_acts_check CHECK ((acts >= 0)),
  constraint fraud_window_service_check CHECK (((cancelled >= 0) AND (cancelled <= acts))),
  constraint fraud_window_service_check1 CHECK ((((answered_at IS NULL) = (acts IS NULL)) AND ((acts IS NULL) = (cancelled IS NULL)) AND ((acts IS NULL) = (reviewed_by IS NULL)))),
  constraint fraud_window_service_check2 CHECK (((note IS NULL) OR (answered_at IS NOT NULL))),
  constraint fraud_window_service_fraud_window_fkey FOREIGN KEY (fraud_window) REFERENCES fraud_window(id),
  constraint fraud_window_service_note_check CHECK (((char_length(note) >= 1) AND (char_length(note) <= 1000))),
  constraint fraud_window_service_reminders_check CHECK ((reminders >= 0)),
  constraint fraud_window_service_reviewed_by_check CHECK (((char_length(reviewed_by) >= 1) AND (char_length(reviewed_by) <= 100)))
);
CREATE INDEX fraud_window_unanswered ON aval.fraud_window_service USING btree (fraud_window) WHERE (answered_at IS NULL);
comment on table aval.fraud_window_service is 'A service that its person used in a window of fraud: when it was told and reminded, and its one answer. Owner: cases.';
comment on column aval.fraud_window_service.told_jti is 'The event that told it last; absent: it has no stream that asks for them.';

create table aval.identifier (
  professional text not null,
  identifier text not null,
  origin text not null,
  quality integer not null,
  "position" integer not null,
  constraint identifier_pkey PRIMARY KEY (professional, identifier, origin),
  constraint identifier_professional_fkey FOREIGN KEY (professional) REFERENCES professional(id)
);
CREATE INDEX identifier_identifier ON aval.identifier USING btree (identifier);
comment on table aval.identifier is 'The ids a register lists for one person (RPPS, ADELI, PSI…), with their origin and quality. Owner: directory.';

create table aval.identity_provider (
  name text not null,
  issuer text not null,
  client_id text not null,
  structure text not null,
  label text not null,
  claim text not null,
  is_inside boolean not null,
  added_at timestamp with time zone not null,
  removed_at timestamp with time zone,
  scope text not null,
  asleep_since timestamp with time zone,
  constraint identity_provider_pkey PRIMARY KEY (name),
  constraint identity_provider_name_check CHECK ((name ~ '^[a-z0-9][a-z0-9-]{1,39}$'::text))
);
comment on table aval.identity_provider is 'Establishments'' own OpenID providers. name: what kc_idp_hint says; structure: whose people it may name; label: the directory''s name of it; claim: holds the national identifier; is_inside: its address may be private. Owner: software.';
comment on column aval.identity_provider.asleep_since is 'Since a restore: it lets nobody in until the operator confirms it. Null: it works.';

create table aval.import_print (
  source text not null,
  national_id text not null,
  low bigint not null,
  high bigint not null
);
comment on table aval.import_print is 'Sums of the fingerprints of somebody''s lines in the last file of a source, only of people of whom reading the same lines again would change nothing. A cache: lost in a crash, and then everybody is compared. Owner: directory.';

create table aval.import_problem (
  run text not null,
  line integer not null,
  reason text not null,
  column_key text,
  constraint import_problem_pkey PRIMARY KEY (run, line, reason),
  constraint import_problem_line_check CHECK ((line > 0)),
  constraint import_problem_run_fkey FOREIGN KEY (run) REFERENCES import_run(id)
);
comment on table aval.import_problem is 'A line that was left out or contradicted another: its number and why, never its content. The first ten thousand of a run; import_run.problems counts all. Owner: directory.';

create table aval.import_run (
  id text not null,
  source text not null,
  layout text not null,
  state text not null,
  stopped_for text,
  strict boolean not null,
  digest text not null,
  lines integer not null,
  latin1_lines integer not null,
  added integer not null,
  changed integer not null,
  removed integer not null,
  unchanged integer not null,
  problems integer not null,
  at timestamp with time zone default aval_now() not null,
  scope text default 'national'::text not null,
  undoes text,
  agreed boolean default false not null,
  log_salt text,
  constraint import_run_pkey PRIMARY KEY (id),
  constraint import_run_added_check CHECK ((added >= 0)),
  constraint import_run_changed_check CHECK ((changed >= 0)),
  constraint import_run_check CHECK (((stopped_for IS NOT NULL) = (state = 'stopped'::text))),
  constraint import_run_latin1_lines_check CHECK ((latin1_lines >= 0)),
  constraint import_run_layout_check CHECK ((layout = ANY (ARRAY['public'::text, 'restricted'::text, 'contacts'::text]))),
  constraint import_run_lines_check CHECK ((lines >= 0)),
  constraint import_run_problems_check CHECK ((problems >= 0)),
  constraint import_run_removed_check CHECK ((removed >= 0)),
  constraint import_run_source_check CHECK (((source = ANY (ARRAY['sandbox'::text, 'rpps-public'::text, 'rpps-psc'::text, 'national'::text])) OR (source ~ '^(order|agency|structure):.'::text))),
  constraint import_run_state_check CHECK ((state = ANY (ARRAY['done'::text, 'stopped'::text]))),
  constraint import_run_unchanged_check CHECK ((unchanged >= 0)),
  constraint import_run_undoes_fkey FOREIGN KEY (undoes) REFERENCES import_run(id)
);
CREATE INDEX import_run_of_source ON aval.import_run USING btree (source, at) WHERE ((layout = 'contacts'::text) AND (state = 'done'::text));
CREATE INDEX import_run_source ON aval.import_run USING btree (source, at DESC);
comment on table aval.import_run is 'One reading of an extract: what it would have changed, and whether it was applied. digest: SHA-256 of the file, base64url. Owner: directory.';
comment on column aval.import_run.undoes is 'The import that this one undid. Null: it read a file.';
comment on column aval.import_run.agreed is 'Two people of the authority signed it: it is above the share, and counts in none.';
comment on column aval.import_run.log_salt is 'The audit log names the file by the SHA-256, base64url, of this, a dot and digest. Null: an extract, whose lines are public, or older.';

create table aval.installation (
  id text not null,
  professional text not null,
  client text not null,
  kind text not null,
  device text not null,
  added_at timestamp with time zone not null,
  usable_from timestamp with time zone not null,
  last_used_at timestamp with time zone,
  ended_at timestamp with time zone,
  ended_by text,
  scope text default 'national'::text not null,
  key text,
  machine text,
  network text,
  constraint installation_pkey PRIMARY KEY (id),
  constraint installation_check1 CHECK (((ended_at IS NULL) = (ended_by IS NULL))),
  constraint installation_client_fkey FOREIGN KEY (client) REFERENCES service(id),
  constraint installation_device_fkey FOREIGN KEY (device) REFERENCES device(id),
  constraint installation_key CHECK (((kind = 'strict'::text) = (key IS NOT NULL))),
  constraint installation_kind_check CHECK ((kind = ANY (ARRAY['plain'::text, 'strict'::text]))),
  constraint installation_usable CHECK (((kind = 'strict'::text) OR (usable_from > added_at)))
);
CREATE UNIQUE INDEX installation_linked ON aval.installation USING btree (professional, client, key) WHERE ((ended_at IS NULL) AND (kind = 'strict'::text));
CREATE UNIQUE INDEX installation_live ON aval.installation USING btree (professional, client) WHERE ((ended_at IS NULL) AND (kind = 'plain'::text));
comment on table aval.installation is 'Software that holders have added to their access, by whom it may be asked for them. Counts from the day after. Owner: installations.';
comment on column aval.installation.device is 'The full phone that added it, with the code.';
comment on column aval.installation.key is 'Strict: RFC 7638 thumbprint of the key that it proves by DPoP.';
comment on column aval.installation.machine is 'Strict: which machine it says it runs on.';
comment on column aval.installation.network is 'Strict: where it was linked from.';

create table aval.installation_link (
  id text not null,
  client text not null,
  key text not null,
  machine text,
  network text not null,
  frame_secret bytea not null,
  state text not null,
  shown_at timestamp with time zone not null,
  claim_by timestamp with time zone not null,
  device text,
  professional text,
  claimed_at timestamp with time zone,
  installation text,
  ended_at timestamp with time zone,
  ended_by text,
  constraint installation_link_pkey PRIMARY KEY (id),
  constraint installation_link_check CHECK ((claim_by > shown_at)),
  constraint installation_link_check1 CHECK ((((state = 'shown'::text) = (device IS NULL)) OR (state = 'cancelled'::text))),
  constraint installation_link_check2 CHECK ((((device IS NULL) = (professional IS NULL)) AND ((device IS NULL) = (claimed_at IS NULL)))),
  constraint installation_link_check3 CHECK (((state = 'linked'::text) = (installation IS NOT NULL))),
  constraint installation_link_check4 CHECK ((((state = 'cancelled'::text) = (ended_at IS NOT NULL)) AND ((ended_at IS NULL) = (ended_by IS NULL)))),
  constraint installation_link_client_fkey FOREIGN KEY (client) REFERENCES service(id),
  constraint installation_link_frame_secret_check CHECK ((length(frame_secret) = 32)),
  constraint installation_link_state_check CHECK ((state = ANY (ARRAY['shown'::text, 'claimed'::text, 'linked'::text, 'cancelled'::text])))
);
CREATE INDEX installation_link_shown ON aval.installation_link USING btree (shown_at);
comment on table aval.installation_link is 'Installations that want to be linked: each shows frames, is scanned by one phone, and confirmed by it half a minute later, once. Owner: installations.';
comment on column aval.installation_link.key is 'RFC 7638 thumbprint of the key that it proved; only its bearer is told what became of it.';
comment on column aval.installation_link.frame_secret is 'Never leaves the server.';

create table aval.installation_network (
  installation text not null,
  network text not null,
  last_used_at timestamp with time zone not null,
  constraint installation_network_pkey PRIMARY KEY (installation, network),
  constraint installation_network_installation_fkey FOREIGN KEY (installation) REFERENCES installation(id)
);
CREATE INDEX installation_network_network ON aval.installation_network USING btree (network);
comment on table aval.installation_network is 'Networks from which a holder''s software was approved: where its requests are looked for first. Owner: installations.';

create table aval.known_holder (
  professional text not null,
  is_victim boolean not null,
  known_at timestamp with time zone default aval_now() not null,
  told_at timestamp with time zone,
  scope text default 'national'::text not null,
  constraint known_holder_pkey PRIMARY KEY (professional),
  constraint known_holder_professional_fkey FOREIGN KEY (professional) REFERENCES professional(id)
);
CREATE INDEX known_holder_untold ON aval.known_holder USING btree (known_at) WHERE (told_at IS NULL);
comment on table aval.known_holder is 'Who had a means before this deployment, as a list said; it proves nothing here. Owner: enrolment.';
comment on column aval.known_holder.is_victim is 'Known as a victim of a fraud: frozen until two people clear it.';
comment on column aval.known_holder.told_at is 'When their contacts were told, and a victim frozen. Null: not yet.';

create table aval.letter (
  id text not null,
  enrolment text not null,
  ik text not null,
  professional text not null,
  scopes text[] not null,
  lines text[] not null,
  secret bytea not null,
  made_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  state text not null,
  taken_until timestamp with time zone,
  handed_at timestamp with time zone,
  settled_at timestamp with time zone,
  used_at timestamp with time zone,
  ended_at timestamp with time zone,
  elsewhere_at timestamp with time zone,
  scope text default 'national'::text not null,
  constraint letter_pkey PRIMARY KEY (id),
  constraint letter_check CHECK (((used_at IS NULL) OR (ended_at IS NULL))),
  constraint letter_enrolment_key UNIQUE (enrolment),
  constraint letter_lines_check CHECK (((cardinality(lines) >= 3) AND (cardinality(lines) <= 8))),
  constraint letter_secret_check CHECK ((octet_length(secret) = 32)),
  constraint letter_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'handed'::text, 'posted'::text, 'failed'::text])))
);
CREATE INDEX letter_made ON aval.letter USING btree (made_at);
CREATE INDEX letter_to_hand ON aval.letter USING btree (made_at) WHERE (state = ANY (ARRAY['waiting'::text, 'handed'::text]));
comment on table aval.letter is 'Letters to where professionals practise, whose QR one phone can use. Owner: letters.';
comment on column aval.letter.ik is 'RFC 7638 thumbprint of the key of the installation that asked: shown by any other, the letter does nothing.';
comment on column aval.letter.scopes is 'The authorities that might vouch for the person when it was made: whose registrars list it.';
comment on column aval.letter.lines is 'Name and practice address as the directory gave them, a line each.';
comment on column aval.letter.secret is 'What its QR is made and checked with (HMAC-SHA-256). It never leaves the server.';
comment on column aval.letter.state is 'waiting: to be printed. handed: with whoever prints it. posted, failed: as they said.';
comment on column aval.letter.taken_until is 'Until when one node is printing it.';
comment on column aval.letter.elsewhere_at is 'When another phone showed it first: its holder is told once.';

create table aval.listed_desk (
  authority text not null,
  name text not null,
  postcode text not null,
  address text not null,
  town text not null,
  telephone text not null,
  hours jsonb not null,
  closures jsonb not null,
  acts text[] not null,
  source text not null,
  constraint listed_desk_pkey PRIMARY KEY (authority, name, postcode)
);
comment on table aval.listed_desk is 'A desk as the operator''s file says, for people to find; nobody is enrolled because of a row here. Owner: help.';
comment on column aval.listed_desk.authority is 'Whose desk it is, in words, as people read it.';
comment on column aval.listed_desk.name is 'What the desk calls itself.';
comment on column aval.listed_desk.postcode is 'Five digits; they say the département and the time zone.';
comment on column aval.listed_desk.address is 'Street and number, without postcode and town.';
comment on column aval.listed_desk.town is 'As the file writes it.';
comment on column aval.listed_desk.telephone is 'Digits, perhaps after +; empty: none is given.';
comment on column aval.listed_desk.hours is 'Seven lists from Monday, of [from, to] in minutes since midnight where the desk stands.';
comment on column aval.listed_desk.closures is 'List of [first, last] days, yyyy-mm-dd, on which it stays closed.';
comment on column aval.listed_desk.acts is 'What is done there: telephone, rouvrir, coordonnees.';
comment on column aval.listed_desk.source is 'Where the operator has the line from.';

create table aval.locum (
  id text not null,
  place text not null,
  host text not null,
  professional text not null,
  device text not null,
  from_at timestamp with time zone not null,
  until_at timestamp with time zone not null,
  is_held boolean not null,
  announced_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  ended_by text,
  scope text default 'national'::text not null,
  constraint locum_pkey PRIMARY KEY (id),
  constraint locum_check CHECK ((until_at > from_at)),
  constraint locum_check1 CHECK ((host <> professional)),
  constraint locum_check2 CHECK (((ended_at IS NULL) = (ended_by IS NULL))),
  constraint locum_place_fkey FOREIGN KEY (place) REFERENCES place(id)
);
CREATE INDEX locum_host ON aval.locum USING btree (host) WHERE (ended_at IS NULL);
CREATE INDEX locum_place ON aval.locum USING btree (place) WHERE (ended_at IS NULL);
CREATE INDEX locum_until ON aval.locum USING btree (until_at) WHERE (ended_at IS NULL);
comment on table aval.locum is 'Announced locums (remplaçants annoncés): professional may sign in at place of host between from_at and until_at. is_held: announced while nothing could be added to professional, hence worth nothing, and looks the same to host. Owner: places.';

create table aval.log_node (
  level smallint not null,
  place bigint not null,
  hash bytea not null,
  constraint log_node_pkey PRIMARY KEY (level, place),
  constraint log_node_hash_check CHECK ((octet_length(hash) = 32)),
  constraint log_node_level_check CHECK (((level >= 1) AND (level <= 6))),
  constraint log_node_place_check CHECK ((place >= 0))
);
comment on table aval.log_node is 'The roots of full tiles of the log, 256 leaves at level 1, 65 536 at level 2: a memory of what the leaves say. Owner: audit.';

create table aval.logout_delivery (
  session text not null,
  client text not null,
  state text default 'due'::text not null,
  tries integer default 0 not null,
  next_at timestamp with time zone default aval_now() not null,
  made_at timestamp with time zone default aval_now() not null,
  settled_at timestamp with time zone,
  constraint logout_delivery_pkey PRIMARY KEY (session, client),
  constraint logout_delivery_check CHECK (((state = 'due'::text) = (settled_at IS NULL))),
  constraint logout_delivery_session_fkey FOREIGN KEY (session) REFERENCES session(id),
  constraint logout_delivery_state_check CHECK ((state = ANY (ARRAY['due'::text, 'delivered'::text, 'given_up'::text, 'no_address'::text]))),
  constraint logout_delivery_tries_check CHECK ((tries >= 0))
);
CREATE INDEX logout_delivery_due ON aval.logout_delivery USING btree (client, next_at) WHERE (state = 'due'::text);
CREATE INDEX logout_delivery_settled ON aval.logout_delivery USING btree (settled_at) WHERE (settled_at IS NOT NULL);
comment on table aval.logout_delivery is 'Which services are to be told that a session ended (OpenID Back-Channel Logout), and what came of it. Owner: provider.';

create table aval.measure (
  id text not null,
  fraud_case text not null,
  kind text not null,
  state text not null,
  words text not null,
  digest text not null,
  by_member text not null,
  asked_at timestamp with time zone default aval_now() not null,
  second_member text,
  signature text,
  ended_at timestamp with time zone,
  device text,
  card text,
  constraint measure_pkey PRIMARY KEY (id),
  constraint measure_check CHECK ((second_member IS DISTINCT FROM by_member)),
  constraint measure_check1 CHECK (((second_member IS NULL) = (signature IS NULL))),
  constraint measure_check2 CHECK (((state = ANY (ARRAY['done'::text, 'withdrawn'::text, 'over'::text])) = (ended_at IS NOT NULL))),
  constraint measure_fraud_case_fkey FOREIGN KEY (fraud_case) REFERENCES fraud_case(id),
  constraint measure_kind_check CHECK ((kind = ANY (ARRAY['close_sessions'::text, 'end_places'::text, 'suspend_phone'::text, 'suspend_card'::text, 'pause'::text, 'freeze'::text, 'restore_phone'::text, 'restore_card'::text]))),
  constraint measure_names_card CHECK (((kind = ANY (ARRAY['suspend_card'::text, 'restore_card'::text])) = (card IS NOT NULL))),
  constraint measure_names_phone CHECK (((kind = ANY (ARRAY['suspend_phone'::text, 'restore_phone'::text])) = (device IS NOT NULL))),
  constraint measure_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'withdrawn'::text, 'over'::text]))),
  constraint measure_words_check CHECK (((char_length(words) >= 1) AND (char_length(words) <= 4000)))
);
CREATE INDEX measure_case ON aval.measure USING btree (fraud_case, asked_at DESC);
CREATE INDEX measure_running ON aval.measure USING btree (id) WHERE (state = 'running'::text);
CREATE INDEX measure_waiting ON aval.measure USING btree (asked_at) WHERE (state = 'waiting'::text);
comment on table aval.measure is 'What an analyst stops in a case. Owner: cases.';
comment on column aval.measure.digest is 'SHA-256 of the exact list, base64url: what a second person signs.';
comment on column aval.measure.signature is 'What the second person signed, with their key''s answer.';
comment on column aval.measure.device is 'The phone that is suspended, where that is the measure.';
comment on column aval.measure.card is 'The card that is suspended or restored, where that is the measure: its authority and its number there.';

create table aval.measure_person (
  measure text not null,
  professional text not null,
  state text default 'due'::text not null,
  reached_at timestamp with time zone,
  constraint measure_person_pkey PRIMARY KEY (measure, professional),
  constraint measure_person_check CHECK (((state = 'due'::text) = (reached_at IS NULL))),
  constraint measure_person_measure_fkey FOREIGN KEY (measure) REFERENCES measure(id),
  constraint measure_person_state_check CHECK ((state = ANY (ARRAY['due'::text, 'changed'::text, 'nothing'::text])))
);
comment on table aval.measure_person is 'Whom a measure names, once each. nothing: it stood already, or there was nothing to end. Owner: cases.';

create table aval.migration (
  number integer not null,
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone default clock_timestamp() not null,
  constraint migration_pkey PRIMARY KEY (number),
  constraint migration_name_key UNIQUE (name),
  constraint migration_number_check CHECK ((number > 0))
);
comment on table aval.migration is 'Each migration applied, with the SHA-256 of its text: an edited one is refused. [read-only]';

create table aval.notice (
  id text not null,
  professional text not null,
  event text not null,
  about text not null,
  service text,
  told_at timestamp with time zone default aval_now() not null,
  scope text not null,
  wake_at timestamp with time zone,
  read_at timestamp with time zone,
  constraint notice_pkey PRIMARY KEY (id)
);
CREATE INDEX notice_campaign ON aval.notice USING btree (about) WHERE (event = 'campaign'::text);
CREATE INDEX notice_professional ON aval.notice USING btree (professional, told_at DESC);
CREATE INDEX notice_wake ON aval.notice USING btree (wake_at) WHERE (wake_at IS NOT NULL);
comment on table aval.notice is 'What a holder was told, with whatever made it true. Owner: notices.';
comment on column aval.notice.wake_at is 'When the holder''s phones are to be woken for it; null once one node has taken that on, or when they are not.';
comment on column aval.notice.read_at is 'When a full phone of its holder first listed it; only of campaigns, which count it.';

create table aval.passkey (
  id text not null,
  professional text not null,
  credential bytea not null,
  public_key bytea not null,
  counter bigint not null,
  aaguid text not null,
  hardware_held boolean not null,
  backup_eligible boolean not null,
  backed_up boolean not null,
  transports text[] not null,
  kind text not null,
  name text not null,
  browser text not null,
  place text,
  device text not null,
  approval text,
  made_at timestamp with time zone not null,
  usable_from timestamp with time zone not null,
  last_used_at timestamp with time zone,
  asleep_at timestamp with time zone,
  ended_at timestamp with time zone,
  ended_by text,
  scope text default 'national'::text not null,
  host text default 'sign_in'::text not null,
  constraint passkey_pkey PRIMARY KEY (id),
  constraint passkey_approval_key UNIQUE (approval),
  constraint passkey_check CHECK ((usable_from > made_at)),
  constraint passkey_check1 CHECK ((NOT (hardware_held AND (backup_eligible OR backed_up)))),
  constraint passkey_check2 CHECK (((ended_at IS NULL) = (ended_by IS NULL))),
  constraint passkey_counter_check CHECK ((counter >= 0)),
  constraint passkey_credential_check CHECK (((octet_length(credential) >= 1) AND (octet_length(credential) <= 1023))),
  constraint passkey_device_fkey FOREIGN KEY (device) REFERENCES device(id),
  constraint passkey_ended_by_check CHECK ((ended_by = ANY (ARRAY['holder'::text, 'alert'::text, 'place'::text, 'copied'::text]))),
  constraint passkey_host_check CHECK ((host = ANY (ARRAY['sign_in'::text, 'phone'::text]))),
  constraint passkey_kind CHECK ((kind = ANY (ARRAY['computer'::text, 'security_key'::text, 'phone'::text]))),
  constraint passkey_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 60))),
  constraint passkey_of_host CHECK (
CASE host
    WHEN 'phone'::text THEN ((kind <> 'computer'::text) AND (approval IS NULL))
    ELSE ((kind <> 'phone'::text) AND (approval IS NOT NULL))
END)
);
CREATE INDEX passkey_browser ON aval.passkey USING btree (browser, professional) WHERE (ended_at IS NULL);
CREATE INDEX passkey_professional ON aval.passkey USING btree (professional) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX passkey_credential ON aval.passkey USING btree (sha256(credential));
comment on table aval.passkey is 'Passkeys and security keys of the sign-in host, each added with a full phone''s evidence. credential: its id, by which a signature is looked up, hashed in the index since it may be long. hardware_held: told by attestation against the operator''s metadata, when it was added. usable_from: when its wait is over. asleep_at: put back by a restore, it opens nothing until the phone approves beside it. Owner: passkeys.';
comment on column aval.passkey.approval is 'The request that a full phone approved; absent for a key of the phone''s host, which the phone signs for with its code.';
comment on column aval.passkey.host is 'Which of our hosts it is bound to, for ever: the sign-in pages'' or the authenticator''s, where it opens no service.';

create table aval.passkey_addition (
  id text not null,
  browser text not null,
  network text not null,
  declared text not null,
  kind text not null,
  name text not null,
  challenge text not null,
  state text not null,
  approval text,
  professional text,
  device text,
  opened_at timestamp with time zone not null,
  make_by timestamp with time zone,
  constraint passkey_addition_pkey PRIMARY KEY (id),
  constraint passkey_addition_challenge_key UNIQUE (challenge),
  constraint passkey_addition_check CHECK (((state <> ALL (ARRAY['approved'::text, 'made'::text])) OR ((professional IS NOT NULL) AND (device IS NOT NULL) AND (approval IS NOT NULL) AND (make_by IS NOT NULL)))),
  constraint passkey_addition_kind_check CHECK ((kind = ANY (ARRAY['computer'::text, 'security_key'::text]))),
  constraint passkey_addition_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 60))),
  constraint passkey_addition_state_check CHECK ((state = ANY (ARRAY['open'::text, 'approved'::text, 'made'::text, 'cancelled'::text])))
);
CREATE INDEX passkey_addition_opened ON aval.passkey_addition USING btree (opened_at);
comment on table aval.passkey_addition is 'Pages on which a key is being added, each of one browser key. challenge: what the new key signs; told once a full phone approved. Owner: passkeys.';

create table aval.passkey_visit (
  id text not null,
  sign_in text not null,
  browser text not null,
  service text not null,
  challenge text not null,
  state text not null,
  opened_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  passkey text,
  professional text,
  proven_until timestamp with time zone,
  constraint passkey_visit_pkey PRIMARY KEY (id),
  constraint passkey_visit_challenge_key UNIQUE (challenge),
  constraint passkey_visit_check CHECK ((ends_at > opened_at)),
  constraint passkey_visit_check1 CHECK (((state <> ALL (ARRAY['proven'::text, 'spent'::text])) OR ((passkey IS NOT NULL) AND (professional IS NOT NULL) AND (proven_until IS NOT NULL)))),
  constraint passkey_visit_passkey_fkey FOREIGN KEY (passkey) REFERENCES passkey(id),
  constraint passkey_visit_state_check CHECK ((state = ANY (ARRAY['open'::text, 'burnt'::text, 'proven'::text, 'spent'::text])))
);
CREATE INDEX passkey_visit_ends ON aval.passkey_visit USING btree (ends_at);
CREATE INDEX passkey_visit_sign_in ON aval.passkey_visit USING btree (sign_in);
comment on table aval.passkey_visit is 'Challenges of sign-in pages, each for one page of one browser key, burnt at first sight: proven by a key, then spent by the session it opens, or worth nothing. Owner: passkeys.';

create table aval.paused_search (
  name text not null,
  relation text not null,
  definition text not null,
  is_constraint boolean not null,
  constraint paused_search_pkey PRIMARY KEY (name)
);
comment on table aval.paused_search is 'Indexes and references of the directory that an import set aside, until it made them again as it ended; or the next import, if that one was killed. Written by the owner''s two functions alone: what stands here is executed as the owner. Owner: directory. [read-only]';

create table aval.phone_key_challenge (
  challenge text not null,
  device text not null,
  kind text,
  enrolment text,
  nonce text,
  ends_at timestamp with time zone not null,
  scope text default 'national'::text not null,
  constraint phone_key_challenge_pkey PRIMARY KEY (challenge),
  constraint phone_key_challenge_check CHECK (((kind IS NULL) <> (enrolment IS NULL))),
  constraint phone_key_challenge_check1 CHECK (((enrolment IS NULL) = (nonce IS NULL))),
  constraint phone_key_challenge_device_fkey FOREIGN KEY (device) REFERENCES device(id) ON DELETE CASCADE,
  constraint phone_key_challenge_kind_check CHECK ((kind = ANY (ARRAY['phone'::text, 'security_key'::text])))
);
CREATE INDEX phone_key_challenge_ends ON aval.phone_key_challenge USING btree (ends_at);
comment on table aval.phone_key_challenge is 'What a key of the authenticator''s host is to sign: for one phone, to be added there or as evidence of one enrolment. Deleted at first sight. Owner: passkeys.';
comment on column aval.phone_key_challenge.enrolment is 'Whose evidence it will be; absent where a key is being added.';
comment on column aval.phone_key_challenge.nonce is 'What the challenge was made of, with the enrolment and its phone''s key: kept with the evidence, so that anybody can make it again.';

create table aval.place (
  id text not null,
  professional text not null,
  browser text not null,
  state text not null,
  people text not null,
  declared text not null,
  network text not null,
  approval text not null,
  device text not null,
  made_at timestamp with time zone not null,
  used_again_at timestamp with time zone,
  aged_at timestamp with time zone,
  l5_at timestamp with time zone,
  last_used_at timestamp with time zone not null,
  cloned_at timestamp with time zone,
  ended_at timestamp with time zone,
  ended_by text,
  scope text default 'national'::text not null,
  scanned_at timestamp with time zone,
  constraint place_pkey PRIMARY KEY (id),
  constraint place_approval_key UNIQUE (approval),
  constraint place_browser_fkey FOREIGN KEY (browser) REFERENCES browser(thumbprint),
  constraint place_check CHECK (((state <> ALL (ARRAY['aged'::text, 'asleep'::text])) OR (aged_at IS NOT NULL))),
  constraint place_check1 CHECK (((state <> 'new'::text) OR (aged_at IS NULL))),
  constraint place_check2 CHECK (((state = 'ended'::text) = (ended_at IS NOT NULL))),
  constraint place_check3 CHECK (((ended_at IS NULL) = (ended_by IS NULL))),
  constraint place_people_check CHECK ((people = ANY (ARRAY['alone'::text, 'several'::text]))),
  constraint place_state_check CHECK ((state = ANY (ARRAY['new'::text, 'aged'::text, 'asleep'::text, 'ended'::text])))
);
CREATE INDEX place_browser ON aval.place USING btree (browser) WHERE (state <> 'ended'::text);
CREATE UNIQUE INDEX place_live ON aval.place USING btree (professional, browser) WHERE (state <> 'ended'::text);
comment on table aval.place is 'Places (mes postes): a holder and a browser, made by a full phone after a scan, aged by a positive act. An aged one unused for 120 days is asleep, whatever its row says. network: of its browser, when last used. Owner: places.';
comment on column aval.place.scanned_at is 'The last sign-in on it by a full phone that scanned it: lately enough, its bells ring in quiet hours too.';

create table aval.place_offer (
  approval text not null,
  professional text not null,
  device text not null,
  browser text not null,
  declared text not null,
  network text not null,
  scanned_at timestamp with time zone not null,
  offered_at timestamp with time zone,
  stopped_at timestamp with time zone,
  made_at timestamp with time zone,
  constraint place_offer_pkey PRIMARY KEY (approval)
);
CREATE INDEX place_offer_scanned ON aval.place_offer USING btree (scanned_at);
comment on table aval.place_offer is 'Approvals given by a scan, from which their phone may make a place: asked at offered_at, made 30 s later or more, once. Owner: places.';

create table aval.product (
  id text not null,
  name text not null,
  added_at timestamp with time zone default aval_now() not null,
  scope text default 'national'::text not null,
  constraint product_pkey PRIMARY KEY (id),
  constraint product_name_check CHECK ((name <> ''::text))
);
comment on table aval.product is 'A software product whose name may be shown on phones, because the registry says it and not the client. Owner: software.';

create table aval.professional (
  id text not null,
  national_id text not null,
  id_type text not null,
  identifier text not null,
  state text not null,
  sources text[] not null,
  scope text not null,
  civility_code text not null,
  family_name text not null,
  given_names text not null,
  birth_date text not null,
  birth_commune_code text not null,
  birth_country_code text not null,
  birth_place text not null,
  sex_code text not null,
  added_at timestamp with time zone default aval_now() not null,
  changed_at timestamp with time zone default aval_now() not null,
  changed_by text not null,
  constraint professional_pkey PRIMARY KEY (id),
  constraint professional_changed_by_fkey FOREIGN KEY (changed_by) REFERENCES import_run(id),
  constraint professional_check CHECK (((state = 'active'::text) = (cardinality(sources) > 0))),
  constraint professional_national_id_key UNIQUE (national_id),
  constraint professional_state_check CHECK ((state = ANY (ARRAY['active'::text, 'deactivated'::text])))
);
CREATE INDEX professional_birth ON aval.professional USING btree (birth_date) WHERE (birth_date <> ''::text);
CREATE INDEX professional_changed ON aval.professional USING btree (changed_at, id);
CREATE INDEX professional_inactive ON aval.professional USING btree (id) WHERE (state <> 'active'::text);
comment on table aval.professional is 'One person, under an id of ours that survives a new national id. Birth columns come from the restricted layout only and are never released. Owner: directory.';
comment on column aval.professional.changed_at is 'When an import last wrote anything of this person: columns, ids, exercises, activities, contacts, or whether a source lists them.';

create table aval.provider_constant (
  name text not null,
  value text not null,
  made_at timestamp with time zone default aval_now() not null,
  constraint provider_constant_pkey PRIMARY KEY (name),
  constraint provider_constant_name_check CHECK ((name = ANY (ARRAY['subject_uuid'::text, 'pairwise_salt'::text])))
);
comment on table aval.provider_constant is 'What makes subjects (sub) of this deployment, drawn once and never changed: services keep sub as a key. Owner: provider.';

create table aval.public_notice (
  id text not null,
  number integer,
  state text not null,
  is_urgent boolean not null,
  texts jsonb not null,
  digest text not null,
  by_member text not null,
  asked_at timestamp with time zone default aval_now() not null,
  second_member text,
  signature text,
  published_at timestamp with time zone,
  retired_at timestamp with time zone,
  retired_by text,
  constraint public_notice_pkey PRIMARY KEY (id),
  constraint public_notice_check CHECK ((second_member IS DISTINCT FROM by_member)),
  constraint public_notice_check1 CHECK (((second_member IS NULL) = (signature IS NULL))),
  constraint public_notice_check2 CHECK (((state = ANY (ARRAY['published'::text, 'retired'::text])) = ((second_member IS NOT NULL) AND (published_at IS NOT NULL) AND (number IS NOT NULL)))),
  constraint public_notice_check3 CHECK (((state = 'retired'::text) = ((retired_at IS NOT NULL) AND (retired_by IS NOT NULL)))),
  constraint public_notice_digest_check CHECK ((length(digest) = 43)),
  constraint public_notice_number_check CHECK ((number > 0)),
  constraint public_notice_number_key UNIQUE (number),
  constraint public_notice_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'published'::text, 'retired'::text, 'withdrawn'::text, 'over'::text])))
);
CREATE INDEX public_notice_published ON aval.public_notice USING btree (published_at DESC) WHERE (state = ANY (ARRAY['published'::text, 'retired'::text]));
comment on table aval.public_notice is 'What anybody may read, dated: written by one operator, published by another. Owner: campaigns.';
comment on column aval.public_notice.number is 'Its permanent address. Given when it is published, never twice.';
comment on column aval.public_notice.digest is 'SHA-256 of texts and urgency, base64url: what a second person signs.';

create table aval.public_report (
  id text not null,
  intake text not null,
  national_id text,
  facts jsonb not null,
  at timestamp with time zone default aval_now() not null,
  settled_at timestamp with time zone,
  professional text,
  constraint public_report_pkey PRIMARY KEY (id),
  constraint public_report_check CHECK (((settled_at IS NULL) OR (national_id IS NULL))),
  constraint public_report_check1 CHECK (((professional IS NULL) OR (settled_at IS NOT NULL))),
  constraint public_report_intake_check CHECK ((intake = ANY (ARRAY['call'::text, 'document'::text])))
);
CREATE INDEX public_report_waiting ON aval.public_report USING btree (at) WHERE (settled_at IS NULL);
comment on table aval.public_report is 'What somebody without the application told, by buttons. Who it was is not known. Owner: reports.';
comment on column aval.public_report.national_id is 'As it was typed, until it is looked for, apart from the answer; believed by nobody.';

create table aval.push_delivery (
  notice text not null,
  device text not null,
  state text not null,
  answered_at timestamp with time zone not null,
  constraint push_delivery_pkey PRIMARY KEY (notice, device),
  constraint push_delivery_device_fkey FOREIGN KEY (device) REFERENCES device(id),
  constraint push_delivery_notice_fkey FOREIGN KEY (notice) REFERENCES notice(id),
  constraint push_delivery_state_check CHECK ((state = ANY (ARRAY['arrived'::text, 'failed'::text])))
);
comment on table aval.push_delivery is 'What a push service answered when a phone was woken for a notice. Owner: notices.';
comment on column aval.push_delivery.state is 'arrived: the push service took it (RFC 8030 section 5: 201). Whether the phone was on is not known.';

create table aval.push_subscription (
  device text not null,
  professional text not null,
  endpoint text not null,
  p256dh text not null,
  auth text not null,
  key text not null,
  made_at timestamp with time zone not null,
  constraint push_subscription_pkey PRIMARY KEY (device),
  constraint push_subscription_device_fkey FOREIGN KEY (device) REFERENCES device(id)
);
CREATE INDEX push_subscription_professional ON aval.push_subscription USING btree (professional);
comment on table aval.push_subscription is 'Where a phone''s wake-ups are posted, and the keys they are encrypted to (RFC 8291). Ends when the push service says so. Owner: notices.';
comment on column aval.push_subscription.endpoint is 'Whoever knows it and has our key could wake the phone: never logged.';
comment on column aval.push_subscription.key is 'kid of the VAPID key it was made with (RFC 8292): only that one may push to it.';

create table aval.quiet_hour (
  professional text not null,
  from_minute integer,
  to_minute integer,
  set_at timestamp with time zone not null,
  constraint quiet_hour_pkey PRIMARY KEY (professional),
  constraint quiet_hour_check CHECK (((from_minute IS NULL) = (to_minute IS NULL))),
  constraint quiet_hour_check1 CHECK ((from_minute <> to_minute)),
  constraint quiet_hour_from_minute_check CHECK (((from_minute >= 0) AND (from_minute <= 1439))),
  constraint quiet_hour_to_minute_check CHECK (((to_minute >= 0) AND (to_minute <= 1439)))
);
comment on table aval.quiet_hour is 'Hours in which sign-in requests ring nothing, as their holder set them: minutes of the day in Paris; null: none. Without a row: 22:00 to 06:00. Owner: places.';

create table aval.refusal (
  reference text not null,
  at timestamp with time zone default aval_now() not null,
  refusal text not null,
  step text not null,
  professional text,
  service text,
  constraint refusal_pkey PRIMARY KEY (reference),
  constraint refusal_reference_check CHECK ((length(reference) = 9))
);
CREATE INDEX refusal_at ON aval.refusal USING btree (at);
CREATE INDEX refusal_professional ON aval.refusal USING btree (professional, at DESC) WHERE (professional IS NOT NULL);
comment on table aval.refusal is 'Refusals that somebody was shown, by the short reference on the screen. Owner: refusals.';
comment on column aval.refusal.professional is 'Whom it was about, where a signature, a card or a session had proven it; nobody is looked for.';
comment on column aval.refusal.service is 'The client that sent the browser, where the sign-in page knew it.';

create table aval.reopening (
  stop text not null,
  device text not null,
  begun_at timestamp with time zone not null,
  desk_at timestamp with time zone,
  card_at timestamp with time zone,
  registrars text[],
  card_from timestamp with time zone,
  constraint reopening_pkey PRIMARY KEY (stop, device),
  constraint reopening_card_check CHECK (((card_at IS NULL) = (card_from IS NULL))),
  constraint reopening_desk_check CHECK (((desk_at IS NULL) = (registrars IS NULL))),
  constraint reopening_stop_fkey FOREIGN KEY (stop) REFERENCES stop(id)
);
CREATE INDEX reopening_device ON aval.reopening USING btree (device);
comment on table aval.reopening is 'What has been shown to lift a block before its day, for each phone that began it: when a desk and the card were there, by whom and which. Owner: stops.';

create table aval.report (
  id text not null,
  origin text not null,
  list text,
  line integer,
  sender text not null,
  professional text not null,
  reason text not null,
  channel text,
  happened_on date,
  member text not null,
  at timestamp with time zone default aval_now() not null,
  constraint report_pkey PRIMARY KEY (id),
  constraint report_channel_check CHECK ((channel = ANY (ARRAY['phone'::text, 'mail'::text, 'letter'::text, 'in_person'::text, 'authority'::text]))),
  constraint report_check CHECK (((list IS NULL) = (line IS NULL))),
  constraint report_list_fkey FOREIGN KEY (list) REFERENCES report_list(id),
  constraint report_list_line_key UNIQUE (list, line),
  constraint report_origin_check CHECK ((origin = ANY (ARRAY['agent'::text, 'partner'::text, 'holder'::text]))),
  constraint report_reason_check CHECK ((reason = ANY (ARRAY['acts'::text, 'document'::text, 'volume'::text, 'hours'::text, 'place'::text, 'caller'::text])))
);
CREATE INDEX report_member ON aval.report USING btree (member, at DESC) WHERE (list IS NULL);
CREATE UNIQUE INDEX report_said_once ON aval.report USING btree (sender, professional, reason, COALESCE(happened_on, '-infinity'::date)) WHERE (list IS NOT NULL);
comment on table aval.report is 'What somebody told us of one person, in words of closed lists. Its alert comes of its fact, by the log. Owner: reports.';
comment on column aval.report.happened_on is 'The day, as they say it. Nothing is decided by it.';

create table aval.report_list (
  id text not null,
  sender text not null,
  sha256 text not null,
  member text not null,
  at timestamp with time zone default aval_now() not null,
  constraint report_list_pkey PRIMARY KEY (id),
  constraint report_list_sender_sha256_key UNIQUE (sender, sha256),
  constraint report_list_sha256_check CHECK ((length(sha256) = 43))
);
comment on table aval.report_list is 'A list that a partner sent, once: the same file again is the same list. Owner: reports.';
comment on column aval.report_list.sender is 'For whom its member spoke: a role and a scope. Two partners of the whole country do not read each other.';
comment on column aval.report_list.sha256 is 'Of the file, base64url. The file itself is not kept.';

create table aval.retention_state (
  name text not null,
  ran_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  gone bigint default 0 not null,
  gone_last integer default 0 not null,
  held integer default 0 not null,
  needed integer default 0 not null,
  constraint retention_state_pkey PRIMARY KEY (name)
);
comment on table aval.retention_state is 'When each row of the table of retention was applied last, how many rows it let go, and how many wait. Owner: retention.';
comment on column aval.retention_state.held is 'Past their term, and kept by an open case or a complaint file.';
comment on column aval.retention_state.needed is 'Past their term, and named by a row that stays.';

create table aval.ring (
  id text not null,
  bell text not null,
  professional text not null,
  state text not null,
  rung_at timestamp with time zone not null,
  until timestamp with time zone not null,
  ended_at timestamp with time zone,
  reason text,
  constraint ring_pkey PRIMARY KEY (id),
  constraint ring_bell_fkey FOREIGN KEY (bell) REFERENCES bell(id),
  constraint ring_check CHECK ((until > rung_at)),
  constraint ring_check1 CHECK (((state = ANY (ARRAY['ringing'::text, 'scanned'::text])) = (ended_at IS NULL))),
  constraint ring_check2 CHECK (((state = 'refused'::text) = (reason IS NOT NULL))),
  constraint ring_state_check CHECK ((state = ANY (ARRAY['ringing'::text, 'scanned'::text, 'answered'::text, 'dropped'::text, 'refused'::text, 'expired'::text])))
);
CREATE INDEX ring_bell ON aval.ring USING btree (bell, rung_at DESC);
CREATE INDEX ring_open ON aval.ring USING btree (until) WHERE (state = ANY (ARRAY['ringing'::text, 'scanned'::text]));
CREATE UNIQUE INDEX ring_live ON aval.ring USING btree (professional) WHERE (state = 'ringing'::text);
comment on table aval.ring is 'What rang: at most one at a time for a holder. scanned: its screen was, and has not concluded; dropped: the holder scanned another. Owner: places.';

create table aval.saved_view (
  id text not null,
  staff_member text not null,
  section text not null,
  name text not null,
  query text not null,
  at timestamp with time zone default aval_now() not null,
  constraint saved_view_pkey PRIMARY KEY (id),
  constraint saved_view_name_check CHECK (((length(name) >= 1) AND (length(name) <= 60))),
  constraint saved_view_query_check CHECK ((length(query) <= 200)),
  constraint saved_view_section_check CHECK ((section = ANY (ARRAY['cases'::text, 'alerts'::text]))),
  constraint saved_view_staff_member_fkey FOREIGN KEY (staff_member) REFERENCES staff_member(id),
  constraint saved_view_staff_member_section_name_key UNIQUE (staff_member, section, name)
);
comment on table aval.saved_view is 'A filter of alerts or cases that a member of the staff named for themselves. Owner: cases.';
comment on column aval.saved_view.query is 'What stands behind the question mark of its address: closed words of the filters, in their order.';

create table aval.seen (
  purpose text not null,
  id text not null,
  forget_at timestamp with time zone not null,
  constraint seen_pkey PRIMARY KEY (purpose, id)
);
CREATE INDEX seen_forget ON aval.seen USING btree (forget_at);
comment on table aval.seen is 'Identifiers of one-time messages already received, kept until a replay would be refused for its age. Owner: limits.';

create table aval.service (
  id text not null,
  name text not null,
  number text default lpad((nextval('service_number'::regclass))::text, 4, '0'::text) not null,
  sensitivity text not null,
  accepts_reduced boolean not null,
  profile text not null,
  secret_hash text,
  redirect_uris text[] not null,
  post_logout_redirect_uris text[] not null,
  backchannel_logout_uri text,
  grants text[] not null,
  acr text not null,
  state text not null,
  product text,
  scope text not null,
  registered_at timestamp with time zone default aval_now() not null,
  removed_at timestamp with time zone,
  is_public boolean default false not null,
  backchannel_logout_inside boolean default false not null,
  accepts_psc_ciba boolean default false not null,
  transition_until timestamp with time zone,
  constraint service_pkey PRIMARY KEY (id),
  constraint service_acr_check CHECK ((acr = 'eidas1'::text)),
  constraint service_check CHECK (((removed_at IS NULL) OR (state = 'suspended'::text))),
  constraint service_check1 CHECK (((NOT accepts_reduced) OR (sensitivity = 'open'::text) OR ((sensitivity = 'sensitive'::text) AND (backchannel_logout_uri IS NOT NULL)))),
  constraint service_grants_check CHECK (((grants <@ ARRAY['authorization_code'::text, 'refresh_token'::text, 'ciba'::text]) AND (cardinality(grants) > 0))),
  constraint service_id_check CHECK ((id ~ '^[A-Za-z0-9._-]{3,100}$'::text)),
  constraint service_name_check CHECK (((name <> ''::text) AND (char_length(name) <= 80))),
  constraint service_number_key UNIQUE (number),
  constraint service_product_fkey FOREIGN KEY (product) REFERENCES product(id),
  constraint service_profile_check CHECK ((profile = ANY (ARRAY['psc'::text, 'strict'::text]))),
  constraint service_psc_ciba CHECK (((NOT accepts_psc_ciba) OR (sensitivity = 'open'::text) OR ((sensitivity = 'sensitive'::text) AND (backchannel_logout_uri IS NOT NULL)))),
  constraint service_public CHECK (((NOT is_public) OR ((sensitivity = 'open'::text) AND (secret_hash IS NULL) AND (NOT ('ciba'::text = ANY (grants)))))),
  constraint service_sensitivity_check CHECK ((sensitivity = ANY (ARRAY['open'::text, 'sensitive'::text, 'critical'::text]))),
  constraint service_state_check CHECK ((state = ANY (ARRAY['active'::text, 'suspended'::text]))),
  constraint service_transition CHECK (((transition_until IS NULL) OR ((sensitivity = 'sensitive'::text) AND accepts_reduced)))
);
comment on table aval.service is 'A service that sends people here to sign in. secret_hash: SHA-256 of 32 random bytes, base64url. Owner: software.';
comment on column aval.service.is_public is 'A page without a server: it has no secret, and proves by PKCE only that it finishes what it began.';
comment on column aval.service.backchannel_logout_inside is 'Its logout address is inside this house''s network, and may be called although it is private.';
comment on column aval.service.accepts_psc_ciba is 'Lets in reduced sessions of plain Pro Santé Connect software: two digits typed into the phone (DESIGN section 5, rights).';
comment on column aval.service.transition_until is 'Until then a limited phone enters from any browser, reduced, each session told (DESIGN section 12). Past, it is as if it were null.';

create table aval.service_key (
  service text not null,
  kid text not null,
  jwk jsonb not null,
  added_at timestamp with time zone default aval_now() not null,
  constraint service_key_pkey PRIMARY KEY (service, kid),
  constraint service_key_service_fkey FOREIGN KEY (service) REFERENCES service(id)
);
comment on table aval.service_key is 'Public keys by which a service proves who it is in place of a secret (RFC 7523). Owner: software.';

create table aval.session (
  id text not null,
  professional text not null,
  national_id text not null,
  browser text not null,
  approval text,
  opened_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  rights text not null,
  client text,
  proof text not null,
  place text not null,
  transfer text,
  closed_at timestamp with time zone,
  closed_reason text,
  scope text default 'national'::text not null,
  device text,
  declared text,
  card_visit text,
  passkey text,
  passkey_visit text,
  upstream_visit text,
  constraint session_pkey PRIMARY KEY (id),
  constraint session_approval_fkey FOREIGN KEY (approval) REFERENCES approval(id),
  constraint session_approval_key UNIQUE (approval),
  constraint session_card_visit_key UNIQUE (card_visit),
  constraint session_check CHECK ((ends_at > opened_at)),
  constraint session_check1 CHECK (((rights = 'reduced'::text) = (client IS NOT NULL))),
  constraint session_check2 CHECK (((closed_at IS NULL) = (closed_reason IS NULL))),
  constraint session_opened_by CHECK (
CASE
    WHEN (upstream_visit IS NULL) THEN
    CASE
        WHEN (passkey_visit IS NULL) THEN (((approval IS NULL) = (card_visit IS NOT NULL)) AND ((approval IS NULL) = (transfer IS NULL)))
        ELSE ((approval IS NULL) AND (card_visit IS NULL) AND (transfer IS NULL) AND (passkey IS NOT NULL))
    END
    ELSE ((approval IS NULL) AND (card_visit IS NULL) AND (transfer IS NULL) AND (device IS NULL))
END),
  constraint session_passkey_visit_key UNIQUE (passkey_visit),
  constraint session_rights_check CHECK ((rights = ANY (ARRAY['full'::text, 'reduced'::text]))),
  constraint session_transfer_check CHECK (((transfer = ANY (ARRAY['qr'::text, 'digits'::text])) OR (transfer = 'this_phone'::text) OR (transfer = 'search'::text))),
  constraint session_upstream_visit_key UNIQUE (upstream_visit)
);
CREATE INDEX session_passkey ON aval.session USING btree (passkey) WHERE ((passkey IS NOT NULL) AND (closed_at IS NULL));
CREATE INDEX session_professional ON aval.session USING btree (professional, opened_at DESC);
comment on table aval.session is 'Sessions: who, on which browser key, with which rights, until when. One per approval. Owner: sessions.';
comment on column aval.session.device is 'The phone whose approval opened it; null where none did.';
comment on column aval.session.declared is 'What the browser said it was, for the holder to recognise it. Worth nothing against a lie.';
comment on column aval.session.card_visit is 'The visit to the card''s page that opened it, in the place of an approval.';
comment on column aval.session.passkey is 'The key that opened it, alone or beside a phone: it ends with that key.';
comment on column aval.session.passkey_visit is 'The challenge whose signature opened it, in the place of an approval.';
comment on column aval.session.upstream_visit is 'The passage by an establishment''s provider that opened it, in the place of an approval.';

create table aval.session_service (
  session text not null,
  client text not null,
  entered_at timestamp with time zone not null,
  constraint session_service_pkey PRIMARY KEY (session, client),
  constraint session_service_session_fkey FOREIGN KEY (session) REFERENCES session(id)
);
comment on table aval.session_service is 'Which services a session entered, and when first. Owner: sessions.';

create table aval.sign_in (
  id text not null,
  client text not null,
  browser text not null,
  network text not null,
  declared text not null,
  state text not null,
  opened_at timestamp with time zone not null,
  replace_until timestamp with time zone not null,
  wants_digits boolean default false not null,
  more_time boolean default false not null,
  approval text,
  session text,
  silent boolean default false not null,
  scope text default 'national'::text not null,
  passkey_visit text,
  constraint sign_in_pkey PRIMARY KEY (id),
  constraint sign_in_approval_fkey FOREIGN KEY (approval) REFERENCES approval(id) ON DELETE SET NULL,
  constraint sign_in_check CHECK (((state = 'concluded'::text) = (session IS NOT NULL))),
  constraint sign_in_session_fkey FOREIGN KEY (session) REFERENCES session(id),
  constraint sign_in_state_check CHECK ((state = ANY (ARRAY['open'::text, 'concluded'::text, 'cancelled'::text])))
);
CREATE INDEX sign_in_opened ON aval.sign_in USING btree (opened_at);
comment on table aval.sign_in is 'Sign-in pages: for which service, on which browser key, with which approval now, and the session they opened. Owner: login.';
comment on column aval.sign_in.passkey_visit is 'The challenge that a key has signed on this page, while it counts.';

create table aval.staff_challenge (
  challenge text not null,
  purpose text not null,
  asked_by text,
  statement text,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint staff_challenge_pkey PRIMARY KEY (challenge),
  constraint staff_challenge_check CHECK (((purpose = 'sign'::text) = (statement IS NOT NULL))),
  constraint staff_challenge_check1 CHECK (((purpose = 'sign_in'::text) = (asked_by IS NULL))),
  constraint staff_challenge_purpose_check CHECK ((purpose = ANY (ARRAY['register'::text, 'sign_in'::text, 'sign'::text])))
);
CREATE INDEX staff_challenge_expires ON aval.staff_challenge USING btree (expires_at);
comment on table aval.staff_challenge is 'What a page of the console asks a key to sign: burnt at first sight. Owner: staff.';

create table aval.staff_emergency (
  hash text not null,
  first text not null,
  first_passkey text not null,
  reason text not null,
  expires_at timestamp with time zone not null,
  second text,
  second_passkey text,
  opened_at timestamp with time zone,
  constraint staff_emergency_pkey PRIMARY KEY (hash),
  constraint staff_emergency_check CHECK (((opened_at IS NULL) = (second IS NULL))),
  constraint staff_emergency_check1 CHECK (((opened_at IS NULL) = (second_passkey IS NULL))),
  constraint staff_emergency_check2 CHECK ((second <> first)),
  constraint staff_emergency_first_fkey FOREIGN KEY (first) REFERENCES staff_member(id),
  constraint staff_emergency_first_passkey_fkey FOREIGN KEY (first_passkey) REFERENCES staff_passkey(id),
  constraint staff_emergency_reason_check CHECK ((reason = ANY (ARRAY['nobody_reached'::text, 'attack'::text, 'key_lost'::text]))),
  constraint staff_emergency_second_fkey FOREIGN KEY (second) REFERENCES staff_member(id),
  constraint staff_emergency_second_passkey_fkey FOREIGN KEY (second_passkey) REFERENCES staff_passkey(id)
);
CREATE INDEX staff_emergency_first ON aval.staff_emergency USING btree (first);
CREATE INDEX staff_emergency_opened ON aval.staff_emergency USING btree (opened_at);
CREATE INDEX staff_emergency_second ON aval.staff_emergency USING btree (second);
comment on table aval.staff_emergency is 'Emergencies in the console: begun by one key, opened by another person''s. Owner: staff.';

create table aval.staff_invitation (
  hash text not null,
  staff_member text not null,
  made_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint staff_invitation_pkey PRIMARY KEY (hash),
  constraint staff_invitation_staff_member_fkey FOREIGN KEY (staff_member) REFERENCES staff_member(id)
);
CREATE UNIQUE INDEX staff_invitation_open ON aval.staff_invitation USING btree (staff_member) WHERE (used_at IS NULL);
comment on table aval.staff_invitation is 'One-time links by which a member of staff adds a key. Owner: staff.';

create table aval.staff_key (
  staff_member text not null,
  jwk jsonb not null,
  thumbprint text not null,
  added_at timestamp with time zone not null,
  constraint staff_key_pkey PRIMARY KEY (staff_member),
  constraint staff_key_staff_member_fkey FOREIGN KEY (staff_member) REFERENCES staff_member(id),
  constraint staff_key_thumbprint_key UNIQUE (thumbprint)
);
comment on table aval.staff_key is 'The public key each registrar signs evidence with: one person, one key. Owner: staff.';

create table aval.staff_member (
  id text not null,
  name text not null,
  scope text not null,
  state text not null,
  seeded boolean default false not null,
  added_at timestamp with time zone not null,
  constraint staff_member_pkey PRIMARY KEY (id),
  constraint staff_member_state_check CHECK ((state = ANY (ARRAY['active'::text, 'suspended'::text])))
);
comment on table aval.staff_member is 'People who work with Aval: registrars so far. scope: the authority they act for. Owner: staff.';

create table aval.staff_passkey (
  id text not null,
  staff_member text not null,
  credential bytea not null,
  public_key bytea not null,
  counter bigint not null,
  aaguid text not null,
  name text not null,
  made_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  ended_at timestamp with time zone,
  constraint staff_passkey_pkey PRIMARY KEY (id),
  constraint staff_passkey_counter_check CHECK ((counter >= 0)),
  constraint staff_passkey_name_check CHECK (((length(name) >= 1) AND (length(name) <= 60))),
  constraint staff_passkey_staff_member_fkey FOREIGN KEY (staff_member) REFERENCES staff_member(id)
);
CREATE INDEX staff_passkey_member ON aval.staff_passkey USING btree (staff_member);
CREATE UNIQUE INDEX staff_passkey_credential ON aval.staff_passkey USING btree (sha256(credential));
comment on table aval.staff_passkey is 'Keys by which staff sign in and sign: held in hardware, by attestation, and bound to the console''s host. Owner: staff.';

create table aval.staff_proposal (
  id text not null,
  staff_member text not null,
  invitation text not null,
  credential bytea not null,
  public_key bytea not null,
  counter bigint not null,
  aaguid text not null,
  name text not null,
  words text not null,
  proposed_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  outcome text,
  vouched_by text,
  vouched_at timestamp with time zone,
  reason text,
  vouched_signature text,
  admitted_by text,
  admitted_signature text,
  constraint staff_proposal_pkey PRIMARY KEY (id),
  constraint staff_proposal_admitted CHECK ((((admitted_by IS NULL) = (admitted_signature IS NULL)) AND ((admitted_by IS NULL) OR ((outcome = 'confirmed'::text) AND (vouched_by IS NOT NULL) AND (admitted_by <> vouched_by))))),
  constraint staff_proposal_admitted_by_fkey FOREIGN KEY (admitted_by) REFERENCES staff_member(id),
  constraint staff_proposal_check CHECK (((ended_at IS NULL) = (outcome IS NULL))),
  constraint staff_proposal_counter_check CHECK ((counter >= 0)),
  constraint staff_proposal_invitation_key UNIQUE (invitation),
  constraint staff_proposal_name_check CHECK (((length(name) >= 1) AND (length(name) <= 60))),
  constraint staff_proposal_outcome_check CHECK ((outcome = ANY (ARRAY['confirmed'::text, 'differed'::text, 'withdrawn'::text, 'replaced'::text, 'refused'::text]))),
  constraint staff_proposal_reason_check CHECK ((reason = ANY (ARRAY['joins'::text, 'authority'::text, 'further_key'::text, 'lost_key'::text]))),
  constraint staff_proposal_staff_member_fkey FOREIGN KEY (staff_member) REFERENCES staff_member(id),
  constraint staff_proposal_vouched CHECK ((num_nonnulls(vouched_by, vouched_at, reason, vouched_signature) = ANY (ARRAY[0, 4]))),
  constraint staff_proposal_vouched_by_fkey FOREIGN KEY (vouched_by) REFERENCES staff_member(id)
);
CREATE INDEX staff_proposal_expires ON aval.staff_proposal USING btree (expires_at);
CREATE UNIQUE INDEX staff_proposal_open ON aval.staff_proposal USING btree (staff_member) WHERE (ended_at IS NULL);
comment on table aval.staff_proposal is 'Keys that links of the staff have brought, which open nothing: let in by two operators, or confirmed on the host, they become keys. Owner: staff.';

create table aval.staff_role (
  staff_member text not null,
  role text not null,
  constraint staff_role_pkey PRIMARY KEY (staff_member, role),
  constraint staff_role_role_check CHECK ((role = ANY (ARRAY['registrar'::text, 'operator'::text, 'analyst'::text, 'agent'::text, 'order'::text, 'insurer'::text, 'region'::text, 'auditor'::text]))),
  constraint staff_role_staff_member_fkey FOREIGN KEY (staff_member) REFERENCES staff_member(id)
);
comment on table aval.staff_role is 'What each member of staff may do. Owner: staff.';

create table aval.staff_session (
  hash text not null,
  staff_member text not null,
  passkey text not null,
  opened_at timestamp with time zone not null,
  last_act_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  second_passkey text,
  constraint staff_session_pkey PRIMARY KEY (hash),
  constraint staff_session_passkey_fkey FOREIGN KEY (passkey) REFERENCES staff_passkey(id),
  constraint staff_session_second_passkey_fkey FOREIGN KEY (second_passkey) REFERENCES staff_passkey(id),
  constraint staff_session_staff_member_fkey FOREIGN KEY (staff_member) REFERENCES staff_member(id)
);
CREATE INDEX staff_session_ends ON aval.staff_session USING btree (ends_at);
CREATE INDEX staff_session_member ON aval.staff_session USING btree (staff_member);
comment on table aval.staff_session is 'A browser in the console, by the hash of its cookie. Owner: staff.';

create table aval.staff_suspension (
  staff_member text not null,
  asked_by text not null,
  asked_at timestamp with time zone not null,
  constraint staff_suspension_pkey PRIMARY KEY (staff_member, asked_by),
  constraint staff_suspension_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES staff_member(id),
  constraint staff_suspension_check CHECK ((staff_member <> asked_by)),
  constraint staff_suspension_staff_member_fkey FOREIGN KEY (staff_member) REFERENCES staff_member(id)
);
comment on table aval.staff_suspension is 'Which operators asked that another be suspended: worth something for a day, beside another operator''s press. Owner: staff.';

create table aval.statistic_cell (
  month date not null,
  kind text not null,
  profession text not null,
  region text not null,
  people integer not null,
  times bigint not null,
  constraint statistic_cell_pkey PRIMARY KEY (month, kind, profession, region),
  constraint statistic_cell_check CHECK (((times >= people) AND ((people > 0) OR (times = 0)))),
  constraint statistic_cell_month_fkey FOREIGN KEY (month) REFERENCES statistic_month(month),
  constraint statistic_cell_people_check CHECK (((people = 0) OR (people >= 10)))
);
CREATE TRIGGER statistic_cell_kept BEFORE DELETE OR UPDATE ON aval.statistic_cell FOR EACH ROW EXECUTE FUNCTION statistic_is_kept();
comment on table aval.statistic_cell is 'A number that may be told. One about fewer than ten people, or that would give one away, has no row. Zero: the register lists nobody there. Owner: statistics.';
comment on column aval.statistic_cell.profession is 'A code of TRE_G15, other, or all.';
comment on column aval.statistic_cell.region is 'A number of INSEE''s, other, or all.';

create table aval.statistic_month (
  month date not null,
  closed_at timestamp with time zone default aval_now() not null,
  stopped_within integer,
  constraint statistic_month_pkey PRIMARY KEY (month),
  constraint statistic_month_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric)),
  constraint statistic_month_stopped_within_check CHECK ((stopped_within >= 0))
);
CREATE TRIGGER statistic_month_kept BEFORE DELETE OR UPDATE ON aval.statistic_month FOR EACH ROW EXECUTE FUNCTION statistic_is_kept();
comment on table aval.statistic_month is 'A month of Paris that was counted: once, by whoever came first, and never again. Owner: statistics.';
comment on column aval.statistic_month.stopped_within is 'From the first alert of a case to the measure, the median, in seconds, to ten. Null: too few people.';

create table aval.stop (
  id text not null,
  professional text not null,
  rule text not null,
  device text,
  announced text,
  made_at timestamp with time zone default aval_now() not null,
  lifted_at timestamp with time zone,
  lifted_by text,
  scope text not null,
  reason text,
  made_by text,
  desk_enrolment text,
  desk_enrolled_at timestamp with time zone,
  constraint stop_pkey PRIMARY KEY (id),
  constraint stop_check CHECK (((lifted_at IS NULL) = (lifted_by IS NULL))),
  constraint stop_check1 CHECK ((lifted_at >= made_at)),
  constraint stop_desk_enrolment_check CHECK ((((desk_enrolment IS NULL) = (desk_enrolled_at IS NULL)) AND ((desk_enrolment IS NULL) OR (rule = 'freeze'::text)))),
  constraint stop_lifted_by_check CHECK ((lifted_by = ANY (ARRAY['phone'::text, 'desk'::text, 'card'::text, 'two_people'::text, 'together'::text]))),
  constraint stop_made_by_check CHECK (((made_by IS NULL) = (reason IS NULL))),
  constraint stop_reason_check CHECK (((reason IS NULL) OR ((rule = 'freeze'::text) AND (reason = ANY (ARRAY['known_victim'::text, 'disowned'::text, 'found'::text]))))),
  constraint stop_rule_check CHECK ((rule = ANY (ARRAY['pause_from_alert'::text, 'pause_by_caller'::text, 'pause_by_report'::text, 'block'::text, 'freeze'::text])))
);
CREATE INDEX stop_of_professional ON aval.stop USING btree (professional, lifted_at);
CREATE UNIQUE INDEX stop_standing ON aval.stop USING btree (professional, rule) WHERE (lifted_at IS NULL);
comment on table aval.stop is 'Pauses, blocks and freezes of a holder: by which rule, since when, lifted by what. Owner: stops.';
comment on column aval.stop.announced is 'The phone an alert was about: it can never lift the pause that alert made.';
comment on column aval.stop.reason is 'Of a freeze: a victim known at the first import, a phone that its holder disowned, or what an analyst found.';
comment on column aval.stop.made_by is 'Of a freeze: the import, the phone or the member of staff that said so.';
comment on column aval.stop.desk_enrolment is 'Of a freeze: the one phone that two registrars showed at a desk while it stands, by its enrolment.';

create table aval.stop_token (
  hash text not null,
  notice text not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  contact bigint,
  constraint stop_token_pkey PRIMARY KEY (hash, notice),
  constraint stop_token_notice_fkey FOREIGN KEY (notice) REFERENCES notice(id)
);
CREATE INDEX stop_token_expires ON aval.stop_token USING btree (expires_at);
comment on table aval.stop_token is 'What a mail''s link stops: the event it announced, or those of one digest; seven days, once. Owner: notices.';
comment on column aval.stop_token.contact is 'Which contact its message went to: opening its page says that it arrived there.';

create table aval.stream (
  id text not null,
  client text not null,
  state text default 'enabled'::text not null,
  reason text,
  method text not null,
  endpoint text,
  authorization_header text,
  requested text[] not null,
  description text,
  made_at timestamp with time zone default aval_now() not null,
  verified_at timestamp with time zone,
  alert_keys text,
  authorization_sealed text,
  constraint stream_pkey PRIMARY KEY (id),
  constraint stream_alert_keys_check CHECK ((length(alert_keys) <= 4000)),
  constraint stream_authorization_header_check CHECK ((length(authorization_header) <= 1000)),
  constraint stream_check CHECK (((method = 'push'::text) = (endpoint IS NOT NULL))),
  constraint stream_check1 CHECK (((authorization_header IS NULL) OR (method = 'push'::text))),
  constraint stream_client_key UNIQUE (client),
  constraint stream_description_check CHECK ((length(description) <= 200)),
  constraint stream_endpoint_check CHECK ((length(endpoint) <= 2000)),
  constraint stream_method_check CHECK ((method = ANY (ARRAY['push'::text, 'poll'::text]))),
  constraint stream_one_header CHECK (((authorization_header IS NULL) OR (authorization_sealed IS NULL))),
  constraint stream_reason_check CHECK ((length(reason) <= 200)),
  constraint stream_state_check CHECK ((state = ANY (ARRAY['enabled'::text, 'paused'::text, 'disabled'::text])))
);
comment on table aval.stream is 'What a service asked to be told by Shared Signals, and how. Owner: streams.';
comment on column aval.stream.authorization_header is 'The same in clear, of before it was sealed: empty once a server has made its round.';
comment on column aval.stream.verified_at is 'When the service last asked for a verification.';
comment on column aval.stream.alert_keys is 'Public keys by which the service signs its alerts, as a JSON array.';
comment on column aval.stream.authorization_sealed is 'The header sent with each push, sealed for this stream under the servers'' secret (AES-256-GCM).';

create table aval.stream_event (
  jti text not null,
  written bigint generated always as identity not null,
  place bigint,
  stream text not null,
  type text not null,
  subject text not null,
  professional text,
  national_id text,
  session text,
  body text not null,
  txn text not null,
  made_at timestamp with time zone default aval_now() not null,
  always boolean default false not null,
  state text default 'due'::text not null,
  tries integer default 0 not null,
  next_at timestamp with time zone default aval_now() not null,
  settled_at timestamp with time zone,
  answered text,
  replays integer default 0 not null,
  constraint stream_event_pkey PRIMARY KEY (jti),
  constraint stream_event_answered_check CHECK ((answered = ANY (ARRAY['refused'::text, 'failed'::text, 'unanswered'::text]))),
  constraint stream_event_check CHECK (((state = 'due'::text) = (settled_at IS NULL))),
  constraint stream_event_check1 CHECK (((professional IS NULL) = (national_id IS NULL))),
  constraint stream_event_check2 CHECK (((session IS NULL) OR (professional IS NOT NULL))),
  constraint stream_event_replays_check CHECK ((replays >= 0)),
  constraint stream_event_state_check CHECK ((state = ANY (ARRAY['due'::text, 'delivered'::text, 'given_up'::text, 'dropped'::text]))),
  constraint stream_event_stream_fkey FOREIGN KEY (stream) REFERENCES stream(id) ON DELETE CASCADE,
  constraint stream_event_tries_check CHECK ((tries >= 0))
);
CREATE INDEX stream_event_due ON aval.stream_event USING btree (stream, place) WHERE (state = 'due'::text);
CREATE INDEX stream_event_order ON aval.stream_event USING btree (stream, subject, place) WHERE (state = 'due'::text);
CREATE INDEX stream_event_place ON aval.stream_event USING btree (place) WHERE (place IS NOT NULL);
CREATE INDEX stream_event_recent ON aval.stream_event USING btree (stream, written DESC);
CREATE INDEX stream_event_settled ON aval.stream_event USING btree (settled_at) WHERE (settled_at IS NOT NULL);
CREATE INDEX stream_event_unplaced ON aval.stream_event USING btree (written) WHERE (place IS NULL);
comment on table aval.stream_event is 'What services are to be told by Shared Signals, and what came of it. Owner: streams.';
comment on column aval.stream_event.answered is 'What the last try that failed met. Absent: none has failed.';
comment on column aval.stream_event.replays is 'How often an operator had it sent again.';

create table aval.structure (
  structure_key text not null,
  technical_id text not null,
  siret text not null,
  siren text not null,
  finess text not null,
  finess_legal text not null,
  name text not null,
  trade_name text not null,
  addressee text not null,
  geographic_point text not null,
  street_number text not null,
  street_repeat text not null,
  street_type_code text not null,
  street_name text not null,
  distribution text not null,
  cedex text not null,
  postal_code text not null,
  commune_code text not null,
  country_code text not null,
  phone text not null,
  phone2 text not null,
  fax text not null,
  email text not null,
  department_code text not null,
  former_id text not null,
  scope text default 'national'::text not null,
  changed_at timestamp with time zone default aval_now() not null,
  constraint structure_pkey PRIMARY KEY (structure_key)
);
CREATE INDEX structure_changed ON aval.structure USING btree (changed_at, structure_key);
CREATE INDEX structure_fhir_city ON aval.structure USING btree (fhir_fold(fhir_city(cedex)) text_pattern_ops);
CREATE INDEX structure_fhir_name ON aval.structure USING btree (fhir_fold(name) text_pattern_ops);
CREATE INDEX structure_fhir_postal_code ON aval.structure USING btree (fhir_fold(postal_code) text_pattern_ops);
CREATE INDEX structure_fhir_trade_name ON aval.structure USING btree (fhir_fold(trade_name) text_pattern_ops) WHERE (trade_name <> ''::text);
CREATE INDEX structure_finess ON aval.structure USING btree (finess) WHERE (finess <> ''::text);
CREATE INDEX structure_long_key ON aval.structure USING btree (md5(structure_key)) WHERE (length(structure_key) > 21);
CREATE INDEX structure_siren ON aval.structure USING btree (siren) WHERE (siren <> ''::text);
CREATE INDEX structure_siret ON aval.structure USING btree (siret) WHERE (siret <> ''::text);
comment on table aval.structure is 'A place of exercise. structure_key: its technical id, or content:<md5> for the few that have none. Owner: directory.';
comment on column aval.structure.changed_at is 'When an import last wrote this structure.';

create table aval.this_phone (
  approval text not null,
  sign_in text not null,
  browser text not null,
  entry_hash text not null,
  enter_by timestamp with time zone not null,
  pass_hash text,
  device text,
  return_hash text,
  return_by timestamp with time zone,
  arrival_hash text,
  arrived_at timestamp with time zone,
  returned boolean,
  constraint this_phone_pkey PRIMARY KEY (approval),
  constraint this_phone_approval_fkey FOREIGN KEY (approval) REFERENCES approval(id) ON DELETE CASCADE,
  constraint this_phone_arrival_hash_key UNIQUE (arrival_hash),
  constraint this_phone_check CHECK (((return_hash IS NULL) = (return_by IS NULL))),
  constraint this_phone_check1 CHECK (((arrival_hash IS NULL) = (arrived_at IS NULL))),
  constraint this_phone_check2 CHECK (((returned IS NULL) OR (arrival_hash IS NOT NULL))),
  constraint this_phone_device_fkey FOREIGN KEY (device) REFERENCES device(id),
  constraint this_phone_entry_hash_key UNIQUE (entry_hash),
  constraint this_phone_pass_hash_key UNIQUE (pass_hash),
  constraint this_phone_return_hash_key UNIQUE (return_hash)
);
comment on table aval.this_phone is 'Requests of a phone''s own browser, on their way to its authenticator and back. Each secret is spent once and only its hash is kept. Owner: login.';
comment on column aval.this_phone.browser is 'Thumbprint of the browser key that asked: only it may come back.';
comment on column aval.this_phone.entry_hash is 'base64url SHA-256 of what the sign-in page carries to the authenticator.';
comment on column aval.this_phone.pass_hash is 'The same of what the page that entered was given: the entry was seen, and is spent.';
comment on column aval.this_phone.device is 'The phone that claimed with the pass: the pass is spent.';
comment on column aval.this_phone.return_hash is 'The same of what that phone carries back to the sign-in origin, until return_by.';
comment on column aval.this_phone.arrival_hash is 'The same of what the page was given at which the return arrived: the return was seen, and is spent.';
comment on column aval.this_phone.returned is 'Whether the browser at which it arrived proved to be the one that asked. Asked once.';

create table aval.upstream_visit (
  id text not null,
  state_hash text not null,
  sign_in text not null,
  browser text not null,
  service text not null,
  provider text not null,
  nonce text not null,
  verifier text not null,
  state text not null,
  opened_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  professional text,
  has_key boolean,
  return_hash text,
  return_until timestamp with time zone,
  constraint upstream_visit_pkey PRIMARY KEY (id),
  constraint upstream_visit_check CHECK ((ends_at > opened_at)),
  constraint upstream_visit_check1 CHECK (((state <> ALL (ARRAY['proven'::text, 'spent'::text])) OR ((professional IS NOT NULL) AND (has_key IS NOT NULL) AND (return_hash IS NOT NULL) AND (return_until IS NOT NULL)))),
  constraint upstream_visit_return_hash_key UNIQUE (return_hash),
  constraint upstream_visit_state_check CHECK ((state = ANY (ARRAY['open'::text, 'returned'::text, 'proven'::text, 'spent'::text, 'burnt'::text]))),
  constraint upstream_visit_state_hash_key UNIQUE (state_hash)
);
CREATE INDEX upstream_visit_ends ON aval.upstream_visit USING btree (ends_at);
comment on table aval.upstream_visit is 'Passages of a sign-in page by its establishment''s provider: each for one page of one browser key, returned from once, proven once, spent by the session it opens. nonce, verifier: good for one code, which only that provider gives. Owner: login.';

create table aval.waiting_import (
  id text not null,
  base text,
  people integer not null,
  people_of integer not null,
  contacts integer not null,
  contacts_of integer not null,
  made_at timestamp with time zone default aval_now() not null,
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  applied_run text,
  constraint waiting_import_pkey PRIMARY KEY (id),
  constraint waiting_import_applied_run_fkey FOREIGN KEY (applied_run) REFERENCES import_run(id),
  constraint waiting_import_base_fkey FOREIGN KEY (base) REFERENCES import_run(id),
  constraint waiting_import_check CHECK (((applied_run IS NULL) OR (ended_at IS NOT NULL))),
  constraint waiting_import_contacts_check CHECK ((contacts >= 0)),
  constraint waiting_import_contacts_of_check CHECK ((contacts_of >= 0)),
  constraint waiting_import_id_fkey FOREIGN KEY (id) REFERENCES import_run(id),
  constraint waiting_import_people_check CHECK ((people >= 0)),
  constraint waiting_import_people_of_check CHECK ((people_of >= 0))
);
comment on table aval.waiting_import is 'An extract that would change too much, by its import_run: inert until two operators have signed it and it is imported again. Owner: directory.';

create table aval.waiting_import_signature (
  import text not null,
  staff text not null,
  signature text not null,
  signed_at timestamp with time zone default aval_now() not null,
  constraint waiting_import_signature_pkey PRIMARY KEY (import, staff),
  constraint waiting_import_signature_import_fkey FOREIGN KEY (import) REFERENCES waiting_import(id) ON DELETE CASCADE,
  constraint waiting_import_signature_staff_fkey FOREIGN KEY (staff) REFERENCES staff_member(id)
);
comment on table aval.waiting_import_signature is 'Which operators signed that an extract above its share is right. Owner: desk.';

create table aval.waiting_phone (
  device text not null,
  enrolment text not null,
  professional text not null,
  uk jsonb not null,
  pin_key text not null,
  given_at timestamp with time zone default aval_now() not null,
  scope text not null,
  constraint waiting_phone_pkey PRIMARY KEY (device),
  constraint waiting_phone_device_fkey FOREIGN KEY (device) REFERENCES device(id),
  constraint waiting_phone_enrolment_fkey FOREIGN KEY (enrolment) REFERENCES enrolment(id),
  constraint waiting_phone_enrolment_key UNIQUE (enrolment)
);
CREATE INDEX waiting_phone_of_holder ON aval.waiting_phone USING btree (professional);
comment on table aval.waiting_phone is 'A phone that waits, its code chosen, which opens its holder''s own aged places meanwhile: worth something only while its enrolment waits. Owner: enrolment.';

create table aval.wallet_request (
  id text not null,
  enrolment text not null,
  device text not null,
  ik text not null,
  national_id text not null,
  salt text not null,
  decryption_key jsonb,
  state text not null,
  asked_at timestamp with time zone default aval_now() not null,
  expires_at timestamp with time zone not null,
  answered_at timestamp with time zone,
  return_hash text,
  said text,
  professional text,
  proof jsonb,
  scope text default 'national'::text not null,
  constraint wallet_request_pkey PRIMARY KEY (id),
  constraint wallet_request_check CHECK ((((state = 'asked'::text) = (decryption_key IS NOT NULL)) OR (state = 'ended'::text))),
  constraint wallet_request_check1 CHECK ((((said = 'equal'::text) = ((professional IS NOT NULL) AND (proof IS NOT NULL))) OR (said IS NULL))),
  constraint wallet_request_device_fkey FOREIGN KEY (device) REFERENCES device(id) ON DELETE CASCADE,
  constraint wallet_request_said_check CHECK ((said = ANY (ARRAY['equal'::text, 'not_equal'::text, 'not_accepted'::text, 'declined'::text]))),
  constraint wallet_request_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'answered'::text, 'taken'::text, 'ended'::text])))
);
CREATE INDEX wallet_request_device ON aval.wallet_request USING btree (device);
CREATE INDEX wallet_request_expires ON aval.wallet_request USING btree (expires_at);
comment on table aval.wallet_request is 'What an identity wallet on a new phone was asked, and what its answer came to. No name and no birth is kept. Owner: wallets.';
comment on column aval.wallet_request.device is 'The new phone, and the one installation whose word takes the answer.';
comment on column aval.wallet_request.ik is 'RFC 7638 thumbprint of its key: the nonce is made of it, of the enrolment and of the salt.';
comment on column aval.wallet_request.national_id is 'Whose phone it is said to be. Public; nobody was looked up before the wallet has answered.';
comment on column aval.wallet_request.decryption_key is 'The private key of this one request, which its answer is encrypted to; gone with the answer.';
comment on column aval.wallet_request.return_hash is 'SHA-256 of what the wallet sends its phone''s browser back with.';
comment on column aval.wallet_request.said is 'What it came to: never which trait differed.';
comment on column aval.wallet_request.proof is 'Who issued what was shown, and its SHA-256.';

create table aval.workstation (
  id text not null,
  browser text not null,
  structure text not null,
  registrar text not null,
  signature text not null,
  registered_at timestamp with time zone not null,
  until_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  ended_by text,
  scope text not null,
  constraint workstation_pkey PRIMARY KEY (id),
  constraint workstation_browser_fkey FOREIGN KEY (browser) REFERENCES browser(thumbprint),
  constraint workstation_check CHECK ((until_at > registered_at)),
  constraint workstation_check1 CHECK (((ended_at IS NULL) = (ended_by IS NULL)))
);
CREATE UNIQUE INDEX workstation_live ON aval.workstation USING btree (browser) WHERE (ended_at IS NULL);
comment on table aval.workstation is 'Registered workstations: browser stands in structure (its technical id), by the signature of a registrar, until until_at. Known to whoever the directory attaches to structure. Owner: places.';

create view aval.account_alert as
 SELECT n.id,
    n.professional,
    n.event,
    n.service,
    n.told_at,
    (count(d.id) FILTER (WHERE (d.state = 'sent'::text)))::integer AS sent,
    (count(d.id) FILTER (WHERE (d.state = ANY (ARRAY['waiting'::text, 'digest'::text]))))::integer AS waiting,
    (count(d.id) FILTER (WHERE (d.state = 'failed'::text)))::integer AS failed,
    (EXISTS ( SELECT
           FROM stop_token t
          WHERE ((t.notice = n.id) AND (t.used_at IS NOT NULL)))) AS stopped
   FROM (notice n
     LEFT JOIN delivery d ON ((d.notice = n.id)))
  GROUP BY n.id;
comment on view aval.account_alert is 'What a holder was told, to how many addresses it went, and whether somebody stopped it. Owner: account, over notices'' notice, delivery and stop_token.';
create view aval.account_card_report as
 SELECT card_report.professional,
    card_report.reported_at
   FROM card_report
UNION ALL
 SELECT card_suspension.professional,
    card_suspension.suspended_at AS reported_at
   FROM card_suspension;
comment on view aval.account_card_report is 'When a holder said that a card is lost, or an analyst suspended one. Owner: account, over cards'' card_report and card_suspension.';
create view aval.account_contact as
 SELECT id,
    professional,
    kind,
    source,
    since,
    withdrawn_at,
    replaced_at,
        CASE kind
            WHEN 'email'::text THEN (("left"(value, 1) || '•••@'::text) || split_part(value, '@'::text, 2))
            ELSE (("left"(regexp_replace(value, '[^0-9+]'::text, ''::text, 'g'::text), 2) || ' •• •• •• '::text) || "right"(regexp_replace(value, '[^0-9]'::text, ''::text, 'g'::text), 2))
        END AS masked,
    proof,
    dated,
    confirmed_at
   FROM contact c;
comment on view aval.account_contact is 'Where a holder can be reached, masked, with who said so, since when and how they made sure. Owner: account, over directory''s contact.';
create view aval.account_fact as
 SELECT f.id,
    f.professional,
    f.kind,
    f.at,
    (b.body ->> 'session'::text) AS session,
    (b.body ->> 'approval'::text) AS request,
    (b.body ->> 'device'::text) AS phone,
    (b.body ->> 'place'::text) AS place,
    (b.body ->> 'service'::text) AS service,
    (b.body ->> 'reason'::text) AS reason,
    (b.body ->> 'rights'::text) AS rights,
    (b.body ->> 'rule'::text) AS rule,
    (b.body ->> 'by'::text) AS by,
    (b.body ->> 'level'::text) AS level,
    (b.body ->> 'event'::text) AS event,
    (b.body ->> 'triesLeft'::text) AS tries_left
   FROM (fact f
     CROSS JOIN LATERAL ( SELECT (f.body)::jsonb AS body) b)
  WHERE (f.professional IS NOT NULL);
comment on view aval.account_fact is 'What happened to a holder. Owner: account, over audit''s fact.';
create view aval.account_freeze as
 SELECT professional,
    reason,
    ARRAY( SELECT c.signed_at
           FROM clearance c
          WHERE ((c.stop = s.id) AND (NOT (c.desk_enrolment IS DISTINCT FROM s.desk_enrolment)))) AS signed
   FROM stop s
  WHERE ((rule = 'freeze'::text) AND (lifted_at IS NULL));
comment on view aval.account_freeze is 'Why a holder is frozen, and when analysts signed that it may end; no names. Owner: account, over stops'' stop and clearance.';
create view aval.account_phone as
 SELECT id,
    professional,
    label,
        CASE
            WHEN (awaits_clearing IS NULL) THEN level
            ELSE 'limited'::text
        END AS level,
    state,
    activated_at,
    last_used_at
   FROM device
  WHERE ((professional IS NOT NULL) AND (state <> 'enrolling'::text));
comment on view aval.account_phone is 'A holder''s phones. Owner: account, over devices'' device.';
create view aval.account_place as
 SELECT id,
    professional,
    browser,
    state,
    people,
    declared,
    made_at,
    used_again_at,
    aged_at,
    (l5_at IS NOT NULL) AS has_l5,
    last_used_at,
    cloned_at,
    ended_at
   FROM place;
comment on view aval.account_place is 'A holder''s places, ended ones too, since facts name them. Owner: account, over places'' place.';
create view aval.account_reach as
 SELECT d.notice,
    c.kind,
    c.masked,
        CASE
            WHEN (d.opened_at IS NOT NULL) THEN 'read'::text
            WHEN (d.state = ANY (ARRAY['waiting'::text, 'digest'::text])) THEN 'waiting'::text
            WHEN (d.state = 'sent'::text) THEN 'arrived'::text
            ELSE d.state
        END AS state,
    COALESCE(d.opened_at, d.sent_at) AS at
   FROM (delivery d
     JOIN account_contact c ON ((c.id = d.contact)))
UNION ALL
 SELECT p.notice,
    'app'::text AS kind,
    f.label AS masked,
    p.state,
    p.answered_at AS at
   FROM (push_delivery p
     JOIN device f ON ((f.id = p.device)));
comment on view aval.account_reach is 'Where a notice went and how far it got, masked. Owner: account, over notices'' delivery and push_delivery, directory''s contact and devices'' device.';
create view aval.account_request as
 SELECT id,
    professional,
    device,
    service
   FROM approval
  WHERE (professional IS NOT NULL);
comment on view aval.account_request is 'The requests that facts name: for which service, on which phone. Owner: account, over approvals'' approval.';
create view aval.account_review as
 SELECT a.professional,
    min(c.due_at) AS due_at
   FROM (alert a
     JOIN fraud_case c ON ((c.id = a.fraud_case)))
  WHERE ((a.professional IS NOT NULL) AND (c.state = ANY (ARRAY['open'::text, 'claimed'::text, 'snoozed'::text])))
  GROUP BY a.professional;
comment on view aval.account_review is 'By when somebody should have looked at what concerns a holder. Owner: account, over cases'' alert and fraud_case.';
create view aval.account_service as
 SELECT id,
    name,
    number
   FROM service;
comment on view aval.account_service is 'How services are called. Owner: account, over software''s service.';
create view aval.account_session as
 SELECT id,
    professional,
    browser,
    device,
    place,
    declared,
    proof,
    opened_at,
    closed_at,
    ends_at,
    last_seen_at
   FROM session;
comment on view aval.account_session is 'The sessions that facts name: where, and by which phone. Owner: account, over sessions'' session.';
create view aval.account_stop as
 SELECT id,
    professional,
    rule,
    made_at
   FROM stop
  WHERE (lifted_at IS NULL);
comment on view aval.account_stop is 'The stops that stand. Owner: account, over stops'' stop.';
create view aval.account_voucher as
 SELECT s.id AS session,
    s.device AS phone,
    COALESCE(s.device, k.device) AS vouched_by
   FROM (session s
     LEFT JOIN passkey k ON ((k.id = s.passkey)));
comment on view aval.account_voucher is 'The phone that approved a session, and the one whose word it is: of a key''s, the phone that was the evidence for it. Owner: account, over sessions'' session and passkeys'' passkey.';
create view aval.campaign_person as
 SELECT id AS professional,
    (EXISTS ( SELECT
           FROM device d
          WHERE ((d.professional = p.id) AND (d.state = 'active'::text)))) AS has_phone,
    (EXISTS ( SELECT
           FROM stop s
          WHERE ((s.professional = p.id) AND (s.lifted_at IS NULL) AND (s.rule = ANY (ARRAY['block'::text, 'freeze'::text]))))) AS is_stopped
   FROM professional p
  WHERE (state = 'active'::text);
comment on view aval.campaign_person is 'Whom a campaign may reach. Owner: campaigns, over directory''s professional, devices'' device and stops'' stop.';
create view aval.campaign_place as
 SELECT a.professional,
    s.technical_id AS structure,
    s.department_code AS department
   FROM (activity a
     JOIN structure s ON ((s.structure_key = a.structure_key)));
comment on view aval.campaign_place is 'Where each exercises. Owner: campaigns, over directory''s activity and structure.';
create view aval.campaign_profession as
 SELECT professional,
    profession_code AS profession
   FROM exercise;
comment on view aval.campaign_profession is 'What each exercises. Owner: campaigns, over directory''s exercise.';
create view aval.campaign_receipt as
 SELECT n.about AS campaign,
    d.channel,
    d.state,
    (n.read_at IS NOT NULL) AS is_read,
    n.id AS notice
   FROM (notice n
     LEFT JOIN delivery d ON ((d.notice = n.id)))
  WHERE (n.event = 'campaign'::text);
comment on view aval.campaign_receipt is 'How far the messages of campaigns got. Owner: campaigns, over notices'' notice and delivery.';
create view aval.case_bell as
 SELECT id,
    place,
    service
   FROM bell;
comment on view aval.case_bell is 'Which place rings for which service. Owner: cases, over places'' bell.';
create view aval.case_contact as
 SELECT professional,
    kind,
    value,
    id
   FROM contact c
  WHERE ((replaced_at IS NULL) AND (withdrawn_at IS NULL));
comment on view aval.case_contact is 'Where people are reached now: compared, and never shown. Owner: cases, over directory''s contact.';
create view aval.case_enrolment as
 SELECT e.id,
    e.device,
    v.id AS visit,
    v.opened_by,
    v.second_by
   FROM (enrolment e
     LEFT JOIN desk_visit v ON ((v.enrolment = e.id)));
comment on view aval.case_enrolment is 'Which phone an enrolment brings, and which registrars showed it. Owner: cases, over enrolment''s enrolment and desk''s desk_visit.';
create view aval.case_fact as
 SELECT id,
    seq,
    kind,
    at,
    body,
    professional
   FROM fact
  WHERE ((seq IS NOT NULL) AND ((professional IS NOT NULL) OR (kind = 'service_bells_lost'::text)));
comment on view aval.case_fact is 'What happened, in the log''s order, to people and to services that lost their bells. Owner: cases, over audit''s fact.';
create view aval.case_log_end as
 SELECT max(seq) AS last
   FROM fact;
comment on view aval.case_log_end is 'The last place of the log. Owner: cases, over audit''s fact.';
create view aval.case_notice as
 SELECT id,
    about,
    service
   FROM notice;
comment on view aval.case_notice is 'What a notice was about. Owner: cases, over notices'' notice.';
create view aval.case_place as
 SELECT id,
    professional,
    browser,
    network,
    (state <> 'ended'::text) AS is_live
   FROM place;
comment on view aval.case_place is 'Whose place a browser is. Owner: cases, over places'' place.';
create view aval.case_request as
 SELECT id,
    professional,
    browser,
    network,
    service,
    device,
    claimed_at
   FROM approval;
comment on view aval.case_request is 'Where a request came from, for which service, and who took it when. Owner: cases, over approvals'' approval.';
create view aval.case_session as
 SELECT id,
    approval,
    browser,
    device
   FROM session;
comment on view aval.case_session is 'Where a session was opened, and by which request. Owner: cases, over sessions'' session.';
create view aval.case_standing as
 SELECT id AS professional,
    ( SELECT (count(*))::integer AS count
           FROM session s
          WHERE ((s.professional = p.id) AND (s.closed_at IS NULL) AND (s.ends_at > aval_now()))) AS sessions,
    ( SELECT (count(*))::integer AS count
           FROM place c
          WHERE ((c.professional = p.id) AND (c.state <> 'ended'::text))) AS places,
    ( SELECT (count(*))::integer AS count
           FROM bell b
          WHERE ((b.professional = p.id) AND (b.ended_at IS NULL))) AS bells,
    ARRAY( SELECT t.rule
           FROM stop t
          WHERE ((t.professional = p.id) AND (t.lifted_at IS NULL))
          ORDER BY t.rule) AS rules,
    ( SELECT COALESCE(jsonb_agg(jsonb_build_object('phone', d.id, 'level', d.level, 'since', (EXTRACT(epoch FROM d.activated_at))::bigint) ORDER BY d.activated_at DESC, d.id), '[]'::jsonb) AS "coalesce"
           FROM device d
          WHERE ((d.professional = p.id) AND (d.state = 'active'::text))) AS phones,
    ( SELECT COALESCE(jsonb_agg(jsonb_build_object('phone', d.id, 'level', d.level, 'since', (EXTRACT(epoch FROM d.activated_at))::bigint) ORDER BY d.activated_at DESC, d.id), '[]'::jsonb) AS "coalesce"
           FROM device d
          WHERE ((d.professional = p.id) AND (d.state = 'suspended'::text) AND (d.suspended_for = 'analyst'::text))) AS suspended_phones,
    ( SELECT COALESCE(jsonb_agg(jsonb_build_object('card', ((c.issuer || '.'::text) || c.serial), 'seen', (EXTRACT(epoch FROM c.last_seen_at))::bigint, 'until', (EXTRACT(epoch FROM c.valid_until))::bigint, 'isSuspended', (EXISTS ( SELECT
                   FROM card_suspension u
                  WHERE ((u.issuer = c.issuer) AND (u.serial = c.serial) AND (u.restored_at IS NULL))))) ORDER BY c.last_seen_at DESC, c.serial), '[]'::jsonb) AS "coalesce"
           FROM card_seen c
          WHERE ((c.professional = p.id) AND (c.valid_until > aval_now()))) AS cards
   FROM professional p;
comment on view aval.case_standing is 'What stands for somebody now: what a measure would end or give back. Owner: cases, over sessions'' session, places'' place and bell, stops'' stop, devices'' device, cards'' card_seen and card_suspension, directory''s professional.';
create view aval.case_workstation as
 SELECT browser
   FROM workstation
  WHERE (ended_at IS NULL);
comment on view aval.case_workstation is 'Registered workstations: a browser of many people. Owner: cases, over places'' workstation.';
create view aval.contact_bounced as
 SELECT contact
   FROM delivery d
  GROUP BY contact
 HAVING (bool_or((state = 'failed'::text)) AND COALESCE((max(due_at) FILTER (WHERE (state = 'failed'::text)) > max(sent_at)), true));
comment on view aval.contact_bounced is 'Contacts whose last message was given up. Owner: contacts, over notices'' delivery.';
create view aval.contact_stop as
 SELECT professional,
    min(made_at) AS since
   FROM stop
  WHERE (lifted_at IS NULL)
  GROUP BY professional;
comment on view aval.contact_stop is 'Since when something of somebody is stopped: every stop holds what is added (join). Owner: directory, over stops'' stop.';
create view aval.contact_stop_span as
 SELECT professional,
    made_at,
    COALESCE(lifted_at, 'infinity'::timestamp with time zone) AS lifted_at
   FROM stop;
comment on view aval.contact_stop_span is 'From when to when something of somebody was stopped: no contact grows old meanwhile. Owner: directory, over stops'' stop.';
create view aval.desk_fact as
 SELECT f.id,
    f.kind,
    f.at,
    f.body,
    f.professional,
    p.national_id
   FROM (fact f
     LEFT JOIN professional p ON ((p.id = f.professional)))
  WHERE ((f.professional IS NOT NULL) OR (f.kind = 'service_bells_lost'::text));
comment on view aval.desk_fact is 'What happened, and to whom; and which services lost their bells. Owner: desk, over audit''s fact and directory''s professional.';
create view aval.desk_first_day as
 SELECT (count(*))::integer AS known,
    (count(*) FILTER (WHERE (told_at IS NOT NULL)))::integer AS told,
    (count(*) FILTER (WHERE is_victim))::integer AS victims,
    (count(*) FILTER (WHERE (EXISTS ( SELECT
           FROM device d
          WHERE ((d.professional = k.professional) AND (d.state = 'active'::text) AND (d.level = 'full'::text))))))::integer AS enrolled
   FROM known_holder k;
comment on view aval.desk_first_day is 'How far the first day is: known holders, told, victims, and with a full phone. Owner: desk, over enrolment''s known_holder and devices'' device.';
create view aval.desk_outbox as
 SELECT ((logout_delivery.session || '.'::text) || logout_delivery.client) AS id,
    logout_delivery.client AS service,
    'logout'::text AS kind,
    logout_delivery.state,
    logout_delivery.tries,
    COALESCE(logout_delivery.settled_at, logout_delivery.made_at) AS at,
    NULL::text AS event,
    NULL::text AS national_id,
    NULL::timestamp with time zone AS opened_at,
        CASE
            WHEN (logout_delivery.settled_at IS NULL) THEN logout_delivery.next_at
            ELSE NULL::timestamp with time zone
        END AS next_at
   FROM logout_delivery
UNION ALL
 SELECT d.id,
    n.service,
    d.channel AS kind,
    d.state,
    d.tries,
    COALESCE(d.sent_at, n.told_at) AS at,
    n.event,
    p.national_id,
    d.opened_at,
        CASE
            WHEN (d.state = ANY (ARRAY['waiting'::text, 'digest'::text, 'handed'::text])) THEN d.due_at
            ELSE NULL::timestamp with time zone
        END AS next_at
   FROM ((delivery d
     JOIN notice n ON ((n.id = d.notice)))
     LEFT JOIN professional p ON ((p.id = n.professional)))
UNION ALL
 SELECT ((p.notice || '.'::text) || p.device) AS id,
    n.service,
    'push'::text AS kind,
    p.state,
    1 AS tries,
    p.answered_at AS at,
    n.event,
    h.national_id,
    NULL::timestamp with time zone AS opened_at,
    NULL::timestamp with time zone AS next_at
   FROM ((push_delivery p
     JOIN notice n ON ((n.id = p.notice)))
     LEFT JOIN professional h ON ((h.id = n.professional)))
UNION ALL
 SELECT e.jti AS id,
    s.client AS service,
    'signal'::text AS kind,
    e.state,
    e.tries,
    COALESCE(e.settled_at, e.made_at) AS at,
    regexp_replace(e.type, '^.*/'::text, ''::text) AS event,
    e.national_id,
    NULL::timestamp with time zone AS opened_at,
        CASE
            WHEN (e.settled_at IS NULL) THEN e.next_at
            ELSE NULL::timestamp with time zone
        END AS next_at
   FROM (stream_event e
     JOIN stream s ON ((s.id = e.stream)));
comment on view aval.desk_outbox is 'What is to be sent, and what came of it: ends of sessions and signals to services, notices by mail, SMS and push. No address. Owner: desk, over provider''s logout_delivery, streams'' stream and stream_event, notices'' delivery, push_delivery and notice, and directory''s professional.';
create view aval.drill_person as
 SELECT id AS professional,
    ( SELECT min(e.profession_code) AS min
           FROM exercise e
          WHERE (e.professional = p.id)) AS profession,
    ((EXISTS ( SELECT
           FROM stop s
          WHERE ((s.professional = p.id) AND (s.lifted_at IS NULL)))) OR (EXISTS ( SELECT
           FROM call c
          WHERE ((c.professional = p.id) AND (c.held_until > aval_now())))) OR (EXISTS ( SELECT
           FROM call_report r
          WHERE ((r.professional = p.id) AND (r.at > (aval_now() - '1 day'::interval))))) OR (EXISTS ( SELECT
           FROM approval a
          WHERE ((a.professional = p.id) AND (a.state = 'claimed'::text) AND (a.decide_by > aval_now())))) OR (EXISTS ( SELECT
           FROM ring g
          WHERE ((g.professional = p.id) AND (g.state = ANY (ARRAY['ringing'::text, 'scanned'::text])) AND (g.until > aval_now())))) OR (EXISTS ( SELECT
           FROM enrolment n
          WHERE ((n.professional = p.id) AND (n.state = ANY (ARRAY['evidenced'::text, 'cooling'::text, 'ready'::text, 'held'::text])) AND (n.expires_at > aval_now())))) OR (EXISTS ( SELECT
           FROM (alert t
             LEFT JOIN fraud_case f ON ((f.id = t.fraud_case)))
          WHERE ((t.professional = p.id) AND (t.taken_back_at IS NULL) AND
                CASE
                    WHEN (f.id IS NULL) THEN (t.known_at > (aval_now() - '7 days'::interval))
                    ELSE (f.state = ANY (ARRAY['open'::text, 'claimed'::text, 'snoozed'::text]))
                END)))) AS is_busy
   FROM professional p
  WHERE (state = 'active'::text);
comment on view aval.drill_person is 'Who may be shown an exercise now: is_busy says that something real is under way. Owner: campaigns, over directory''s professional and exercise, stops'' stop, support''s call and call_report, approvals'' approval, places'' ring, enrolment''s enrolment and cases'' alert and fraud_case.';
create view aval.erasure_choice as
 SELECT f.id,
    f.kind,
    f.at,
    f.seq,
    f.professional
   FROM (fact f
     JOIN fact_key k ON ((k.fact = f.id)))
  WHERE (f.seq IS NOT NULL);
comment on view aval.erasure_choice is 'Facts in their place that still say something. Owner: erasures, over audit''s fact and fact_key.';
create view aval.erasure_hold as
 SELECT h.professional,
    h.since
   FROM retention_hold h
  WHERE (h.professional IS NOT NULL)
UNION ALL
 SELECT s.professional,
    NULL::timestamp with time zone AS since
   FROM stop s
  WHERE ((s.rule = 'freeze'::text) AND (s.lifted_at IS NULL));
comment on view aval.erasure_hold is 'Of whom nothing is erased: under an open case or a freeze (no date), or a complaint file, since when. Owner: erasures, over retention''s retention_hold and stops'' stop.';
create view aval.erasure_named as
 SELECT id,
    kind,
    at,
    seq
   FROM fact f
  WHERE (EXISTS ( SELECT
           FROM erasure_fact n
          WHERE (n.fact = f.id)));
comment on view aval.erasure_named is 'Place, kind and time of facts that an erasure names, before and after. Owner: erasures, over audit''s fact.';
create view aval.erasure_unread as
 SELECT professional,
    kind
   FROM fact f
  WHERE ((professional IS NOT NULL) AND ((seq IS NULL) OR (seq >= COALESCE(( SELECT c.next_seq
           FROM case_cursor c), (0)::bigint))));
comment on view aval.erasure_unread is 'Facts that the cases have not read yet: one may open a case. Owner: erasures, over audit''s fact and cases'' case_cursor.';
create view aval.fhir_identifier as
 SELECT professional AS practitioner,
    identifier AS value,
    origin,
    "position"
   FROM identifier;
comment on view aval.fhir_identifier is 'The other ids of a person. Owner: fhir, over directory''s identifier.';
create view aval.fhir_name as
 SELECT exercise.professional AS practitioner,
    exercise."position",
    exercise.exercise_civility_code AS civility,
    exercise.exercise_family_name AS family,
    exercise.exercise_given_name AS given,
    true AS of_exercise
   FROM exercise
  WHERE (exercise.exercise_family_name <> ''::text)
UNION ALL
 SELECT e.professional AS practitioner,
    e."position",
    e.exercise_civility_code AS civility,
    p.family_name AS family,
    split_part(p.given_names, ''''::text, 1) AS given,
    false AS of_exercise
   FROM (exercise e
     JOIN professional p ON ((p.id = e.professional)))
  WHERE (e.exercise_family_name = ''::text);
comment on view aval.fhir_name is 'The names a person exercises under. Owner: fhir, over directory''s exercise and professional.';
create view aval.fhir_organization as
 SELECT structure_key AS key,
    changed_at AS last_updated,
    technical_id,
    siret,
    siren,
    finess,
    finess_legal,
    name,
    trade_name AS alias,
    addressee,
    geographic_point,
    street_number,
    street_repeat,
    street_type_code,
    street_name,
    distribution,
    fhir_city(cedex) AS city,
    postal_code,
    country_code,
    phone,
    phone2,
    fax,
    email,
    (EXISTS ( SELECT
           FROM (activity a
             JOIN professional p ON ((p.id = a.professional)))
          WHERE ((a.structure_key = t.structure_key) AND (p.state = 'active'::text)))) AS active
   FROM structure t;
comment on view aval.fhir_organization is 'A place of exercise, as Organization; active while somebody active works there. Owner: fhir, over directory''s structure.';
create view aval.fhir_practitioner as
 SELECT id AS key,
    national_id,
    (state = 'active'::text) AS active,
    changed_at AS last_updated,
    ''::text AS civility_code
   FROM professional;
comment on view aval.fhir_practitioner is 'A person, as Practitioner; the civility, which tells the gender, is always empty. Owner: fhir, over directory''s professional.';
create view aval.fhir_qualification as
 SELECT professional AS practitioner,
    "position",
    profession_code AS profession,
    category_code AS category,
    know_how_type_code AS know_how_type,
    know_how_code AS know_how
   FROM exercise;
comment on view aval.fhir_qualification is 'A profession held, with its know-how. Owner: fhir, over directory''s exercise.';
create view aval.fhir_role as
 SELECT a.id AS key,
    a.professional AS practitioner,
    a.structure_key AS organization,
    (p.state = 'active'::text) AS active,
    p.changed_at AS last_updated,
    a.genre_code AS genre,
    a.mode_code AS mode,
    a.role_code AS role,
    a.pharmacist_section_code AS pharmacist_section
   FROM (activity a
     JOIN professional p ON ((p.id = a.professional)));
comment on view aval.fhir_role is 'Where and how a profession is exercised, as PractitionerRole. Owner: fhir, over directory''s activity.';
create view aval.fhir_sector as
 SELECT structure_key AS organization,
    sector_code AS sector
   FROM activity
  WHERE ((structure_key IS NOT NULL) AND (sector_code <> ''::text));
comment on view aval.fhir_sector is 'The sectors of activity that people exercise in at a structure. Owner: fhir, over directory''s activity.';
create view aval.report_state as
 SELECT a.about AS report,
        CASE
            WHEN (c.state = 'closed'::text) THEN 'closed'::text
            WHEN (c.id IS NOT NULL) THEN 'in_case'::text
            ELSE 'received'::text
        END AS state
   FROM (alert a
     LEFT JOIN fraud_case c ON ((c.id = a.fraud_case)))
  WHERE (a.kind = ANY (ARRAY['agent_report'::text, 'partner_report'::text, 'holder_report'::text]));
comment on view aval.report_state is 'What became of a report: that it is in a case, and no more of that case. Owner: reports, over cases'' alert and fraud_case.';
create view aval.retention_fact as
 SELECT id,
    kind,
    at,
    professional,
    seq
   FROM fact;
comment on view aval.retention_fact is 'Which facts are past their term. Owner: retention, over audit''s fact.';
create view aval.retention_hold as
 SELECT a.professional,
    c.id AS fraud_case,
    NULL::timestamp with time zone AS since
   FROM (fraud_case c
     LEFT JOIN alert a ON ((a.fraud_case = c.id)))
  WHERE (c.state = ANY (ARRAY['open'::text, 'claimed'::text, 'snoozed'::text]))
UNION ALL
 SELECT p.professional,
    p.fraud_case,
    COALESCE(p.signed_at, p.asked_at) AS since
   FROM complaint p
UNION ALL
 SELECT f.professional,
    NULL::text AS fraud_case,
    f.at AS since
   FROM fact f
  WHERE ((f.kind = 'complaint_made'::text) AND (f.professional IS NOT NULL));
comment on view aval.retention_hold is 'Whose evidence stays: of open cases (no date), and of complaint files, since when. Owner: retention, over cases'' alert, fraud_case and complaint and audit''s fact.';
create view aval.software_request as
 SELECT approval.service,
    approval.professional,
    approval.claimed_at AS at,
        CASE
            WHEN (approval.state = 'refused'::text) THEN approval.reason
            ELSE NULL::text
        END AS refused_for
   FROM approval
  WHERE ((approval.kind = 'sign-in'::text) AND (approval.service IS NOT NULL) AND (approval.claimed_at IS NOT NULL))
UNION ALL
 SELECT b.service,
    r.professional,
    r.rung_at AS at,
        CASE
            WHEN (r.state = 'refused'::text) THEN r.reason
            ELSE NULL::text
        END AS refused_for
   FROM (ring r
     JOIN bell b ON ((b.id = r.bell)));
comment on view aval.software_request is 'Whom each service asked, when, and the reason given by whoever refused. Owner: software, over approvals'' approval and places'' bell and ring.';
create view aval.statistic_delay as
 SELECT p.professional,
    p.reached_at AS at,
    (EXTRACT(epoch FROM (p.reached_at - min(a.at))))::double precision AS seconds
   FROM ((measure_person p
     JOIN measure m ON ((m.id = p.measure)))
     JOIN alert a ON (((a.fraud_case = m.fraud_case) AND (a.professional = p.professional) AND (a.at <= p.reached_at))))
  WHERE (p.state = 'changed'::text)
  GROUP BY p.measure, p.professional, p.reached_at;
comment on view aval.statistic_delay is 'From somebody''s first alert in a case to the measure that changed something for them. Owner: statistics, over cases'' measure, measure_person and alert.';
create view aval.statistic_event as
 SELECT
        CASE fact.kind
            WHEN 'approval_approved'::text THEN 'approved'::text
            WHEN 'approval_refused'::text THEN 'refused'::text
            WHEN 'approval_expired'::text THEN 'expired'::text
            WHEN 'device_added'::text THEN 'enrolled'::text
            WHEN 'enrolment_contested'::text THEN 'contested'::text
            WHEN 'enrolment_held'::text THEN 'contested'::text
            WHEN 'measure_taken'::text THEN 'measures'::text
            WHEN 'fraud_window_answered'::text THEN 'windows'::text
            WHEN 'report_received'::text THEN 'reports'::text
            WHEN 'public_report_received'::text THEN 'reports'::text
            WHEN 'call_reported'::text THEN 'reports'::text
            ELSE 'stopped'::text
        END AS kind,
    fact.professional,
    fact.at
   FROM fact
  WHERE ((fact.professional IS NOT NULL) AND (fact.kind = ANY (ARRAY['approval_approved'::text, 'approval_refused'::text, 'approval_expired'::text, 'device_added'::text, 'enrolment_contested'::text, 'enrolment_held'::text, 'measure_taken'::text, 'fraud_window_answered'::text, 'report_received'::text, 'public_report_received'::text, 'call_reported'::text, 'device_revoked'::text, 'device_disabled'::text, 'device_suspended'::text, 'phone_disowned'::text])) AND ((fact.kind <> 'measure_taken'::text) OR (((fact.body)::jsonb ->> 'changed'::text) = 'true'::text)))
UNION ALL
 SELECT 'alerts'::text AS kind,
    alert.professional,
    alert.at
   FROM alert
  WHERE ((alert.professional IS NOT NULL) AND (alert.taken_back_at IS NULL))
UNION ALL
 SELECT DISTINCT ('cases:'::text || c.id) AS kind,
    a.professional,
    c.opened_at AS at
   FROM (fraud_case c
     JOIN alert a ON ((a.fraud_case = c.id)))
  WHERE ((c.state <> 'merged'::text) AND (a.professional IS NOT NULL))
UNION ALL
 SELECT DISTINCT ((('case_'::text || c.outcome) || ':'::text) || c.id) AS kind,
    a.professional,
    c.closed_at AS at
   FROM (fraud_case c
     JOIN alert a ON ((a.fraud_case = c.id)))
  WHERE ((c.state = 'closed'::text) AND (c.outcome <> 'taken_back'::text) AND (a.professional IS NOT NULL));
comment on view aval.statistic_event is 'What is counted, of whom, and when; of cases each person once, behind a colon its id. Owner: statistics, over audit''s fact, cases'' alert and fraud_case.';
create view aval.statistic_first as
 SELECT at
   FROM fact
  WHERE (seq = ( SELECT min(fact_1.seq) AS min
           FROM fact fact_1));
comment on view aval.statistic_first is 'When the log begins: no month before it is counted. Owner: statistics, over audit''s fact.';
create view aval.statistic_person as
 SELECT id AS professional,
    ( SELECT e.profession_code
           FROM exercise e
          WHERE (e.professional = p.id)
          ORDER BY e."position", e.profession_code, e.category_code
         LIMIT 1) AS profession,
    ( SELECT
                CASE
                    WHEN (s.commune_code ~ '^97'::text) THEN "left"(s.commune_code, 3)
                    WHEN (s.commune_code <> ''::text) THEN "left"(s.commune_code, 2)
                    ELSE s.department_code
                END AS department_code
           FROM (activity a
             JOIN structure s ON ((s.structure_key = a.structure_key)))
          WHERE (a.professional = p.id)
          ORDER BY a."position", a.id
         LIMIT 1) AS department
   FROM professional p;
comment on view aval.statistic_person is 'One profession and one department of each: the first that the register lists. Owner: statistics, over directory''s professional, exercise, activity and structure.';
create view aval.stop_held as
 SELECT stop.professional,
    stop.rule,
    stop.desk_enrolment
   FROM stop
  WHERE (stop.lifted_at IS NULL)
UNION ALL
 SELECT call.professional,
    'call'::text AS rule,
    NULL::text AS desk_enrolment
   FROM call
  WHERE (call.held_until > aval_now());
comment on view aval.stop_held is 'What stops something for somebody now. Owner: stops, over its own stop and support''s call.';
create view aval.support_case as
 SELECT c.id,
    (c.state = ANY (ARRAY['open'::text, 'claimed'::text, 'snoozed'::text])) AS is_live,
    a.professional,
    a.scopes,
    c.opened_at
   FROM (fraud_case c
     JOIN alert a ON ((a.fraud_case = c.id)))
  WHERE (a.professional IS NOT NULL);
comment on view aval.support_case is 'Whom each case is about. Owner: support, over cases'' fraud_case and alert.';
create view aval.support_sign as
 SELECT contact_change.professional,
    'contact_changed'::text AS sign,
    contact_change.at,
    NULL::text AS member
   FROM contact_change
UNION ALL
 SELECT enrolment.professional,
    'adding_phone'::text AS sign,
    aval_now() AS at,
    NULL::text AS member
   FROM enrolment
  WHERE ((enrolment.state = ANY (ARRAY['evidenced'::text, 'cooling'::text, 'ready'::text, 'held'::text])) AND (enrolment.expires_at > aval_now()))
UNION ALL
 SELECT device.professional,
    'new_phone'::text AS sign,
    device.activated_at AS at,
    NULL::text AS member
   FROM device
  WHERE ((device.professional IS NOT NULL) AND (device.state = 'active'::text) AND (device.activated_at IS NOT NULL))
UNION ALL
 SELECT refusal.professional,
    'refused'::text AS sign,
    refusal.at,
    NULL::text AS member
   FROM refusal
  WHERE (refusal.professional IS NOT NULL)
UNION ALL
 SELECT stop.professional,
    'stopped'::text AS sign,
    aval_now() AS at,
    NULL::text AS member
   FROM stop
  WHERE (stop.lifted_at IS NULL)
UNION ALL
 SELECT a.professional,
    'several_cases'::text AS sign,
    aval_now() AS at,
    NULL::text AS member
   FROM (fraud_case c
     JOIN alert a ON ((a.fraud_case = c.id)))
  WHERE ((c.state = ANY (ARRAY['open'::text, 'claimed'::text, 'snoozed'::text])) AND (a.professional IS NOT NULL))
  GROUP BY a.professional, c.id
UNION ALL
 SELECT call_report.professional,
    'reported_call'::text AS sign,
    call_report.at,
    NULL::text AS member
   FROM call_report
UNION ALL
 SELECT call.professional,
    'called_now'::text AS sign,
    aval_now() AS at,
    call.member
   FROM call
  WHERE ((call.state <> 'ended'::text) AND (call.over_at > aval_now()));
comment on view aval.support_sign is 'What may be odd about somebody whom support speaks with: that it is so, and when; no value. Owner: support, over tables of directory, enrolment, devices, refusals, stops and cases, and its own.';
create schema pin;

CREATE OR REPLACE FUNCTION pin.pin_now()
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE SECURITY DEFINER
RETURN aval_now();
comment on function pin.pin_now() is 'aval_now() for the PIN program.';
create table pin.announcement (
  device text not null,
  ik_thumbprint text not null,
  announced_at timestamp with time zone default pin.pin_now() not null,
  constraint announcement_pkey PRIMARY KEY (device)
);
CREATE INDEX announcement_age ON pin.announcement USING btree (announced_at);
comment on table pin.announcement is 'Phones the server has given an id: only they may register, with this installation key. Forgotten with the enrolment. Owner: pin.';

create table pin.counter (
  device text not null,
  key_id text not null,
  ik jsonb not null,
  uk jsonb,
  tries integer not null,
  version bigint not null,
  epoch text not null,
  last_evaluation text,
  confirmed_evaluation text,
  next_try_at timestamp with time zone not null,
  state text not null,
  mac text not null,
  constraint counter_pkey PRIMARY KEY (device),
  constraint counter_state_check CHECK ((state = ANY (ARRAY['open'::text, 'disabled'::text, 'retired'::text]))),
  constraint counter_tries_check CHECK (((tries >= 0) AND (tries <= 10))),
  constraint counter_version_check CHECK ((version > 0))
);
comment on table pin.counter is 'Per phone: tries since the last right code, its keys, and the one current OPRF key. `mac` authenticates every other column with the key file. Owner: pin.';

create table pin.oprf_key (
  device text not null,
  key_id text not null,
  public_key text not null,
  wrapped bytea not null,
  made_at timestamp with time zone default pin.pin_now() not null,
  constraint oprf_key_pkey PRIMARY KEY (device, key_id),
  constraint oprf_key_device_fkey FOREIGN KEY (device) REFERENCES pin.counter(device)
);
comment on table pin.oprf_key is 'The OPRF keys of phones, wrapped by the key file (AES-256-GCM, bound to phone and key id). `counter.key_id` says which is current. Owner: pin.';

create table pin.seen_message (
  device text not null,
  jti text not null,
  seen_at timestamp with time zone default pin.pin_now() not null,
  constraint seen_message_pkey PRIMARY KEY (device, jti)
);
CREATE INDEX seen_message_age ON pin.seen_message USING btree (seen_at);
comment on table pin.seen_message is 'Messages already received, until a replay would be refused for its age. Owner: pin.';
