-- Why: a holder asks on their phone to be called back, and one agent takes it (DESIGN section 7, Support: whoever calls us is called back).
-- Locks nothing but a new table; a view gains a column.
create table aval.callback (
  id text primary key,
  professional text not null,
  device text not null,
  scopes text[] not null,
  reason text not null check (reason in ('caller', 'act', 'entering', 'lost', 'other')),
  state text not null default 'asked' check (state in ('asked', 'taken', 'called', 'withdrawn', 'over')),
  asked_at timestamptz not null default aval.aval_now(),
  over_at timestamptz not null,
  member text,
  taken_at timestamptz,
  taken_until timestamptz,
  call text references aval.call (id),
  check ((member is null) = (taken_at is null) and (member is null) = (taken_until is null)),
  check (state not in ('taken', 'called') or member is not null),
  check ((state = 'called') = (call is not null))
);
create unique index callback_waiting on aval.callback (professional) where state in ('asked', 'taken');
create index callback_professional on aval.callback (professional, asked_at desc);
create index callback_queue on aval.callback (asked_at) where state in ('asked', 'taken');
comment on table aval.callback is 'Holders who asked on their phone to be called back, and which agent took it. It opens nothing. Owner: support.';
comment on column aval.callback.scopes is 'Whose the person is: which institutions may take it beside ours.';
comment on column aval.callback.over_at is 'Nobody took it by then: it waits no more.';
comment on column aval.callback.taken_until is 'Whoever took it and calls nobody by then has it no more.';
comment on column aval.callback.call is 'The call that came of it.';

create or replace view aval.support_case as
  select c.id, c.state in ('open', 'claimed', 'snoozed') as is_live, a.professional, a.scopes, c.opened_at
  from aval.fraud_case c join aval.alert a on a.fraud_case = c.id where a.professional is not null;
