-- Sessions that their holder sees, and services that are told when one ends. A session remembers which phone opened it, since a
-- limited phone sees its own only, and what its browser said it was. Locks session and service for an instant: columns without a
-- value, or with a constant one.
alter table aval.session add column device text;
alter table aval.session add column declared text;
comment on column aval.session.device is 'The phone whose approval opened it; null where none did.';
comment on column aval.session.declared is 'What the browser said it was, for the holder to recognise it. Worth nothing against a lie.';

alter table aval.service add column backchannel_logout_inside boolean not null default false;
comment on column aval.service.backchannel_logout_inside is 'Its logout address is inside this house''s network, and may be called although it is private.';

create table aval.logout_delivery (
  session text not null references aval.session (id),
  client text not null,
  state text not null default 'due' check (state in ('due', 'delivered', 'given_up', 'no_address')),
  tries integer not null default 0 check (tries >= 0),
  -- When it may next be tried. Moved ahead by whoever begins a try, so that no other node begins it too.
  next_at timestamptz not null default aval.aval_now(),
  made_at timestamptz not null default aval.aval_now(),
  settled_at timestamptz,
  primary key (session, client),
  check ((state = 'due') = (settled_at is null))
);
comment on table aval.logout_delivery is 'Which services are to be told that a session ended (OpenID Back-Channel Logout), and what came of it. Owner: provider.';
create index logout_delivery_due on aval.logout_delivery (client, next_at) where state = 'due';
create index logout_delivery_settled on aval.logout_delivery (settled_at) where settled_at is not null;
