-- Why: the first import into a directory of real size. Keeping every index for searches, and checking every reference, row by row
-- takes longer than reading the file; made at the end, each of them is one sort or one join. Locks nothing: new functions, a new table.
create table aval.paused_search (
  name text primary key,
  relation text not null,
  definition text not null,
  is_constraint boolean not null
);
comment on table aval.paused_search is
  'Indexes and references of the directory that an import set aside, until it made them again as it ended; or the next import, if that one was killed. Owner: directory.';

-- A sign-in finds its holder by keys and by the two indexes named here: they always stay.
create function aval.pause_directory_searches(coming integer) returns boolean
language plpgsql security definer set search_path = aval, pg_temp as $$
declare
  tables constant oid[] := array['professional', 'identifier', 'exercise', 'activity', 'structure', 'contact']::regclass[]::oid[];
  one record;
begin
  if coming < 200000 or (select count(*) from (select from professional limit coming / 4) as known) = coming / 4 then
    return false;
  end if;
  perform set_config('lock_timeout', '2s', true);
  for one in
    select c.relname as name, t.relname as relation, pg_get_indexdef(c.oid) as definition, false as is_constraint
      from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
     where i.indrelid = any(tables) and not i.indisunique and c.relname not in ('identifier_identifier', 'activity_exercise')
    union all
    select k.conname, t.relname, pg_get_constraintdef(k.oid), true
      from pg_constraint k join pg_class t on t.oid = k.conrelid
     where k.contype = 'f' and k.conrelid = any(tables)
  loop
    insert into paused_search values (one.name, one.relation, one.definition, one.is_constraint);
    if one.is_constraint then
      execute format('alter table aval.%I drop constraint %I', one.relation, one.name);
    else
      execute format('drop index aval.%I', one.name);
    end if;
  end loop;
  return true;
end $$;
comment on function aval.pause_directory_searches(integer) is
  'Sets aside what only searches and checks need, when at least so many lines come that they are most of the directory. Readers wait for an instant. Owner: directory.';

create function aval.resume_directory_searches() returns void
language plpgsql security definer set search_path = aval, pg_temp as $$
declare
  one record;
begin
  perform set_config('maintenance_work_mem', '256MB', true);
  for one in select name, relation, definition, is_constraint from paused_search order by is_constraint, name
  loop
    if one.is_constraint then
      execute format('alter table aval.%I add constraint %I %s', one.relation, one.name, one.definition);
    else
      execute one.definition;
    end if;
  end loop;
  delete from paused_search;
end $$;
comment on function aval.resume_directory_searches() is
  'Makes again what was set aside. Readers do not wait. Owner: directory.';
