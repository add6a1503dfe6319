-- Why: the browser of a phone signs in through the authenticator of that very phone: its sign-in page enters it, and it goes back
-- with a return that is burnt at first sight. Requests and sessions learn a third way of being tied to a screen.
-- Locks approval and session for a moment, to exchange one check each for a wider one: every row already satisfies it.

create table aval.this_phone (
  approval text primary key references aval.approval (id) on delete cascade,
  sign_in text not null,
  browser text not null,
  entry_hash text not null unique,
  enter_by timestamptz not null,
  pass_hash text unique,
  device text references aval.device (id),
  return_hash text unique,
  return_by timestamptz,
  arrival_hash text unique,
  arrived_at timestamptz,
  returned boolean,
  check ((return_hash is null) = (return_by is null)),
  check ((arrival_hash is null) = (arrived_at is null)),
  check (returned is null or arrival_hash is not null)
);
comment on table aval.this_phone is
  'Requests of a phone''s own browser, on their way to its authenticator and back. Each secret is spent once and only its hash is kept. Owner: login.';
comment on column aval.this_phone.browser is 'Thumbprint of the browser key that asked: only it may come back.';
comment on column aval.this_phone.entry_hash is 'base64url SHA-256 of what the sign-in page carries to the authenticator.';
comment on column aval.this_phone.pass_hash is 'The same of what the page that entered was given: the entry was seen, and is spent.';
comment on column aval.this_phone.device is 'The phone that claimed with the pass: the pass is spent.';
comment on column aval.this_phone.return_hash is 'The same of what that phone carries back to the sign-in origin, until return_by.';
comment on column aval.this_phone.arrival_hash is 'The same of what the page was given at which the return arrived: the return was seen, and is spent.';
comment on column aval.this_phone.returned is 'Whether the browser at which it arrived proved to be the one that asked. Asked once.';

-- Written so that it widens whatever the check allows, since other ways of signing in have widened it before.
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
      'alter table %s add constraint %I check (%s or transfer = ''this_phone'')',
      wide.table_name, wide.conname, wide.allowed);
  end loop;
end
$$;
