-- What the authorization engine keeps between requests: codes, tokens, grants, its browser sessions, sign-in pages, ids of
-- client assertions. Locks nothing: new tables.
create table aval.artefact (
  model text not null,
  -- base64url SHA-256 of the code, token or cookie: the database never holds one that could be presented.
  id_hash text not null,
  payload jsonb not null,
  grant_id text,
  -- The session of ours it derives from.
  session text,
  -- Sign-in pages: hash of the secret that only the browser that began holds.
  key_hash text,
  made_at timestamptz not null default aval.aval_now(),
  expires_at timestamptz not null,
  consumed_at timestamptz,
  -- Spent codes and refresh tokens outlive their expiry, so that their replay is still recognised.
  keep_until timestamptz not null,
  primary key (model, id_hash),
  check (keep_until >= expires_at)
);
comment on table aval.artefact is 'Codes, tokens, grants, browser sessions and sign-in pages of the authorization engine, by hash. Owner: provider.';
create index artefact_grant on aval.artefact (grant_id) where grant_id is not null;
create index artefact_keep on aval.artefact (keep_until);

create table aval.provider_constant (
  name text primary key check (name in ('subject_uuid', 'pairwise_salt')),
  value text not null,
  made_at timestamptz not null default aval.aval_now()
);
comment on table aval.provider_constant is 'What makes subjects (sub) of this deployment, drawn once and never changed: services keep sub as a key. Owner: provider.';
