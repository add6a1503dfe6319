-- Why: a contact of one person is changed by two people of their authority: a request that is inert until a second person confirms exactly
-- it. A contact is then given by a request in place of an import.
-- Locks: contact and contact_change for a moment: columns without defaults, and checks that read them once.
create table aval.contact_request (
  id text primary key,
  professional text not null references aval.professional (id),
  national_id text not null,
  kind text not null check (kind in ('phone', 'email')),
  value text not null check (value <> ''),
  -- The contact that stood when it was asked for. Null: there was none.
  replaces bigint references aval.contact (id),
  reason text not null check (reason in ('moved', 'wrong', 'recycled')),
  proof text not null check (proof in ('desk', 'letter', 'document')),
  scopes text[] not null,
  -- Whose word the new value is: the scope of whoever asked.
  source text not null,
  asked_by text not null references aval.staff_member (id),
  -- What was signed, with its signature.
  asked_signature text not null,
  asked_at timestamptz not null default aval_now(),
  expires_at timestamptz not null,
  decided_by text references aval.staff_member (id),
  decided_signature text,
  decided_at timestamptz,
  outcome text check (outcome in ('confirmed', 'refused', 'expired')),
  check ((decided_at is null) = (outcome is null)),
  check (outcome is distinct from 'confirmed' or (decided_signature is not null and decided_by <> asked_by))
);
comment on table aval.contact_request is 'A contact that one person of an authority asks to change, inert until another confirms it. The value is the holder''s, so that it never leaves in a list. Owner: contacts.';
create unique index contact_request_open on aval.contact_request (professional, kind) where decided_at is null;
create index contact_request_scopes on aval.contact_request using gin (scopes) where decided_at is null;

alter table aval.contact alter column given_by drop not null, add column request text,
  add check (num_nonnulls(given_by, request) = 1);
comment on column aval.contact.request is 'The request of contacts that gave it. Null: an import did.';
alter table aval.contact_change alter column run drop not null, add column request text,
  add check (num_nonnulls(run, request) = 1);
comment on column aval.contact_change.request is 'The request of contacts that changed it. Null: an import did.';
