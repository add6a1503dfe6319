-- How staff sign in to the console: by a security key of their own, added through a link made on the host. Locks `staff_role` for an
-- instant, to let it hold the role of operator; the rest is new tables.
alter table aval.staff_role drop constraint staff_role_role_check;
alter table aval.staff_role add constraint staff_role_role_check check (role in ('registrar', 'operator'));

create table aval.staff_passkey (
  id text primary key,
  staff_member text not null references aval.staff_member (id),
  credential bytea not null,
  public_key bytea not null,
  counter bigint not null check (counter >= 0),
  -- The model of authenticator, as it attested.
  aaguid text not null,
  name text not null check (length(name) between 1 and 60),
  made_at timestamptz not null,
  last_used_at timestamptz,
  ended_at timestamptz
);
comment on table aval.staff_passkey is 'Keys by which staff sign in and sign: held in hardware, by attestation, and bound to the console''s host. Owner: staff.';
-- A credential id may be longer than an index entry.
create unique index staff_passkey_credential on aval.staff_passkey (sha256(credential));
create index staff_passkey_member on aval.staff_passkey (staff_member);

create table aval.staff_invitation (
  -- SHA-256 of 32 random bytes, base64url: the link is nowhere else.
  hash text primary key,
  staff_member text not null references aval.staff_member (id),
  made_at timestamptz not null,
  expires_at timestamptz not null,
  -- By a key that was added, or by a later link.
  used_at timestamptz
);
comment on table aval.staff_invitation is 'One-time links by which a member of staff adds a key. Owner: staff.';
create unique index staff_invitation_open on aval.staff_invitation (staff_member) where used_at is null;

create table aval.staff_session (
  hash text primary key,
  staff_member text not null references aval.staff_member (id),
  passkey text not null references aval.staff_passkey (id),
  opened_at timestamptz not null,
  -- The last act of the person; what a page asks by itself moves nothing.
  last_act_at timestamptz not null,
  ends_at timestamptz not null,
  closed_at timestamptz
);
comment on table aval.staff_session is 'A browser in the console, by the hash of its cookie. Owner: staff.';
create index staff_session_member on aval.staff_session (staff_member);
create index staff_session_ends on aval.staff_session (ends_at);

create table aval.staff_challenge (
  challenge text primary key,
  purpose text not null check (purpose in ('register', 'sign_in', 'sign')),
  -- Whose page asked: the hash of the invitation or of the session. Nobody's yet for a sign-in.
  asked_by text,
  -- What is signed, as canonical JSON; `challenge` is its SHA-256.
  statement text,
  expires_at timestamptz not null,
  used_at timestamptz,
  check ((purpose = 'sign') = (statement is not null)),
  check ((purpose = 'sign_in') = (asked_by is null))
);
comment on table aval.staff_challenge is 'What a page of the console asks a key to sign: burnt at first sight. Owner: staff.';
create index staff_challenge_expires on aval.staff_challenge (expires_at);
