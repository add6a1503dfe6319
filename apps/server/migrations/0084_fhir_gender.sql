-- A civility (M, MME) tells the gender that the interface promises not to tell. The column stays, empty, so that the former version runs
-- on this schema. Locks nothing but the view, for an instant.
create or replace view aval.fhir_practitioner as
  select id as key, national_id, state = 'active' as active, changed_at as last_updated, ''::text as civility_code
  from aval.professional;
comment on view aval.fhir_practitioner is 'A person, as Practitioner; the civility, which tells the gender, is always empty. Owner: fhir, over directory''s professional.';
