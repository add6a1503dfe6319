-- A phone whose storage was cleared is added again by its own passkey, on a page that its holder's own aged place shows. The row of the old
-- installation says which enrolment takes it for cleared: its next message takes that back, and the activation takes it over, both by one
-- statement on this row, so that one of them is first. Locks `device` and `enrolment_page` for an instant; nothing is rewritten.
alter table aval.device add column cleared_by text;
comment on column aval.device.cleared_by is 'The enrolment that takes this installation for cleared from its phone, until the installation says anything.';
alter table aval.enrolment_page drop constraint enrolment_page_kind_check;
alter table aval.enrolment_page add constraint enrolment_page_kind_check
  check (kind in ('desk', 'card', 'old_phone', 'place'));
