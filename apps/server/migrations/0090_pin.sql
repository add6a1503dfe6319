-- Why: the PIN program's counters and keys. Nothing here can try a code without the key file, which is on no database.
-- Locks: nothing that exists; new tables, in a schema of their own that the server's role may not enter.

create table pin.announcement (
  device text primary key,
  ik_thumbprint text not null,
  announced_at timestamptz not null default pin.pin_now()
);
comment on table pin.announcement is
  'Phones the server has given an id: only they may register, with this installation key. Forgotten with the enrolment. Owner: pin.';

create table pin.counter (
  device text primary key,
  key_id text not null,
  ik jsonb not null,
  uk jsonb,
  tries integer not null check (tries between 0 and 10),
  version bigint not null check (version > 0),
  epoch text not null,
  last_evaluation text,
  confirmed_evaluation text,
  next_try_at timestamptz not null,
  state text not null check (state in ('open', 'disabled', 'retired')),
  mac text not null
);
comment on table pin.counter is
  'Per phone: tries since the last right code, its keys, and the one current OPRF key. `mac` authenticates every other column with the key file. Owner: pin.';

create table pin.oprf_key (
  device text not null references pin.counter (device),
  key_id text not null,
  public_key text not null,
  wrapped bytea not null,
  made_at timestamptz not null default pin.pin_now(),
  primary key (device, key_id)
);
comment on table pin.oprf_key is
  'The OPRF keys of phones, wrapped by the key file (AES-256-GCM, bound to phone and key id). `counter.key_id` says which is current. Owner: pin.';

create table pin.seen_message (
  device text not null,
  jti text not null,
  seen_at timestamptz not null default pin.pin_now(),
  primary key (device, jti)
);
comment on table pin.seen_message is
  'Messages already received, until a replay would be refused for its age. Owner: pin.';
create index seen_message_age on pin.seen_message (seen_at);
create index announcement_age on pin.announcement (announced_at);
