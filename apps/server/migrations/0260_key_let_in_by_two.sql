-- A key of the staff is let in by two operators: one was read its words, another signs within a day. Until then it opens nothing. Columns
-- without a default and a check that old rows meet: the table is small, and locked for a moment.
alter table aval.staff_proposal
  -- The operator who was read the words, why, and what their key signed.
  add column vouched_by text references aval.staff_member (id),
  add column vouched_at timestamptz,
  add column reason text check (reason in ('joins', 'authority', 'further_key', 'lost_key')),
  add column vouched_signature text,
  -- The other one. Absent of a key that was confirmed on the host.
  add column admitted_by text references aval.staff_member (id),
  add column admitted_signature text,
  add constraint staff_proposal_vouched check (
    num_nonnulls(vouched_by, vouched_at, reason, vouched_signature) in (0, 4)),
  add constraint staff_proposal_admitted check (
    (admitted_by is null) = (admitted_signature is null)
    and (admitted_by is null or (outcome = 'confirmed' and vouched_by is not null and admitted_by <> vouched_by))),
  drop constraint staff_proposal_outcome_check,
  add constraint staff_proposal_outcome_check check (outcome in ('confirmed', 'differed', 'withdrawn', 'replaced', 'refused'));
comment on table aval.staff_proposal is 'Keys that links of the staff have brought, which open nothing: let in by two operators, or confirmed on the host, they become keys. Owner: staff.';
