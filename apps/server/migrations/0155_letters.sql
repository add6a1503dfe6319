-- Why: a phone may become its holder's by their remote eID and a letter to where they practise (DESIGN section 6). Locks nothing: new
-- tables.
create table aval.eid_visit (
  id text primary key,
  -- The phone that goes there. Owner: enrolment.
  enrolment text not null references aval.enrolment (id) on delete cascade deferrable initially deferred,
  national_id text not null check (length(national_id) between 1 and 64),
  state_hash text not null unique,
  browser_hash text not null,
  nonce text not null,
  verifier text not null,
  state text not null check (state in ('open', 'returned', 'equal', 'refused')),
  refusal text,
  opened_at timestamptz not null,
  ends_at timestamptz not null,
  scope text not null default 'national',
  check ((state = 'refused') = (refusal is not null))
);
comment on table aval.eid_visit is 'Passages at the upstream provider of remote eIDs: a new phone''s holder goes there and comes back. Owner: enrolment.';
comment on column aval.eid_visit.national_id is 'Who its holder says to be: public. Whether there is such a person is told to nobody before they are compared.';
comment on column aval.eid_visit.state_hash is 'SHA-256 of what the provider sends the browser back with, base64url.';
comment on column aval.eid_visit.browser_hash is 'SHA-256 of the cookie of the browser that left, base64url: another one''s return is worth nothing.';
comment on column aval.eid_visit.refusal is 'What the phone is told of it.';
create index eid_visit_of_enrolment on aval.eid_visit (enrolment, opened_at desc);

create table aval.letter (
  id text primary key,
  -- What it is part of, and the installation that alone can use it. Owners: enrolment, devices.
  enrolment text not null unique,
  ik text not null,
  professional text not null,
  scopes text[] not null,
  lines text[] not null check (cardinality(lines) between 3 and 8),
  secret bytea not null check (octet_length(secret) = 32),
  made_at timestamptz not null,
  expires_at timestamptz not null,
  state text not null check (state in ('waiting', 'handed', 'posted', 'failed')),
  taken_until timestamptz,
  handed_at timestamptz,
  settled_at timestamptz,
  used_at timestamptz,
  ended_at timestamptz,
  elsewhere_at timestamptz,
  scope text not null default 'national',
  check (used_at is null or ended_at is null)
);
comment on table aval.letter is 'Letters to where professionals practise, whose QR one phone can use. Owner: letters.';
comment on column aval.letter.ik is 'RFC 7638 thumbprint of the key of the installation that asked: shown by any other, the letter does nothing.';
comment on column aval.letter.scopes is 'The authorities that might vouch for the person when it was made: whose registrars list it.';
comment on column aval.letter.lines is 'Name and practice address as the directory gave them, a line each.';
comment on column aval.letter.secret is 'What its QR is made and checked with (HMAC-SHA-256). It never leaves the server.';
comment on column aval.letter.state is 'waiting: to be printed. handed: with whoever prints it. posted, failed: as they said.';
comment on column aval.letter.taken_until is 'Until when one node is printing it.';
comment on column aval.letter.elsewhere_at is 'When another phone showed it first: its holder is told once.';
create index letter_to_hand on aval.letter (made_at) where state in ('waiting', 'handed');
create index letter_made on aval.letter (made_at);

create table aval.caught_letter (
  id text primary key,
  recipient text not null,
  says text not null,
  pdf bytea not null,
  caught_at timestamptz not null
);
comment on table aval.caught_letter is 'The sandbox''s letters, which nobody posts. Owner: the sandbox.';
