-- Who the professionals are, as the registers say it, and what each import changed. Locks nothing: new tables.
create table aval.import_run (
  id text primary key,
  source text not null check (source in ('sandbox', 'rpps-public', 'rpps-psc')),
  layout text not null check (layout in ('public', 'restricted')),
  state text not null check (state in ('done', 'stopped')),
  stopped_for text check ((stopped_for is not null) = (state = 'stopped')),
  strict boolean not null,
  digest text not null,
  lines integer not null check (lines >= 0),
  latin1_lines integer not null check (latin1_lines >= 0),
  added integer not null check (added >= 0),
  changed integer not null check (changed >= 0),
  removed integer not null check (removed >= 0),
  unchanged integer not null check (unchanged >= 0),
  problems integer not null check (problems >= 0),
  at timestamptz not null default aval.aval_now(),
  scope text not null default 'national'
);
comment on table aval.import_run is 'One reading of an extract: what it would have changed, and whether it was applied. digest: SHA-256 of the file, base64url. Owner: directory.';
create index import_run_source on aval.import_run (source, at desc);

create table aval.import_problem (
  run text not null references aval.import_run (id),
  line integer not null check (line > 0),
  reason text not null,
  column_key text,
  primary key (run, line, reason)
);
comment on table aval.import_problem is 'A line that was left out or contradicted another: its number and why, never its content. The first ten thousand of a run; import_run.problems counts all. Owner: directory.';

create table aval.professional (
  id text primary key,
  national_id text not null unique,
  id_type text not null,
  identifier text not null,
  state text not null check (state in ('active', 'deactivated')),
  -- The sources that list this person now. Nobody lists a deactivated one.
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
  added_at timestamptz not null default aval.aval_now(),
  changed_at timestamptz not null default aval.aval_now(),
  changed_by text not null references aval.import_run (id),
  check ((state = 'active') = (cardinality(sources) > 0))
);
comment on table aval.professional is 'One person, under an id of ours that survives a new national id. Birth columns come from the restricted layout only and are never released. Owner: directory.';
create index professional_sources on aval.professional using gin (sources);
create index professional_name on aval.professional (lower(family_name));

create table aval.identifier (
  professional text not null references aval.professional (id),
  identifier text not null,
  origin text not null,
  quality integer not null,
  position integer not null,
  primary key (professional, identifier, origin)
);
comment on table aval.identifier is 'The ids a register lists for one person (RPPS, ADELI, PSI…), with their origin and quality. Owner: directory.';
create index identifier_identifier on aval.identifier (identifier);

create table aval.exercise (
  professional text not null references aval.professional (id),
  profession_code text not null,
  category_code text not null,
  position integer not null,
  exercise_civility_code text not null,
  exercise_family_name text not null,
  exercise_given_name text not null,
  know_how_type_code text not null,
  know_how_code text not null,
  primary key (professional, profession_code, category_code)
);
comment on table aval.exercise is 'A profession held in a category. position: the order in which the register first listed it, kept for life because clients read the first. Owner: directory.';

create table aval.structure (
  structure_key text primary key,
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
  scope text not null default 'national'
);
comment on table aval.structure is 'A place of exercise. structure_key: its technical id, or content:<md5> for the few that have none. Owner: directory.';

create table aval.activity (
  id bigint generated always as identity primary key,
  professional text not null,
  profession_code text not null,
  category_code text not null,
  position integer not null,
  mode_code text not null,
  sector_code text not null,
  pharmacist_section_code text not null,
  role_code text not null,
  genre_code text not null,
  registration_authority text not null,
  structure_key text references aval.structure (structure_key),
  foreign key (professional, profession_code, category_code) references aval.exercise on delete cascade
);
comment on table aval.activity is 'One line of the extract: where and how a profession is exercised. Owner: directory.';
create index activity_exercise on aval.activity (professional, profession_code, category_code);
create index activity_structure on aval.activity (structure_key) where structure_key is not null;

-- Values are kept after their replacement: those replaced in the last 180 days are still told (DESIGN section 6).
create table aval.contact (
  id bigint generated always as identity primary key,
  professional text not null references aval.professional (id),
  kind text not null check (kind in ('phone', 'email')),
  value text not null check (value <> ''),
  source text not null,
  -- The import that first gave this value: its proof, and from when its age counts.
  given_by text not null references aval.import_run (id),
  since timestamptz not null default aval.aval_now(),
  withdrawn_at timestamptz,
  replaced_at timestamptz,
  scope text not null
);
comment on table aval.contact is 'Where somebody can be reached, only ever as a registration authority said it. withdrawn_at: the register no longer gives it, but the last trusted value is kept. Owner: directory.';
create unique index contact_current on aval.contact (professional, kind) where replaced_at is null;

create table aval.contact_change (
  id bigint generated always as identity primary key,
  professional text not null references aval.professional (id),
  kind text not null check (kind in ('phone', 'email')),
  old_value text not null,
  new_value text not null,
  run text not null references aval.import_run (id),
  at timestamptz not null default aval.aval_now(),
  scope text not null
);
comment on table aval.contact_change is 'Every change of a contact of somebody already known; both values are announced it. Empty: none. Owner: directory.';
create index contact_change_professional on aval.contact_change (professional, at desc);
