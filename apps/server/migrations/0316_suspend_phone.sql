-- Why: an analyst stops one phone of somebody's, where it is the phone that is somebody else's (DESIGN section 7, Measures).
-- Locks measure for an instant: a column, and one kind more. Its few rows are looked through. The view is made anew with their phones.
alter table aval.measure add column device text;
comment on column aval.measure.device is 'The phone that is suspended, where that is the measure.';
alter table aval.measure drop constraint measure_kind_check;
alter table aval.measure add constraint measure_kind_check
  check (kind in ('close_sessions', 'end_places', 'suspend_phone', 'pause', 'freeze'));
alter table aval.measure add constraint measure_names_phone check ((kind = 'suspend_phone') = (device is not null));

create or replace view aval.case_standing as
  select p.id as professional,
    (select count(*)::int from aval.session s where s.professional = p.id and s.closed_at is null and s.ends_at > aval.aval_now()) as sessions,
    (select count(*)::int from aval.place c where c.professional = p.id and c.state <> 'ended') as places,
    (select count(*)::int from aval.bell b where b.professional = p.id and b.ended_at is null) as bells,
    array(select t.rule from aval.stop t where t.professional = p.id and t.lifted_at is null order by t.rule) as rules,
    (select coalesce(jsonb_agg(jsonb_build_object('phone', d.id, 'level', d.level,
        'since', extract(epoch from d.activated_at)::bigint) order by d.activated_at desc, d.id), '[]')
      from aval.device d where d.professional = p.id and d.state = 'active') as phones
  from aval.professional p;
comment on view aval.case_standing is 'What stands for somebody now: what a measure would end. Owner: cases, over sessions'' session, places'' place and bell, stops'' stop, devices'' device, directory''s professional.';
