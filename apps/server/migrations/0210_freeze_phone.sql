-- Why: while a holder is frozen, a desk may add one phone, and one only: it stands on the freeze's own row, where one statement takes the place
-- and both analysts read it. What an analyst signed before it came is worth nothing after it.
-- Locks: stop for an instant: two columns that are null in every row.
alter table aval.stop add column desk_enrolment text, add column desk_enrolled_at timestamptz;
alter table aval.stop add constraint stop_desk_enrolment_check
  check ((desk_enrolment is null) = (desk_enrolled_at is null) and (desk_enrolment is null or rule = 'freeze'));
comment on column aval.stop.desk_enrolment is 'Of a freeze: the one phone that two registrars showed at a desk while it stands, by its enrolment.';
alter table aval.clearance add column desk_enrolment text;
comment on column aval.clearance.desk_enrolment is 'The phone that this analyst was shown with the freeze: a signature counts only while it is the one that stands on the freeze.';
