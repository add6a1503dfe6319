-- Why: after a fraud two analysts, and neither of them whoever froze, clear a freeze: each signs exactly it, and the second within a day of the
-- first. The role comes with the door that it opens.
-- Locks: staff_role for an instant, to let it hold the role of analyst; the rest is a new table.
alter table aval.staff_role drop constraint staff_role_role_check;
alter table aval.staff_role add constraint staff_role_role_check check (role in ('registrar', 'operator', 'analyst'));

create table aval.clearance (
  stop text not null references aval.stop (id),
  member text not null,
  -- The statement and the key's answer, as JSON: verified as it was written, kept so that others can.
  signature text not null,
  signed_at timestamptz not null,
  primary key (stop, member)
);
comment on table aval.clearance is 'Which analysts signed that a freeze may end, and when: one row a person, worth something for a day. Owner: stops.';
comment on column aval.clearance.member is 'The member of staff who signed: never the one who froze.';
