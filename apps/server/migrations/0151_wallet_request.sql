-- Why: an identity wallet on the new phone may say whose phone it is (DESIGN section 6): what was asked of it, until its answer is taken
-- by the installation that asked. Locks nothing: a new table.
create table aval.wallet_request (
  id text primary key,
  enrolment text not null,
  device text not null references aval.device (id) on delete cascade,
  ik text not null,
  national_id text not null,
  salt text not null,
  decryption_key jsonb,
  state text not null check (state in ('asked', 'answered', 'taken', 'ended')),
  asked_at timestamptz not null default aval.aval_now(),
  expires_at timestamptz not null,
  answered_at timestamptz,
  return_hash text,
  said text check (said in ('equal', 'not_equal', 'not_accepted', 'declined')),
  professional text,
  proof jsonb,
  scope text not null default 'national',
  check ((state = 'asked') = (decryption_key is not null) or state = 'ended'),
  check ((said = 'equal') = (professional is not null and proof is not null) or said is null)
);
comment on table aval.wallet_request is 'What an identity wallet on a new phone was asked, and what its answer came to. No name and no birth is kept. Owner: wallets.';
comment on column aval.wallet_request.device is 'The new phone, and the one installation whose word takes the answer.';
comment on column aval.wallet_request.ik is 'RFC 7638 thumbprint of its key: the nonce is made of it, of the enrolment and of the salt.';
comment on column aval.wallet_request.national_id is 'Whose phone it is said to be. Public; nobody was looked up before the wallet has answered.';
comment on column aval.wallet_request.decryption_key is 'The private key of this one request, which its answer is encrypted to; gone with the answer.';
comment on column aval.wallet_request.return_hash is 'SHA-256 of what the wallet sends its phone''s browser back with.';
comment on column aval.wallet_request.said is 'What it came to: never which trait differed.';
comment on column aval.wallet_request.proof is 'Who issued what was shown, and its SHA-256.';
create index wallet_request_expires on aval.wallet_request (expires_at);
create index wallet_request_device on aval.wallet_request (device);
