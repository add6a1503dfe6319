-- The way out of a block between a quarter of an hour and a day: two registrars, the holder's card and their phone, together. What was
-- shown of the three stands here until the phone's code ends it. Locks `stop` for an instant: one of its checks is replaced.
create table aval.reopening (
  stop text primary key references aval.stop (id),
  -- The phone that began it, whose key the registrars sign, and which alone ends it.
  device text not null,
  begun_at timestamptz not null,
  -- The earlier of the two registrars' signatures, as they dated it and never later than it came.
  desk_at timestamptz,
  card_at timestamptz
);
comment on table aval.reopening is 'What has been shown to lift a block before its day: by which phone it was begun, when a desk and the card were there. Owner: stops.';
alter table aval.stop drop constraint stop_lifted_by_check;
alter table aval.stop add constraint stop_lifted_by_check check (lifted_by in ('phone', 'desk', 'card', 'two_people', 'together'));
