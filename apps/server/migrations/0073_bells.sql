-- Why: a phone rings only for a bell its holder has set: a place and a service. What rang, how it ended, and the hours in which
-- nothing rings. Locks place for a moment, for one column that rewrites no row.
alter table aval.place add column scanned_at timestamptz;
comment on column aval.place.scanned_at is 'The last sign-in on it by a full phone that scanned it: lately enough, its bells ring in quiet hours too.';

create table aval.bell (
  id text primary key,
  place text not null references aval.place (id),
  professional text not null,
  service text not null,
  device text not null,
  set_at timestamptz not null,
  last_used_at timestamptz not null,
  refusals integer not null default 0 check (refusals >= 0),
  expiries integer not null default 0 check (expiries >= 0),
  silenced_until timestamptz,
  ended_at timestamptz,
  ended_by text,
  scope text not null default 'national',
  check ((ended_at is null) = (ended_by is null))
);
comment on table aval.bell is 'Bells (sonneries): a place that may ring its holder for a service. Ends after 30 days without use, whatever its row says. Owner: places.';
comment on column aval.bell.device is 'The phone it was set from.';
comment on column aval.bell.last_used_at is 'The last sign-in at this place to this service, rung for or not; at first when it was set.';
comment on column aval.bell.refusals is 'Rings refused in a row; a sign-in begins anew.';
comment on column aval.bell.expiries is 'Rings that nobody answered, in a row; a sign-in begins anew.';
create unique index bell_live on aval.bell (place, service) where ended_at is null;
create index bell_professional on aval.bell (professional) where ended_at is null;

create table aval.ring (
  id text primary key,
  bell text not null references aval.bell (id),
  professional text not null,
  state text not null check (state in ('ringing', 'scanned', 'answered', 'dropped', 'refused', 'expired')),
  rung_at timestamptz not null,
  until timestamptz not null check (until > rung_at),
  ended_at timestamptz,
  reason text,
  check ((state in ('ringing', 'scanned')) = (ended_at is null)),
  check ((state = 'refused') = (reason is not null))
);
comment on table aval.ring is 'What rang: at most one at a time for a holder. scanned: its screen was, and has not concluded; dropped: the holder scanned another. Owner: places.';
create unique index ring_live on aval.ring (professional) where state = 'ringing';
create index ring_open on aval.ring (until) where state in ('ringing', 'scanned');
create index ring_bell on aval.ring (bell, rung_at desc);

create table aval.quiet_hour (
  professional text primary key,
  from_minute integer check (from_minute between 0 and 1439),
  to_minute integer check (to_minute between 0 and 1439),
  set_at timestamptz not null,
  check ((from_minute is null) = (to_minute is null)),
  check (from_minute <> to_minute)
);
comment on table aval.quiet_hour is 'Hours in which sign-in requests ring nothing, as their holder set them: minutes of the day in Paris; null: none. Without a row: 22:00 to 06:00. Owner: places.';
