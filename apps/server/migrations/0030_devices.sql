-- Phones. A row is made when a phone asks to be enrolled and names a holder only once it is proven. Locks nothing.
create table aval.device (
  id text primary key,
  professional text,
  label text not null check (char_length(label) <= 60),
  ik jsonb not null,
  ik_thumbprint text not null unique,
  uk jsonb,
  pin_key text,
  level text check (level in ('limited', 'full')),
  state text not null check (state in ('enrolling', 'active', 'suspended', 'disabled', 'revoked')),
  created_at timestamptz not null default aval.aval_now(),
  activated_at timestamptz,
  last_used_at timestamptz,
  scope text not null default 'national',
  -- An active phone has a holder, a code and a level: an approval could else be nobody's.
  check (state <> 'active' or (professional is not null and uk is not null and level is not null and activated_at is not null))
);
comment on table aval.device is 'Phones: the installation key, the public key of the personal code, level and state. Owner: devices.';
create index device_professional on aval.device (professional) where professional is not null;
