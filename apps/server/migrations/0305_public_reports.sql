-- Why: whoever has no application tells of a call or of a document that they did not make, and a holder tells from Mon accès (DESIGN section 7, Signals in).
-- Locks report for an instant: a constraint that every row holds is checked anew.
create table aval.public_report (
  id text primary key,
  intake text not null check (intake in ('call', 'document')),
  national_id text,
  facts jsonb not null,
  at timestamptz not null default aval.aval_now(),
  settled_at timestamptz,
  professional text,
  check (settled_at is null or national_id is null),
  check (professional is null or settled_at is not null)
);
create index public_report_waiting on aval.public_report (at) where settled_at is null;
comment on table aval.public_report is 'What somebody without the application told, by buttons. Who it was is not known. Owner: reports.';
comment on column aval.public_report.national_id is 'As it was typed, until it is looked for, apart from the answer; believed by nobody.';

alter table aval.report drop constraint report_origin_check;
alter table aval.report add constraint report_origin_check check (origin in ('agent', 'partner', 'holder'));
create or replace view aval.report_state as
  select a.about as report, case when c.state = 'closed' then 'closed' when c.id is not null then 'in_case' else 'received' end as state
  from aval.alert a left join aval.fraud_case c on c.id = a.fraud_case
  where a.kind in ('agent_report', 'partner_report', 'holder_report');
