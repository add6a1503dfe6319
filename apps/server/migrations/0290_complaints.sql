-- Why: what is known of one person leaves a case by two analysts and a reason (law 5: exporting), and is taken within a day (decision 0066).
-- Locks nothing: a new table.
create table aval.complaint (
  id text primary key,
  fraud_case text not null references aval.fraud_case (id),
  professional text not null,
  from_at timestamptz not null,
  words text not null check (char_length(words) between 1 and 4000),
  by_member text not null,
  asked_at timestamptz not null default aval_now(),
  second_member text,
  signature text,
  signed_at timestamptz,
  check (second_member is distinct from by_member),
  check ((second_member is null) = (signature is null)),
  check ((second_member is null) = (signed_at is null))
);
create index complaint_case on aval.complaint (fraud_case, asked_at desc);
comment on table aval.complaint is 'Complaint files asked for in a case: which person''s, why, and who signed as the second. Owner: cases.';
comment on column aval.complaint.from_at is 'What is told begins there: some time before the person''s first alert of the case.';
