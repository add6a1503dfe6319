-- Why: a card's page takes the four words and then waits half a minute before its holder says again that the phone is theirs, and a
-- phone whose enrolment was held is shown again there (DESIGN section 6). Locks enrolment_page for a moment: columns without defaults.
alter table aval.enrolment_page
  add column words_at timestamptz,
  add column again text references aval.enrolment (id) on delete cascade,
  add constraint enrolment_page_card check (kind = 'card' or (words_at is null and again is null)),
  add constraint enrolment_page_one check (enrolment is null or again is null);
comment on column aval.enrolment_page.words_at is 'When the four words were typed beside a card: half a minute later its holder may confirm.';
comment on column aval.enrolment_page.again is 'The held enrolment that the card shows again: the words were its phone''s.';
comment on column aval.enrolment_page.opened_by is 'The registrar or the phone whose page it is; for a card''s, its authority and number.';
create index enrolment_page_again on aval.enrolment_page (again) where again is not null;
