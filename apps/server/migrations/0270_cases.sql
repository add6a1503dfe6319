-- Why: what was noticed is worked on by people: facts become alerts, alerts that share something become one case, a case has an owner, a clock and an end (DESIGN section 7).
-- Locks nothing: new tables, and views over others'. Alerts are made from the log's facts of the last thirty days on, by the follower alone.
create table aval.case_cursor (
  is_one boolean primary key default true check (is_one),
  next_seq bigint not null check (next_seq >= 0)
);
comment on table aval.case_cursor is 'Which place of the log the follower reads next. One row. Owner: cases.';
insert into aval.case_cursor (next_seq)
  select coalesce(
    (select min(seq) from aval.fact where at > now() - interval '30 days'),
    (select max(seq) + 1 from aval.fact),
    0);

create table aval.fraud_case (
  id text primary key,
  state text not null check (state in ('open', 'claimed', 'snoozed', 'closed', 'merged')),
  severity text not null check (severity in ('high', 'medium', 'low')),
  opened_at timestamptz not null default aval_now(),
  due_at timestamptz not null,
  owner text,
  snoozed_until timestamptz,
  snoozed_for text,
  outcome text check (outcome in ('fraud', 'attempt', 'mistake', 'harmless', 'unknown', 'taken_back')),
  outcome_words text,
  closed_at timestamptz,
  merged_into text references aval.fraud_case (id),
  check ((state in ('claimed', 'snoozed')) = (owner is not null)),
  check ((state = 'snoozed') = (snoozed_until is not null) and (state = 'snoozed') = (snoozed_for is not null)),
  check ((state = 'closed') = (outcome is not null) and (state = 'closed') = (closed_at is not null)),
  check ((state = 'merged') = (merged_into is not null) and merged_into <> id)
);
create index fraud_case_live on aval.fraud_case (due_at, id) where state in ('open', 'claimed', 'snoozed');
create index fraud_case_closed on aval.fraud_case (closed_at desc) where state = 'closed';
comment on table aval.fraud_case is 'What one person works on: alerts that share something. Owner: cases.';
comment on column aval.fraud_case.due_at is 'When somebody should have looked: by severity, from when the worst of its alerts was known.';
comment on column aval.fraud_case.merged_into is 'The case that has everything this one had.';

create table aval.alert (
  id text primary key,
  kind text not null,
  severity text not null check (severity in ('high', 'medium', 'low')),
  opens boolean not null,
  because text[] not null,
  professional text,
  service text,
  about text,
  scopes text[] not null,
  at timestamptz not null,
  known_at timestamptz not null default aval_now(),
  taken_back_at timestamptz,
  fraud_case text references aval.fraud_case (id),
  check (num_nonnulls(professional, service) >= 1)
);
create index alert_case on aval.alert (fraud_case) where fraud_case is not null;
create index alert_professional on aval.alert (professional, at desc);
create index alert_about on aval.alert (about) where about is not null;
create index alert_known on aval.alert (known_at desc, id);
comment on table aval.alert is 'Facts that somebody should look at, one row a fact, made from the log and in no other way. Owner: cases.';
comment on column aval.alert.id is 'The fact''s.';
comment on column aval.alert.opens is 'Whether a case is due for it; the others only join one.';
comment on column aval.alert.about is 'The request or ring that was refused, by which its holder says later what it was.';
comment on column aval.alert.scopes is 'Every authority that its holder had when it was made; none: the national one alone.';
comment on column aval.alert.at is 'When it happened; known_at: when its row was made.';

create table aval.alert_link (
  alert text not null references aval.alert (id),
  kind text not null check (kind in ('holder', 'browser', 'phone', 'network', 'contact', 'service', 'staff')),
  value text not null,
  is_common boolean not null,
  primary key (alert, kind, value)
);
create index alert_link_value on aval.alert_link (kind, value);
comment on table aval.alert_link is 'What an alert has that others may share: ids, a browser''s print, a truncated network. No address, no number. Owner: cases.';
comment on column aval.alert_link.is_common is 'So many others had it when the alert was made that it joins nothing.';

create table aval.case_apart (
  one text not null references aval.fraud_case (id),
  other text not null references aval.fraud_case (id),
  kind text not null,
  value text not null,
  primary key (one, other, kind, value),
  check (one < other)
);
create index case_apart_value on aval.case_apart (kind, value);
comment on table aval.case_apart is 'Two cases that an analyst split: what they shared joins them no more. Owner: cases.';

create table aval.case_event (
  id text primary key,
  fraud_case text not null references aval.fraud_case (id),
  act text not null,
  at timestamptz not null default aval_now(),
  member text,
  words text check (char_length(words) between 1 and 4000),
  other text
);
create index case_event_case on aval.case_event (fraud_case, at, id);
comment on table aval.case_event is 'What was done with a case, notes included. A merged case''s are the other one''s. Owner: cases.';
comment on column aval.case_event.member is 'Who; absent: nobody, the follower did.';
comment on column aval.case_event.other is 'To whom it was handed, the other case, or the task.';

create table aval.case_task (
  id text primary key,
  fraud_case text not null references aval.fraud_case (id),
  words text not null check (char_length(words) between 1 and 500),
  added_by text not null,
  added_at timestamptz not null default aval_now(),
  done_by text,
  done_at timestamptz,
  check ((done_by is null) = (done_at is null))
);
create index case_task_case on aval.case_task (fraud_case);
comment on table aval.case_task is 'What is to be done in a case, and who did it. Owner: cases.';

create table aval.case_reach (
  id text primary key,
  fraud_case text not null references aval.fraud_case (id),
  professional text not null,
  channel text not null check (channel in ('phone', 'mail', 'letter', 'in_person', 'authority')),
  is_reached boolean not null,
  member text not null,
  at timestamptz not null default aval_now()
);
create index case_reach_case on aval.case_reach (fraud_case, at desc);
comment on table aval.case_reach is 'Each try to reach somebody whom a case is about. Owner: cases.';

create view aval.case_fact as
  select id, seq, kind, at, body, professional from aval.fact
  where seq is not null and (professional is not null or kind = 'service_bells_lost');
comment on view aval.case_fact is 'What happened, in the log''s order, to people and to services that lost their bells. Owner: cases, over audit''s fact.';
create view aval.case_log_end as select max(seq) as last from aval.fact;
comment on view aval.case_log_end is 'The last place of the log. Owner: cases, over audit''s fact.';
create view aval.case_request as
  select id, professional, browser, network, service, device, claimed_at from aval.approval;
comment on view aval.case_request is 'Where a request came from, for which service, and who took it when. Owner: cases, over approvals'' approval.';
create view aval.case_session as select id, approval, browser, device from aval.session;
comment on view aval.case_session is 'Where a session was opened, and by which request. Owner: cases, over sessions'' session.';
create view aval.case_place as
  select id, professional, browser, network, state <> 'ended' as is_live from aval.place;
comment on view aval.case_place is 'Whose place a browser is. Owner: cases, over places'' place.';
create view aval.case_bell as select id, place, service from aval.bell;
comment on view aval.case_bell is 'Which place rings for which service. Owner: cases, over places'' bell.';
create view aval.case_workstation as select browser from aval.workstation where ended_at is null;
comment on view aval.case_workstation is 'Registered workstations: a browser of many people. Owner: cases, over places'' workstation.';
create view aval.case_notice as select id, about, service from aval.notice;
comment on view aval.case_notice is 'What a notice was about. Owner: cases, over notices'' notice.';
create view aval.case_enrolment as
  select e.id, e.device, v.id as visit, v.opened_by, v.second_by
  from aval.enrolment e left join aval.desk_visit v on v.enrolment = e.id;
comment on view aval.case_enrolment is 'Which phone an enrolment brings, and which registrars showed it. Owner: cases, over enrolment''s enrolment and desk''s desk_visit.';
create view aval.case_contact as
  select c.professional, c.kind, c.value, c.id from aval.contact c where c.replaced_at is null and c.withdrawn_at is null;
comment on view aval.case_contact is 'Where people are reached now: compared, and never shown. Owner: cases, over directory''s contact.';
