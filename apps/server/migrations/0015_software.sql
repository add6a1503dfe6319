-- Who may ask for a sign-in: services, their keys, and the software products behind them. Locks nothing: new tables.
create table aval.product (
  id text primary key,
  name text not null check (name <> ''),
  added_at timestamptz not null default aval.aval_now(),
  scope text not null default 'national'
);
comment on table aval.product is 'A software product whose name may be shown on phones, because the registry says it and not the client. Owner: software.';

-- The number shown on phones beside the name: names can resemble one another.
create sequence aval.service_number;
create table aval.service (
  id text primary key check (id ~ '^[A-Za-z0-9._-]{3,100}$'),
  name text not null check (name <> '' and char_length(name) <= 80),
  number text not null unique default lpad(nextval('aval.service_number')::text, 4, '0'),
  sensitivity text not null check (sensitivity in ('open', 'sensitive', 'critical')),
  accepts_reduced boolean not null,
  profile text not null check (profile in ('psc', 'strict')),
  secret_hash text,
  redirect_uris text[] not null,
  post_logout_redirect_uris text[] not null,
  backchannel_logout_uri text,
  grants text[] not null check (grants <@ array['authorization_code', 'refresh_token', 'ciba'] and cardinality(grants) > 0),
  acr text not null check (acr = 'eidas1'),
  state text not null check (state in ('active', 'suspended')),
  product text references aval.product (id),
  scope text not null,
  registered_at timestamptz not null default aval.aval_now(),
  removed_at timestamptz,
  -- What was removed is stopped for good; its id stays taken, so that nobody inherits its history.
  check (removed_at is null or state = 'suspended'),
  -- A sensitive service that lets reduced sessions in must be able to be told that one has ended (DESIGN section 5).
  check (not accepts_reduced or sensitivity = 'open' or (sensitivity = 'sensitive' and backchannel_logout_uri is not null))
);
comment on table aval.service is 'A service that sends people here to sign in. secret_hash: SHA-256 of 32 random bytes, base64url. Owner: software.';

create table aval.service_key (
  service text not null references aval.service (id),
  kid text not null,
  jwk jsonb not null,
  added_at timestamptz not null default aval.aval_now(),
  primary key (service, kid)
);
comment on table aval.service_key is 'Public keys by which a service proves who it is in place of a secret (RFC 7523). Owner: software.';
