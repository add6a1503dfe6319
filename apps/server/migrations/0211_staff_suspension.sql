-- Why: one operator could suspend every other and be the only one left. Two of them suspend a third: the first asks, another one's press does it.
-- Locks: nothing that is used: one new table.
create table aval.staff_suspension (
  staff_member text not null references aval.staff_member (id),
  asked_by text not null references aval.staff_member (id),
  asked_at timestamptz not null,
  primary key (staff_member, asked_by),
  check (staff_member <> asked_by)
);
comment on table aval.staff_suspension is 'Which operators asked that another be suspended: worth something for a day, beside another operator''s press. Owner: staff.';
