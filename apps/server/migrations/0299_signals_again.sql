-- Why: whoever looks at the deliveries of a stream is told why the last try failed, and may have an event sent again. The late answer to
-- an earlier sending must not settle a later one. Locks stream_event for a moment: columns without a rewrite, and an index on a table
-- that is purged after thirty days.
alter table aval.stream_event
  add column answered text check (answered in ('refused', 'failed', 'unanswered')),
  add column replays integer not null default 0 check (replays >= 0);
comment on column aval.stream_event.answered is 'What the last try that failed met. Absent: none has failed.';
comment on column aval.stream_event.replays is 'How often an operator had it sent again.';
create index stream_event_recent on aval.stream_event (stream, written desc);
