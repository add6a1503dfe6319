-- Why: a notice is known delivered by its receiver's own answer (DESIGN section 6): a mail server's, an operator's receipt, a push
-- service's, or whoever opened its page; and its holder and the support see how far each got. Messages go to telephones too.
-- Locks delivery and stop_token for a moment: columns without a default or with a constant one, and checks exchanged for wider ones.
alter table aval.delivery
  add column channel text not null default 'mail' check (channel in ('mail', 'sms')),
  add column carried_as text,
  add column opened_at timestamptz,
  drop constraint delivery_state_check,
  add constraint delivery_state_check check (state in ('waiting', 'digest', 'handed', 'sent', 'failed')),
  add constraint delivery_handed check (state <> 'handed' or carried_as is not null);
comment on table aval.delivery is 'A notice on its way to one contact: waiting, kept for the evening digest, handed to an operator, arrived or given up. Owner: notices.';
comment on column aval.delivery.state is 'sent: the receiver''s own server, or the operator''s receipt, said that it has it. handed: an operator took it and has not said.';
comment on column aval.delivery.carried_as is 'What the operator calls it: its receipts name it so.';
comment on column aval.delivery.opened_at is 'When its page was first opened, by somebody or by a machine that opens mail.';
create index delivery_handed_due on aval.delivery (due_at) where state = 'handed';
create index delivery_carried on aval.delivery (carried_as) where carried_as is not null;

alter table aval.stop_token add column contact bigint;
comment on column aval.stop_token.contact is 'Which contact its message went to: opening its page says that it arrived there.';

create table aval.push_delivery (
  notice text not null references aval.notice (id),
  device text not null references aval.device (id),
  state text not null check (state in ('arrived', 'failed')),
  answered_at timestamptz not null,
  primary key (notice, device)
);
comment on table aval.push_delivery is 'What a push service answered when a phone was woken for a notice. Owner: notices.';
comment on column aval.push_delivery.state is 'arrived: the push service took it (RFC 8030 section 5: 201). Whether the phone was on is not known.';

create view aval.account_reach as
  select d.notice, c.kind, c.masked,
    case when d.opened_at is not null then 'read' when d.state in ('waiting', 'digest') then 'waiting'
      when d.state = 'sent' then 'arrived' else d.state end as state,
    coalesce(d.opened_at, d.sent_at) as at
  from aval.delivery d join aval.account_contact c on c.id = d.contact
  union all
  select p.notice, 'app', f.label, p.state, p.answered_at
  from aval.push_delivery p join aval.device f on f.id = p.device;
comment on view aval.account_reach is 'Where a notice went and how far it got, masked. Owner: account, over notices'' delivery and push_delivery, directory''s contact and devices'' device.';

create or replace view aval.desk_outbox as
  select session || '.' || client as id, client as service, 'logout' as kind, state, tries, coalesce(settled_at, next_at) as at,
    null::text as event, null::text as national_id, null::timestamptz as opened_at
  from aval.logout_delivery
  union all
  select d.id, n.service, d.channel, d.state, d.tries, coalesce(d.sent_at, d.due_at), n.event, p.national_id, d.opened_at
  from aval.delivery d join aval.notice n on n.id = d.notice left join aval.professional p on p.id = n.professional
  union all
  select p.notice || '.' || p.device, n.service, 'push', p.state, 1, p.answered_at, n.event, h.national_id, null
  from aval.push_delivery p join aval.notice n on n.id = p.notice left join aval.professional h on h.id = n.professional;
comment on view aval.desk_outbox is 'What is to be sent, and what came of it: ends of sessions to services, notices by mail, SMS and push. No address. Owner: desk, over provider''s logout_delivery, notices'' delivery, push_delivery and notice, and directory''s professional.';

alter table aval.caught_mail add column kind text not null default 'mail' check (kind in ('mail', 'sms'));
comment on column aval.caught_mail.kind is 'sms: a short message, which has no subject and no other part.';
