-- Why: what everybody should know is written by one operator and published by another's key, at an address that stays (DESIGN section 7, *public notices*).
-- Locks nothing: a new table.
create table aval.public_notice (
  id text primary key,
  number int unique check (number > 0),
  state text not null check (state in ('waiting', 'published', 'retired', 'withdrawn', 'over')),
  is_urgent boolean not null,
  texts jsonb not null,
  digest text not null check (length(digest) = 43),
  by_member text not null,
  asked_at timestamptz not null default aval.aval_now(),
  second_member text,
  signature text,
  published_at timestamptz,
  retired_at timestamptz,
  retired_by text,
  check (second_member is distinct from by_member),
  check ((second_member is null) = (signature is null)),
  check ((state in ('published', 'retired')) = (second_member is not null and published_at is not null and number is not null)),
  check ((state = 'retired') = (retired_at is not null and retired_by is not null))
);
create index public_notice_published on aval.public_notice (published_at desc) where state in ('published', 'retired');
comment on table aval.public_notice is 'What anybody may read, dated: written by one operator, published by another. Owner: campaigns.';
comment on column aval.public_notice.number is 'Its permanent address. Given when it is published, never twice.';
comment on column aval.public_notice.digest is 'SHA-256 of texts and urgency, base64url: what a second person signs.';
