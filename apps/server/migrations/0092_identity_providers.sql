-- Establishments' own identity providers, and the passages of sign-in pages by them. Locks aval.session for the moment it takes to
-- widen what may open one.
create table aval.identity_provider (
  name text primary key check (name ~ '^[a-z0-9][a-z0-9-]{1,39}$'),
  issuer text not null,
  client_id text not null,
  structure text not null,
  label text not null,
  claim text not null,
  is_inside boolean not null,
  added_at timestamptz not null,
  removed_at timestamptz,
  scope text not null
);
comment on table aval.identity_provider is 'Establishments'' own OpenID providers. name: what kc_idp_hint says; structure: whose people it may name; label: the directory''s name of it; claim: holds the national identifier; is_inside: its address may be private. Owner: software.';

create table aval.upstream_visit (
  id text primary key,
  state_hash text not null unique,
  sign_in text not null,
  browser text not null,
  service text not null,
  provider text not null,
  nonce text not null,
  verifier text not null,
  state text not null check (state in ('open', 'returned', 'proven', 'spent', 'burnt')),
  opened_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > opened_at),
  professional text,
  has_key boolean,
  return_hash text unique,
  return_until timestamptz,
  check (state not in ('proven', 'spent') or (professional is not null and has_key is not null and return_hash is not null and return_until is not null))
);
comment on table aval.upstream_visit is 'Passages of a sign-in page by its establishment''s provider: each for one page of one browser key, returned from once, proven once, spent by the session it opens. nonce, verifier: good for one code, which only that provider gives. Owner: login.';
create index upstream_visit_ends on aval.upstream_visit (ends_at);

alter table aval.session add column upstream_visit text unique;
comment on column aval.session.upstream_visit is 'The passage by an establishment''s provider that opened it, in the place of an approval.';

do $$
declare
  wide record;
begin
  for wide in
    select conname, pg_get_expr(conbin, conrelid) as allowed from pg_constraint
     where conname = 'session_opened_by' and connamespace = 'aval'::regnamespace
  loop
    execute format('alter table aval.session drop constraint %I', wide.conname);
    execute format(
      'alter table aval.session add constraint %I check (case when upstream_visit is null then %s else approval is null and card_visit is null and transfer is null and device is null end)',
      wide.conname, wide.allowed);
  end loop;
end
$$;
