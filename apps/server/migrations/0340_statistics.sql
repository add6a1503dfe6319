-- Why: partners and analysts read figures of months that are over, counted once and kept; a number about few people is in no row (DESIGN section 7, *Partners*).
-- Locks nothing: new tables, and views over others'.
create table aval.statistic_month (
  month date primary key check (extract(day from month) = 1),
  closed_at timestamptz not null default aval.aval_now(),
  stopped_within integer check (stopped_within >= 0)
);
comment on table aval.statistic_month is 'A month of Paris that was counted: once, by whoever came first, and never again. Owner: statistics.';
comment on column aval.statistic_month.stopped_within is 'From the first alert of a case to the measure, the median, in seconds, to ten. Null: too few people.';

create table aval.statistic_cell (
  month date not null references aval.statistic_month (month),
  kind text not null,
  profession text not null,
  region text not null,
  people integer not null check (people = 0 or people >= 10),
  times bigint not null check (times >= people and (people > 0 or times = 0)),
  primary key (month, kind, profession, region)
);
comment on table aval.statistic_cell is 'A number that may be told. One about fewer than ten people, or that would give one away, has no row. Zero: the register lists nobody there. Owner: statistics.';
comment on column aval.statistic_cell.profession is 'A code of TRE_G15, other, or all.';
comment on column aval.statistic_cell.region is 'A number of INSEE''s, other, or all.';

-- A month is never counted anew: two readings of it could else be subtracted. A mistake in code meets this first.
create function aval.statistic_is_kept() returns trigger language plpgsql as $$
begin
  raise exception 'a closed month is never changed';
end $$;
create trigger statistic_month_kept before update or delete on aval.statistic_month
  for each row execute function aval.statistic_is_kept();
create trigger statistic_cell_kept before update or delete on aval.statistic_cell
  for each row execute function aval.statistic_is_kept();

create view aval.statistic_person as
  select p.id as professional,
    (select e.profession_code from aval.exercise e where e.professional = p.id order by e.position, e.profession_code, e.category_code limit 1) as profession,
    (select case when s.commune_code ~ '^97' then left(s.commune_code, 3) when s.commune_code <> '' then left(s.commune_code, 2) else s.department_code end
       from aval.activity a join aval.structure s on s.structure_key = a.structure_key
       where a.professional = p.id order by a.position, a.id limit 1) as department
  from aval.professional p;
comment on view aval.statistic_person is 'One profession and one department of each: the first that the register lists. Owner: statistics, over directory''s professional, exercise, activity and structure.';

create view aval.statistic_event as
  select case kind
      when 'approval_approved' then 'approved' when 'approval_refused' then 'refused' when 'approval_expired' then 'expired'
      when 'device_added' then 'enrolled'
      when 'enrolment_contested' then 'contested' when 'enrolment_held' then 'contested'
      when 'measure_taken' then 'measures' when 'fraud_window_answered' then 'windows'
      when 'report_received' then 'reports' when 'public_report_received' then 'reports' when 'call_reported' then 'reports'
      else 'stopped' end as kind,
    professional, at
  from aval.fact
  where professional is not null
    and kind in ('approval_approved', 'approval_refused', 'approval_expired', 'device_added', 'enrolment_contested', 'enrolment_held',
      'measure_taken', 'fraud_window_answered', 'report_received', 'public_report_received', 'call_reported',
      'device_revoked', 'device_disabled', 'device_suspended', 'phone_disowned')
    and (kind <> 'measure_taken' or body::jsonb ->> 'changed' = 'true')
  union all
  select 'alerts', professional, at from aval.alert where professional is not null and taken_back_at is null
  union all
  select distinct 'cases:' || c.id, a.professional, c.opened_at
    from aval.fraud_case c join aval.alert a on a.fraud_case = c.id
    where c.state <> 'merged' and a.professional is not null
  union all
  select distinct 'case_' || c.outcome || ':' || c.id, a.professional, c.closed_at
    from aval.fraud_case c join aval.alert a on a.fraud_case = c.id
    where c.state = 'closed' and c.outcome <> 'taken_back' and a.professional is not null;
comment on view aval.statistic_event is 'What is counted, of whom, and when; of cases each person once, behind a colon its id. Owner: statistics, over audit''s fact, cases'' alert and fraud_case.';

create view aval.statistic_delay as
  select p.professional, p.reached_at as at,
    extract(epoch from p.reached_at - min(a.at))::float8 as seconds
  from aval.measure_person p join aval.measure m on m.id = p.measure
    join aval.alert a on a.fraud_case = m.fraud_case and a.professional = p.professional and a.at <= p.reached_at
  where p.state = 'changed'
  group by p.measure, p.professional, p.reached_at;
comment on view aval.statistic_delay is 'From somebody''s first alert in a case to the measure that changed something for them. Owner: statistics, over cases'' measure, measure_person and alert.';

create view aval.statistic_first as
  select at from aval.fact where seq = (select min(seq) from aval.fact);
comment on view aval.statistic_first is 'When the log begins: no month before it is counted. Owner: statistics, over audit''s fact.';
