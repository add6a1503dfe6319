-- Why: a phone proven while its holder never had a full one waits longer, once they have had one by the time it is activated (DESIGN
-- section 6). Locks enrolment for a moment: a column with a constant default.
alter table aval.enrolment add column proven_first boolean not null default false;
comment on column aval.enrolment.proven_first is 'Proven while its holder never had a full phone: if they have had one since, the wait is the longer one.';
