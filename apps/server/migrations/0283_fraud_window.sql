-- Why: which services were told of a window of fraud, and what each answered, is a row: for the desk, for reminders, and for the complaint file (DESIGN section 7).
-- Locks nothing: new tables.
create table aval.fraud_window (
  id text primary key,
  fraud_case text not null references aval.fraud_case (id),
  professional text not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  words text not null check (char_length(words) between 1 and 4000),
  by_member text not null,
  made_at timestamptz not null default aval.aval_now(),
  check (from_at < to_at)
);
create index fraud_window_case on aval.fraud_window (fraud_case, made_at desc);
create index fraud_window_professional on aval.fraud_window (professional, made_at desc);
comment on table aval.fraud_window is 'A time in which somebody else may have used a professional''s access, as an analyst says. Owner: cases.';

create table aval.fraud_window_service (
  fraud_window text not null references aval.fraud_window (id),
  client text not null,
  national_id text not null,
  sessions text[] not null,
  told_jti text,
  delivered_at timestamptz,
  reminders integer not null default 0 check (reminders >= 0),
  reminded_at timestamptz,
  reviewed_by text check (char_length(reviewed_by) between 1 and 100),
  acts integer check (acts >= 0),
  cancelled integer check (cancelled between 0 and acts),
  note text check (char_length(note) between 1 and 1000),
  answered_at timestamptz,
  primary key (fraud_window, client),
  check ((answered_at is null) = (acts is null) and (acts is null) = (cancelled is null) and (acts is null) = (reviewed_by is null)),
  check (note is null or answered_at is not null)
);
create index fraud_window_unanswered on aval.fraud_window_service (fraud_window) where answered_at is null;
comment on table aval.fraud_window_service is 'A service that its person used in a window of fraud: when it was told and reminded, and its one answer. Owner: cases.';
comment on column aval.fraud_window_service.told_jti is 'The event that told it last; absent: it has no stream that asks for them.';
