-- Stops: what a holder, or somebody who was told, has stopped. Locks nothing: a new table.
create table aval.stop (
  id text primary key,
  professional text not null,
  -- A row of the table of stops (stops/rules.ts): what it holds, closes, and who lifts it with what is read there.
  rule text not null check (rule in ('pause_from_alert', 'pause_by_caller', 'block', 'freeze')),
  -- The phone it was made on, or the one that was announced, which never lifts it.
  device text,
  announced text,
  made_at timestamptz not null default aval.aval_now(),
  lifted_at timestamptz,
  lifted_by text check (lifted_by in ('phone', 'desk', 'card', 'two_people')),
  scope text not null,
  check ((lifted_at is null) = (lifted_by is null)),
  check (lifted_at >= made_at)
);
comment on table aval.stop is 'Pauses, blocks and freezes of a holder: by which rule, since when, lifted by what. Owner: stops.';
comment on column aval.stop.announced is 'The phone an alert was about: it can never lift the pause that alert made.';
-- One standing stop of a rule: asked twice, it is the same one, and its fifteen minutes do not begin again.
create unique index stop_standing on aval.stop (professional, rule) where lifted_at is null;
