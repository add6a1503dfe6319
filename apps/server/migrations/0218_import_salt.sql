-- Why: the log named a file of contacts by its bare hash: one line of an address is found by trying. It is named with a salt that only this row has.
-- Locks: import_run for a moment, for a column without a default.
alter table aval.import_run add column log_salt text;
comment on column aval.import_run.log_salt is 'The audit log names the file by the SHA-256, base64url, of this, a dot and digest. Null: an extract, whose lines are public, or older.';
