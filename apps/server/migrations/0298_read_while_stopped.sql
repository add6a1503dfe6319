-- Why: a frozen or blocked holder can still see: their card, at its own host, opens a read-only Mon accès (DESIGN section 7, Cases).
-- Locks account_visit for an instant: a column that may be null, one that need not be set, and checks over few rows.
alter table aval.account_visit alter column session drop not null;
alter table aval.account_visit add column handed_until timestamptz;
alter table aval.account_visit add constraint account_visit_reads
  check ((session is null) = (service = 'mon-acces-lecture') and (handed_until is null or session is null));
comment on table aval.account_visit is 'A browser in Mon accès: for one session, worth nothing once that has ended; or without one, read only, while a stop holds every entry. Owner: account.';
comment on column aval.account_visit.handed_until is 'The card''s host gave this to a browser, which takes it up once, until then. Null: taken up.';

create view aval.account_freeze as
  select s.professional, s.reason,
    array(select c.signed_at from aval.clearance c
      where c.stop = s.id and c.desk_enrolment is not distinct from s.desk_enrolment) as signed
  from aval.stop s where s.rule = 'freeze' and s.lifted_at is null;
comment on view aval.account_freeze is 'Why a holder is frozen, and when analysts signed that it may end; no names. Owner: account, over stops'' stop and clearance.';

create view aval.account_card_report as
  select professional, reported_at from aval.card_report;
comment on view aval.account_card_report is 'When a holder said that a card is lost. Owner: account, over cards'' card_report.';

create view aval.account_review as
  select a.professional, min(c.due_at) as due_at from aval.alert a join aval.fraud_case c on c.id = a.fraud_case
  where a.professional is not null and c.state in ('open', 'claimed', 'snoozed')
  group by a.professional;
comment on view aval.account_review is 'By when somebody should have looked at what concerns a holder. Owner: account, over cases'' alert and fraud_case.';
