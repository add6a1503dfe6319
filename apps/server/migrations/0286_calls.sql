-- Why: support calls are rows before anybody is called: who, for which case, until when nothing can be added; and holders report calls that were not ours (DESIGN section 7, Support).
-- Locks stop while its rows are looked through, a few per holder ever stopped, and caught_mail, which only a sandbox has. Else new tables, and views over others'.
create table aval.call (
  id text primary key,
  fraud_case text not null,
  professional text not null,
  member text not null,
  scope text not null,
  contact bigint not null,
  state text not null check (state in ('announced', 'open', 'ended')),
  announced_at timestamptz not null,
  opened_at timestamptz,
  how text check (how in ('dialled', 'revealed')),
  over_at timestamptz not null,
  held_until timestamptz not null,
  ended_at timestamptz,
  ended_by text check (ended_by in ('agent', 'report', 'time', 'failed')),
  check ((opened_at is null) = (how is null)),
  check ((state = 'ended') = (ended_at is not null) and (state = 'ended') = (ended_by is not null)),
  check (state <> 'open' or opened_at is not null),
  check (held_until >= over_at or state = 'ended')
);
create unique index call_going_on on aval.call (professional) where state <> 'ended';
create index call_member on aval.call (member, announced_at desc);
create index call_held on aval.call (professional, held_until);
comment on table aval.call is 'Calls of support to a holder: announced before the telephone rings. Owner: support.';
comment on column aval.call.scope is 'For whom its member calls: national is ours, anything else an institution''s.';
comment on column aval.call.contact is 'The directory''s own number of the one trusted contact that is called.';
comment on column aval.call.how is 'By the dialling interface, or by the number told once where there is none.';
comment on column aval.call.over_at is 'When it is over by itself.';
comment on column aval.call.held_until is 'Until then nothing is added for its holder: an hour beyond the call, two at most.';

create table aval.call_report (
  id text primary key,
  professional text not null,
  device text not null,
  at timestamptz not null default aval.aval_now(),
  whence text not null check (whence in ('now', 'earlier')),
  call text references aval.call (id),
  asked text check (asked in ('code', 'digits', 'card', 'screen', 'other')),
  claimed text check (claimed in ('aval', 'order', 'insurer', 'authorities', 'other')),
  is_on_line text check (is_on_line in ('yes', 'no')),
  approved text check (approved in ('yes', 'no'))
);
create index call_report_professional on aval.call_report (professional, at desc);
comment on table aval.call_report is 'Calls that holders reported, and what they said of them by buttons. Owner: support.';
comment on column aval.call_report.call is 'The call of ours that went on then, if one did.';

-- What stands of a stop, a call that holds among them: one question for whoever opens something.
create view aval.stop_held as
  select professional, rule, desk_enrolment from aval.stop where lifted_at is null
  union all
  select professional, 'call', null from aval.call where held_until > aval.aval_now();
comment on view aval.stop_held is 'What stops something for somebody now. Owner: stops, over its own stop and support''s call.';
alter table aval.stop drop constraint stop_rule_check;
alter table aval.stop add constraint stop_rule_check
  check (rule in ('pause_from_alert', 'pause_by_caller', 'pause_by_report', 'block', 'freeze'));

create view aval.support_case as
  select c.id, c.state in ('open', 'claimed', 'snoozed') as is_live, a.professional, a.scopes
  from aval.fraud_case c join aval.alert a on a.fraud_case = c.id where a.professional is not null;
comment on view aval.support_case is 'Whom each case is about. Owner: support, over cases'' fraud_case and alert.';

alter table aval.caught_mail drop constraint caught_mail_kind_check;
alter table aval.caught_mail add constraint caught_mail_kind_check check (kind in ('mail', 'sms', 'call'));

alter table aval.staff_role drop constraint staff_role_role_check;
alter table aval.staff_role add constraint staff_role_role_check check (role in ('registrar', 'operator', 'analyst', 'agent'));
