-- A phone's key at the PIN program is made anew once a year by itself, at a right code: since when the code stands on the key it has, and by which
-- key that was asked for as a renewal, so that what is told says so. Locks `device` for an instant: columns without a default. Absent, a code stands since its phone
-- was activated.
alter table aval.device
  add column code_since timestamptz,
  add column renewal_key text;
comment on column aval.device.code_since is 'Since when the code stands on pin_key; absent: since activated_at.';
comment on column aval.device.renewal_key is 'The key that was asked for last as a renewal of the same code. It is told as one only if it is this one.';
