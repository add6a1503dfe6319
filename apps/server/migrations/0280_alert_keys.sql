-- A service tells us what it sees, signed by a key that it gave with its stream. Locks stream for an instant: a column without a value.
alter table aval.stream add column alert_keys text check (length(alert_keys) <= 4000);
comment on column aval.stream.alert_keys is 'Public keys by which the service signs its alerts, as a JSON array.';
