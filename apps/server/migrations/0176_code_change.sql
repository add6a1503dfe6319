-- A personal code is changed in two programs, the server's and the PIN program's, which share no transaction. What the code is to become stands
-- here first; once the PIN program counts by it, it takes the old one's place, now or the next time that it is used. Locks `device` for an
-- instant: columns without a default, and a check that no row fails.
alter table aval.device
  add column next_uk jsonb,
  add column next_pin_key text,
  add constraint device_next_check check ((next_uk is null) = (next_pin_key is null));
comment on column aval.device.next_pin_key is 'What the code is becoming: whether it is yet is for the PIN program to say.';
