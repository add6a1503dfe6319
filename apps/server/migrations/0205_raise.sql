-- A phone to be confirmed becomes a full one by the evidence of a new one: an enrolment that is about a phone its holder has already, so that
-- a phone may have more than one. Locks `enrolment` while the index is made, and `device` for an instant.
alter table aval.enrolment
  add column raises boolean not null default false,
  add constraint enrolment_raises check (not raises or professional is not null),
  drop constraint enrolment_device_key;
create unique index enrolment_of_new_phone on aval.enrolment (device) where not raises;
create index enrolment_raise on aval.enrolment (device, requested_at desc) where raises;
comment on column aval.enrolment.raises is 'Whether it is about a limited phone that its holder has, which is to be a full one.';
