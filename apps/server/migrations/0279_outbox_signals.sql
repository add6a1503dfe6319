-- What services are told by Shared Signals, beside the rest of what is to be told. Replaces a view: locks it for an instant.
create or replace view aval.desk_outbox as
  select session || '.' || client as id, client as service, 'logout' as kind, state, tries, coalesce(settled_at, made_at) as at,
    null::text as event, null::text as national_id, null::timestamptz as opened_at,
    case when settled_at is null then next_at end as next_at
  from aval.logout_delivery
  union all
  select d.id, n.service, d.channel, d.state, d.tries, coalesce(d.sent_at, n.told_at), n.event, p.national_id, d.opened_at,
    case when d.state in ('waiting', 'digest', 'handed') then d.due_at end
  from aval.delivery d join aval.notice n on n.id = d.notice left join aval.professional p on p.id = n.professional
  union all
  select p.notice || '.' || p.device, n.service, 'push', p.state, 1, p.answered_at, n.event, h.national_id, null, null
  from aval.push_delivery p join aval.notice n on n.id = p.notice left join aval.professional h on h.id = n.professional
  union all
  select e.jti, s.client, 'signal', e.state, e.tries, coalesce(e.settled_at, e.made_at), regexp_replace(e.type, '^.*/', ''), e.national_id, null,
    case when e.settled_at is null then e.next_at end
  from aval.stream_event e join aval.stream s on s.id = e.stream;
comment on view aval.desk_outbox is 'What is to be sent, and what came of it: ends of sessions and signals to services, notices by mail, SMS and push. No address. Owner: desk, over provider''s logout_delivery, streams'' stream and stream_event, notices'' delivery, push_delivery and notice, and directory''s professional.';
