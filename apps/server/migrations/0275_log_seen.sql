-- The log seen from outside. A proof over a log of any length reads a few tiles of 256 hashes: above the leaves, one row keeps the root
-- of each full tile. Strangers are shown a checkpoint once an hour, and tiles up to it: the log's length from one second to the next would
-- say when somebody did something. A witness's line under a checkpoint says that an outsider keeps it.
-- Locks checkpoint for a moment: a column without a default.
create table aval.log_node (
  level smallint not null check (level between 1 and 6),
  place bigint not null check (place >= 0),
  hash bytea not null check (octet_length(hash) = 32),
  primary key (level, place)
);
comment on table aval.log_node is 'The roots of full tiles of the log, 256 leaves at level 1, 65 536 at level 2: a memory of what the leaves say. Owner: audit.';

alter table aval.checkpoint add column published_at timestamptz;
create index checkpoint_published on aval.checkpoint (size) where published_at is not null;

create table aval.cosignature (
  size bigint not null references aval.checkpoint (size),
  witness text not null check (witness ~ '^[^\s+]+\+[0-9a-f]{8}\+\S+$'),
  line text not null,
  at timestamptz not null,
  primary key (witness, size)
);
comment on table aval.cosignature is 'What a witness outside signed of a checkpoint: that it keeps it, after all that it kept before. witness: its key, as C2SP writes one. Owner: audit.';
create index cosignature_size on aval.cosignature (size);
