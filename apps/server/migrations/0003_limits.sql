-- One ledger of spendable allowances for every path. Locks nothing: a new table.
create table aval.allowance (
  name text not null,
  subject text not null,
  spent integer not null check (spent >= 0),
  window_ends_at timestamptz not null,
  primary key (name, subject)
);
comment on table aval.allowance is 'How much of a limit somebody has used in its current window. Owner: limits.';
create index allowance_ended on aval.allowance (window_ends_at);
