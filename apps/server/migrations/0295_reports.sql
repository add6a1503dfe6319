-- Why: agents and partners tell us what they saw, one by one or as a list, and follow what becomes of it (DESIGN section 7, *Signals in*, *Partners*).
-- Locks alert_link and staff_role for an instant: new tables, a view over others, one kind more of what alerts may share, and four roles. No row of alert_link is looked at anew.
create table aval.report_list (
  id text primary key,
  sender text not null,
  sha256 text not null check (length(sha256) = 43),
  member text not null,
  at timestamptz not null default aval_now(),
  unique (sender, sha256)
);
comment on table aval.report_list is 'A list that a partner sent, once: the same file again is the same list. Owner: reports.';
comment on column aval.report_list.sender is 'For whom its member spoke: a role and a scope. Two partners of the whole country do not read each other.';
comment on column aval.report_list.sha256 is 'Of the file, base64url. The file itself is not kept.';

create table aval.report (
  id text primary key,
  origin text not null check (origin in ('agent', 'partner')),
  list text references aval.report_list (id),
  line int,
  sender text not null,
  professional text not null,
  reason text not null check (reason in ('acts', 'document', 'volume', 'hours', 'place', 'caller')),
  channel text check (channel in ('phone', 'mail', 'letter', 'in_person', 'authority')),
  happened_on date,
  member text not null,
  at timestamptz not null default aval_now(),
  check ((list is null) = (line is null)),
  unique (list, line)
);
create unique index report_said_once on aval.report (sender, professional, reason, coalesce(happened_on, '-infinity'::date)) where list is not null;
create index report_member on aval.report (member, at desc) where list is null;
comment on table aval.report is 'What somebody told us of one person, in words of closed lists. Its alert comes of its fact, by the log. Owner: reports.';
comment on column aval.report.happened_on is 'The day, as they say it. Nothing is decided by it.';

create view aval.report_state as
  select a.about as report, case when c.state = 'closed' then 'closed' when c.id is not null then 'in_case' else 'received' end as state
  from aval.alert a left join aval.fraud_case c on c.id = a.fraud_case
  where a.kind in ('agent_report', 'partner_report');
comment on view aval.report_state is 'What became of a report: that it is in a case, and no more of that case. Owner: reports, over cases'' alert and fraud_case.';

alter table aval.alert_link drop constraint alert_link_kind_check;
alter table aval.alert_link add constraint alert_link_kind_check
  check (kind in ('holder', 'browser', 'phone', 'network', 'contact', 'service', 'staff', 'list')) not valid;

alter table aval.staff_role drop constraint staff_role_role_check;
alter table aval.staff_role add constraint staff_role_role_check
  check (role in ('registrar', 'operator', 'analyst', 'agent', 'order', 'insurer', 'region'));
