-- Notices: what people are told, and how far it got; the links that stop what was told. Locks nothing: new tables.
create table aval.notice (
  id text primary key,
  professional text not null,
  -- A row of the table of events (notices/events.ts).
  event text not null,
  -- What it is about: a phone, a session or a stop. What its link ends.
  about text not null,
  -- The name of the service, from the registry; nothing else is ever named.
  service text,
  told_at timestamptz not null default aval.aval_now(),
  scope text not null
);
comment on table aval.notice is 'What a holder was told, with whatever made it true. Owner: notices.';
create index notice_professional on aval.notice (professional, told_at desc);

create table aval.delivery (
  id text primary key,
  notice text not null references aval.notice (id),
  -- The directory's own number of the contact: where it is written stays the directory's.
  contact bigint not null,
  state text not null check (state in ('waiting', 'digest', 'sent', 'failed')),
  due_at timestamptz not null,
  tries integer not null default 0,
  sent_at timestamptz,
  unique (notice, contact),
  check ((state = 'sent') = (sent_at is not null))
);
comment on table aval.delivery is 'A notice on its way to one contact: waiting, kept for the evening digest, sent or given up. Owner: notices.';
create index delivery_due on aval.delivery (due_at) where state in ('waiting', 'digest');

create table aval.stop_token (
  -- SHA-256 of 32 random bytes, base64url: what is in the mail is nowhere else.
  hash text not null,
  notice text not null references aval.notice (id),
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (hash, notice)
);
comment on table aval.stop_token is 'What a mail''s link stops: the event it announced, or those of one digest; seven days, once. Owner: notices.';
create index stop_token_expires on aval.stop_token (expires_at);

create table aval.caught_mail (
  id text primary key,
  recipient text not null,
  subject text not null,
  text text not null,
  html text not null,
  caught_at timestamptz not null default aval.aval_now()
);
comment on table aval.caught_mail is 'A sandbox''s mail, which goes nowhere; empty in production. Owner: the sandbox.';
create index caught_mail_at on aval.caught_mail (caught_at desc);
