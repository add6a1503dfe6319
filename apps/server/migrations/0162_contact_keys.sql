-- Why: an authority's own program asks for changes of contacts, as the first of the two: by a key of the authority's, for its own people. A
-- person of the authority confirms each in the console.
-- Locks: contact_request for a moment: columns without defaults, and a check that reads it once.
create table aval.contact_key (
  id text primary key,
  -- Whose program it is: the only people it may name.
  authority text not null,
  key_hash text not null unique,
  issued_at timestamptz not null default aval_now(),
  expires_at timestamptz not null,
  removed_at timestamptz,
  last_used_on date
);
comment on table aval.contact_key is 'Keys by which an authority''s program asks for changes of contacts, each a hash. What they ask for is inert until a person confirms it. Owner: contacts.';

alter table aval.contact_request
  alter column asked_by drop not null, alter column asked_signature drop not null,
  add column asked_key text references aval.contact_key (id),
  -- The program's own, so that the same question asked again is one request.
  add column reference text,
  add check (num_nonnulls(asked_by, asked_key) = 1),
  add check ((asked_key is null) = (reference is null)),
  add check ((asked_by is null) = (asked_signature is null));
comment on column aval.contact_request.asked_key is 'The key of the program that asked. Null: a member of staff did.';
create unique index contact_request_reference on aval.contact_request (asked_key, reference) where asked_key is not null;
