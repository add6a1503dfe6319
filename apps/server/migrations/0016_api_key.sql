-- Keys by which a service reads the directory (FHIR): shown once, kept as a hash. Locks nothing: a new table.
create table aval.api_key (
  id text primary key check (id ~ '^[0-9a-hjkmnp-tv-z]{8}$'),
  service text not null references aval.service (id),
  key_hash text not null unique,
  issued_at timestamptz not null default aval.aval_now(),
  expires_at timestamptz not null,
  -- The day only: enough to find keys nobody uses, and one write a day.
  last_used_on date,
  removed_at timestamptz
);
comment on table aval.api_key is 'A key with which a service reads the directory, in place of its secret. key_hash: SHA-256 of 32 random bytes, base64url. Owner: software.';
create index api_key_service on aval.api_key (service);
