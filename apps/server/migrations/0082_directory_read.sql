-- How much each service reads of the directory, a row a day, until it is told to the audit log. Locks nothing: a new table.
create table aval.directory_read (
  service text not null references aval.service (id),
  day date not null,
  requests integer not null check (requests > 0),
  resources integer not null check (resources >= 0),
  primary key (service, day)
);
comment on table aval.directory_read is 'Requests and resources a service read in a day (UTC): counts, and nobody''s name. Owner: fhir.';
