-- Passkeys and security keys: which there are, how each was added, and the sign-in pages that wait for one. A request may ask to add
-- one, and a session may be opened by one. Locks approval and session for a moment, to exchange one check each for a wider one: every
-- row already satisfies it.

create table aval.passkey (
  id text primary key,
  professional text not null,
  credential bytea not null check (octet_length(credential) between 1 and 1023),
  public_key bytea not null,
  counter bigint not null check (counter >= 0),
  aaguid text not null,
  hardware_held boolean not null,
  backup_eligible boolean not null,
  backed_up boolean not null,
  transports text[] not null,
  kind text not null check (kind in ('computer', 'security_key')),
  name text not null check (char_length(name) between 1 and 60),
  browser text not null,
  place text,
  device text not null references aval.device (id),
  approval text not null unique,
  made_at timestamptz not null,
  usable_from timestamptz not null check (usable_from > made_at),
  last_used_at timestamptz,
  asleep_at timestamptz,
  ended_at timestamptz,
  ended_by text check (ended_by in ('holder', 'alert', 'place', 'copied')),
  scope text not null default 'national',
  -- What a cloud account may hold is held by no hardware.
  check (not (hardware_held and (backup_eligible or backed_up))),
  check ((ended_at is null) = (ended_by is null))
);
comment on table aval.passkey is
  'Passkeys and security keys of the sign-in host, each added with a full phone''s evidence. credential: its id, by which a signature is looked up, hashed in the index since it may be long. hardware_held: told by attestation against the operator''s metadata, when it was added. usable_from: when its wait is over. asleep_at: put back by a restore, it opens nothing until the phone approves beside it. Owner: passkeys.';
create unique index passkey_credential on aval.passkey (sha256(credential));
create index passkey_professional on aval.passkey (professional) where ended_at is null;
create index passkey_browser on aval.passkey (browser, professional) where ended_at is null;

create table aval.passkey_addition (
  id text primary key,
  browser text not null,
  network text not null,
  declared text not null,
  kind text not null check (kind in ('computer', 'security_key')),
  name text not null check (char_length(name) between 1 and 60),
  challenge text not null unique,
  state text not null check (state in ('open', 'approved', 'made', 'cancelled')),
  approval text,
  professional text,
  device text,
  opened_at timestamptz not null,
  make_by timestamptz,
  check (state not in ('approved', 'made') or (professional is not null and device is not null and approval is not null and make_by is not null))
);
comment on table aval.passkey_addition is
  'Pages on which a key is being added, each of one browser key. challenge: what the new key signs; told once a full phone approved. Owner: passkeys.';
create index passkey_addition_opened on aval.passkey_addition (opened_at);

create table aval.passkey_visit (
  id text primary key,
  sign_in text not null,
  browser text not null,
  service text not null,
  challenge text not null unique,
  state text not null check (state in ('open', 'burnt', 'proven', 'spent')),
  opened_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > opened_at),
  passkey text references aval.passkey (id),
  professional text,
  proven_until timestamptz,
  check (state not in ('proven', 'spent') or (passkey is not null and professional is not null and proven_until is not null))
);
comment on table aval.passkey_visit is
  'Challenges of sign-in pages, each for one page of one browser key, burnt at first sight: proven by a key, then spent by the session it opens, or worth nothing. Owner: passkeys.';
create index passkey_visit_sign_in on aval.passkey_visit (sign_in);
create index passkey_visit_ends on aval.passkey_visit (ends_at);

alter table aval.sign_in add column passkey_visit text;
comment on column aval.sign_in.passkey_visit is 'The challenge that a key has signed on this page, while it counts.';

alter table aval.session add column passkey text;
alter table aval.session add column passkey_visit text unique;
comment on column aval.session.passkey is 'The key that opened it, alone or beside a phone: it ends with that key.';
comment on column aval.session.passkey_visit is 'The challenge whose signature opened it, in the place of an approval.';
create index session_passkey on aval.session (passkey) where passkey is not null and closed_at is null;

-- Written so that it widens whatever the checks allow, since other ways of asking and of signing in widen them too.
do $$
declare
  wide record;
begin
  for wide in
    select conname, pg_get_expr(conbin, conrelid) as allowed from pg_constraint
     where conname = 'approval_kind_check' and connamespace = 'aval'::regnamespace
  loop
    execute format('alter table aval.approval drop constraint %I', wide.conname);
    execute format('alter table aval.approval add constraint %I check (%s or kind = ''passkey'')', wide.conname, wide.allowed);
  end loop;
  for wide in
    select conname, pg_get_expr(conbin, conrelid) as allowed from pg_constraint
     where conname = 'session_opened_by' and connamespace = 'aval'::regnamespace
  loop
    execute format('alter table aval.session drop constraint %I', wide.conname);
    execute format(
      'alter table aval.session add constraint %I check (case when passkey_visit is null then %s else approval is null and card_visit is null and transfer is null and passkey is not null end)',
      wide.conname, wide.allowed);
  end loop;
end
$$;
