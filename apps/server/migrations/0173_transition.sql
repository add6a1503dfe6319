-- Why: on the first day a service may let a limited phone enter, reduced, until a date (DESIGN section 12, R15). Locks service for a
-- moment: a column without a default, and a check of a table that is small.
alter table aval.service add column transition_until timestamptz;
alter table aval.service add constraint service_transition
  check (transition_until is null or (sensitivity = 'sensitive' and accepts_reduced));
comment on column aval.service.transition_until is 'Until then a limited phone enters from any browser, reduced, each session told (DESIGN section 12). Past, it is as if it were null.';
