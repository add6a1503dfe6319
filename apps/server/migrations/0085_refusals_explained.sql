-- A refusal is one tap; what had happened is said after it. And what the desk reads: alerts from the log, and what waits to be sent.
-- Locks approval for an instant: columns without a value.
alter table aval.approval add column standing text;
alter table aval.approval add column explanation text;
comment on column aval.approval.standing is 'Where the rights table put the browser when the request was claimed, as the phone was told.';
comment on column aval.approval.explanation is 'What had happened, said after a refusal: the message as the phone signed it. reason is then the one it gives.';

-- A fact with the national id of whom it concerns. Whatever is no longer in the directory has none.
create view aval.desk_fact as
  select f.id, f.kind, f.at, f.body, f.professional, p.national_id
  from aval.fact f left join aval.professional p on p.id = f.professional
  where f.professional is not null;
comment on view aval.desk_fact is 'What happened, and to whom. Owner: desk, over audit''s fact and directory''s professional.';

create view aval.desk_outbox as
  select session || '.' || client as id, client as service, 'logout' as kind, state, tries, coalesce(settled_at, next_at) as at
  from aval.logout_delivery
  union all
  select d.id, n.service, 'mail', d.state, d.tries, coalesce(d.sent_at, d.due_at)
  from aval.delivery d join aval.notice n on n.id = d.notice;
comment on view aval.desk_outbox is 'What is to be sent, and what came of it: ends of sessions to services, notices by mail. No address. Owner: desk, over provider''s logout_delivery and notices'' delivery and notice.';
