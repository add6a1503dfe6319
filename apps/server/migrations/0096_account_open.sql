-- The history says of a sign-in whether it is still open: a session ends by its hour or by idleness too, and not only by being closed.
-- Locks nothing but the view.
create or replace view aval.account_session as
  select id, professional, browser, device, place, declared, proof, opened_at, closed_at, ends_at, last_seen_at from aval.session;
