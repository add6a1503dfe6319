-- An installation whose phone goes on as another one says which: who stops the old one afterwards stops the phone. Those replaced before are
-- read from the enrolment that replaced them. Locks `device` for an instant; only rows that were replaced are written.
alter table aval.device add column replaced_by text references aval.device(id);
comment on column aval.device.replaced_by is 'The installation as which the same phone goes on: whatever stops this one stops that one.';
update aval.device d set replaced_by = e.device from aval.enrolment e
where e.old_phone = d.id and e.state = 'active' and e.path in ('wiped', 'wiped_hardware') and d.state = 'revoked';
