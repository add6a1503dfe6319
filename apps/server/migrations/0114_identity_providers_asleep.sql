-- A restore brings back a provider that was removed after the backup was taken. Those that it finds sleep until the operator says of each
-- that it still stands. Locks aval.identity_provider for a moment: a column without a default.
alter table aval.identity_provider add column asleep_since timestamptz;
comment on column aval.identity_provider.asleep_since is 'Since a restore: it lets nobody in until the operator confirms it. Null: it works.';
