-- After fraud: why a holder is frozen and who said so, beside the freeze, since two people are to judge whether the door opens again. Locks
-- `stop` for an instant: two columns without a default, and a check that no row can fail yet.
alter table aval.stop
  add column reason text,
  add column made_by text,
  add constraint stop_reason_check check (reason is null or (rule = 'freeze' and reason in ('known_victim', 'disowned', 'found'))),
  add constraint stop_made_by_check check ((made_by is null) = (reason is null));
comment on column aval.stop.reason is 'Of a freeze: a victim known at the first import, a phone that its holder disowned, or what an analyst found.';
comment on column aval.stop.made_by is 'Of a freeze: the import, the phone or the member of staff that said so.';
