-- Why: a phone that two registrars showed waits an hour or a day. On its holder's own aged places it opens meanwhile what a limited one does
-- there: a row beside the phone, which stays nobody's, so that whatever asks for a phone goes on refusing it. Locks: nothing that exists.
create table aval.waiting_phone (
  device text primary key references aval.device (id),
  enrolment text not null unique references aval.enrolment (id),
  professional text not null,
  -- The public half of the key that the code gives, and the PIN program's key for it.
  uk jsonb not null,
  pin_key text not null,
  given_at timestamptz not null default aval_now(),
  scope text not null
);
create index waiting_phone_of_holder on aval.waiting_phone (professional);
comment on table aval.waiting_phone is 'A phone that waits, its code chosen, which opens its holder''s own aged places meanwhile: worth something only while its enrolment waits. Owner: enrolment.';
