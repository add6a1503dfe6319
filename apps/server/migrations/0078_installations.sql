-- Why: holders add the desktop software they work with, and search for its requests by the two digits that it shows; services say
-- whether they let in who was let into such software. Locks service, approval and session for a moment: a column with a constant
-- default, and one check each exchanged for a wider one that every row already satisfies.
alter table aval.service
  add column accepts_psc_ciba boolean not null default false,
  -- As for other reduced sessions: a sensitive service must be able to be told that one has ended (DESIGN section 5).
  add constraint service_psc_ciba check (
    not accepts_psc_ciba or sensitivity = 'open' or (sensitivity = 'sensitive' and backchannel_logout_uri is not null)
  );
comment on column aval.service.accepts_psc_ciba is 'Lets in reduced sessions of plain Pro Santé Connect software: two digits typed into the phone (DESIGN section 5, rights).';

create table aval.installation (
  id text primary key,
  professional text not null,
  client text not null references aval.service (id),
  kind text not null check (kind in ('plain', 'strict')),
  device text not null references aval.device (id),
  added_at timestamptz not null,
  usable_from timestamptz not null check (usable_from > added_at),
  last_used_at timestamptz,
  ended_at timestamptz,
  ended_by text,
  scope text not null default 'national',
  check ((ended_at is null) = (ended_by is null))
);
comment on table aval.installation is 'Software that holders have added to their access, by whom it may be asked for them. Counts from the day after. Owner: installations.';
comment on column aval.installation.device is 'The full phone that added it, with the code.';
create unique index installation_live on aval.installation (professional, client, kind) where ended_at is null;

create table aval.installation_network (
  installation text not null references aval.installation (id),
  network text not null,
  last_used_at timestamptz not null,
  primary key (installation, network)
);
comment on table aval.installation_network is 'Networks from which a holder''s software was approved: where its requests are looked for first. Owner: installations.';

do $$
declare
  wide record;
begin
  for wide in
    select conrelid::regclass as table_name, conname, pg_get_expr(conbin, conrelid) as allowed
      from pg_constraint
     where conname in ('approval_transfer_check', 'session_transfer_check')
       and connamespace = 'aval'::regnamespace
  loop
    execute format('alter table %s drop constraint %I', wide.table_name, wide.conname);
    execute format(
      'alter table %s add constraint %I check (%s or transfer = ''search'')',
      wide.table_name, wide.conname, wide.allowed);
  end loop;
end
$$;
