-- Why: requests of desktop software (OpenID CIBA) wait until their holder searches for them by two digits. Locks nothing: new tables.
create table aval.ciba_request (
  id text primary key,
  handle_hash text not null unique,
  client text not null,
  hint_hash text not null,
  network text not null,
  number text not null check (number ~ '^[0-9]{2}$'),
  state text not null check (state in ('waiting', 'replaced', 'tried', 'claimed', 'concluded')),
  made_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > made_at),
  asked_at timestamptz,
  wait_ms integer not null check (wait_ms > 0),
  installation text references aval.installation (id),
  approval text references aval.approval (id) on delete set null,
  session text references aval.session (id),
  scope text not null default 'national',
  check (state <> 'claimed' or installation is not null),
  check ((state = 'concluded') = (session is not null))
);
comment on table aval.ciba_request is 'Requests of software, one row each whomever they name: only a holder''s own search says whose they are, so that the endpoint cannot tell. Owner: login.';
comment on column aval.ciba_request.handle_hash is 'base64url SHA-256 of auth_req_id, which its client polls with.';
comment on column aval.ciba_request.hint_hash is 'The same of login_hint: whom a stranger asked for is not kept in words.';
comment on column aval.ciba_request.network is 'Where it came from: requests are kept, matched and silenced per origin network.';
comment on column aval.ciba_request.number is 'The two digits that the software drew and shows.';
comment on column aval.ciba_request.asked_at is 'When its client last polled; sooner than wait_ms after that it is told to slow down, and waits longer.';
create index ciba_request_waiting on aval.ciba_request (hint_hash, client, network) where state = 'waiting';
create index ciba_request_expires on aval.ciba_request (expires_at);

create table aval.ciba_silence (
  professional text not null,
  network text not null,
  until timestamptz not null,
  primary key (professional, network)
);
comment on table aval.ciba_silence is 'After a wrong entry, requests of this origin network are not found by this holder until then. Owner: login.';
create index ciba_silence_until on aval.ciba_silence (until);
