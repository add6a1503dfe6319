-- Why: an authority's file changes no contact of somebody whose access is stopped: its line becomes a request that a person of the authority
-- decides. What is relied on stands still meanwhile. A file above its share waits for two people, and an import can be undone.
-- Locks: contact_request and import_run for a moment: columns with constant defaults, and checks that read them once.
create view aval.contact_stop as
  select professional, min(made_at) as since from aval.stop where lifted_at is null group by professional;
comment on view aval.contact_stop is 'Since when something of somebody is stopped: every stop holds what is added (join). Owner: directory, over stops'' stop.';

alter table aval.import_run
  add column undoes text references aval.import_run (id),
  add column agreed boolean not null default false;
comment on column aval.import_run.undoes is 'The import that this one undid. Null: it read a file.';
comment on column aval.import_run.agreed is 'Two people of the authority signed it: it is above the share, and counts in none.';
create index import_run_of_source on aval.import_run (source, at) where layout = 'contacts' and state = 'done';

alter table aval.contact_request
  add column asked_run text references aval.import_run (id),
  drop constraint contact_request_asker_check,
  add constraint contact_request_asker_check check (num_nonnulls(asked_by, asked_key, asked_device, asked_run) = 1),
  drop constraint contact_request_signed_check,
  add constraint contact_request_signed_check check ((asked_key is null and asked_run is null) = (asked_signature is not null)),
  drop constraint contact_request_proof_check,
  add constraint contact_request_proof_check check (proof in ('desk', 'letter', 'document', 'phone', 'partner', 'register', 'agreed'));
comment on column aval.contact_request.asked_run is 'The import whose line it is, of somebody whose access was stopped. Null: somebody asked.';

create table aval.contact_file (
  id text primary key references aval.import_run (id),
  authority text not null,
  -- The file that said so, and exactly what it would change: base64url and hexadecimal SHA-256.
  file text not null,
  list text not null,
  undoes text references aval.import_run (id),
  added integer not null,
  changed integer not null,
  removed integer not null,
  made_at timestamptz not null default aval_now(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  applied_run text references aval.import_run (id),
  check (applied_run is null or ended_at is not null)
);
comment on table aval.contact_file is 'A file of contacts above its authority''s share: inert until two people of the authority have signed exactly its list. Owner: directory.';
create table aval.contact_file_line (
  file text not null references aval.contact_file (id) on delete cascade,
  line integer not null,
  national_id text not null,
  kind text not null,
  value text not null,
  dated date,
  proof text not null,
  source text,
  primary key (file, line)
);
comment on table aval.contact_file_line is 'What such a file says, a line each, until it is applied or over. Owner: directory.';
create table aval.contact_file_signature (
  file text not null references aval.contact_file (id) on delete cascade,
  staff text not null references aval.staff_member (id),
  signature text not null,
  signed_at timestamptz not null default aval_now(),
  primary key (file, staff)
);
comment on table aval.contact_file_signature is 'Who signed that a file of contacts above the share is right. Owner: contacts.';

create or replace function aval.open_contact_staging() returns void
language plpgsql security definer set search_path = aval, pg_temp as $$
begin
  -- What an authority's file says, a line each, and what it would change. Source: whose word a value is that an undo puts back.
  create temporary table staged_word (
    line integer not null, national_id text not null, kind text not null, value text not null, dated date, proof text not null,
    professional text, scope text, current bigint, old_value text, move text, source text, held text
  ) on commit drop;
  execute format('grant select, insert, update, delete on staged_word to %I', session_user);
end $$;
