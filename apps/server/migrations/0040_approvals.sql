-- Approvals: one row a request, from the screen that asks to the session it opens. Locks nothing: a new table.
create table aval.approval (
  id text primary key,
  kind text not null check (kind in ('sign-in')),
  asker text not null,
  browser text not null,
  network text not null,
  frame_secret bytea not null check (octet_length(frame_secret) = 32),
  digits text check (digits ~ '^([0-9]{6}|[0-9]{8})$'),
  state text not null check (state in ('shown', 'claimed', 'approved', 'refused', 'expired', 'cancelled', 'spent')),
  shown_at timestamptz not null,
  claim_by timestamptz not null,
  device text references aval.device (id),
  professional text,
  transfer text check (transfer in ('qr', 'digits')),
  claimed_at timestamptz,
  decide_by timestamptz,
  context_hash text,
  context text,
  service text,
  rights text check (rights in ('full', 'reduced')),
  decided_at timestamptz,
  reason text,
  decision jsonb,
  spent_at timestamptz,
  scope text not null default 'national',
  check (state = 'shown' or state in ('expired', 'cancelled') or (device is not null and professional is not null and claimed_at is not null and decide_by is not null and transfer is not null)),
  check (state not in ('approved', 'spent') or (decision is not null and decided_at is not null and context_hash is not null)),
  check (state <> 'refused' or (decision is not null and reason is not null)),
  check (state <> 'spent' or spent_at is not null)
);
comment on table aval.approval is 'Requests and what became of them: bound to one browser key, claimed by one phone, decided once, spent once. Owner: approvals.';
-- The digits are the look-up key: two live requests never show the same ones.
create unique index approval_digits on aval.approval (digits) where digits is not null and state = 'shown';
create index approval_live on aval.approval (state, claim_by, decide_by) where state in ('shown', 'claimed');
create index approval_asker on aval.approval (asker, shown_at desc);
create index approval_professional on aval.approval (professional, claimed_at desc) where professional is not null;
create index approval_digits_network on aval.approval (network) where digits is not null and state = 'shown';
create index approval_pending on aval.approval (device) where state = 'claimed';
