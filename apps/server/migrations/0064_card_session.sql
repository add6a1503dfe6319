-- A session may be opened by a card: then no approval stands behind it, and nothing was transferred. Locks aval.session for a moment:
-- no row is read but by the new check, which holds for every row there is.
alter table aval.session alter column approval drop not null;
alter table aval.session alter column transfer drop not null;
alter table aval.session add column card_visit text unique;
comment on column aval.session.card_visit is 'The visit to the card''s page that opened it, in the place of an approval.';
alter table aval.session add constraint session_opened_by check ((approval is null) = (card_visit is not null) and (approval is null) = (transfer is null));
