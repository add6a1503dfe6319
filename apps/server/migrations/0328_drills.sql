-- Why: a campaign may carry an exercise, which phones draw by themselves and whose answers are counted and never kept beside anybody (DESIGN section 7, *practice requests*; decision 0081).
-- Locks campaign for an instant: a column that is null, and an index over no row. Else new tables, and a view over others'.
alter table aval.campaign add column drill text check (drill in ('prescriptions', 'results', 'certificates'));
alter table aval.campaign add check (drill is null or 'app' = any(channels));
comment on column aval.campaign.drill is 'Which invented request phones draw once; null: none. Part of what a second person signs.';
create index campaign_drill on aval.campaign (begun_at) where drill is not null and state in ('sending', 'done');

create table aval.drill_turn (
  professional text primary key,
  drawn_on date,
  is_off boolean not null default false,
  check (is_off or drawn_on is not null)
);
comment on table aval.drill_turn is 'That a holder''s phone drew an exercise, by the day, and whether they want no more. Never of which campaign, nor what was answered. Owner: campaigns.';

create table aval.drill_spent (
  number text primary key check (length(number) = 22),
  drawn_on date not null
);
create index drill_spent_drawn on aval.drill_spent (drawn_on);
comment on table aval.drill_spent is 'Numbers of exercises that were answered, so that each counts once. A number is kept beside no phone, person or answer. Owner: campaigns.';

create table aval.drill_count (
  campaign text not null references aval.campaign (id) on delete cascade,
  profession text not null,
  refused int not null default 0 check (refused >= 0),
  went_on int not null default 0 check (went_on >= 0),
  primary key (campaign, profession),
  check (refused + went_on >= 5)
);
comment on table aval.drill_count is 'What each profession answered to the exercise of a campaign, added to by five at least. Owner: campaigns.';

create view aval.drill_person as
  select p.id as professional,
    (select min(e.profession_code) from aval.exercise e where e.professional = p.id) as profession,
    exists (select from aval.stop s where s.professional = p.id and s.lifted_at is null)
      or exists (select from aval.call c where c.professional = p.id and c.held_until > aval.aval_now())
      or exists (select from aval.call_report r where r.professional = p.id and r.at > aval.aval_now() - interval '1 day')
      or exists (select from aval.approval a where a.professional = p.id and a.state = 'claimed' and a.decide_by > aval.aval_now())
      or exists (select from aval.ring g where g.professional = p.id and g.state in ('ringing', 'scanned') and g.until > aval.aval_now())
      or exists (select from aval.enrolment n where n.professional = p.id and n.state in ('evidenced', 'cooling', 'ready', 'held') and n.expires_at > aval.aval_now())
      or exists (select from aval.alert t left join aval.fraud_case f on f.id = t.fraud_case
        where t.professional = p.id and t.taken_back_at is null
          and case when f.id is null then t.known_at > aval.aval_now() - interval '7 days' else f.state in ('open', 'claimed', 'snoozed') end) as is_busy
  from aval.professional p where p.state = 'active';
comment on view aval.drill_person is 'Who may be shown an exercise now: is_busy says that something real is under way. Owner: campaigns, over directory''s professional and exercise, stops'' stop, support''s call and call_report, approvals'' approval, places'' ring, enrolment''s enrolment and cases'' alert and fraud_case.';
