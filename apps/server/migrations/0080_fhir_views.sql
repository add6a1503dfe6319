-- The directory as readers by FHIR see it: the columns that may leave, and nothing else. Birth columns, contacts and sources are in no
-- view, so that no mistake in the reading code can release them. Locks nothing: new functions and views.

-- How names are compared: without case, accents or punctuation. Ligatures become two letters. What means something to LIKE
-- becomes a space.
create function aval.fhir_fold(given text) returns text
language sql immutable parallel safe return
  translate(
    lower(replace(replace(replace(replace(replace(given, 'Œ', 'oe'), 'œ', 'oe'), 'Æ', 'ae'), 'æ', 'ae'), 'ß', 'ss')),
    'ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝàáâãäåçèéêëìíîïðñòóôõöøùúûüýÿĀāĂăĄąĆćĈĉĊċČčĎďĐđĒēĔĕĖ'
      || 'ėĘęĚěĜĝĞğĠġĢģĤĥĦħĨĩĪīĬĭĮįİıĴĵĶķĸĹĺĻļĽľĿŀŁłŃńŅņŇňŌōŎŏŐőŔŕŖŗŘřŚśŜŝŞşŠšŢţŤťŦŧŨũŪūŬŭ'
      || 'ŮůŰűŲųŴŵŶŷŸŹźŻżŽžſ'
      || '-_''’.%\',
    'aaaaaaceeeeiiiidnoooooouuuuyaaaaaaceeeeiiiidnoooooouuuuyyaaaaaaccccccccddddeeeee'
      || 'eeeeegggggggghhhhiiiiiiiiiijjkkkllllllllllnnnnnnoooooorrrrrrssssssssttttttuuuuuu'
      || 'uuuuuuwwyyyzzzzzzs'
      || '       ');
comment on function aval.fhir_fold(text) is 'A name as searches compare it. Owner: fhir.';

-- The register gives the town with its postal code, "99001 VILLEFICTIVE".
create function aval.fhir_city(cedex text) returns text
language sql immutable parallel safe return regexp_replace(cedex, '^[0-9]{5} +', '');
comment on function aval.fhir_city(text) is 'The town of a line of address that begins with a postal code. Owner: fhir.';

create view aval.fhir_practitioner as
  select id as key, national_id, state = 'active' as active, changed_at as last_updated, civility_code
  from aval.professional;
comment on view aval.fhir_practitioner is 'A person, as Practitioner. Owner: fhir, over directory''s professional.';

create view aval.fhir_identifier as
  select professional as practitioner, identifier as value, origin, position from aval.identifier;
comment on view aval.fhir_identifier is 'The other ids of a person. Owner: fhir, over directory''s identifier.';

create view aval.fhir_qualification as
  select professional as practitioner, position, profession_code as profession, category_code as category,
    know_how_type_code as know_how_type, know_how_code as know_how
  from aval.exercise;
comment on view aval.fhir_qualification is 'A profession held, with its know-how. Owner: fhir, over directory''s exercise.';

-- The name of exercise. Only where the register gives none does the civil name stand for it.
create view aval.fhir_name as
  select professional as practitioner, position, exercise_civility_code as civility,
    exercise_family_name as family, exercise_given_name as given, true as of_exercise
  from aval.exercise where exercise_family_name <> ''
  union all
  select e.professional, e.position, e.exercise_civility_code, p.family_name, split_part(p.given_names, '''', 1), false
  from aval.exercise e join aval.professional p on p.id = e.professional
  where e.exercise_family_name = '';
comment on view aval.fhir_name is 'The names a person exercises under. Owner: fhir, over directory''s exercise and professional.';

create view aval.fhir_role as
  select a.id as key, a.professional as practitioner, a.structure_key as organization, p.state = 'active' as active,
    p.changed_at as last_updated, a.genre_code as genre, a.mode_code as mode, a.role_code as role,
    a.pharmacist_section_code as pharmacist_section
  from aval.activity a join aval.professional p on p.id = a.professional;
comment on view aval.fhir_role is 'Where and how a profession is exercised, as PractitionerRole. Owner: fhir, over directory''s activity.';

create view aval.fhir_organization as
  select t.structure_key as key, t.changed_at as last_updated, t.technical_id, t.siret, t.siren, t.finess, t.finess_legal,
    t.name, t.trade_name as alias, t.addressee, t.geographic_point, t.street_number, t.street_repeat,
    t.street_type_code, t.street_name, t.distribution, aval.fhir_city(t.cedex) as city, t.postal_code,
    t.country_code, t.phone, t.phone2, t.fax, t.email,
    exists (select from aval.activity a join aval.professional p on p.id = a.professional
      where a.structure_key = t.structure_key and p.state = 'active') as active
  from aval.structure t;
comment on view aval.fhir_organization is 'A place of exercise, as Organization; active while somebody active works there. Owner: fhir, over directory''s structure.';

create view aval.fhir_sector as
  select structure_key as organization, sector_code as sector from aval.activity
  where structure_key is not null and sector_code <> '';
comment on view aval.fhir_sector is 'The sectors of activity that people exercise in at a structure. Owner: fhir, over directory''s activity.';
