-- Why: the two schemas, the record of what was migrated, what this database is for, and its clock.
-- Locks: nothing that exists; this is the first migration.

create schema if not exists aval;
create schema if not exists pin;

create table aval.migration (
  number integer primary key check (number > 0),
  name text not null unique,
  checksum text not null,
  applied_at timestamptz not null default clock_timestamp()
);
comment on table aval.migration is
  'Each migration applied, with the SHA-256 of its text: an edited one is refused. [read-only]';

create table aval.deployment (
  only_row boolean primary key default true check (only_row),
  mode text not null check (mode in ('sandbox', 'production')),
  root text not null check (root <> ''),
  since timestamptz not null default clock_timestamp()
);
comment on table aval.deployment is
  'What this database was first started for, and the thumbprint of the root of its keys. Neither ever changes: a sandbox never becomes production. [read-only]';

create table aval.clock_offset (
  only_row boolean primary key default true check (only_row),
  ahead interval not null default interval '0' check (ahead >= interval '0')
);
comment on table aval.clock_offset is
  'How far the clock of Aval is ahead of the machine''s. Only the sandbox and tests move it, as the owner; production refuses to start with an offset. [read-only]';
insert into aval.clock_offset default values;

-- clock_timestamp() and not now(): inside a transaction now() stands still, so that a statement which waited for a
-- lock would still find its deadline open. The body is parsed here, once: no search_path can change what it names.
create function aval.aval_now() returns timestamptz
  language sql stable
  return clock_timestamp() + (select ahead from aval.clock_offset);
comment on function aval.aval_now() is
  'The one clock: what has expired is decided by it, in SQL, the same for every node.';

-- The PIN program's role sees only its own schema; it shares the clock through this one function of the owner.
create function pin.pin_now() returns timestamptz
  language sql stable security definer
  return aval.aval_now();
comment on function pin.pin_now() is 'aval_now() for the PIN program.';
