-- Why: what a passage at the provider of remote eIDs was checked with (nonce, PKCE verifier) is worth nothing once it is over, and goes then.
-- Locks: eid_visit for a moment: two columns no longer required, and an index of rows that are few.
alter table aval.eid_visit alter column verifier drop not null, alter column nonce drop not null;
comment on column aval.eid_visit.verifier is 'PKCE verifier. Null once the passage is over, as the nonce is.';
create index eid_visit_ends on aval.eid_visit (ends_at);
