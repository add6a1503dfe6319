-- Why: a service that many of its holders refuse in a day loses its bells, and is listed, until a person gives them back. Whom it
-- asked is read from the requests there are, so that no sign-in writes a row more. Locks approval while two indexes are made: one
-- of refusals alone, and one that is a summary of its pages and costs a claim nothing.
create table aval.bell_loss (
  service text not null references aval.service (id),
  day date not null,
  asked integer not null check (asked >= refused),
  refused integer not null check (refused > 0),
  lost_at timestamptz not null,
  restored_at timestamptz,
  restored_by text,
  primary key (service, day),
  check ((restored_at is null) = (restored_by is null))
);
comment on table aval.bell_loss is 'Services whose bells ring nobody, since too many of their holders refused them in one day. Owner: software.';
comment on column aval.bell_loss.day is 'The day in Paris on which it asked them.';
comment on column aval.bell_loss.asked is 'Distinct holders it had asked that day when it lost them: requests that a phone took, and rings.';
comment on column aval.bell_loss.refused is 'Those of them who had refused.';
comment on column aval.bell_loss.restored_by is 'The person who gave them back, or taken_back: so many of those holders said they had been wrong that the rule holds no more.';
create unique index bell_loss_live on aval.bell_loss (service) where restored_at is null;

create index approval_refused on aval.approval (claimed_at) where state = 'refused';
create index approval_claimed on aval.approval using brin (claimed_at);

create view aval.software_request as
  select service, professional, claimed_at as at, case when state = 'refused' then reason end as refused_for
  from aval.approval where kind = 'sign-in' and service is not null and claimed_at is not null
  union all
  select b.service, r.professional, r.rung_at, case when r.state = 'refused' then r.reason end
  from aval.ring r join aval.bell b on b.id = r.bell;
comment on view aval.software_request is 'Whom each service asked, when, and the reason given by whoever refused. Owner: software, over approvals'' approval and places'' bell and ring.';

create or replace view aval.desk_fact as
  select f.id, f.kind, f.at, f.body, f.professional, p.national_id
  from aval.fact f left join aval.professional p on p.id = f.professional
  where f.professional is not null or f.kind = 'service_bells_lost';
comment on view aval.desk_fact is 'What happened, and to whom; and which services lost their bells. Owner: desk, over audit''s fact and directory''s professional.';
