-- Sign-ins: one row a page the engine opened, tied to the browser key that first answered for it. Locks nothing.
create table aval.sign_in (
  id text primary key,
  client text not null,
  browser text not null,
  network text not null,
  declared text not null,
  state text not null check (state in ('open', 'concluded', 'cancelled')),
  opened_at timestamptz not null,
  replace_until timestamptz not null,
  wants_digits boolean not null default false,
  more_time boolean not null default false,
  approval text references aval.approval (id) on delete set null,
  session text references aval.session (id),
  silent boolean not null default false,
  scope text not null default 'national',
  check ((state = 'concluded') = (session is not null))
);
comment on table aval.sign_in is 'Sign-in pages: for which service, on which browser key, with which approval now, and the session they opened. Owner: login.';
create index sign_in_opened on aval.sign_in (opened_at);
