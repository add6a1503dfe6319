-- Enrolments: how a phone becomes somebody's. Locks nothing: a new table.
create table aval.enrolment (
  id text primary key,
  device text not null unique references aval.device (id),
  state text not null check (state in ('requested', 'evidenced', 'cooling', 'ready', 'active', 'contested', 'expired', 'refused')),
  requested_at timestamptz not null,
  expires_at timestamptz not null,
  professional text,
  national_id text,
  holder_name text,
  level text check (level in ('limited', 'full')),
  evidence jsonb,
  evidenced_at timestamptz,
  ready_at timestamptz,
  activated_at timestamptz,
  scope text not null default 'national',
  check (state not in ('evidenced', 'cooling', 'ready', 'active') or
    (professional is not null and national_id is not null and level is not null and evidence is not null and ready_at is not null)),
  check (state <> 'active' or activated_at is not null)
);
comment on table aval.enrolment is 'Enrolments: which phone, proven to be whose, by which evidence, active from when. Owner: enrolment.';
create index enrolment_open on aval.enrolment (expires_at) where state in ('requested', 'evidenced', 'cooling', 'ready');
