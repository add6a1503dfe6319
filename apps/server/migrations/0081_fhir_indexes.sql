-- Searches by FHIR over two million people read an index, never a table. Codes that nearly everybody has are left out: whoever asks
-- for them is answered in the order of keys. Locks professional, exercise, activity and structure against writing while each is built.
create index professional_changed on aval.professional (changed_at, id);
create index professional_inactive on aval.professional (id) where state <> 'active';

create index exercise_fhir_family on aval.exercise (aval.fhir_fold(exercise_family_name) text_pattern_ops);
create index exercise_fhir_given on aval.exercise (aval.fhir_fold(exercise_given_name) text_pattern_ops);
create index exercise_unnamed on aval.exercise (professional) where exercise_family_name = '';
create index exercise_profession on aval.exercise (profession_code);
create index exercise_category on aval.exercise (category_code) where category_code not in ('', 'C');
create index exercise_know_how_type on aval.exercise (know_how_type_code) where know_how_type_code not in ('', 'S');
create index exercise_know_how on aval.exercise (know_how_code) where know_how_code <> '';

create index activity_genre on aval.activity (genre_code) where genre_code not in ('', 'GENR01');
create index activity_mode on aval.activity (mode_code) where mode_code not in ('', 'L', 'S');
create index activity_role on aval.activity (role_code) where role_code <> '';
create index activity_section on aval.activity (pharmacist_section_code) where pharmacist_section_code <> '';
create index activity_sector on aval.activity (sector_code, structure_key) where structure_key is not null and sector_code <> '';

create index structure_changed on aval.structure (changed_at, structure_key);
create index structure_finess on aval.structure (finess) where finess <> '';
create index structure_siret on aval.structure (siret) where siret <> '';
create index structure_siren on aval.structure (siren) where siren <> '';
create index structure_fhir_name on aval.structure (aval.fhir_fold(name) text_pattern_ops);
create index structure_fhir_trade_name on aval.structure (aval.fhir_fold(trade_name) text_pattern_ops) where trade_name <> '';
create index structure_fhir_city on aval.structure (aval.fhir_fold(aval.fhir_city(cedex)) text_pattern_ops);
create index structure_fhir_postal_code on aval.structure (aval.fhir_fold(postal_code) text_pattern_ops);
-- Keys too long to be an id on the wire are known by their hash there.
create index structure_long_key on aval.structure (md5(structure_key)) where length(structure_key) > 21;
