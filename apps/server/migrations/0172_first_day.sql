-- Why: on the first day holders of an existing means are known by a list, told at every contact, and the victims among them frozen
-- (DESIGN section 12). What they had opens nothing. Locks nothing: a new table and a view.
create table aval.known_holder (
  professional text primary key references aval.professional (id),
  is_victim boolean not null,
  known_at timestamptz not null default aval.aval_now(),
  told_at timestamptz,
  scope text not null default 'national'
);
comment on table aval.known_holder is 'Who had a means before this deployment, as a list said; it proves nothing here. Owner: enrolment.';
comment on column aval.known_holder.is_victim is 'Known as a victim of a fraud: frozen until two people clear it.';
comment on column aval.known_holder.told_at is 'When their contacts were told, and a victim frozen. Null: not yet.';
create index known_holder_untold on aval.known_holder (known_at) where told_at is null;

create view aval.desk_first_day as
  select count(*)::int as known, count(*) filter (where k.told_at is not null)::int as told,
    count(*) filter (where k.is_victim)::int as victims,
    count(*) filter (where exists (select from aval.device d
      where d.professional = k.professional and d.state = 'active' and d.level = 'full'))::int as enrolled
  from aval.known_holder k;
comment on view aval.desk_first_day is 'How far the first day is: known holders, told, victims, and with a full phone. Owner: desk, over enrolment''s known_holder and devices'' device.';
