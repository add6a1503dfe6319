-- The append-only log. Each fact is inserted in the transaction of what it records, with its RFC 6962 leaf hash; one
-- sequencer gives it its place later, so that nodes never queue on one row. Locks nothing: new tables.
create table aval.fact (
  id text primary key,
  kind text not null,
  at timestamptz not null,
  body text not null,
  scope text not null default 'national',
  professional text,
  leaf bytea not null check (octet_length(leaf) = 32),
  seq bigint unique check (seq >= 0)
);
comment on table aval.fact is 'What happened, once and for ever: canonical JSON, its leaf hash, and its place in the log once sequenced. Owner: audit.';
create index fact_unsequenced on aval.fact (at, id) where seq is null;
create index fact_professional on aval.fact (professional, at desc) where professional is not null;
create index fact_kind on aval.fact (kind, at desc);

create table aval.fact_key (
  fact text primary key references aval.fact (id),
  key bytea not null check (octet_length(key) = 32)
);
comment on table aval.fact_key is 'The key under which a leaf commits to its fact: erasing it leaves the log verifiable and the fact unprovable. Owner: audit.';

create table aval.checkpoint (
  size bigint primary key check (size > 0),
  root bytea not null check (octet_length(root) = 32),
  frontier bytea[] not null,
  note text not null,
  at timestamptz not null
);
comment on table aval.checkpoint is 'A signed statement of how long the log was and of its Merkle root. frontier: the roots of its perfect subtrees, largest first. Owner: audit.';

-- Facts are never changed: only their place is given, once. A mistake in code meets this before it meets the log.
create function aval.fact_is_append_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'facts are never deleted'; end if;
  if old.seq is not null or (old.id, old.kind, old.at, old.body, old.scope, old.professional, old.leaf)
      is distinct from (new.id, new.kind, new.at, new.body, new.scope, new.professional, new.leaf) then
    raise exception 'facts are never changed';
  end if;
  return new;
end $$;
create trigger fact_append_only before update or delete on aval.fact
  for each row execute function aval.fact_is_append_only();
