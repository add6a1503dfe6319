-- Places: a holder and a browser. A browser's rights hang on its key and on a value that changes each time it begins. Locks
-- nothing: new tables.
create table aval.browser (
  thumbprint text primary key,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  ratchet text,
  offered text[] not null,
  cloned_at timestamptz
);
comment on table aval.browser is 'Browsers, by the thumbprint of their key BK, which can be copied with the disk: hence the ratchet. ratchet: hash of the value it showed last; offered: hashes of the values it was given since and has not shown. Owner: places.';
create index browser_seen on aval.browser (last_seen_at);

create table aval.place (
  id text primary key,
  professional text not null,
  browser text not null references aval.browser (thumbprint),
  state text not null check (state in ('new', 'aged', 'asleep', 'ended')),
  people text not null check (people in ('alone', 'several')),
  declared text not null,
  network text not null,
  approval text not null unique,
  device text not null,
  made_at timestamptz not null,
  used_again_at timestamptz,
  aged_at timestamptz,
  l5_at timestamptz,
  last_used_at timestamptz not null,
  cloned_at timestamptz,
  ended_at timestamptz,
  ended_by text,
  scope text not null default 'national',
  -- A place that has not aged gives no rights; one that has, says since when.
  check (state not in ('aged', 'asleep') or aged_at is not null),
  check (state <> 'new' or aged_at is null),
  check ((state = 'ended') = (ended_at is not null)),
  check ((ended_at is null) = (ended_by is null))
);
comment on table aval.place is 'Places (mes postes): a holder and a browser, made by a full phone after a scan, aged by a positive act. An aged one unused for 120 days is asleep, whatever its row says. network: of its browser, when last used. Owner: places.';
create unique index place_live on aval.place (professional, browser) where state <> 'ended';
create index place_browser on aval.place (browser) where state <> 'ended';

create table aval.place_offer (
  approval text primary key,
  professional text not null,
  device text not null,
  browser text not null,
  declared text not null,
  network text not null,
  scanned_at timestamptz not null,
  offered_at timestamptz,
  stopped_at timestamptz,
  made_at timestamptz
);
comment on table aval.place_offer is 'Approvals given by a scan, from which their phone may make a place: asked at offered_at, made 30 s later or more, once. Owner: places.';
create index place_offer_scanned on aval.place_offer (scanned_at);
