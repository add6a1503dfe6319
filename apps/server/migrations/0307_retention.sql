-- Why: what is past its term leaves by one job, which says what it did (DESIGN 7: evidence six years, network traces twelve months; decision 0073).
-- Of a fact leave its leaf's key, what it said and whom it named: what the leaf committed to stays, so that the log verifies.
-- Locks: fact and staff_role for an instant; a constraint of the second is checked over its few rows.
create table aval.fact_erased (
  fact text primary key references aval.fact (id),
  commitment bytea not null check (octet_length(commitment) = 32),
  by_fact text not null references aval.fact (id)
);
create index fact_erased_by on aval.fact_erased (by_fact);
comment on table aval.fact_erased is 'Facts that lost their key and what they said, what their leaf committed to, and the fact that says so. Owner: audit.';

-- A fact may lose what it said once its key is gone and a row says by which fact; else nothing changes but its place, once.
create or replace function aval.fact_is_append_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'facts are never deleted'; end if;
  if (old.id, old.kind, old.at, old.scope, old.leaf, old.seq) is not distinct from (new.id, new.kind, new.at, new.scope, new.leaf, new.seq)
      and old.seq is not null and new.body = '{}' and new.professional is null
      and not exists (select from aval.fact_key k where k.fact = old.id)
      and exists (select from aval.fact_erased e where e.fact = old.id) then
    return new;
  end if;
  if old.seq is not null or (old.id, old.kind, old.at, old.body, old.scope, old.professional, old.leaf)
      is distinct from (new.id, new.kind, new.at, new.body, new.scope, new.professional, new.leaf) then
    raise exception 'facts are never changed';
  end if;
  return new;
end $$;

create table aval.retention_state (
  name text primary key,
  ran_at timestamptz not null,
  ended_at timestamptz,
  gone bigint not null default 0,
  gone_last integer not null default 0,
  held integer not null default 0,
  needed integer not null default 0
);
comment on table aval.retention_state is 'When each row of the table of retention was applied last, how many rows it let go, and how many wait. Owner: retention.';
comment on column aval.retention_state.held is 'Past their term, and kept by an open case or a complaint file.';
comment on column aval.retention_state.needed is 'Past their term, and named by a row that stays.';

create view aval.retention_hold as
  select a.professional, c.id as fraud_case, null::timestamptz as since
    from aval.fraud_case c left join aval.alert a on a.fraud_case = c.id where c.state in ('open', 'claimed', 'snoozed')
  union all select p.professional, p.fraud_case, coalesce(p.signed_at, p.asked_at) from aval.complaint p
  union all select f.professional, null, f.at from aval.fact f where f.kind = 'complaint_made' and f.professional is not null;
comment on view aval.retention_hold is 'Whose evidence stays: of open cases (no date), and of complaint files, since when. Owner: retention, over cases'' alert, fraud_case and complaint and audit''s fact.';

alter table aval.staff_role drop constraint staff_role_role_check;
alter table aval.staff_role add constraint staff_role_role_check
  check (role in ('registrar', 'operator', 'analyst', 'agent', 'order', 'insurer', 'region', 'auditor'));

create view aval.retention_fact as select id, kind, at, professional, seq from aval.fact;
comment on view aval.retention_fact is 'Which facts are past their term. Owner: retention, over audit''s fact.';
