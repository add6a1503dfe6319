-- A phone that is held may scan a desk's new page: the page is about it again, as a card's may be. Locks `enrolment_page` while its rows are checked.
alter table aval.enrolment_page
  drop constraint enrolment_page_card,
  add constraint enrolment_page_card check (kind = 'card' or words_at is null),
  add constraint enrolment_page_again check (again is null or kind in ('card', 'desk'));
comment on column aval.enrolment_page.again is 'The held enrolment that is shown again: its phone scanned this desk''s page, or its words were typed beside the card.';
