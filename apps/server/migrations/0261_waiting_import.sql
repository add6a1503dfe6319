-- An extract above its share waits for two operators: each signs exactly this file and what it would change, and the same command, run
-- again within three days on an unchanged directory, then applies it, once. New tables only: nothing is locked.
create table aval.waiting_import (
  id text primary key references aval.import_run (id),
  -- The last import that was applied as this one stopped. Null: there was none.
  base text references aval.import_run (id),
  -- What the shares are held against: people and contacts that would change, and of how many.
  people integer not null check (people >= 0),
  people_of integer not null check (people_of >= 0),
  contacts integer not null check (contacts >= 0),
  contacts_of integer not null check (contacts_of >= 0),
  made_at timestamptz not null default aval.aval_now(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  applied_run text references aval.import_run (id),
  check (applied_run is null or ended_at is not null)
);
comment on table aval.waiting_import is 'An extract that would change too much, by its import_run: inert until two operators have signed it and it is imported again. Owner: directory.';
create table aval.waiting_import_signature (
  import text not null references aval.waiting_import (id) on delete cascade,
  staff text not null references aval.staff_member (id),
  signature text not null,
  signed_at timestamptz not null default aval.aval_now(),
  primary key (import, staff)
);
comment on table aval.waiting_import_signature is 'Which operators signed that an extract above its share is right. Owner: desk.';
