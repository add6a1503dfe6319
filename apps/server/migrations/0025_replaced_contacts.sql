-- Why: a notice goes to contacts that were replaced lately, too, and no index led to those: among a million holders each sign-in from an
-- unknown computer read every contact there is (609 ms of PostgreSQL's CPU, measured).
-- Locks: contact, against writing, while the index is made: it holds replaced contacts only, which are few.
create index contact_replaced on aval.contact (professional) where replaced_at is not null;
