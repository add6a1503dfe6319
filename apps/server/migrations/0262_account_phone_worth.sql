-- Mon accès lists the one phone that a desk added under a freeze at what it is worth now: limited, until the freeze is cleared. A view alone:
-- it locks nothing that is read for longer than an instant.
create or replace view aval.account_phone as
  select id, professional, label, case when awaits_clearing is null then level else 'limited' end as level, state, activated_at, last_used_at
  from aval.device where professional is not null and state <> 'enrolling';
