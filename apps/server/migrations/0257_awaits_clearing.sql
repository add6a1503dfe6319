-- The one phone that a desk adds under a freeze read and closed what is its holder's while the freeze stood, and gained its seven days. It says
-- which freeze it waits for: until two analysts have cleared that it counts as one to be confirmed, and it is of the day on which they did.
-- Locks `device` for an instant; only the phones of freezes that stand are written.
alter table aval.device add column awaits_clearing text;
comment on column aval.device.awaits_clearing is 'The freeze under which a desk added this phone: until it is cleared, the phone is worth a limited one, and its age counts from there.';
update aval.device d set awaits_clearing = s.id from aval.stop s, aval.enrolment e
where s.rule = 'freeze' and s.lifted_at is null and e.id = s.desk_enrolment and d.id = e.device and d.state <> 'enrolling';
