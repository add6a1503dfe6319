-- Why: an agent whose caller confirmed on their phone that they are on the line may block for them (DESIGN law 5).
-- Locks nothing but a new table.
create table aval.caller_check (
  id text primary key,
  fraud_case text not null,
  professional text not null,
  member text not null,
  scope text not null,
  call text references aval.call (id),
  state text not null default 'asked' check (state in ('asked', 'confirmed', 'refused', 'spent', 'over')),
  asked_at timestamptz not null default aval.aval_now(),
  over_at timestamptz not null,
  device text,
  answered_at timestamptz,
  spent_at timestamptz,
  check (state not in ('confirmed', 'spent') or (device is not null and answered_at is not null)),
  check ((state = 'spent') = (spent_at is not null))
);
create unique index caller_check_live on aval.caller_check (professional) where state in ('asked', 'confirmed');
create index caller_check_professional on aval.caller_check (professional, asked_at desc);
create index caller_check_member on aval.caller_check (member, asked_at desc);
comment on table aval.caller_check is 'Agents who asked a phone whether its holder is on the line, and what was answered. It lets that agent block, once. Owner: support.';
comment on column aval.caller_check.call is 'The call of ours in which it was asked: it is over with it. None: they called us.';
comment on column aval.caller_check.over_at is 'Until when the phone may answer; once it confirmed, until when the agent may block.';
