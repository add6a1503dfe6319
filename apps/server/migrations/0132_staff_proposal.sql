-- What a link of the staff adds is a key that is proposed, and opens nothing until somebody on the host has confirmed its four words.
-- It is kept apart, so that whatever asks for a key finds none that is not confirmed. Locks nothing: a new table.
create table aval.staff_proposal (
  -- Of the key that it becomes.
  id text primary key,
  staff_member text not null references aval.staff_member (id),
  -- The hash of the link that brought it.
  invitation text not null unique,
  credential bytea not null,
  public_key bytea not null,
  counter bigint not null check (counter >= 0),
  aaguid text not null,
  name text not null check (length(name) between 1 and 60),
  -- The four, each after a space. No secret: they are a check between two people in one room.
  words text not null,
  proposed_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  -- Right words; others; its own page gave it up; a later link.
  outcome text check (outcome in ('confirmed', 'differed', 'withdrawn', 'replaced')),
  check ((ended_at is null) = (outcome is null))
);
comment on table aval.staff_proposal is 'Keys that links of the staff have brought, which open nothing: confirmed on the host, they become keys. Owner: staff.';
create unique index staff_proposal_open on aval.staff_proposal (staff_member) where ended_at is null;
create index staff_proposal_expires on aval.staff_proposal (expires_at);
