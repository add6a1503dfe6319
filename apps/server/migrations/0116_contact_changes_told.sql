-- Every change of a contact is announced on its old and its new value (DESIGN section 4): which ones were. Locks aval.contact_change for a
-- moment: a column without a default, and an index of what waits, which is little.
alter table aval.contact_change add column announced_at timestamptz;
comment on column aval.contact_change.announced_at is 'When the person was told of it. Null: not yet.';
create index contact_change_untold on aval.contact_change (id) where announced_at is null;
