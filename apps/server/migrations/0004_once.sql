-- What may be seen once: the `jti` of signed messages. Locks nothing: a new table.
create table aval.seen (
  purpose text not null,
  id text not null,
  forget_at timestamptz not null,
  primary key (purpose, id)
);
comment on table aval.seen is 'Identifiers of one-time messages already received, kept until a replay would be refused for its age. Owner: limits.';
create index seen_forget on aval.seen (forget_at);
