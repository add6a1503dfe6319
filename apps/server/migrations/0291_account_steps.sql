-- Why: after a fraud its holder has nine things to do, over days: what is done is kept for them (*Mes démarches*).
-- Locks nothing: a new table.
create table aval.account_step (
  professional text not null,
  step text not null,
  done_at timestamptz not null default aval_now(),
  primary key (professional, step)
);
comment on table aval.account_step is 'What a holder ticked of their steps after a fraud. No row: not yet. Owner: account.';
