-- Comparing names cost fifteen times what it had to: nearly every name is plain ASCII, and needs no table of accents. The function says
-- what it said; its indexes are made anew all the same, so that none of them leans on that. Locks exercise and structure while
-- they are built.
create or replace function aval.fhir_fold(given text) returns text
language sql immutable parallel safe return
  case when octet_length(given) = length(given) then translate(lower(given), '-_''.%\', '      ')
  else translate(
    lower(replace(replace(replace(replace(replace(given, 'Œ', 'oe'), 'œ', 'oe'), 'Æ', 'ae'), 'æ', 'ae'), 'ß', 'ss')),
    'ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝàáâãäåçèéêëìíîïðñòóôõöøùúûüýÿĀāĂăĄąĆćĈĉĊċČčĎďĐđĒēĔĕĖ'
        || 'ėĘęĚěĜĝĞğĠġĢģĤĥĦħĨĩĪīĬĭĮįİıĴĵĶķĸĹĺĻļĽľĿŀŁłŃńŅņŇňŌōŎŏŐőŔŕŖŗŘřŚśŜŝŞşŠšŢţŤťŦŧŨũŪūŬŭ'
        || 'ŮůŰűŲųŴŵŶŷŸŹźŻżŽžſ'
        || '-_''’.%\',
    'aaaaaaceeeeiiiidnoooooouuuuyaaaaaaceeeeiiiidnoooooouuuuyyaaaaaaccccccccddddeeeee'
        || 'eeeeegggggggghhhhiiiiiiiiiijjkkkllllllllllnnnnnnoooooorrrrrrssssssssttttttuuuuuu'
        || 'uuuuuuwwyyyzzzzzzs'
        || '       ')
  end;

reindex index aval.exercise_fhir_family;
reindex index aval.exercise_fhir_given;
reindex index aval.structure_fhir_name;
reindex index aval.structure_fhir_trade_name;
reindex index aval.structure_fhir_city;
reindex index aval.structure_fhir_postal_code;
