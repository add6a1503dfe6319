-- Why: at night no analyst may be there, and stopping cannot wait: two people with keys stop for an hour (docs/decisions/0090).
-- Locks: staff_session for a moment: a column without a default.
create table aval.staff_emergency (
  hash text primary key,
  first text not null references aval.staff_member (id),
  first_passkey text not null references aval.staff_passkey (id),
  reason text not null check (reason in ('nobody_reached', 'attack', 'key_lost')),
  expires_at timestamptz not null,
  second text references aval.staff_member (id),
  second_passkey text references aval.staff_passkey (id),
  opened_at timestamptz,
  check ((opened_at is null) = (second is null)),
  check ((opened_at is null) = (second_passkey is null)),
  check (second <> first)
);
comment on table aval.staff_emergency is 'Emergencies in the console: begun by one key, opened by another person''s. Owner: staff.';
create index staff_emergency_opened on aval.staff_emergency (opened_at);
create index staff_emergency_first on aval.staff_emergency (first);
create index staff_emergency_second on aval.staff_emergency (second);

-- Of an emergency: the second person's key. While it is there the session has its acts and no role of either.
alter table aval.staff_session add column second_passkey text references aval.staff_passkey (id);
