-- Why: an enrolment begins on a page of ours, whose one-time binding the new phone scans, and then waits where it can be contested
-- (DESIGN section 6). Locks enrolment for a moment: columns with constant defaults, and two checks exchanged for wider ones.
alter table aval.enrolment
  add column path text,
  add column wait text,
  add column holds smallint not null default 0 check (holds between 0 and 2),
  add column version integer not null default 0,
  add column told_at timestamptz,
  add column end_told_at timestamptz,
  add column old_phone text references aval.device (id);
update aval.enrolment set path = 'desk', wait = 'none' where evidence is not null;

do $$
declare
  narrow record;
begin
  for narrow in
    select conname from pg_constraint where conrelid = 'aval.enrolment'::regclass and contype = 'c'
       and (pg_get_constraintdef(oid) like '%contested%' or pg_get_constraintdef(oid) like '%ready_at IS NOT NULL%')
  loop
    execute format('alter table aval.enrolment drop constraint %I', narrow.conname);
  end loop;
end
$$;
alter table aval.enrolment
  add constraint enrolment_state check (state in
    ('requested', 'evidenced', 'cooling', 'ready', 'held', 'active', 'contested', 'expired', 'refused')),
  add constraint enrolment_begun check (state <> 'evidenced' or (professional is not null and path is not null)),
  add constraint enrolment_proven check (state not in ('cooling', 'ready', 'held', 'active') or
    (professional is not null and national_id is not null and level is not null and evidence is not null
      and evidenced_at is not null and ready_at is not null and path is not null and wait is not null));
comment on column aval.enrolment.path is 'By which row of the evidence table.';
comment on column aval.enrolment.wait is 'Which of the table''s waits runs, or ran.';
comment on column aval.enrolment.holds is 'How often somebody who was told has held it: twice at most.';
comment on column aval.enrolment.version is 'Counts its moves: each is recorded only on the standing that it was decided from.';
comment on column aval.enrolment.told_at is 'When a notice of it was first known delivered: a wait of an hour counts from then.';
comment on column aval.enrolment.end_told_at is 'When it was told that the wait ends within the hour.';
comment on column aval.enrolment.old_phone is 'The phone of the holder''s that showed the page: suspended, it takes what it began with it.';
create index enrolment_of_holder on aval.enrolment (professional) where state in ('evidenced', 'cooling', 'ready', 'held');

create table aval.enrolment_page (
  id text primary key,
  kind text not null check (kind in ('desk', 'card', 'old_phone')),
  opened_by text not null,
  professional text,
  secret bytea not null check (octet_length(secret) = 32),
  asked_at timestamptz not null,
  opened_at timestamptz,
  expires_at timestamptz not null,
  ended_at timestamptz,
  opening jsonb,
  enrolment text unique references aval.enrolment (id) on delete cascade deferrable initially deferred,
  bound_at timestamptz,
  tries smallint not null default 0,
  scope text not null default 'national',
  check ((enrolment is null) = (bound_at is null)),
  check (bound_at is null or opened_at is not null),
  check (kind = 'desk' or professional is not null)
);
comment on table aval.enrolment_page is 'Pages of ours that show a one-time binding, as an animated QR, to the phone that is to be enrolled. Owner: enrolment.';
comment on column aval.enrolment_page.opened_by is 'The registrar, the visit of a card or the phone whose page it is.';
comment on column aval.enrolment_page.professional is 'Whose phone it will be; absent at a desk, where registrars say so afterwards.';
comment on column aval.enrolment_page.secret is 'What its bindings are made and checked with (HMAC-SHA-256). It never leaves the server.';
comment on column aval.enrolment_page.asked_at is 'When it was asked for: an old phone''s opens half a minute later, by the code.';
comment on column aval.enrolment_page.opening is 'The old phone''s signed word that opened it.';
comment on column aval.enrolment_page.enrolment is 'The one enrolment that was bound to it.';
comment on column aval.enrolment_page.tries is 'Wrong entries of the four words.';
create index enrolment_page_expires on aval.enrolment_page (expires_at);
