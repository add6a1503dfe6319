-- Why: an agent sees, by yes and no, the signs that a caller may not be who they say (DESIGN section 7, Support).
-- Locks nothing: a view over what several modules keep.
create view aval.support_sign as
  select professional, 'contact_changed' as sign, at, null::text as member from aval.contact_change
  union all
  select professional, 'adding_phone', aval.aval_now(), null from aval.enrolment
    where state in ('evidenced', 'cooling', 'ready', 'held') and expires_at > aval.aval_now()
  union all
  select professional, 'new_phone', activated_at, null from aval.device
    where professional is not null and state = 'active' and activated_at is not null
  union all
  select professional, 'refused', at, null from aval.refusal where professional is not null
  union all
  select professional, 'stopped', aval.aval_now(), null from aval.stop where lifted_at is null
  union all
  select a.professional, 'several_cases', aval.aval_now(), null from aval.fraud_case c join aval.alert a on a.fraud_case = c.id
    where c.state in ('open', 'claimed', 'snoozed') and a.professional is not null group by a.professional, c.id
  union all
  select professional, 'reported_call', at, null from aval.call_report
  union all
  select professional, 'called_now', aval.aval_now(), member from aval.call where state <> 'ended' and over_at > aval.aval_now();
comment on view aval.support_sign is 'What may be odd about somebody whom support speaks with: that it is so, and when; no value. Owner: support, over tables of directory, enrolment, devices, refusals, stops and cases, and its own.';
