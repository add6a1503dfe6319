-- Why: whoever works on cases all day asks for the same ones again and again: filters they named, which follow them to another computer.
-- Locks nothing: one new table.
create table aval.saved_view (
  id text primary key,
  staff_member text not null references aval.staff_member (id),
  section text not null check (section in ('cases', 'alerts')),
  name text not null check (length(name) between 1 and 60),
  query text not null check (length(query) <= 200),
  at timestamptz not null default aval_now(),
  unique (staff_member, section, name)
);
comment on table aval.saved_view is 'A filter of alerts or cases that a member of the staff named for themselves. Owner: cases.';
comment on column aval.saved_view.query is 'What stands behind the question mark of its address: closed words of the filters, in their order.';
