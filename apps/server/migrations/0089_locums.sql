-- Locums: people whom a holder announces at one of their places, for given days. Locks nothing: a new table.
create table aval.locum (
  id text primary key,
  place text not null references aval.place (id),
  host text not null,
  professional text not null,
  device text not null,
  from_at timestamptz not null,
  until_at timestamptz not null,
  is_held boolean not null,
  announced_at timestamptz not null,
  ended_at timestamptz,
  ended_by text,
  scope text not null default 'national',
  check (until_at > from_at),
  check (host <> professional),
  check ((ended_at is null) = (ended_by is null))
);
comment on table aval.locum is 'Announced locums (remplaçants annoncés): professional may sign in at place of host between from_at and until_at. is_held: announced while nothing could be added to professional, hence worth nothing, and looks the same to host. Owner: places.';
create index locum_place on aval.locum (place) where ended_at is null;
create index locum_host on aval.locum (host) where ended_at is null;
create index locum_until on aval.locum (until_at) where ended_at is null;
