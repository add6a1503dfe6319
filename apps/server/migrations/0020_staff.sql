-- Staff: the people who may register, each with a key of their own. Locks nothing: new tables.
create table aval.staff_member (
  id text primary key,
  name text not null,
  scope text not null,
  state text not null check (state in ('active', 'suspended')),
  seeded boolean not null default false,
  added_at timestamptz not null
);
comment on table aval.staff_member is 'People who work with Aval: registrars so far. scope: the authority they act for. Owner: staff.';

create table aval.staff_role (
  staff_member text not null references aval.staff_member (id),
  role text not null check (role in ('registrar')),
  primary key (staff_member, role)
);
comment on table aval.staff_role is 'What each member of staff may do. Owner: staff.';

create table aval.staff_key (
  staff_member text primary key references aval.staff_member (id),
  jwk jsonb not null,
  thumbprint text not null unique,
  added_at timestamptz not null
);
comment on table aval.staff_key is 'The public key each registrar signs evidence with: one person, one key. Owner: staff.';
