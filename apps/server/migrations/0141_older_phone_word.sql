-- Why: an older full phone may say that a new one is its holder's, half a minute after it asked to (DESIGN section 6). Locks nothing.
create table aval.enrolment_word (
  enrolment text not null references aval.enrolment (id) on delete cascade,
  device text not null references aval.device (id),
  asked_at timestamptz not null,
  said_at timestamptz,
  scope text not null default 'national',
  primary key (enrolment, device)
);
comment on table aval.enrolment_word is 'An older phone''s word that a new one is its holder''s: asked for, then said by the code half a minute later. Owner: enrolment.';
comment on column aval.enrolment_word.said_at is 'When it was said: once, for this asking.';
