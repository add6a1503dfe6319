-- Why: what is wrong with contacts was found by reading all of them at each question: 0.7 s for twenty thousand people. A job keeps it now.
-- Locks: none: three new tables.
create table aval.contact_flaw (
  professional text not null references aval.professional (id),
  kind text not null check (kind in ('phone', 'email')),
  flaw text not null check (flaw in ('missing', 'shared', 'bounced', 'old', 'recycled')),
  -- The contact it is about. Null: there is none.
  contact bigint references aval.contact (id) on delete cascade,
  national_id text not null,
  known_at timestamptz,
  scopes text[] not null,
  primary key (professional, kind, flaw),
  check ((contact is null) = (flaw = 'missing'))
);
comment on table aval.contact_flaw is 'Contacts to look at, as they were found last; no value. Owner: directory.';
create index contact_flaw_order on aval.contact_flaw (flaw, known_at, national_id collate "C", kind);
create index contact_flaw_scopes on aval.contact_flaw using gin (scopes);
create index contact_flaw_contact on aval.contact_flaw (contact) where contact is not null;

create table aval.contact_flaw_count (
  scope text not null,
  flaw text not null,
  total integer not null check (total > 0),
  primary key (scope, flaw)
);
comment on table aval.contact_flaw_count is 'How many of each there are for each authority. Owner: directory.';

create table aval.contact_flaw_search (
  the_only boolean primary key default true check (the_only),
  found_at timestamptz not null,
  -- What a search read; another text means that something changed.
  seen text not null,
  took_ms integer not null check (took_ms >= 0)
);
comment on table aval.contact_flaw_search is 'When they were looked for last, and how long it took. Owner: directory.';
