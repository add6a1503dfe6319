-- Whose a visit's person is, beside the visit: the list of what waits for a second signature is cut after the scope is asked, so that
-- no number of other authorities' visits hides one. Adds a column with a constant default: no rewrite, a lock for an instant. What is
-- open meanwhile stands on its first registrar's list alone; a visit lasts fifty minutes at most.
alter table aval.desk_visit add column scopes text[] not null default '{}';
comment on column aval.desk_visit.scopes is 'The authorities that might vouch for the person when the visit was opened. For the list only: opening one asks the directory again.';
