-- Why: a holder's own phone asks for a change of a contact, as the first of the two people it takes: half a minute after the call question,
-- with the code. What it names stands in contact_word meanwhile, so that what is asked for is what was said at the start.
-- Locks: contact_request for a moment: a column without default, and checks that read it once.
alter table aval.contact_request
  add column asked_device text references aval.device (id),
  drop constraint contact_request_check2, add constraint contact_request_asker_check check (num_nonnulls(asked_by, asked_key, asked_device) = 1),
  drop constraint contact_request_check4, add constraint contact_request_signed_check check ((asked_key is null) = (asked_signature is not null)),
  drop constraint contact_request_proof_check,
  add constraint contact_request_proof_check check (proof in ('desk', 'letter', 'document', 'phone')),
  add constraint contact_request_phone_check check ((proof = 'phone') = (asked_device is not null));
comment on column aval.contact_request.asked_device is 'The holder''s phone that asked. Null: their authority did.';
create unique index contact_request_phone on aval.contact_request (professional) where asked_device is not null and decided_at is null;

create table aval.contact_word (
  device text primary key references aval.device (id) on delete cascade,
  kind text not null check (kind in ('phone', 'email')),
  value text not null check (value <> ''),
  asked_at timestamptz not null,
  scope text not null default 'national'
);
comment on table aval.contact_word is 'A value that a phone is about to ask for, in the half minute before its code. It opens nothing, and goes with the request or the next one. Owner: contacts.';
