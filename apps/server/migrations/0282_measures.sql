-- Why: what an analyst stops, for whom of a case and why, is a row before it is done: two people for many, once for each, gone on with after a crash (DESIGN section 7).
-- Locks nothing: new tables, and a view over others'.
create table aval.measure (
  id text primary key,
  fraud_case text not null references aval.fraud_case (id),
  kind text not null check (kind in ('close_sessions', 'end_places', 'pause', 'freeze')),
  state text not null check (state in ('waiting', 'running', 'done', 'withdrawn', 'over')),
  words text not null check (char_length(words) between 1 and 4000),
  digest text not null,
  by_member text not null,
  asked_at timestamptz not null default aval_now(),
  second_member text,
  signature text,
  ended_at timestamptz,
  check (second_member is distinct from by_member),
  check ((second_member is null) = (signature is null)),
  check ((state in ('done', 'withdrawn', 'over')) = (ended_at is not null))
);
create index measure_case on aval.measure (fraud_case, asked_at desc);
create index measure_running on aval.measure (id) where state = 'running';
create index measure_waiting on aval.measure (asked_at) where state = 'waiting';
comment on table aval.measure is 'What an analyst stops in a case. Owner: cases.';
comment on column aval.measure.digest is 'SHA-256 of the exact list, base64url: what a second person signs.';
comment on column aval.measure.signature is 'What the second person signed, with their key''s answer.';

create table aval.measure_person (
  measure text not null references aval.measure (id),
  professional text not null,
  state text not null default 'due' check (state in ('due', 'changed', 'nothing')),
  reached_at timestamptz,
  primary key (measure, professional),
  check ((state = 'due') = (reached_at is null))
);
comment on table aval.measure_person is 'Whom a measure names, once each. nothing: it stood already, or there was nothing to end. Owner: cases.';

create view aval.case_standing as
  select p.id as professional,
    (select count(*)::int from aval.session s where s.professional = p.id and s.closed_at is null and s.ends_at > aval.aval_now()) as sessions,
    (select count(*)::int from aval.place c where c.professional = p.id and c.state <> 'ended') as places,
    (select count(*)::int from aval.bell b where b.professional = p.id and b.ended_at is null) as bells,
    array(select t.rule from aval.stop t where t.professional = p.id and t.lifted_at is null order by t.rule) as rules
  from aval.professional p;
comment on view aval.case_standing is 'What stands for somebody now: what a measure would end. Owner: cases, over sessions'' session, places'' place and bell, stops'' stop, directory''s professional.';
