-- What an installation says between the scan of its holder's place's page and the passkey's proof counted for nothing, since nobody knew yet
-- which installation was meant. From the scan on each of the holder's is listened for: its next word empties the column, and the proof asks in
-- its own statement whether its enrolment still stands there. Locks `device` for an instant; nothing is rewritten.
alter table aval.device add column listened_for text[];
comment on column aval.device.listened_for is 'The enrolments, of a phone whose storage was cleared, since whose scan this installation has said nothing; the newest first.';
