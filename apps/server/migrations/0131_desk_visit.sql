-- The enrolment desk: one person with a new phone in front of a registrar, from the first screen to the second signature. Locks
-- nothing: a new table.
create table aval.desk_visit (
  id text primary key,
  -- The page whose code the new phone scans. Owner: enrolment.
  page text not null unique,
  professional text not null,
  national_id text not null,
  holder_name text not null,
  -- The registrar who sees the person first.
  opened_by text not null,
  opened_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  -- What the first has signed: which phone, and when.
  enrolment text,
  first_signature text,
  first_signed_at timestamptz,
  -- The second, once: set before the phone is proven, and taken back if it is not.
  second_by text,
  presence text check (presence in ('room', 'elsewhere')),
  second_signed_at timestamptz,
  -- Once proven: when its holder may activate it.
  ready_at timestamptz,
  check ((first_signed_at is null) = (enrolment is null)),
  check ((second_signed_at is null) = (second_by is null)),
  check (second_by is distinct from opened_by)
);
comment on table aval.desk_visit is 'A new phone and its holder at a desk, and the two registrars who sign. Owner: desk.';
create index desk_visit_live on aval.desk_visit (expires_at) where ended_at is null;
