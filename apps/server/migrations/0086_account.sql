-- Mon accès: what a holder sees of themselves in a browser. Visits to it, the settings it keeps, and a view for each table of another
-- module that it reads, with the columns that may be shown and no other: contacts leave masked, phones without their keys. Locks
-- nothing: new tables and views.
create table aval.account_visit (
  -- SHA-256 of 32 random bytes, base64url: what the browser holds is nowhere else.
  hash text primary key,
  -- Ends with it, whatever this row says: it is asked each time.
  session text not null references aval.session (id),
  professional text not null,
  -- The service by whose rules it was entered: the one for reading or the one for changing.
  service text not null,
  entered_at timestamptz not null
);
comment on table aval.account_visit is 'A browser in Mon accès, for one session: worth nothing once that has ended. Owner: account.';
create index account_visit_entered on aval.account_visit (entered_at);
create index account_visit_session on aval.account_visit (session);

create table aval.account_setting (
  professional text primary key,
  more_time boolean not null,
  changed_at timestamptz not null
);
comment on table aval.account_setting is 'What a holder has chosen for every request of theirs. No row: nothing was. Owner: account.';

create view aval.account_phone as
  select id, professional, label, level, state, activated_at, last_used_at from aval.device
  where professional is not null and state <> 'enrolling';
comment on view aval.account_phone is 'A holder''s phones. Owner: account, over devices'' device.';

create view aval.account_place as
  select id, professional, browser, state, people, declared, made_at, used_again_at, aged_at, l5_at is not null as has_l5,
    last_used_at, cloned_at, ended_at
  from aval.place;
comment on view aval.account_place is 'A holder''s places, ended ones too, since facts name them. Owner: account, over places'' place.';

create view aval.account_session as
  select id, professional, browser, device, place, declared, proof, opened_at, closed_at from aval.session;
comment on view aval.account_session is 'The sessions that facts name: where, and by which phone. Owner: account, over sessions'' session.';

create view aval.account_request as
  select id, professional, device, service from aval.approval where professional is not null;
comment on view aval.account_request is 'The requests that facts name: for which service, on which phone. Owner: account, over approvals'' approval.';

create view aval.account_service as
  select id, name, number from aval.service;
comment on view aval.account_service is 'How services are called. Owner: account, over software''s service.';

-- What a fact says in words needs, and no more: signatures, contexts and networks stay in the log.
create view aval.account_fact as
  select f.id, f.professional, f.kind, f.at, b.body ->> 'session' as session, b.body ->> 'approval' as request,
    b.body ->> 'device' as phone, b.body ->> 'place' as place, b.body ->> 'service' as service, b.body ->> 'reason' as reason,
    b.body ->> 'rights' as rights, b.body ->> 'rule' as rule, b.body ->> 'by' as by, b.body ->> 'level' as level,
    b.body ->> 'event' as event, b.body ->> 'triesLeft' as tries_left
  from aval.fact f cross join lateral (select f.body::jsonb as body) as b
  where f.professional is not null;
comment on view aval.account_fact is 'What happened to a holder. Owner: account, over audit''s fact.';

create view aval.account_alert as
  select n.id, n.professional, n.event, n.service, n.told_at,
    count(d.id) filter (where d.state = 'sent')::int as sent,
    count(d.id) filter (where d.state in ('waiting', 'digest'))::int as waiting,
    count(d.id) filter (where d.state = 'failed')::int as failed,
    exists (select from aval.stop_token t where t.notice = n.id and t.used_at is not null) as stopped
  from aval.notice n left join aval.delivery d on d.notice = n.id
  group by n.id;
comment on view aval.account_alert is 'What a holder was told, to how many addresses it went, and whether somebody stopped it. Owner: account, over notices'' notice, delivery and stop_token.';

-- Enough to recognise one's own, and no more: the first letter and the host of an address, the first two and the last two figures of a
-- number. Nobody who reads over a shoulder, or through this page, learns a value.
create view aval.account_contact as
  select c.id, c.professional, c.kind, r.source, c.since, c.withdrawn_at, c.replaced_at,
    case c.kind
      when 'email' then left(c.value, 1) || '•••@' || split_part(c.value, '@', 2)
      else left(regexp_replace(c.value, '[^0-9+]', '', 'g'), 2) || ' •• •• •• ' || right(regexp_replace(c.value, '[^0-9]', '', 'g'), 2)
    end as masked
  from aval.contact c join aval.import_run r on r.id = c.given_by;
comment on view aval.account_contact is 'Where a holder can be reached, masked, with who said so and since when. Owner: account, over directory''s contact and import_run.';

create view aval.account_stop as
  select id, professional, rule, made_at from aval.stop where lifted_at is null;
comment on view aval.account_stop is 'The stops that stand. Owner: account, over stops'' stop.';
