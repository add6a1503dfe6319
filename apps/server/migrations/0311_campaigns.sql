-- Why: a message to many professionals is written by one person, signed by another over its segment, count and texts, and sent to each once, at a bounded pace (DESIGN section 7, *Campaigns*).
-- Locks notice for an instant: a column that is null, and an index over the rows of campaigns, of which there is none. Else new tables, and views over others'.
create table aval.campaign (
  id text primary key,
  state text not null check (state in ('waiting', 'sending', 'done', 'stopped', 'withdrawn', 'over')),
  scope text not null,
  segment jsonb not null,
  channels text[] not null check (cardinality(channels) > 0 and channels <@ array['app', 'mail', 'sms']),
  texts jsonb not null,
  people int not null check (people > 0),
  digest text not null check (length(digest) = 43),
  by_member text not null,
  asked_at timestamptz not null default aval.aval_now(),
  second_member text,
  signature text,
  begun_at timestamptz,
  ended_at timestamptz,
  stopped_by text,
  check (second_member is distinct from by_member),
  check ((second_member is null) = (signature is null) and (second_member is null) = (begun_at is null)),
  check ((state in ('sending', 'done', 'stopped')) = (begun_at is not null)),
  check ((state in ('waiting', 'sending')) = (ended_at is null)),
  check ((state = 'stopped') = (stopped_by is not null))
);
create index campaign_scope on aval.campaign (scope, asked_at desc);
create index campaign_going_on on aval.campaign (begun_at) where state = 'sending';
create index campaign_waiting on aval.campaign (asked_at) where state = 'waiting';
comment on table aval.campaign is 'A message to a segment of professionals: by closed criteria, in two languages. Owner: campaigns.';
comment on column aval.campaign.digest is 'SHA-256 of segment, channels, texts and count, base64url: what a second person signs.';
comment on column aval.campaign.people is 'How many the segment held when it was asked for; it begins only if it holds as many.';

create table aval.campaign_recipient (
  campaign text not null references aval.campaign (id),
  professional text not null,
  state text not null default 'due' check (state in ('due', 'told', 'skipped')),
  at timestamptz,
  primary key (campaign, professional),
  check ((state = 'due') = (at is null))
);
create index campaign_recipient_due on aval.campaign_recipient (campaign, professional) where state = 'due';
comment on table aval.campaign_recipient is 'Whom a campaign is for, once each. skipped: blocked or frozen when their turn came. Owner: campaigns.';

create view aval.campaign_person as
  select p.id as professional,
    exists (select from aval.device d where d.professional = p.id and d.state = 'active') as has_phone,
    exists (select from aval.stop s where s.professional = p.id and s.lifted_at is null and s.rule in ('block', 'freeze')) as is_stopped
  from aval.professional p where p.state = 'active';
comment on view aval.campaign_person is 'Whom a campaign may reach. Owner: campaigns, over directory''s professional, devices'' device and stops'' stop.';
create view aval.campaign_profession as select professional, profession_code as profession from aval.exercise;
comment on view aval.campaign_profession is 'What each exercises. Owner: campaigns, over directory''s exercise.';
create view aval.campaign_place as
  select a.professional, s.technical_id as structure, s.department_code as department
  from aval.activity a join aval.structure s on s.structure_key = a.structure_key;
comment on view aval.campaign_place is 'Where each exercises. Owner: campaigns, over directory''s activity and structure.';

alter table aval.notice add column read_at timestamptz;
comment on column aval.notice.read_at is 'When a full phone of its holder first listed it; only of campaigns, which count it.';
create index notice_campaign on aval.notice (about) where event = 'campaign';
create view aval.campaign_receipt as
  select n.about as campaign, d.channel, d.state, n.read_at is not null as is_read, n.id as notice
  from aval.notice n left join aval.delivery d on d.notice = n.id where n.event = 'campaign';
comment on view aval.campaign_receipt is 'How far the messages of campaigns got. Owner: campaigns, over notices'' notice and delivery.';
