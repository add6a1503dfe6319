-- Why: an installation of strict software has a key of its own, is linked by its animated QR, and asks for its holder by it. Locks
-- installation and ciba_request for a moment: columns without a default, and checks that every row already satisfies.
alter table aval.installation
  add column key text,
  add column machine text,
  add column network text,
  drop constraint installation_check,
  add constraint installation_usable check (kind = 'strict' or usable_from > added_at),
  add constraint installation_key check ((kind = 'strict') = (key is not null));
comment on column aval.installation.key is 'Strict: RFC 7638 thumbprint of the key that it proves by DPoP.';
comment on column aval.installation.machine is 'Strict: which machine it says it runs on.';
comment on column aval.installation.network is 'Strict: where it was linked from.';
drop index aval.installation_live;
create unique index installation_live on aval.installation (professional, client) where ended_at is null and kind = 'plain';
create unique index installation_linked on aval.installation (professional, client, key) where ended_at is null and kind = 'strict';

create table aval.installation_link (
  id text primary key,
  client text not null references aval.service (id),
  key text not null,
  machine text,
  network text not null,
  frame_secret bytea not null check (length(frame_secret) = 32),
  state text not null check (state in ('shown', 'claimed', 'linked', 'cancelled')),
  shown_at timestamptz not null,
  claim_by timestamptz not null check (claim_by > shown_at),
  device text,
  professional text,
  claimed_at timestamptz,
  installation text,
  ended_at timestamptz,
  ended_by text,
  check ((state = 'shown') = (device is null) or state = 'cancelled'),
  check ((device is null) = (professional is null) and (device is null) = (claimed_at is null)),
  check ((state = 'linked') = (installation is not null)),
  check ((state = 'cancelled') = (ended_at is not null) and (ended_at is null) = (ended_by is null))
);
comment on table aval.installation_link is 'Installations that want to be linked: each shows frames, is scanned by one phone, and confirmed by it half a minute later, once. Owner: installations.';
comment on column aval.installation_link.key is 'RFC 7638 thumbprint of the key that it proved; only its bearer is told what became of it.';
comment on column aval.installation_link.frame_secret is 'Never leaves the server.';
create index installation_link_shown on aval.installation_link (shown_at);

alter table aval.ciba_request
  add column key text,
  add column named text,
  alter column number drop not null,
  add constraint ciba_request_strict check ((key is null) = (number is not null));
comment on column aval.ciba_request.key is 'Strict software: RFC 7638 thumbprint of the key that asked; only its bearer polls.';
comment on column aval.ciba_request.named is 'Strict software: the installation that its login_hint_token names, or one that never was. Whose it is, and whether it still is, is asked only once a phone has claimed.';
