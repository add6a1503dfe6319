-- Smart cards: which were seen, which their holders reported, and the visits to the card's page. Locks nothing: new tables.
create table aval.card_seen (
  issuer text not null,
  serial text not null,
  professional text not null,
  valid_from timestamptz not null,
  valid_until timestamptz not null check (valid_until > valid_from),
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  scope text not null default 'national',
  primary key (issuer, serial)
);
comment on table aval.card_seen is 'Cards that opened a sign-in page here. issuer: SHA-256 of the authority''s certificate, base64url; serial: its number there, hexadecimal. Owner: cards.';
create index card_seen_professional on aval.card_seen (professional, last_seen_at desc);

-- A lost card may never have been seen here: the report is of every card that its holder could have had, by when they began.
create table aval.card_report (
  id text primary key,
  professional text not null,
  device text not null references aval.device (id),
  reported_at timestamptz not null,
  scope text not null default 'national'
);
comment on table aval.card_report is 'Holders who said that their card is lost or used without them: cards of theirs that were valid before then open nothing. Owner: cards.';
create index card_report_professional on aval.card_report (professional, reported_at desc);

create table aval.card_visit (
  id text primary key,
  ticket_hash text not null unique,
  sign_in text not null,
  browser text not null,
  service text not null,
  state text not null check (state in ('open', 'confirmed', 'spent', 'burnt')),
  opened_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > opened_at),
  professional text,
  issuer text,
  serial text,
  return_hash text unique,
  return_until timestamptz,
  check ((state = 'open') = (return_hash is null)),
  check (state = 'open' or (professional is not null and issuer is not null and serial is not null and return_until is not null))
);
comment on table aval.card_visit is 'Visits to the card''s page, each for one sign-in page of one browser key; what is returned with is hashed, good for ten seconds and burnt at first sight. Owner: cards.';
create index card_visit_ends on aval.card_visit (ends_at);
