-- Sessions: what an approval opens. The engine's own session only carries this one's id. Locks nothing: new tables.
create table aval.session (
  id text primary key,
  professional text not null,
  national_id text not null,
  browser text not null,
  approval text not null unique references aval.approval (id),
  opened_at timestamptz not null,
  last_seen_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > opened_at),
  rights text not null check (rights in ('full', 'reduced')),
  client text,
  proof text not null,
  place text not null,
  transfer text not null check (transfer in ('qr', 'digits')),
  closed_at timestamptz,
  closed_reason text,
  scope text not null default 'national',
  -- A reduced session serves one client: without it, it would serve all.
  check ((rights = 'reduced') = (client is not null)),
  check ((closed_at is null) = (closed_reason is null))
);
comment on table aval.session is 'Sessions: who, on which browser key, with which rights, until when. One per approval. Owner: sessions.';
create index session_professional on aval.session (professional, opened_at desc);

create table aval.session_service (
  session text not null references aval.session (id),
  client text not null,
  entered_at timestamptz not null,
  primary key (session, client)
);
comment on table aval.session_service is 'Which services a session entered, and when first. Owner: sessions.';
