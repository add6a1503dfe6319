-- Why: an analyst stops one card of somebody's, and two give one card or one phone back that an analyst had stopped (DESIGN section 7, Measures).
-- Locks device and measure for an instant: a column each, and kinds more. The views are made anew.
create table aval.card_suspension (
  id text primary key,
  issuer text not null,
  serial text not null,
  professional text not null,
  valid_from timestamptz not null,
  suspended_at timestamptz not null default aval_now(),
  restored_at timestamptz,
  scope text not null default 'national'
);
create unique index card_suspension_stands on aval.card_suspension (issuer, serial) where restored_at is null;
create index card_suspension_professional on aval.card_suspension (professional, suspended_at desc);
comment on table aval.card_suspension is 'Cards that an analyst suspended: each opens nothing until two have restored it. Owner: cards.';

alter table aval.device add column suspended_for text;
comment on column aval.device.suspended_for is 'Who suspended it, the last time: what an analyst did, two may undo.';

alter table aval.measure add column card text;
comment on column aval.measure.card is 'The card that is suspended or restored, where that is the measure: its authority and its number there.';
alter table aval.measure drop constraint measure_kind_check;
alter table aval.measure add constraint measure_kind_check check (kind in
  ('close_sessions', 'end_places', 'suspend_phone', 'suspend_card', 'pause', 'freeze', 'restore_phone', 'restore_card'));
alter table aval.measure drop constraint measure_names_phone;
alter table aval.measure add constraint measure_names_phone check ((kind in ('suspend_phone', 'restore_phone')) = (device is not null));
alter table aval.measure add constraint measure_names_card check ((kind in ('suspend_card', 'restore_card')) = (card is not null));

create or replace view aval.case_standing as
  select p.id as professional,
    (select count(*)::int from aval.session s where s.professional = p.id and s.closed_at is null and s.ends_at > aval.aval_now()) as sessions,
    (select count(*)::int from aval.place c where c.professional = p.id and c.state <> 'ended') as places,
    (select count(*)::int from aval.bell b where b.professional = p.id and b.ended_at is null) as bells,
    array(select t.rule from aval.stop t where t.professional = p.id and t.lifted_at is null order by t.rule) as rules,
    (select coalesce(jsonb_agg(jsonb_build_object('phone', d.id, 'level', d.level,
        'since', extract(epoch from d.activated_at)::bigint) order by d.activated_at desc, d.id), '[]')
      from aval.device d where d.professional = p.id and d.state = 'active') as phones,
    (select coalesce(jsonb_agg(jsonb_build_object('phone', d.id, 'level', d.level,
        'since', extract(epoch from d.activated_at)::bigint) order by d.activated_at desc, d.id), '[]')
      from aval.device d where d.professional = p.id and d.state = 'suspended' and d.suspended_for = 'analyst') as suspended_phones,
    (select coalesce(jsonb_agg(jsonb_build_object('card', c.issuer || '.' || c.serial, 'seen', extract(epoch from c.last_seen_at)::bigint,
        'until', extract(epoch from c.valid_until)::bigint,
        'isSuspended', exists (select from aval.card_suspension u
          where u.issuer = c.issuer and u.serial = c.serial and u.restored_at is null)) order by c.last_seen_at desc, c.serial), '[]')
      from aval.card_seen c where c.professional = p.id and c.valid_until > aval.aval_now()) as cards
  from aval.professional p;
comment on view aval.case_standing is 'What stands for somebody now: what a measure would end or give back. Owner: cases, over sessions'' session, places'' place and bell, stops'' stop, devices'' device, cards'' card_seen and card_suspension, directory''s professional.';

create or replace view aval.account_card_report as
  select professional, reported_at from aval.card_report
  union all
  select professional, suspended_at from aval.card_suspension;
comment on view aval.account_card_report is 'When a holder said that a card is lost, or an analyst suspended one. Owner: account, over cards'' card_report and card_suspension.';
