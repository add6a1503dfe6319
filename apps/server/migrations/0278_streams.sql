-- Shared Signals (SSF 1.0): what each service wants to be told, and what is told to it. An event is written with what it tells and placed
-- by one sequencer afterwards, so that what concerns one person is told in the order in which it became true. New tables: no lock.
create table aval.stream (
  id text primary key,
  client text not null unique,
  state text not null default 'enabled' check (state in ('enabled', 'paused', 'disabled')),
  reason text check (length(reason) <= 200),
  method text not null check (method in ('push', 'poll')),
  endpoint text check (length(endpoint) <= 2000),
  authorization_header text check (length(authorization_header) <= 1000),
  requested text[] not null,
  description text check (length(description) <= 200),
  made_at timestamptz not null default aval.aval_now(),
  verified_at timestamptz,
  check ((method = 'push') = (endpoint is not null)),
  check (authorization_header is null or method = 'push')
);
comment on table aval.stream is 'What a service asked to be told by Shared Signals, and how. Owner: streams.';
comment on column aval.stream.authorization_header is 'What the service wants to be sent with each push. It opens that service''s receiver, and nothing of ours.';
comment on column aval.stream.verified_at is 'When the service last asked for a verification.';

create table aval.stream_event (
  jti text primary key,
  -- The order of writing. Two transactions may write in one order and commit in the other: `place` has the order of becoming true.
  written bigint generated always as identity,
  place bigint,
  stream text not null references aval.stream (id) on delete cascade,
  type text not null,
  -- Whom it concerns: order is kept for each. The stream's own events concern the stream.
  subject text not null,
  professional text,
  national_id text,
  session text,
  body text not null,
  txn text not null,
  made_at timestamptz not null default aval.aval_now(),
  -- Told whatever the stream's state is: that its state has changed.
  always boolean not null default false,
  state text not null default 'due' check (state in ('due', 'delivered', 'given_up', 'dropped')),
  tries integer not null default 0 check (tries >= 0),
  next_at timestamptz not null default aval.aval_now(),
  settled_at timestamptz,
  check ((state = 'due') = (settled_at is null)),
  check ((professional is null) = (national_id is null)),
  check (session is null or professional is not null)
);
comment on table aval.stream_event is 'What services are to be told by Shared Signals, and what came of it. Owner: streams.';
create index stream_event_unplaced on aval.stream_event (written) where place is null;
create index stream_event_place on aval.stream_event (place) where place is not null;
create index stream_event_due on aval.stream_event (stream, place) where state = 'due';
create index stream_event_order on aval.stream_event (stream, subject, place) where state = 'due';
create index stream_event_settled on aval.stream_event (settled_at) where settled_at is not null;
