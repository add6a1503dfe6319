-- Why: two people erase chosen facts of one person, for a reason of a closed list (law 5, GDPR 17, decision 0078). Never under a case, a freeze or a complaint file.
-- Locks nothing: new tables and views.
create table aval.erasure (
  id text primary key,
  professional text not null,
  scopes text[] not null,
  reason text not null check (reason in ('right_to_erasure', 'wrong_person', 'court_order')),
  digest text not null,
  by_member text not null,
  asked_at timestamptz not null default aval.aval_now(),
  withdrawn_at timestamptz,
  second_member text,
  signature text,
  done_at timestamptz,
  check (second_member is distinct from by_member),
  check ((second_member is null) = (signature is null)),
  check ((second_member is null) = (done_at is null)),
  check (withdrawn_at is null or done_at is null)
);
comment on table aval.erasure is 'What two people erase of one person''s facts, and why. Owner: erasures.';
comment on column aval.erasure.digest is 'SHA-256 of whom, why and the exact list, base64url: what the second person signs.';

create table aval.erasure_fact (
  erasure text not null references aval.erasure (id),
  fact text not null,
  primary key (erasure, fact)
);
comment on table aval.erasure_fact is 'Exactly which facts an erasure names. Owner: erasures.';

create view aval.erasure_hold as
  select h.professional, h.since from aval.retention_hold h where h.professional is not null
  union all select s.professional, null from aval.stop s where s.rule = 'freeze' and s.lifted_at is null;
comment on view aval.erasure_hold is 'Of whom nothing is erased: under an open case or a freeze (no date), or a complaint file, since when. Owner: erasures, over retention''s retention_hold and stops'' stop.';

create view aval.erasure_unread as
  select f.professional, f.kind from aval.fact f
  where f.professional is not null and (f.seq is null or f.seq >= coalesce((select c.next_seq from aval.case_cursor c), 0));
comment on view aval.erasure_unread is 'Facts that the cases have not read yet: one may open a case. Owner: erasures, over audit''s fact and cases'' case_cursor.';

create view aval.erasure_choice as
  select f.id, f.kind, f.at, f.seq, f.professional from aval.fact f join aval.fact_key k on k.fact = f.id where f.seq is not null;
comment on view aval.erasure_choice is 'Facts in their place that still say something. Owner: erasures, over audit''s fact and fact_key.';

create view aval.erasure_named as
  select f.id, f.kind, f.at, f.seq from aval.fact f where exists (select from aval.erasure_fact n where n.fact = f.id);
comment on view aval.erasure_named is 'Place, kind and time of facts that an erasure names, before and after. Owner: erasures, over audit''s fact.';
