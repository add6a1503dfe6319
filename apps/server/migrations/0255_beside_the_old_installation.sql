-- A passkey that may be copied no longer ends the installation that it takes for cleared: the new one stands beside it, as a phone to be
-- confirmed, and the old one's next word stops it. Both columns keep their shape; what they say is wider. Locks nothing but the comments.
comment on column aval.device.replaced_by is 'The installation as which the same phone goes on, in its place or beside it: whatever stops this one stops that one.';
comment on column aval.device.cleared_by is 'The enrolment that takes this installation for cleared from its phone, or took it so and stands beside it, until the installation says anything.';
