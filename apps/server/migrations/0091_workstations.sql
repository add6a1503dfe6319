-- Workstations that an establishment registers: a browser and a structure of the directory. Locks nothing: a new table.
create table aval.workstation (
  id text primary key,
  browser text not null references aval.browser (thumbprint),
  structure text not null,
  registrar text not null,
  signature text not null,
  registered_at timestamptz not null,
  until_at timestamptz not null,
  ended_at timestamptz,
  ended_by text,
  scope text not null,
  check (until_at > registered_at),
  check ((ended_at is null) = (ended_by is null))
);
comment on table aval.workstation is 'Registered workstations: browser stands in structure (its technical id), by the signature of a registrar, until until_at. Known to whoever the directory attaches to structure. Owner: places.';
create unique index workstation_live on aval.workstation (browser) where ended_at is null;
